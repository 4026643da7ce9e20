"""The data of the plant: what each process took and gave, what that rests on, and what suppliers say."""

from __future__ import annotations

import polars as pl

from tanlian.inventory.columns import columns as column_table
from tanlian.inventory.model import SITE, Supply
from tanlian.report.model import Number, Row, Section, Table
from tanlian.report.numbers import by_unit, exact, printed
from tanlian.report.subject import Subject, shown
from tanlian.report.words import counted, day

_KEYS = ("process", "direction", "flow", "partner", "unit")


def exchanges(subject: Subject) -> Section:
    """Sums over the period by process, direction, flow and partner, with the evidence behind them."""
    columns = (
        subject.column("flow", share=3),
        subject.column("partner", share=2),
        subject.number_column("amount"),
        subject.column("unit"),
        subject.number_column("rows"),
        subject.column("evidence", share=2),
    )
    sums = _sums(subject.inventory.exchanges)
    places = by_unit(sums.select("unit", "amount").iter_rows())
    rows: list[Row] = []
    for (process, direction), group in sums.group_by("process", "direction", maintain_order=True):
        where = subject.choice_name("exchanges.direction", str(direction))
        title = subject.say("exchanges.head", process=subject.process_name(str(process)), direction=where)
        rows.append(Row((title,), "head", str(process)))
        for item in group.iter_rows(named=True):
            cells = (
                subject.flow_name(item["flow"]),
                subject.partner_name(item["partner"]),
                Number(item["amount"], places[item["unit"]]) if item["known"] else None,
                shown(item["unit"]),
                Number(item["rows"], 0),
                item["evidence"] or None,
            )
            rows.append(Row(cells, key=str(process)))
    table = Table("exchanges", "", columns, tuple(rows), subject.say("head.process"))
    return subject.section("exchanges", *_lead(subject), tables=(table,))


def evidence(subject: Subject) -> Section | None:
    """Meters, laboratories and documents with the number of rows that rest on each."""
    if not subject.inventory.evidence:
        return None
    columns = (
        subject.column("id", share=2),
        subject.column("evidence-kind"),
        subject.column("title", share=4),
        subject.column("reference", share=4),
        subject.column("valid-until"),
        subject.number_column("rows"),
    )
    used = dict(subject.inventory.exchanges["evidence"].value_counts().iter_rows())
    rows = tuple(
        Row(
            (
                item.id,
                subject.choice_name("evidence.kind", item.kind),
                item.title or None,
                item.reference or None,
                day(item.valid_until, subject.lang) or None,
                Number(used.get(item.id, 0), 0),
            ),
            key=item.id,
        )
        for item in subject.inventory.evidence
    )
    return subject.section("evidence", tables=(Table("evidence", "", columns, rows),))


def supplies(subject: Subject) -> Section | None:
    """What suppliers say of purchased inputs."""
    if not subject.inventory.supplies:
        return None
    columns = (
        subject.column("id", share=2),
        subject.column("supplier", share=3),
        subject.column("states", share=5),
        subject.column("document", share=3),
        subject.status_column(),
    )
    rows = tuple(
        Row(
            (item.id, item.supplier or None, _stated(item, subject), item.document or None, item.status),
            key=item.id,
        )
        for item in subject.inventory.supplies
    )
    return subject.section("supplies", tables=(Table("supplies", "", columns, rows),))


def _stated(item: Supply, subject: Subject) -> str | None:
    """Every number of a supplier with its name and unit."""
    told = []
    for column in column_table("supplies"):
        value = getattr(item, column.name, None)
        if isinstance(value, float):
            unit = "" if column.type == "share" else column.unit_text(subject.lang)
            told.append(shown(f"{column.title(subject.lang)} {printed(exact(value))} {unit}".rstrip()))
    return subject.say("list.parts").join(told) or None


def _sums(rows: pl.DataFrame) -> pl.DataFrame:
    """By process in the order of the inventory, the site last; inputs before outputs."""
    return (
        rows.with_columns(known=pl.col("amount").is_not_null())
        .group_by(*_KEYS, maintain_order=True)
        .agg(
            pl.col("amount").sum(),
            pl.col("known").any(),
            pl.len().alias("rows"),
            pl.col("row").min().alias("first"),
            pl.col("evidence").drop_nulls().unique(maintain_order=True).str.join(", "),
        )
        .with_columns(place=pl.col("first").min().over("process"))
        .sort(pl.col("process") == SITE, "place", pl.col("direction") == "out", "first")
    )


def _lead(subject: Subject) -> tuple[str, ...]:
    rows = subject.inventory.exchanges
    bare = rows.filter(pl.col("evidence").fill_null("") == "").height
    return (
        subject.say("exchanges.lead", rows=counted("row", rows.height, subject.lang)),
        subject.say("exchanges.bare", rows=counted("row", bare, subject.lang)) if bare else "",
    )
