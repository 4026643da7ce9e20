"""The filled form that the README walks through is the form of today, and it comes to a grade."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import tanlian

ROOT = Path(__file__).parents[2]
FILE = ROOT / "examples" / "mini-mill.xlsx"


def test_the_file_is_what_its_tool_makes_of_todays_form(tmp_path: Path) -> None:
    again = tmp_path / FILE.name
    subprocess.run([sys.executable, ROOT / "tools" / "make_mini_mill.py", again], check=True)
    old, new = tanlian.read(FILE), tanlian.read(again)
    assert old.exchanges.equals(new.exchanges)
    assert replace(old, exchanges=new.exchanges) == new


def test_a_filled_form_comes_to_the_grade_of_its_family() -> None:
    plant = tanlian.read(FILE)
    checked = tanlian.check(plant)
    assert checked.problems == ()
    ledger = tanlian.ledger(plant)
    for standard, outcome, level in (
        ("iea-2022", "not-graded", None),
        ("less-1.1-qst", "not-applicable", None),
        ("less-1.1-bst", "graded", "E"),
    ):
        (graded,) = tanlian.grade_plant(standard, ledger)
        assert (graded.grade.outcome, graded.grade.level) == (outcome, level)
        assert graded.grade.status == "illustrative"
