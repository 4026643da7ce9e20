"""Balances for a person: in, out and what is left, against the limit, one group a quantity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from rich.console import RenderableType

from tanlian.catalogue import flows
from tanlian.cli.desk import Desk
from tanlian.cli.tables import Column, Row, decimals, number, percent, table
from tanlian.cli.words import counted
from tanlian.inventory.balance import QUANTITIES
from tanlian.inventory.model import SITE, Inventory


def page(
    frame: pl.DataFrame, inventory: Inventory, desk: Desk, *, every: bool = False
) -> Iterator[RenderableType]:
    """All balances; or those of processes and site that can be judged, and whatever stays open."""
    word = desk.word
    names = {item.id: item.name or item.id for item in inventory.processes}
    columns = [
        Column(word("head.balance")),
        Column(word("head.entered"), number=True),
        Column(word("head.left"), number=True),
        Column(word("head.to-air"), number=True),
        Column(word("head.difference"), number=True),
        Column(word("head.error"), "%", number=True),
        Column(word("head.limit"), "%", number=True),
        Column(word("head.verdict")),
    ]
    rows: list[Row] = []
    for quantity in QUANTITIES:
        shown = frame.filter(pl.col("quantity") == quantity)
        if not every:
            judged = pl.col("closes").is_not_null() & (pl.col("scope") != "pool")
            whole = (pl.col("scope") == SITE) & pl.lit(quantity != "mass") & (pl.col("entered") > 0)
            shown = shown.filter(judged | whole | ~pl.col("closes"))
        if shown.height:
            unit = shown["unit"][0]
            rows.append(Row((f"{word(f'balance.{quantity}')}, {unit}",), bold=True))
            places = min(decimals(shown["entered"]), 1)
            rows += [_row(item, names, desk, places) for item in shown.iter_rows(named=True)]
    yield table(columns, rows)
    if not every and frame.height > sum(1 for row in rows if not row.bold):
        yield word("balance.hidden", number=frame.height - sum(1 for row in rows if not row.bold))


def size_of(inventory: Inventory, desk: Desk) -> str:
    """How much an inventory holds."""
    processes = counted("process", len(inventory.processes), desk.lang)
    return desk.word("list.comma").join(
        [processes, counted("exchange", inventory.exchanges.height, desk.lang)]
    )


def _row(item: Mapping[str, Any], names: Mapping[str, str], desk: Desk, places: int) -> Row:
    verdict = {True: "balance.closes", False: "balance.open", None: "balance.no-verdict"}[item["closes"]]
    return Row(
        (
            _name(item, names, desk),
            number(item["entered"], places),
            number(item["left"], places),
            number(item["to_air"], places) if item["quantity"] == "carbon" else "",
            number(item["difference"], places),
            percent(item["closing_error"], 2),
            percent(item["limit"]) if item["closes"] is not None else "",
            desk.word(verdict),
        ),
        indent=2,
    )


def _name(item: Mapping[str, Any], names: Mapping[str, str], desk: Desk) -> str:
    if item["scope"] == SITE:
        return desk.word("balance.site")
    if item["scope"] == "pool":
        label = flows()[item["id"]].label(desk.lang) if item["id"] in flows() else item["id"]
        return desk.word("footprint.pool", name=label)
    return names.get(item["id"], item["id"])
