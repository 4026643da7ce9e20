"""Changes since the last period, and how sure the results are."""

from __future__ import annotations

from collections.abc import Iterator

from tanlian.accounting.statement import Line, Statement
from tanlian.charts.difference import Side, difference_waterfall
from tanlian.charts.figures import as_text
from tanlian.charts.model import Chart
from tanlian.report.model import Number, Row, Section, Table
from tanlian.report.numbers import by_unit
from tanlian.report.sections.lines import group_name, grouped
from tanlian.report.sections.pictures import picture
from tanlian.report.subject import Subject, shown
from tanlian.report.words import counted, days

_ROUNDING = 1e-9
_SAME_LENGTH = 3  # days by which months and years of themselves differ


def changes(subject: Subject) -> Section | None:
    """Line by line against the previous statement; lines that came or went are said to have."""
    before = subject.previous
    if before is None:
        return None
    columns = (
        subject.column("line", share=1),
        subject.number_column("before"),
        subject.number_column("now"),
        subject.number_column("difference"),
        subject.number_column("change", "%"),
        subject.column("unit"),
    )
    every = (*subject.statement.lines, *_gone(subject.statement, before))
    places = by_unit((line.unit, line.value) for line in (*every, *before.lines))
    old = {line.id: line for line in before.lines}
    new = {line.id for line in subject.statement.lines}
    rows: list[Row] = []
    same = 0
    for group, members in grouped(every).items():
        told = [line for line in members if line.id not in old or line.id not in new or _moved(line, old)]
        same += len(members) - len(told)
        if told:
            rows.append(Row((group_name(group, members, subject),), "head"))
        for line in told:
            now = line if line.id in new else None
            rows.append(_row(line, old.get(line.id), now, places[line.unit], subject))
    table = Table("changes", "", columns, tuple(rows), subject.say("head.id"))
    chart = _waterfall(subject, before)
    drawn = (picture(chart, subject),) if chart else ()
    return subject.section("changes", *_lead(before, same, subject), tables=(table,), pictures=drawn)


def spreads(subject: Subject) -> Section | None:
    """The range in which each result lies."""
    if not subject.uncertainty:
        return None
    columns = (
        subject.column("line", share=2),
        subject.number_column("value"),
        subject.number_column("low"),
        subject.number_column("high"),
        subject.column("unit"),
        subject.number_column("coverage", "%"),
        subject.column("how", share=2),
    )
    places = by_unit((line.unit, line.value) for line in subject.statement.lines)
    rows = []
    for item in subject.uncertainty:
        line = subject.statement.line(item.line)
        numbers = (Number(value, places[line.unit]) for value in (line.value, item.low, item.high))
        coverage = Number(100 * item.coverage, 0)
        label = shown(line.label.of(subject.lang))
        rows.append(Row((label, *numbers, shown(line.unit), coverage, item.how or None), key=line.id))
    table = Table("uncertainty", "", columns, tuple(rows), subject.say("head.id"))
    return subject.section("uncertainty", subject.say("uncertainty.lead"), tables=(table,))


def _gone(statement: Statement, before: Statement) -> list[Line]:
    here = {line.id for line in statement.lines}
    return [line for line in before.lines if line.id not in here]


def _moved(line: Line, old: dict[str, Line]) -> bool:
    return old[line.id].value != line.value


def _row(line: Line, before: Line | None, now: Line | None, places: int, subject: Subject) -> Row:
    was, value = before.value if before else None, now.value if now else None
    difference = (value or 0.0) - (was or 0.0)
    share = Number(100 * difference / abs(was), 1) if was and value is not None else None
    cells = (
        shown(line.label.of(subject.lang)),
        *(None if amount is None else Number(amount, places) for amount in (was, value)),
        Number(difference, places),
        share,
        shown(line.unit),
    )
    return Row(cells, "total" if line.id in subject.statement.totals else "row", line.id)


def _lead(before: Statement, same: int, subject: Subject) -> Iterator[str]:
    yield subject.say("changes.lead", before=days(before.period, subject.lang))
    if abs(before.period.days - subject.statement.period.days) > _SAME_LENGTH:
        yield subject.say("changes.days", before=before.period.days, now=subject.statement.period.days)
    if same:
        yield subject.say("changes.same", lines=counted("line", same, subject.lang))
    now, was = subject.statement.factor_sets, before.factor_sets
    if names := [name for name in {**was, **now} if was.get(name) != now.get(name)]:
        yield subject.say("changes.sets", names=", ".join(names))
    if before.options != subject.statement.options:
        yield subject.say("changes.options")


def _waterfall(subject: Subject, before: Statement) -> Chart | None:
    """What changed in the first result, where it is a plain sum of lines that both periods have."""
    total = subject.statement.line(subject.statement.totals[0])
    terms = _terms(total)
    both = {line.id for line in subject.statement.lines} & {line.id for line in before.lines}
    if not terms or not {total.id, *terms} <= both:
        return None
    change = total.value - before.value(total.id)
    lines = {name: subject.statement.line(name) for name in terms}
    steps = [
        (lines[name].label, sign * (lines[name].value - before.value(name))) for name, sign in terms.items()
    ]
    if abs(sum(step for _, step in steps) - change) > _ROUNDING * abs(total.value):
        return None
    old, new = (Side(as_text(str(item.period)), item.value(total.id)) for item in (before, subject.statement))
    return difference_waterfall(total.label, old, new, steps, total.unit)


def _terms(line: Line) -> dict[str, int]:
    """The lines that a line adds (1) and subtracts (-1); empty where its formula is another."""
    first, *rest = line.formula.split(" ")
    signs = {"+": 1, "-": -1}
    named = {first: 1} | {name: signs.get(sign, 0) for sign, name in zip(rest[::2], rest[1::2], strict=False)}
    sources = {item.symbol for item in line.inputs if item.symbol == item.source}
    return named if len(rest) % 2 == 0 and named.keys() == sources and all(named.values()) else {}
