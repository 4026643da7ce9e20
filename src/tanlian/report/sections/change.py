"""Changes since the last period: line by line, the factors behind them, and as a chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from tanlian.accounting.compare import StatementComparison, compare_statements
from tanlian.accounting.statement import Line, Statement
from tanlian.charts.difference import Side, difference_waterfall
from tanlian.charts.figures import as_text
from tanlian.charts.model import Chart
from tanlian.report.model import Cell, Number, Row, Section, Table
from tanlian.report.numbers import by_unit, exact
from tanlian.report.sections.lines import group_name, grouped
from tanlian.report.sections.pictures import picture
from tanlian.report.subject import Subject, shown, symbol
from tanlian.report.words import counted, days

_BARS = 12


def changes(subject: Subject) -> Section | None:
    """Against the previous statement; lines that came or went have a dash on the other side."""
    before = subject.previous
    if before is None:
        return None
    names = [as_text(str(item.period)) for item in (before, subject.statement)]
    found = compare_statements(before, subject.statement, names)
    frame = found.frame(subject.lang)
    moved = frame.filter(pl.col("difference").is_null() | (pl.col("difference") != 0))
    factors = found.inputs().filter((pl.col("status_a") != "user") | (pl.col("status_b") != "user"))
    tables = [_lines(moved, found, subject)] + ([_factors(factors, subject)] if factors.height else [])
    chart = _waterfall(found)
    return subject.section(
        "changes",
        *_lead(found, frame.height - moved.height, subject),
        tables=tuple(tables),
        pictures=(picture(chart, subject),) if chart else (),
    )


def _lines(moved: pl.DataFrame, found: StatementComparison, subject: Subject) -> Table:
    columns = (
        subject.column("line", share=1),
        subject.number_column("before"),
        subject.number_column("now"),
        subject.number_column("difference"),
        subject.number_column("change", "%"),
        subject.column("unit"),
    )
    every = {line.id: line for line in (*found.a.lines, *found.b.lines)}
    places = by_unit((line.unit, line.value) for line in (*found.a.lines, *found.b.lines))
    told = {row["id"]: row for row in moved.iter_rows(named=True)}
    rows: list[Row] = []
    for group, members in grouped(every.values()).items():
        here = [line for line in members if line.id in told]
        if here:
            rows.append(Row((group_name(group, members, subject),), "head"))
        rows += [_line(line, told[line.id], places[line.unit], subject) for line in here]
    return Table("changes", "", columns, tuple(rows), subject.say("head.id"))


def _line(line: Line, row: dict[str, Any], places: int, subject: Subject) -> Row:
    share = None
    if row["difference"] is not None and row["a"]:
        share = Number(100 * row["difference"] / abs(row["a"]), 1)
    cells: tuple[Cell, ...] = (
        shown(row["label"]),
        *(None if row[side] is None else Number(row[side], places) for side in ("a", "b", "difference")),
        share,
        shown(row["unit"]),
    )
    return Row(cells, "total" if line.id in subject.statement.totals else "row", line.id)


def _factors(changed: pl.DataFrame, subject: Subject) -> Table:
    """Numbers from documents that are others than before, with what they were taken from."""
    columns = (
        subject.column("line", share=2),
        subject.column("symbol"),
        subject.number_column("before"),
        subject.number_column("now"),
        subject.column("unit"),
        subject.column("source-before", share=2),
        subject.column("source-now", share=2),
    )
    labels = {line.id: shown(line.label.of(subject.lang)) for line in subject.statement.lines}
    rows = tuple(
        Row(
            (
                labels[row["id"]],
                symbol(row["symbol"], subject.lang),
                *(None if row[side] is None else exact(row[side]) for side in ("a", "b")),
                shown(row["unit"]) or None,
                *(row[f"source_{side}"] or None for side in ("a", "b")),
            ),
            key=row["id"],
        )
        for row in changed.iter_rows(named=True)
    )
    return Table("changed_factors", subject.say("table.changed"), columns, rows, subject.say("head.id"))


def _waterfall(found: StatementComparison) -> Chart | None:
    """What changed in the first result, where both periods have it and it is a sum of lines."""
    total = found.b.line(found.b.totals[0])
    same = [line for line in found.a.lines if (line.id, line.unit) == (total.id, total.unit)]
    if not same:
        return None
    bars = found.waterfall(total.id, _BARS).bars
    steps = [bar for bar in bars if bar.kind == "change"]
    if all(bar.id == "rest" for bar in steps):
        return None
    before, now = (Side(name, bar.value) for name, bar in zip(found.names, (bars[0], bars[-1]), strict=True))
    return difference_waterfall(
        total.label, before, now, [(bar.label, bar.value) for bar in steps], total.unit
    )


def _lead(found: StatementComparison, same: int, subject: Subject) -> Iterator[str]:
    before, now = found.a, found.b
    yield subject.say("changes.lead", before=days(before.period, subject.lang))
    for warning in found.warnings:
        yield subject.say("findings.text", what=warning.what(subject.lang), do=warning.do(subject.lang))
    if same:
        yield subject.say("changes.same", lines=counted("line", same, subject.lang))
    if names := _changed_sets(before, now):
        yield subject.say("changes.sets", names=", ".join(names))
    if before.options != now.options:
        yield subject.say("changes.options")


def _changed_sets(before: Statement, now: Statement) -> list[str]:
    was, used = before.factor_sets, now.factor_sets
    return [name for name in {**was, **used} if was.get(name) != used.get(name)]
