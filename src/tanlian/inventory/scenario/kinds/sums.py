"""Scale rows, or bring their sum to an amount."""

from __future__ import annotations

import polars as pl

from tanlian.inventory.model import Inventory
from tanlian.inventory.scenario.actions import Scale, SetTotal
from tanlian.inventory.scenario.rows import matching, total, with_amounts
from tanlian.inventory.scenario.setting import Setting
from tanlian.problems import fail


def scale(inventory: Inventory, do: Scale, at: Setting) -> Inventory:
    """Every amount of the rows times ``by``; rows without an amount stay without."""
    hits = matching(inventory, do.rows, at.where).filter(pl.col("amount").is_not_null())
    return with_amounts(inventory, {row: amount * do.by for row, amount in _amounts(hits)})


def set_total(inventory: Inventory, do: SetTotal, at: Setting) -> Inventory:
    """Rows in proportion so that they sum to the amount; where all are zero, each takes the same.

    Raises ``scenario.unit`` where the rows are in another unit.
    """
    hits = matching(inventory, do.rows, at.where)
    units = hits["unit"].unique(maintain_order=True).to_list()
    if units != [do.unit]:
        raise fail("scenario.unit", at.where, found=do.unit, expected=", ".join(units))
    return with_amounts(inventory, spread(hits, do.amount))


def spread(rows: pl.DataFrame, amount_wanted: float) -> dict[int, float]:
    """Amounts by row with this sum: in proportion, or equal shares where there is nothing yet."""
    present = total(rows)
    if present:
        return {row: amount * (amount_wanted / present) for row, amount in _amounts(rows)}
    return {row: amount_wanted / rows.height for row, _ in _amounts(rows)}


def _amounts(rows: pl.DataFrame) -> list[tuple[int, float]]:
    return list(rows.select("row", pl.col("amount").fill_null(0.0)).iter_rows())
