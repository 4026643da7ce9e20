"""The Commission's three pre-filled steel workbooks: every published result, unrounded, to 1e-9."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.inventory.read import read
from tanlian.problems import Problems

ROOT = Path(__file__).parents[3]
CASES = {
    item.stem: json.loads(item.read_text("utf-8"))
    for item in (Path(__file__).parent / "cases").glob("*.json")
}
STEEL_2 = "ec-steel-2-eaf-high-alloy"


@pytest.fixture(scope="module")
def statements() -> dict[str, Statement]:
    return {name: account(read(ROOT / case["plant"]), case["method"]) for name, case in CASES.items()}


def leaves() -> list[tuple[str, str]]:
    return [(name, line_id) for name, case in sorted(CASES.items()) for line_id in case["expected"]]


@pytest.mark.parametrize(("name", "line_id"), leaves())
def test_every_published_result(name: str, line_id: str, statements: dict[str, Statement]) -> None:
    case: dict[str, Any] = CASES[name]
    leaf = case["expected"][line_id]
    value = statements[name].value(line_id)
    assert math.isclose(value, leaf["v"], rel_tol=case["tolerance"], abs_tol=1e-12), (value, leaf)


def test_all_three_are_there() -> None:
    assert {name: len(case["expected"]) for name, case in CASES.items()} == {
        "ec-steel-1-blast-furnace": 58,
        STEEL_2: 114,
        "ec-steel-3-screws-and-nuts": 65,
    }


def test_what_does_not_add_up_in_them_is_said(statements: dict[str, Statement]) -> None:
    said = {
        name: [(item.code, item.found, item.expected) for item in statement.warnings]
        for name, statement in statements.items()
    }
    assert said[STEEL_2] == [
        ("cbam.rest-direct", "-0.209959 t", "-3.66e-05 %"),
        ("cbam.pool-differs", "346773.02393 t", "346773 t"),
        ("cbam.scrap-ratio", "0.00672", "0.602059"),
        ("cbam.scrap-ratio", "0.00672", "0.652009"),
    ]
    assert said["ec-steel-1-blast-furnace"] == [
        ("cbam.rest-direct", "478959 t", "6.09 %"),
        ("cbam.rest-indirect", "-140.236 t", "-0.0144 %"),
    ]
    assert said["ec-steel-3-screws-and-nuts"] == []


def test_the_published_precursors_have_no_cn_code_so_the_definitive_period_refuses_them() -> None:
    with pytest.raises(Problems) as caught:
        account(read(ROOT / "examples" / STEEL_2), "cbam-definitive")
    uncoded = [item for item in caught.value.problems if item.code == "cbam.precursor-cn"]
    assert [item.where.name for item in uncoded] == ["ingots", "feni", "fecr", "femn"]


def test_every_number_of_a_plant_file_names_its_cell() -> None:
    for case in CASES.values():
        folder = ROOT / case["plant"]
        notes = pl.read_csv(folder / "exchanges.csv", infer_schema=False)["note"]
        assert notes.str.contains(r"![A-Z]+\d+").all()


def test_a_line_shows_formula_inputs_and_rows(statements: dict[str, Statement]) -> None:
    line = statements[STEEL_2].line("stream.in.natural_gas")
    assert line.formula == "AD * NCV / 1000 * EF * OF [2547 II B.3]"
    assert [(item.symbol, item.value, item.unit) for item in line.inputs] == [
        ("AD", 163806.0, "t"),
        ("NCV", 48.0, "GJ/t"),
        ("EF", 56.1, "t CO2/TJ"),
        ("OF", 1.0, "1"),
    ]
    assert "B_EmInst!F17" in line.inputs[0].source
    assert line.rows == (1,)
    assert statements[STEEL_2].line("stream.in.scrap").inputs[2].source.startswith("Implementing Regulation")
    assert line.label.zh == "天然气：化石 CO2"
