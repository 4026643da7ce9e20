"""The results, all lines of the statement, and how each was computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tanlian.accounting.statement import Line
from tanlian.report.model import Cell, Column, Number, Row, Section, Table
from tanlian.report.numbers import by_unit, exact
from tanlian.report.subject import Subject, formula, shown, symbol
from tanlian.report.words import words

_PROCESS_GROUP = "process."


def results(subject: Subject) -> Section:
    """The lines to read first."""
    lines = [subject.statement.line(line_id) for line_id in subject.statement.totals]
    places = _places(lines)
    rows = tuple(Row(_result(line, places, subject), key=line.id) for line in lines)
    table = Table("totals", "", _line_columns(subject), rows, subject.say("head.id"))
    return subject.section("results", tables=(table,))


def lines(subject: Subject) -> Section:
    """Every line in the groups of the method; the line that sums a group stands last in it, in bold."""
    places = _places(subject.statement.lines)
    rows: list[Row] = []
    for group, members in grouped(subject.statement.lines).items():
        sums = [line for line in members if line.id == group or line.id in subject.statement.totals]
        rows.append(Row((group_name(group, members, subject),), "head"))
        rows += [
            Row(_result(line, places, subject), "total" if line in sums else "row", line.id)
            for line in members
        ]
    table = Table("lines", "", _line_columns(subject), tuple(rows), subject.say("head.id"))
    return subject.section("lines", subject.say("lines.lead"), tables=(table,))


def calculations(subject: Subject) -> Section:
    """Formula, inputs and their sources, line by line."""
    columns = (
        subject.column("line", share=3),
        subject.number_column("value"),
        subject.column("unit"),
        subject.status_column(),
        subject.column("source", share=4),
    )
    places = _places(subject.statement.lines)
    labels = {line.id: line.label.of(subject.lang) for line in subject.statement.lines}
    rows = tuple(
        row for line in subject.statement.lines for row in _calculation(line, places, labels, subject)
    )
    table = Table("calculations", "", columns, rows, subject.say("head.id"))
    return subject.section("calculations", subject.say("calculations.lead"), tables=(table,))


def grouped(lines: Iterable[Line]) -> Mapping[str, list[Line]]:
    """Lines by group, in the order of the method."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return groups


def group_name(group: str, members: Iterable[Line], subject: Subject) -> str:
    """A heading for a group: our word, the process it is about, or its own sum line."""
    if f"group.{group}" in words():
        return subject.say(f"group.{group}")
    if group.startswith(_PROCESS_GROUP):
        return subject.say("group.production", name=subject.process_name(group.removeprefix(_PROCESS_GROUP)))
    return next((line.label.of(subject.lang) for line in members if line.id == group), group)


def _places(lines: Iterable[Line]) -> Mapping[str, int]:
    return by_unit((line.unit, line.value) for line in lines)


def _line_columns(subject: Subject) -> tuple[Column, ...]:
    return (
        subject.column("line", share=1),
        subject.number_column("value"),
        subject.column("unit"),
        subject.status_column(),
    )


def _result(line: Line, places: Mapping[str, int], subject: Subject) -> tuple[Cell, ...]:
    value = Number(line.value, places[line.unit])
    return (shown(line.label.of(subject.lang)), value, _unit(line.unit), line.status)


def _calculation(
    line: Line, places: Mapping[str, int], labels: Mapping[str, str], subject: Subject
) -> Iterator[Row]:
    yield Row((*_result(line, places, subject), ""), "head", line.id)
    adds_up = _adds_up(line, labels)
    if line.formula:
        text = subject.say("calculations.sum") if adds_up else formula(line.formula, subject.lang)
        yield Row((text,), "note", line.id)
    for item in line.inputs:
        by_id = item.symbol == item.source and item.symbol in labels
        name = shown(labels[item.symbol]) if by_id else symbol(item.symbol, subject.lang)
        source = item.source
        if source in labels:
            line_name = source if by_id else shown(labels[source])
            source = subject.say("calculations.line", name=line_name)
        yield Row((name, exact(item.value), _unit(item.unit), item.status, source), key=line.id)


def _adds_up(line: Line, labels: Mapping[str, str]) -> bool:
    """Whether a line is the plain sum of other lines, so that their names say more than their ids."""
    symbols = [item.symbol for item in line.inputs]
    own = all(item.symbol == item.source and item.symbol in labels for item in line.inputs)
    return own and len(symbols) > 0 and line.formula == " + ".join(symbols)


def _unit(unit: str) -> str | None:
    """A unit in print; a pure number has none."""
    return None if unit in {"", "1"} else shown(unit)
