"""``tanlian template``: the form a plant fills in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("plant_type", ["integrated", "eaf"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_empty_form_asks_for_its_cells_and_nothing_else(
    run: Run, tmp_path: Path, plant_type: str, lang: str
) -> None:
    path = tmp_path / "plant.xlsx"
    assert run("template", plant_type, "-o", path, "--lang", lang).status == 0
    ran = run("check", path, "--lang", lang, "--json")
    assert ran.status == 2
    assert ran.json["problems"]
    assert all(item["where"]["cell"] for item in ran.json["problems"])


def test_a_filled_form_is_not_overwritten_unasked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("template", "eaf", "--json").json == {"written": "tanlian-eaf.xlsx"}
    path = tmp_path / "tanlian-eaf.xlsx"
    path.write_bytes(b"my month of work")
    refused = run("template", "eaf", "--json")
    assert (refused.status, refused.json["problems"][0]["code"]) == (2, "cli.file-exists")
    assert path.read_bytes() == b"my month of work"
    assert run("template", "eaf", "--force").status == 0
    assert [item.name for item in tmp_path.iterdir()] == ["tanlian-eaf.xlsx"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("blast",), "inventory.plant-type"),
        (("eaf", "-o", "plant.pdf"), "cli.unknown-form"),
        (("eaf", "-o", "no/such/plant.xlsx"), "cli.not-writable"),
    ],
)
def test_what_cannot_be_written_is_a_problem(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("template", *words, "--json")
    assert (ran.status, ran.json["problems"][0]["code"]) == (2, code)
    assert list(tmp_path.iterdir()) == []
