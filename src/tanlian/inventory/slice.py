"""A part of an inventory in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from tanlian.inventory.model import Inventory
from tanlian.inventory.period import Period
from tanlian.problems import Problem, Where, problem, raise_errors


def for_period(inventory: Inventory, period: Period) -> Inventory:
    """The inventory of a part of its period; rows keep their numbers, so that they lead to the same cells.

    Raises ``inventory.period-outside``, or ``inventory.period-cut`` for every amount that is given for a
    longer time only: nothing is spread over days.
    """
    where = Where(file=inventory.source)
    if not inventory.period.contains(period):
        raise_errors([problem("inventory.period-outside", where, found=period, expected=inventory.period)])
    if period == inventory.period:
        return inventory
    touched = inventory.exchanges.filter((pl.col("start") < period.end) & (pl.col("end") > period.start))
    raise_errors([*_cut_rows(touched, period, inventory.source), *_cut_records(inventory)])
    clipped = touched.with_columns(
        start=pl.max_horizontal("start", pl.lit(period.start)),
        end=pl.min_horizontal("end", pl.lit(period.end)),
    )
    return replace(inventory, period=period, exchanges=clipped)


def _cut_rows(touched: pl.DataFrame, period: Period, source: str) -> Iterator[Problem]:
    longer = touched.filter(
        pl.col("amount").is_not_null() & ((pl.col("start") < period.start) | (pl.col("end") > period.end))
    )
    for row in longer.select("place", "flow", "start", "end").iter_rows(named=True):
        sheet, _, line = row["place"].rpartition("!")
        yield problem(
            "inventory.period-cut",
            Where(source, sheet, line),
            found=row["flow"],
            expected=Period(row["start"], row["end"]),
        )


def _cut_records(inventory: Inventory) -> Iterator[Problem]:
    """Totals of processes and products have no period of their own: they stand for the whole."""
    where = Where(file=inventory.source)
    for item in inventory.processes:
        if item.output_t is not None or item.direct_emissions_t is not None:
            yield problem("inventory.period-cut", where, found=item.id, expected=inventory.period)
    for good in inventory.products:
        if good.mass_t is not None:
            yield problem("inventory.period-cut", where, found=good.id, expected=inventory.period)
