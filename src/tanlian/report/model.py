"""A report as plain data in one language: facts, sections of tables and pictures, persons, and its hash.

Numbers stay unrounded beside the number of decimals to print, so that a PDF, a workbook and a page can be
made of the same report and no writer knows what a statement is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from tanlian.problems import Lang

Kind = Literal["text", "number", "status"]
# note: the first cell stands across the whole width, under the row above. head: a heading of the rows below.
RowKind = Literal["row", "head", "total", "note"]
Role = Literal["prepared", "checked", "approved"]


@dataclass(frozen=True, slots=True)
class Number:
    """An unrounded number and the decimals to print."""

    value: float
    decimals: int


# None: not applicable or not known, a dash in print.
Cell = str | Number | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``share`` is its part of the width that is left over; 0: as wide as its content."""

    title: str
    unit: str = ""
    kind: Kind = "text"
    share: float = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row. ``key`` is the stable id of what it belongs to: workbooks show it, print does not."""

    cells: tuple[Cell, ...]
    kind: RowKind = "row"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``key`` is the heading of its row keys, empty where they tell nothing."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG with what it says in words, and its data."""

    id: str
    title: str
    subtitle: str
    note: str
    aria: str
    svg: str
    lengthwise: bool  # takes a page of its own
    data: Table


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under one heading."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who prepared, checked or approved. What is empty is left open to be written by hand."""

    role: Role
    name: str = ""
    position: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the first page: label, number or words, unit, one line of context."""

    label: str
    value: Number | str
    unit: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A statement made ready to be verified.

    ``facts`` are the title block; ``alert`` is one sentence where errors stand against the inventory;
    ``date`` is the day of the report as the caller gives it.
    """

    lang: Lang
    title: str
    subtitle: str
    running: str  # site, method and period, at the head of each page
    facts: tuple[tuple[str, str], ...]
    figures: tuple[KeyFigure, ...]
    alert: str
    sections: tuple[Section, ...]
    persons: tuple[Person, ...]
    date: date

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything the report says; the same report always has the same."""
        text = json.dumps(self.as_dict(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """JSON form, unrounded."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return plain

    def section(self, section_id: str) -> Section:
        """The section of that id. Raises KeyError."""
        return {item.id: item for item in self.sections}[section_id]

    def table(self, table_id: str) -> Table:
        """The table of that id. Raises KeyError."""
        return {item.id: item for section in self.sections for item in section.tables}[table_id]
