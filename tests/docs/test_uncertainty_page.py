"""docs/uncertainty.md: its sheet is read, its numbers by hand are those of the code, its code runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tanlian.accounting.uncertainty import Ask, FactorEntry, Sheet, read, read_string, standard, uncertainty
from tests.works import loop_works

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/uncertainty.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def after(words: str) -> float:
    """The number that stands after these words."""
    found = re.search(re.escape(words) + r"\s*(−?[\d ]+(?:\.\d+)?)", PAGE)
    assert found, words
    return float(found[1].replace(" ", "").replace("−", "-"))


def test_the_numbers_by_hand() -> None:
    gas = FactorEntry(("carbon_content",), standard(0.02), ("blast_furnace_gas",))
    coke = FactorEntry(("upstream",), standard(0.2), ("coke",))
    made = uncertainty(loop_works(), Sheet("page", {}, (gas, coke)), Ask(("hot_metal", "electricity")))
    assert made.value("hot_metal") == pytest.approx(after("Footprints: hot metal"))
    assert made.value("electricity") == pytest.approx(after("kg CO2e/t, power"))
    assert made.u("hot_metal") == pytest.approx(after("√(52.8² + 120²) ="), abs=1e-4)
    assert made.u("electricity") == pytest.approx(after("u(power) = 0.02 × 22 000 ="))
    told = {row["what"]: row for row in made.contributions("hot_metal").to_dicts()}
    row = told["carbon_content blast_furnace_gas"]
    assert row["sensitivity"] == pytest.approx(after("× 1000 / 50 ="))
    assert 100 * row["share"] == pytest.approx(after("52.8² / 131.1024² ="), abs=0.05)
    assert told["upstream coke"]["sensitivity"] == pytest.approx(600)
    correlation = made.correlation("hot_metal", "electricity")
    assert correlation == pytest.approx(after("(131.1024 × 440) ="), abs=5e-5)


def test_the_sheets_are_read_and_the_code_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(read_string(block("yaml")).factors) == 5
    for file in sorted((ROOT / "examples/uncertainty").glob("*.yaml")):
        sheet = read(file)
        assert sheet.id == file.stem
        assert {item.width.status for item in (*sheet.factors, *sheet.amounts)} == {"illustrative"}
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(block("python"), names)
    assert "made" in names
