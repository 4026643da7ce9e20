"""Units off by a power of ten are found where they are, and an odd month is not taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanlian.inventory.read import read_with_warnings
from tanlian.problems import Problem, Problems
from tests.inventory.plants import Cell, plant, save_csv


def problems(tmp_path: Path, **changes: Cell) -> list[Problem]:
    """Findings after cells such as ``E2`` of the exchanges are changed."""
    sheets = plant()
    for cell, value in changes.items():
        sheets["exchanges"][int(cell[1:]) - 1][ord(cell[0]) - ord("A")] = value
    try:
        return list(read_with_warnings(save_csv(sheets, tmp_path / "csv")).warnings)
    except Problems as caught:
        return list(caught.problems)


def told(found: list[Problem]) -> list[tuple[str, str, str, str]]:
    return [(item.where.cell, item.code, item.severity, item.expected) for item in found]


@pytest.mark.parametrize(
    ("changes", "cell", "expected"),
    [
        ({"F7": "万t", "E7": 30}, "F7", ""),  # oxygen by weight is allowed, and 30 万t is no slip of 1000 m3N
        ({"E2": 180_000}, "F2", "180000 t"),
        ({"E7": 24_150_000}, "F7", "24150000 m3N"),
        ({"F5": "万t", "E5": 40, "E3": 4_000_000}, "", ""),
    ],
)
def test_an_amount_off_by_a_power_of_ten(
    tmp_path: Path, changes: dict[str, Cell], cell: str, expected: str
) -> None:
    found = problems(tmp_path, **changes)
    wanted = [(cell, "inventory.amount-slip", "error", expected)] if expected else []
    assert told(found) == wanted


def test_the_output_is_named_where_all_inputs_are_off_alike(tmp_path: Path) -> None:
    found = problems(tmp_path, F5="kg", E4=200_000)
    assert told(found) == [("F5", "inventory.amount-slip", "error", "400000 t")]
    assert "远超" in found[0].what("zh")


def test_little_of_something_is_a_warning_only(tmp_path: Path) -> None:
    found = problems(tmp_path, E4=1000)
    assert told(found) == [("E4", "inventory.amount-unusual", "warning", "")]
    lost = problems(tmp_path / "2", E2=18, F2="t") if (tmp_path / "2").mkdir() is None else []
    assert told(lost) == [("F2", "inventory.amount-slip", "warning", "18 万t")]


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        (389.31, "389.31 GJ/10^4 Nm3"),
        (8500, "8500 kcal/m3N"),
        (38931, "38931 kJ/m3N"),
        (0.038931, "0.038931 TJ/1000 m3N"),
    ],
)
def test_calorific_values_in_other_units(tmp_path: Path, value: float, reading: str) -> None:
    found = problems(tmp_path, I3=value)
    assert told(found) == [("I3", "inventory.value-slip", "error", reading)]


def test_a_value_that_no_unit_explains_is_kept_with_a_warning(tmp_path: Path) -> None:
    assert told(problems(tmp_path, I3=55)) == [("I3", "inventory.value-unusual", "warning", "")]


def test_carbon_beyond_the_mass_is_a_percentage(tmp_path: Path) -> None:
    assert told(problems(tmp_path, H2=86.2)) == [("H2", "inventory.value-slip", "error", "86.2 %")]
