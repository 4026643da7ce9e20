"""What a file holds, in two steps: a grid of cells, then a sheet whose columns are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from tanlian.inventory.read.cells import Cell, Cells
from tanlian.problems import Where

Place = tuple[int, int]  # row and column, counted from 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A rectangle of cells. ``broken`` names the problem of cells whose value the file does not hold."""

    file: str
    title: str
    columns: Sequence[Sequence[Cell] | pl.Series]
    broken: Mapping[Place, str] = field(default_factory=dict)
    merged: Sequence[tuple[Place, Place]] = ()

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.columns[0]) if self.columns else 0

    def top(self, rows: int) -> list[list[str]]:
        """The first rows as trimmed text."""
        parts = [list(column[:rows]) for column in self.columns]
        words = [["" if cell is None else str(cell).strip() for cell in part] for part in parts]
        return [list(row) for row in zip(*words, strict=True)]

    def where(self, row: int, column: int) -> Where:
        """A cell of this grid."""
        return Where(self.file, self.title, address(row, column))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the sheets: its data rows by column name. ``units`` are units given for a whole column."""

    file: str
    title: str
    name: str
    cells: Mapping[str, Cells]
    rows: pl.Series  # row (or line) of each data row as people count it, UInt32
    cell: Callable[[str, int], str]
    units: Mapping[str, str] = field(default_factory=dict)

    def where(self, column: str, index: int) -> Where:
        """The cell of a column in a data row."""
        return Where(self.file, self.title, self.cell(column, index))

    def column(self, name: str) -> Cells:
        """A column, empty where the file has none."""
        found = self.cells.get(name)
        return found if found is not None else Cells.of([None] * len(self.rows))


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of the site sheet."""

    key: str
    value: str
    key_at: Where
    value_at: Where


@dataclass(slots=True)
class Book:
    """The sheets found in a source. ``pairs`` is the site sheet, None where there is none; ``seen`` also
    names sheets that are there but could not be read."""

    file: str
    pairs: list[Pair] | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)


def letters(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    text = ""
    while column >= 0:
        text = chr(ord("A") + column % 26) + text
        column = column // 26 - 1
    return text


def address(row: int, column: int) -> str:
    """``D17`` for row 16, column 3."""
    return f"{letters(column)}{row + 1}"


def place(cell: str) -> Place:
    """Row and column of ``D17``. Raises ValueError."""
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(name) :]) - 1, column - 1
