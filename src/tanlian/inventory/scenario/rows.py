"""Find, change and add exchange rows of an inventory. Nothing here knows why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from operator import and_
from typing import Any

import polars as pl

from tanlian.inventory.model import EXCHANGE_SCHEMA, PARTNERS, SITE, Inventory
from tanlian.inventory.scenario.actions import Selection
from tanlian.problems import Where, fail, nearest

Row = dict[str, Any]
_COLUMNS = ("process", "flow", "direction", "partner", "supply")


def matching(inventory: Inventory, chosen: Selection, where: Where) -> pl.DataFrame:
    """The rows of a selection, those without an amount included.

    Raises ``scenario.unknown-id`` for a process or supply the inventory has not, ``scenario.no-match``
    where the words are known and no row has them all.
    """
    known = {
        "process": {SITE, *(item.id for item in inventory.processes)},
        "partner": {*PARTNERS, *(item.id for item in inventory.processes)},
        "supply": {item.id for item in inventory.supplies},
    }
    for column, ids in known.items():
        for name in getattr(chosen, column):
            if name not in ids:
                raise fail("scenario.unknown-id", where, found=name, expected=nearest(name, ids) or "–")
    hits = inventory.exchanges.filter(mask(chosen))
    if hits.is_empty():
        raise fail("scenario.no-match", where, found=chosen)
    return hits


def mask(chosen: Selection) -> pl.Expr:
    """Whether a row has all words of a selection."""
    parts = [pl.col(name).is_in(words) for name in _COLUMNS if (words := getattr(chosen, name))]
    return reduce(and_, parts, pl.lit(value=True))


def with_amounts(inventory: Inventory, amounts: Mapping[int, float]) -> Inventory:
    """The inventory with other amounts by row number; what was written there is no longer what holds.

    A certificate covers no more than the amount that is left.
    """
    changed = pl.DataFrame(
        {"row": list(amounts), "_new": list(amounts.values())},
        schema={"row": pl.UInt32, "_new": pl.Float64},
    )
    kept = pl.col("_new").is_null() | (pl.col("_new") == pl.col("amount")).fill_null(value=False)
    frame = inventory.exchanges.join(changed, on="row", how="left", maintain_order="left").with_columns(
        amount=pl.coalesce("_new", "amount"),
        amount_given=pl.when(kept).then("amount_given"),
        unit_given=pl.when(kept).then("unit_given"),
        instrument_amount=pl.when(kept | pl.col("instrument_amount").is_null())
        .then("instrument_amount")
        .otherwise(pl.min_horizontal("instrument_amount", "_new")),
    )
    return replace(inventory, exchanges=frame.select(list(EXCHANGE_SCHEMA)))


def with_rows(inventory: Inventory, rows: Iterable[Row], place: str) -> Inventory:
    """The inventory with more rows, numbered on from the last.

    ``place`` says where they come from; it labels them, too, so that they stay apart from rows like them.
    """
    last = int(inventory.exchanges.select(pl.col("row").max().fill_null(0)).item())
    new = [
        dict.fromkeys(EXCHANGE_SCHEMA)
        | row
        | {"row": last + index, "place": place, "label": f"{place}.{index}"}
        for index, row in enumerate(rows, start=1)
    ]
    more = pl.DataFrame(new, schema=EXCHANGE_SCHEMA)
    return replace(inventory, exchanges=pl.concat([inventory.exchanges, more]))


def total(rows: pl.DataFrame, column: str = "amount") -> float:
    """Sum of a column; nothing counts as nothing."""
    return float(rows[column].sum())


def mean(rows: pl.DataFrame, column: str) -> float | None:
    """Mean of a content by amount; None unless every row that has an amount has the content."""
    used = rows.filter(pl.col("amount") > 0)
    if used.is_empty() or used[column].null_count():
        return None
    return float((used["amount"] * used[column]).sum()) / total(used)


def totals(inventory: Inventory) -> dict[tuple[str, str, str, str, str], float]:
    """Sums by process, direction, flow, partner and unit, in the order of the rows."""
    keys = ("process", "direction", "flow", "partner", "unit")
    sums = (
        inventory.exchanges.filter(pl.col("amount").is_not_null())
        .group_by(keys, maintain_order=True)
        .agg(pl.col("amount").sum())
    )
    return {(row[0], row[1], row[2], row[3], row[4]): row[5] for row in sums.iter_rows()}
