"""CETS-AG-03.01 against published figures: the process sums of a verified plant, the process list."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tanlian.accounting.methods.cets_ag_03_01 import processes
from tanlian.accounting.methods.cets_ag_03_01.table import steps
from tanlian.catalogue import process_kinds
from tanlian.problems import Problems

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize(
    "case",
    list(csv.DictReader((CASES / "verified-plant-process.csv").read_text("utf-8").splitlines())),
    ids=lambda case: case["year"],
)
def test_verified_plant_at_process_level(case: dict[str, str]) -> None:
    """Only the additions, by the names of the process list: the quantities of fuel are not published."""
    names = {
        "coke": "coking",
        "sinter": "sintering",
        "pellet": "pelletizing",
        "iron": "blast_furnace",
        "converter": "converter",
        "casting": "casting",
        "rolling": "rolling",
        "lime": "lime",
    }
    whole = processes({step: float(case[name]) for name, step in names.items() if case[name]})
    assert whole == pytest.approx(float(case["total_computed"]), abs=0.005)
    assert whole == pytest.approx(float(case["total_reported"]), abs=0.02)


def test_the_process_list_knows_its_processes() -> None:
    with pytest.raises(Problems, match="nearest: converter"):
        processes({"convertor": 1.0})
    kinds = [kind for step in steps() for kind in step.kinds]
    assert set(kinds) <= set(process_kinds()) and len(kinds) == len(set(kinds))
    assert {step.id: step.code for step in steps() if step.code} == {
        "coking": "250401",
        "sintering": "08010301",
        "pelletizing": "08010302",
        "blast_furnace": "3201",
        "converter": "320641",
        "electric_arc_furnace": "320642",
        "lime": "31020101",
    }
