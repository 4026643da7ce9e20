"""What the report covers: the site and its period, its processes, and what crosses the border."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tanlian.catalogue import process_kinds
from tanlian.inventory.rules import resolved
from tanlian.report.model import Cell, Column, Number, Row, Section, Table
from tanlian.report.numbers import by_unit, decimals
from tanlian.report.subject import Subject, shown
from tanlian.report.words import days

_OPPOSITE = (("purchased", "in"), ("sold", "out"), ("stock", "in"), ("stock", "out"), ("waste", "out"))


def boundary(subject: Subject) -> Section:
    """Processes with what they make, and each flow bought, sold, stored or given away."""
    site = subject.inventory.site
    lead = subject.say(
        "boundary.lead",
        site=site.name,
        organization=site.organization,
        number=len(subject.inventory.processes),
        days=days(subject.inventory.period, subject.lang),
        method=subject.statement.title.of(subject.lang),
    )
    tables = (_processes(subject), _border(subject))
    return subject.section("boundary", lead, subject.say("boundary.unit"), tables=tables)


def _processes(subject: Subject) -> Table:
    columns = (
        subject.column("process", share=3),
        subject.column("kind", share=2),
        subject.column("main-product", share=2),
        subject.number_column("amount"),
        subject.column("unit"),
    )
    made: dict[str, list[tuple[str, str, float | None]]] = {}
    for process, flow, unit, amount in _made(subject).iter_rows():
        made.setdefault(process, []).append((flow, unit, amount))
    nothing: list[tuple[str, str, float | None]] = [("", "", None)]
    rows: list[Row] = []
    for item in subject.inventory.processes:
        who: tuple[Cell, Cell] = (item.name or item.id, process_kinds()[item.kind].label(subject.lang))
        for flow, unit, amount in made.get(item.id, nothing):
            rows.append(Row((*who, *_product(flow, unit, amount, subject)), key=item.id))
            who = ("", "")
    return Table("processes", subject.say("table.processes"), columns, tuple(rows), subject.say("head.id"))


def _made(subject: Subject) -> pl.DataFrame:
    """Amounts of products by process and flow."""
    return (
        resolved(subject.inventory)
        .filter((pl.col("direction") == "out") & (pl.col("role") == "product"))
        .group_by("process", "flow", "unit", maintain_order=True)
        .agg(pl.col("amount").sum())
    )


def _product(flow: str, unit: str, amount: float | None, subject: Subject) -> Iterator[Cell]:
    yield subject.flow_name(flow) if flow else None
    yield None if amount is None else Number(amount, decimals([amount]))
    yield shown(unit) if unit else None


def _border(subject: Subject) -> Table:
    columns: tuple[Column, ...] = (
        subject.column("flow", share=1),
        subject.column("unit"),
        *(subject.number_column(f"border.{partner}.{side}") for partner, side in _OPPOSITE),
    )
    rows = []
    across = subject.inventory.exchanges.filter(pl.col("partner").is_in([name for name, _ in _OPPOSITE]))
    sums = across.group_by("flow", "unit", maintain_order=True).agg(
        *(
            _sum_of((pl.col("partner") == partner) & (pl.col("direction") == side)).alias(f"{partner}.{side}")
            for partner, side in _OPPOSITE
        )
    )
    places = by_unit((unit, amount) for _, unit, *amounts in sums.iter_rows() for amount in amounts)
    for flow, unit, *amounts in sums.iter_rows():
        cells = (None if amount is None else Number(amount, places[unit]) for amount in amounts)
        rows.append(Row((subject.flow_name(flow), shown(unit), *cells), key=flow))
    return Table("border", subject.say("table.border"), columns, tuple(rows), subject.say("head.id"))


def _sum_of(rows: pl.Expr) -> pl.Expr:
    """The sum over some rows; nothing, not zero, where none of them has an amount."""
    amounts = pl.col("amount").filter(rows)
    return pl.when(amounts.count() > 0).then(amounts.sum())
