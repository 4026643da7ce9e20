"""``tanlian chart`` and ``tanlian uncertainty``: pictures with their data, results with their doubt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"
MILL = EXAMPLES / "mini-mill.xlsx"
DRI = EXAMPLES / "scenarios" / "mini-mill-dri.yaml"
SHEET = EXAMPLES / "uncertainty" / "mini-mill.yaml"


@pytest.mark.parametrize(
    "words",
    [
        ("carbon", MILL),
        ("energy", MILL),
        ("methods", MILL),
        ("footprint", MILL, "--product", "rebar"),
        ("difference", MILL, "--scenario", DRI, "--product", "rebar"),
        ("standard", MILL, "--standard", "less-1.1-bst"),
        ("standard", "--standard", "iea-2022"),
    ],
)
def test_every_kind_is_drawn_with_its_data_in_both_languages(
    run: Run, tmp_path: Path, words: tuple[object, ...]
) -> None:
    said = set()
    for lang in ("en", "zh"):
        path = tmp_path / f"{lang}.svg"
        ran = run("chart", *words, "-o", path, "--lang", lang, "--json")
        assert (ran.status, ran.json["written"]) == (0, str(path))
        assert ran.json["table"]
        assert "<svg" in path.read_text(encoding="utf-8")
        shown = run("chart", *words, "--lang", lang)
        assert ran.json["title"].split()[0] in shown.out
        said.add(ran.json["title"])
    assert len(said) == 2


def test_the_footprint_of_the_chart_is_that_of_the_command(run: Run, tmp_path: Path) -> None:
    words = ("chart", "footprint", MILL, "--product", "rebar", "--basis", "market", "--json")
    told = run(*words, "-o", tmp_path / "a.json", "--theme", "dark").json
    plain = run("footprint", MILL, "--product", "rebar", "--json").json["products"][0]
    total = sum(row["kg_CO2e"] for row in told["table"])
    assert total == pytest.approx(plain["bases"]["market"]["value"])
    spec = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert run("chart", "carbon", MILL, "-o", tmp_path / "a.png").status == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("pie", MILL), "cli.bad-choice"),
        (("carbon",), "cli.missing-argument"),
        (("footprint", MILL), "cli.name-product"),
        (("standard", MILL), "cli.missing-argument"),
        (("difference", MILL, "--product", "rebar"), "cli.compare-with"),
        (("carbon", MILL, "-o", "carbon.pdf"), "cli.unknown-form"),
        (("standard", MILL, "--standard", "less-1.1-bst", "--product", "billet"), "cli.not-graded-product"),
    ],
)
def test_a_chart_that_cannot_be_made_is_a_problem(run: Run, words: tuple[object, ...], code: str) -> None:
    ran = run("chart", *words, "--json")
    assert (ran.status, ran.json["problems"][0]["code"]) == (2, code)


def test_uncertainty_has_the_value_of_the_footprint_and_keeps_its_seed(run: Run) -> None:
    words = ("uncertainty", MILL, SHEET, "--product", "rebar")
    told = run(*words, "--samples", "500", "--json").json
    found = told["results"]["rebar"]
    plain = run("footprint", MILL, "--product", "rebar", "--json").json["products"][0]
    assert found["value"] == pytest.approx(plain["bases"]["location"]["value"])
    low, median, high = found["percentiles"].values()
    assert low < median < high
    assert low < found["value"] < high
    assert sum(row["share"] for row in found["contributions"]) == pytest.approx(1)
    assert run(*words, "--samples", "500", "--json").json == told
    other = run(*words, "--samples", "500", "--seed", "7", "--json").json
    assert other["seed"] == 7
    assert other["results"]["rebar"]["u"] == found["u"]
    assert other["results"]["rebar"]["percentiles"] != found["percentiles"]
    assert f"{found['u']:,.1f}" in run(*words, "--lang", "zh").out
    assert run("uncertainty", MILL, DRI).status == 2
