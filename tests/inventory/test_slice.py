"""A month of a year: whole rows only, nothing spread over days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanlian.inventory.period import Period
from tanlian.inventory.read import read
from tanlian.inventory.slice import for_period
from tanlian.problems import Problems
from tests.inventory.plants import plant, save_csv


def test_a_month_of_monthly_rows(tmp_path: Path) -> None:
    sheets = plant()
    for row in sheets["exchanges"][5:9]:
        row[1] = "2025-02"
    inventory = read(save_csv(sheets, tmp_path / "csv"))
    january = for_period(inventory, Period.parse("2025-01"))
    # The heat that does not apply to the whole time does not apply to January.
    assert january.exchanges["row"].to_list() == [1, 2, 3, 4, 9]
    assert str(january.period) == "2025-01"
    assert january.exchanges["end"].max() == january.period.end
    assert for_period(inventory, inventory.period) is inventory


def test_an_amount_for_the_whole_time_cannot_be_cut(tmp_path: Path) -> None:
    inventory = read(save_csv(plant(), tmp_path / "csv"))
    with pytest.raises(Problems) as caught:
        for_period(inventory, Period.parse("2025-01"))
    assert [item.where.cell for item in caught.value.problems] == ["6", "7", "8", "9"]
    with pytest.raises(Problems) as caught:
        for_period(inventory, Period.parse("2026"))
    assert caught.value.problems[0].code == "inventory.period-outside"
