"""Legs of a journey and prices: read with their units, refused where they mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanlian.inventory.model import Leg
from tanlian.inventory.read import read
from tanlian.problems import Problems
from tests.inventory.plants import plant, save_xlsx

SUPPLIES = [["supply", "declared_unit", "pcf_fossil", "valid_until"], ["coke-a", "千克", 0.4, "2025-12-31"]]


def test_legs_are_read_in_both_languages_and_any_unit(tmp_path: Path) -> None:
    sheets = plant()
    sheets["supplies"] = [list(row) for row in SUPPLIES]
    sheets["运输"] = [
        ["编号", "供应", "运输方式", "运距", "因子"],
        ["1", "coke-a", "铁路", "1,200 km", "22 g CO2e/(t km)"],
    ]
    sheets["运输"][0][0] = "运输段"
    sheets["exchanges"][0].append("price")
    sheets["exchanges"][4].append(3000)
    inventory = read(save_xlsx(sheets, tmp_path / "plant.xlsx"))
    assert inventory.legs == (Leg("1", "coke-a", "rail", 1200.0, 0.022),)
    assert inventory.exchanges["price"].to_list()[3] == 3000
    assert inventory.supplies[0].declared_unit == "kilogram"


def test_a_leg_of_nothing_and_a_price_with_a_unit_are_refused(tmp_path: Path) -> None:
    sheets = plant()
    sheets["supplies"] = [list(row) for row in SUPPLIES]
    sheets["legs"] = [["leg", "supply", "mode", "distance_km"], ["1", "coke-b", "rails", "2 t"]]
    sheets["exchanges"][0].append("price")
    sheets["exchanges"][4].append("3000 CNY/t")
    with pytest.raises(Problems) as caught:
        read(save_xlsx(sheets, tmp_path / "plant.xlsx"))
    assert [(item.code, item.where.cell) for item in caught.value.problems if item.severity == "error"] == [
        ("inventory.not-a-number", "K5"),
        ("inventory.unknown-supply", "B2"),
        ("inventory.not-a-choice", "C2"),
        ("unit.mismatch", "D2"),
    ]
