"""Fresh water and main pollutants of the site and of each process, per tonne; only what the inventory has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from tanlian.accounting.methods.common.terms import of_line
from tanlian.accounting.statement import Line, Text
from tanlian.catalogue import flows
from tanlian.inventory.model import SITE, Inventory

GROUP = ""  # no line heads them
POLLUTANTS = ("so2", "nox", "particulate", "cod", "ammonia_nitrogen")
_WATER = "fresh_water"
_PER = {
    True: Text("per tonne of crude steel", "吨钢"),
    False: Text("per tonne of product", "单位产品"),
}


def environment_lines(inventory: Inventory, tonnes: Mapping[str, Line]) -> Iterator[Line]:
    """Amounts and amounts per tonne.

    tonnes : what is divided by: crude steel for ``site``, the output of a process for its id.
    Fresh water of the site is what it buys less what it sells; of a process, what it takes in. A pollutant
    is what leaves, wherever it goes.
    """
    rows = inventory.exchanges.filter(
        pl.col("flow").is_in([_WATER, *POLLUTANTS]) & pl.col("amount").is_not_null()
    ).with_columns(
        taken=pl.when(pl.col("direction") == "in").then("amount").otherwise(-pl.col("amount")),
        outside=pl.col("partner").is_in(["purchased", "sold"]),
    )
    # Water in t and in m3 is the same number.
    for flow in (_WATER, *POLLUTANTS):
        mine = rows.filter(pl.col("flow") == flow)
        counted = mine.filter("outside") if flow == _WATER else mine
        yield from _lines(flow, SITE, counted, tonnes.get(SITE))
        for item in inventory.processes:
            here = mine.filter(pl.col("process") == item.id)
            yield from _lines(flow, item.id, here, tonnes.get(item.id), item.name or item.id)


def _lines(flow: str, place: str, rows: pl.DataFrame, per: Line | None, name: str = "") -> Iterator[Line]:
    if rows.is_empty():
        return
    water = flow == _WATER
    item, suffix = flows()[flow], "" if place == SITE else f".{place}"
    label = Text(*(f"{word}: {name}" if name else word for word in (item.en, item.zh)))
    amount = Line(
        f"{flow}{suffix}",
        label,
        float(rows["taken"].sum()) * (1 if water else -1),
        "m3" if water else "t",
        formula="sum of rows",
        rows=tuple(rows["row"].drop_nulls().to_list()),
        group=GROUP,
    )
    yield amount
    if per is None:
        return
    yield Line(
        f"{flow}_intensity{suffix}",
        Text(f"{label.en}, {_PER[place == SITE].en}", f"{label.zh}，{_PER[place == SITE].zh}"),
        amount.value / per.value * (1 if water else 1000),
        "m3/t" if water else "kg/t",
        formula=f"{amount.id} / {per.id}" + ("" if water else " x 1000"),
        inputs=(of_line(amount), of_line(per)),
        group=GROUP,
    )
