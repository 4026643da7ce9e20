"""What the template prints: every number as text, every word in the language of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from html import escape, unescape
from itertools import count
from typing import Any

from tanlian.charts.look import FACES
from tanlian.report.model import Cell, Number, Person, Picture, Report, Row, Table
from tanlian.report.numbers import DASH, printed
from tanlian.report.signs import breakable, printable
from tanlian.report.words import day, word
from tanlian.status import STATUSES

FAMILY = "Tanlian Sans"
# Charts place their words by the widths of Helvetica; ours are up to 8 % wider.
_NARROWER = 0.925
_FONT_SIZE = re.compile(r'font-size="([\d.]+)px"')
_ALIGNED = 5  # point and four decimals


def layout(report: Report) -> dict[str, Any]:
    """The data of the template; no text in it can break a line or hold what no font draws."""
    before, between, after = re.split(r"\{\w+\}", word("page", report.lang))
    told = {
        "lang": report.lang,
        "family": FAMILY,
        "date": [report.date.year, report.date.month, report.date.day],
        "title": report.title,
        "subtitle": report.subtitle,
        "running": report.running,
        "page": [before, between, after],
        "contents": word("contents", report.lang),
        "hash": f"{word('content-hash', report.lang)}, SHA-256 {report.content_hash}",
        "statuses": {status: word(f"status.{status}", report.lang) for status in (*STATUSES, "user")},
        "facts": report.facts,
        "figures": [asdict(item) | {"value": _cell(item.value)} for item in report.figures],
        "alert": report.alert,
        "sections": list(_sections(report)),
        "persons": _persons(report),
    }
    plain: dict[str, Any] = _printable(told)
    return plain


def svgs(report: Report) -> list[str]:
    """The charts of a report in its order, in its own fonts."""
    pictures = (picture for section in report.sections for picture in section.pictures)
    return [_svg(picture.svg) for picture in pictures]


def texts(data: Any) -> Iterator[str]:
    """Every text of plain data."""
    match data:
        case str():
            yield data
        case Mapping():
            for value in data.values():
                yield from texts(value)
        case list():
            for item in data:
                yield from texts(item)


def text_of(svg: str) -> str:
    """What an SVG says."""
    return unescape(re.sub("<[^>]*>", "", svg))


def _sections(report: Report) -> Iterator[dict[str, Any]]:
    numbers = count()
    for section in report.sections:
        yield {
            "title": section.title,
            "paragraphs": section.paragraphs,
            "tables": [_table(table) for table in section.tables],
            "pictures": [_picture(picture) | {"number": next(numbers)} for picture in section.pictures],
        }


def _table(table: Table) -> dict[str, Any]:
    widest = [_widest(table, index) for index in range(len(table.columns))]
    return {
        "title": table.title,
        "columns": [asdict(column) for column in table.columns],
        "rows": [{"kind": row.kind, "cells": _cells(row, widest)} for row in table.rows],
    }


def _cells(row: Row, widest: Sequence[str]) -> list[Any]:
    return [_cell(cell, fraction) for cell, fraction in zip(row.cells, widest, strict=False)]


def _widest(table: Table, index: int) -> str:
    """The longest fraction of a column; none where it would leave the numbers far from their heading."""
    fractions = (_fraction(row.cells[index]) for row in table.rows if index < len(row.cells))
    longest = max(fractions, key=len, default="")
    return longest if len(longest) <= _ALIGNED else ""


def _cell(cell: Cell, fraction: str = "") -> Any:
    """Text, a dash for nothing, or a number with what must be left free behind it to align the points."""
    if not isinstance(cell, Number):
        return DASH if cell is None else cell
    own = _fraction(cell)
    return {"number": printed(cell), "free": fraction[len(own) :] if "×" not in printed(cell) else ""}


def _fraction(cell: Cell) -> str:
    """The decimal point and what follows it, as zeros."""
    if not isinstance(cell, Number) or "×" in (text := printed(cell)):
        return ""
    point, digits = text.partition(".")[1:]
    return point + "0" * len(digits)


def _picture(picture: Picture) -> dict[str, Any]:
    about = {"title": picture.title, "subtitle": picture.subtitle, "note": picture.note}
    return about | {"aria": picture.aria, "lengthwise": picture.lengthwise}


def _svg(svg: str) -> str:
    smaller = _FONT_SIZE.sub(lambda hit: f'font-size="{float(hit[1]) * _NARROWER:g}px"', svg)
    return printable(smaller.replace(escape(FACES), FAMILY))


def _persons(report: Report) -> dict[str, Any]:
    heads = [word(f"head.{key}", report.lang) for key in ("role", "name", "position", "date", "signature")]

    def row(person: Person) -> list[str]:
        when = day(person.date, report.lang)
        return [word(f"role.{person.role}", report.lang), person.name, person.position, when]

    return {
        "title": word("section.persons", report.lang),
        "heads": heads,
        "rows": [row(person) for person in report.persons],
    }


def _printable(data: Any) -> Any:
    match data:
        case str():
            return breakable(printable(data))
        case Mapping():
            return {key: _printable(value) for key, value in data.items()}
        case list() | tuple():
            return [_printable(item) for item in data]
        case _:
            return data
