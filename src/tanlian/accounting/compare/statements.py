"""Two statements line by line: two periods, two sites, two choices of factors, or two methods."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

import polars as pl

from tanlian.accounting.compare.waterfall import Move, Waterfall, waterfall
from tanlian.accounting.statement import Input, Line, Statement, Text
from tanlian.problems import Lang, Problem, Where, fail, problem

_LEAP_DAY = 1
_SIGNED = re.compile(r" ([+-]) ")
_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.String(),
    "group": pl.String(),
    "label": pl.String(),
    "unit": pl.String(),
    "a": pl.Float64(),  # null where the statement has no such line
    "b": pl.Float64(),
    "difference": pl.Float64(),  # b - a; null where a side is missing or the units differ
    "only": pl.String(),  # a | b where one statement alone has the line, else ""
    "status_a": pl.String(),
    "status_b": pl.String(),
}
_INPUTS: dict[str, pl.DataType] = {
    "id": pl.String(),
    "symbol": pl.String(),
    "unit": pl.String(),
    "a": pl.Float64(),
    "b": pl.Float64(),
    "source_a": pl.String(),
    "source_b": pl.String(),
    "status_a": pl.String(),
    "status_b": pl.String(),
}


@dataclass(frozen=True, slots=True)
class StatementComparison:
    """Lines of two statements by id, in the order of the first, then what only the second has."""

    a: Statement
    b: Statement
    names: tuple[Text, Text]
    warnings: tuple[Problem, ...]

    def frame(self, lang: Lang = "en") -> pl.DataFrame:
        """One row a line: id, group, label, unit, a, b, difference, only, status_a, status_b."""
        first, second = _by_id(self.a), _by_id(self.b)
        rows = [_row(first.get(name), second.get(name), lang) for name in {**first, **second}]
        return pl.DataFrame(rows, schema=_SCHEMA)

    def inputs(self) -> pl.DataFrame:
        """Inputs that differ in value or source, by line and symbol, with both sources.

        Of one inventory under two choices of factor sets: the old and the new factor of every line.
        """
        first, second = _by_id(self.a), _by_id(self.b)
        rows = [
            row
            for name in first
            if name in second
            for row in _input_rows(first[name], second[name], set(first) | set(second))
        ]
        return pl.DataFrame(rows, schema=_INPUTS)

    def waterfall(self, line: str = "total", most: int = 12) -> Waterfall:
        """From a line of the first to the same line of the second by the lines it is the signed sum of.

        A line that one statement alone has is a change by its whole value. A line that is no sum of others
        is not broken down. Raises ``compare.no-line``, and ``compare.unit`` where the units differ.
        """
        for statement in (self.a, self.b):
            if line not in _by_id(statement):
                hint = ", ".join(statement.totals)
                raise fail("compare.no-line", Where(name=statement.method), found=line, expected=hint)
        ends = [statement.line(line) for statement in (self.a, self.b)]
        if ends[0].unit != ends[1].unit:
            raise fail("compare.unit", Where(name=line), found=ends[0].unit, expected=ends[1].unit)
        parts = [_leaves(statement, line) for statement in (self.a, self.b)]
        moves = [
            Move(name, _label(parts, name), _value(parts[1], name) - _value(parts[0], name))
            for name in {**parts[0], **parts[1]}
        ]
        named = ((self.names[0], ends[0].value), (self.names[1], ends[1].value))
        return waterfall(*named, moves, ends[0].unit, most)

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """JSON form, unrounded."""
        return {
            "names": [name.of(lang) for name in self.names],
            "methods": [self.a.method, self.b.method],
            "lines": self.frame(lang).to_dicts(),
            "inputs": self.inputs().to_dicts(),
            "warnings": [warning.as_dict(lang) for warning in self.warnings],
        }


def compare_statements(
    a: Statement, b: Statement, names: Sequence[Text] = (Text("First", "前者"), Text("Second", "后者"))
) -> StatementComparison:
    """Two statements side by side. Other methods and periods of other lengths are told, not refused."""
    return StatementComparison(a, b, (names[0], names[1]), tuple(_unlike(a, b)))


def _unlike(a: Statement, b: Statement) -> Iterator[Problem]:
    if a.method != b.method:
        yield problem("compare.unlike.method", severity="warning", found=a.method, expected=b.method)
    if abs(a.period.days - b.period.days) > _LEAP_DAY:
        yield problem("compare.unlike.period", severity="warning", found=a.period, expected=b.period)


def _by_id(statement: Statement) -> dict[str, Line]:
    return {line.id: line for line in statement.lines}


def _row(a: Line | None, b: Line | None, lang: Lang) -> dict[str, object]:
    shown = b if a is None else a
    if shown is None:
        raise ValueError("a line of neither statement")
    alike = a is not None and b is not None and a.unit == b.unit
    units = dict.fromkeys(line.unit for line in (a, b) if line is not None)
    return {
        "id": shown.id,
        "group": shown.group,
        "label": shown.label.of(lang),
        "unit": ", ".join(units),
        "a": a and a.value,
        "b": b and b.value,
        "difference": b.value - a.value if alike and a is not None and b is not None else None,
        "only": "a" if b is None else "b" if a is None else "",
        "status_a": a.status if a else "",
        "status_b": b.status if b else "",
    }


def _input_rows(a: Line, b: Line, lines: set[str]) -> Iterator[dict[str, object]]:
    first, second = _factors(a, lines), _factors(b, lines)
    for symbol in {**first, **second}:
        old, new = first.get(symbol), second.get(symbol)
        if old is not None and new is not None and (old.value, old.source) == (new.value, new.source):
            continue
        units = dict.fromkeys(item.unit for item in (old, new) if item is not None)
        yield {
            "id": a.id,
            "symbol": symbol,
            "unit": ", ".join(units),
            "a": old and old.value,
            "b": new and new.value,
            "source_a": old.source if old else "",
            "source_b": new.source if new else "",
            "status_a": old.status if old else "",
            "status_b": new.status if new else "",
        }


def _factors(line: Line, lines: set[str]) -> dict[str, Input]:
    return {item.symbol: item for item in line.inputs if item.source not in lines}


Parts = dict[str, tuple[Line, float]]


def _leaves(statement: Statement, name: str) -> Parts:
    """The lines that a line is the signed sum of, down to those that are sums of nothing."""
    lines = _by_id(statement)
    found: Parts = {}
    waiting = [(name, 1.0)]
    while waiting:
        here, sign = waiting.pop(0)
        parts = _sum_of(lines[here], lines)
        if parts:
            waiting += [(part, sign * own) for part, own in parts]
        elif here != name:
            known = found.get(here)
            found[here] = (lines[here], sign + (known[1] if known else 0.0))
    return found


def _sum_of(line: Line, lines: dict[str, Line]) -> list[tuple[str, float]]:
    """Ids and signs where the formula is a sum of lines and the numbers agree; else nothing."""
    pieces = _SIGNED.split(f" + {line.formula}")[1:]
    signed = [
        (name, -1.0 if sign == "-" else 1.0) for sign, name in zip(pieces[::2], pieces[1::2], strict=True)
    ]
    if not signed or any(name not in lines or name == line.id for name, _ in signed):
        return []
    values = [sign * lines[name].value for name, sign in signed]
    size = fsum(abs(value) for value in values)
    return signed if abs(fsum(values) - line.value) <= 1e-9 * size else []


def _label(parts: Sequence[Parts], name: str) -> Text:
    return next(side[name][0].label for side in parts if name in side)


def _value(part: Parts, name: str) -> float:
    line, sign = part.get(name, (None, 0.0))
    return sign * line.value if line is not None else 0.0
