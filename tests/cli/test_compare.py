"""``tanlian compare`` and ``tanlian whatif``: sides, differences, and steps that add up."""

from __future__ import annotations

import shutil
from math import fsum
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"
MILL = EXAMPLES / "mini-mill.xlsx"
WORKS = EXAMPLES / "integrated-works"
DRI = EXAMPLES / "scenarios" / "mini-mill-dri.yaml"
POWER = EXAMPLES / "scenarios" / "mini-mill-power.yaml"


def adds_up(falls: Any) -> bool:
    """From the first bar by every change to the last, to the last digit."""
    start, *changes, end = falls["bars"]
    assert [bar["kind"] for bar in changes] == ["change"] * len(changes)
    return fsum([start["value"], *(bar["value"] for bar in changes)]) == end["value"]


def test_a_scenario_beside_the_plant_adds_up_for_a_product_and_a_statement(run: Run) -> None:
    words = ("compare", MILL, "--scenario", DRI)
    made = run(*words, "--product", "rebar", "--json").json["products"]["rebar"]
    assert made["b"] > made["a"]
    assert made["difference"] == made["b"] - made["a"]
    assert fsum(row["difference"] for row in made["contributions"]) == pytest.approx(made["difference"])
    assert adds_up(made["waterfall"])
    plain = run("footprint", MILL, "--product", "rebar", "--json").json["products"][0]
    assert made["a"] == plain["bases"]["location"]["value"]
    shown = run(*words, "--product", "rebar", "--lang", "zh").out
    assert "电炉配加 30% 直接还原铁" in shown
    assert f"{made['b']:,.0f}" in shown
    statement = run(*words, "--method", "gbt-32151.5-2015", "--json").json
    assert adds_up(statement["waterfall"])
    line = {item["id"]: item for item in statement["lines"]}["total"]
    assert line["difference"] == line["b"] - line["a"]
    assert run(*words, "--method", "gbt-32151.5-2015").status == 0


def test_other_factors_change_only_the_lines_that_use_them(run: Run) -> None:
    ran = run("compare", MILL, "--factors", "electricity=cn-grid-co2-2022", "--json")
    lines = ran.json["factor_effect"]["lines"]
    assert {line["flow"] for line in lines} == {"electricity"}
    assert all(
        (line["factor_a"], line["factor_b"]) == (pytest.approx(530.6), pytest.approx(536.6)) for line in lines
    )
    assert all(adds_up(item["waterfall"]) for item in ran.json["products"].values())
    assert "536.6" in run("compare", MILL, "--factors", "electricity=cn-grid-co2-2022").out


def test_two_plants_are_compared_in_what_both_make(run: Run, tmp_path: Path) -> None:
    two = run("compare", MILL, WORKS, "--json").json
    assert {"liquid_steel", "billet", "rebar"} == set(two["products"])
    same = run("compare", WORKS, shutil.copytree(WORKS, tmp_path / "again"), "--json").json
    assert {item["difference"] for item in same["products"].values()} == {0.0}
    assert same["names"] == ["integrated-works", "again"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((MILL,), "cli.compare-with"),
        ((MILL, WORKS, "--scenario", DRI), "cli.compare-with"),
        ((MILL, WORKS, "--method", "cbam-definitive", "--product", "rebar"), "cli.not-together"),
        ((MILL, WORKS, "--method", "cbam"), "method.unknown"),
        ((MILL, WORKS, "--product", "coke"), "footprint.no-product"),
        ((MILL, WORKS, "--method", "gbt-32151.5-2015", "--line", "totle"), "compare.no-line"),
        ((MILL, "--scenario", MILL.with_name("no.yaml")), "inventory.file-missing"),
    ],
)
def test_what_cannot_be_compared_is_a_problem(run: Run, words: tuple[object, ...], code: str) -> None:
    ran = run("compare", *words, "--json")
    assert (ran.status, ran.json["problems"][0]["code"]) == (2, code)
    assert run("compare", *words, "--lang", "zh").out == ""


def test_whatif_puts_scenarios_beside_the_base_and_says_what_they_assume(run: Run) -> None:
    ran = run("whatif", MILL, DRI, POWER, "--json")
    base, dri, power = ran.json["columns"]
    assert [item["footprints"]["rebar"]["value"] for item in (base, dri, power)] == pytest.approx(
        [673.1, 1101.4, 686.3], abs=0.1
    )
    totals = [item["statements"]["gbt-32151.5-2015"]["total"]["value"] for item in (base, dri, power)]
    assert totals == [
        run("account", MILL, "--method", "gbt-32151.5-2015", "--json").json["totals"]["total"]["value"],
        *totals[1:],
    ]
    assert dri["refused"]["cbam-definitive"]
    assert base["grades"]["less-1.1-bst"]["rebar"]["outcome"] == "graded"
    for item in ran.json["scenarios"]:
        assert item["scenario"]["assumptions"]
        assert all(adds_up(made["steps"]) for made in item["products"].values())
    for lang, words in (("en", "More power to melt it"), ("zh", "冶炼电耗增加")):
        shown = run("whatif", MILL, DRI, "--product", "rebar", "--lang", lang)
        assert shown.status == 0
        assert words in shown.out
    assert run("whatif", MILL).status == 2
    assert run("whatif", MILL, MILL.with_name("integrated-works")).status == 2
