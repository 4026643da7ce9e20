"""What the two workbooks of the Commission have in common: sheets, headings, codes and printed numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tanlian.factors.cbam_tables.model import BELOW, NO_VALUE, NOT_APPLICABLE
from tanlian.factors.load import header_of
from tanlian.factors.model import Header
from tanlian.factors.table import cells_of, letter, open_book, text_of
from tanlian.problems import Problem, Where, problem

_DECIMAL_TEXT = re.compile(r"\d+(?:[.,]\d+)?")
_DASHES = frozenset({"–", "-", "_", "—", "−"})
_NOT_APPLICABLE = re.compile(r"[Nn]\W*[Aa]\W*")  # the workbook has N/A, N.A. and N/(A
_THREE_PLACES = Decimal("0.001")


@dataclass(frozen=True)
class Sheet:
    """Cells of a sheet with their place."""

    file: str
    name: str
    cells: Sequence[Sequence[object]]

    def at(self, row: int, column: int) -> object:
        """A cell, both counted from 0; None beyond the end."""
        line = self.cells[row] if row < len(self.cells) else ()
        return line[column] if column < len(line) else None

    def text(self, row: int, column: int) -> str:
        """The text of a cell with single spaces."""
        return " ".join(text_of(self.at(row, column)).split())

    def where(self, row: int, column: int) -> Where:
        """The place of a cell."""
        return Where(self.file, self.name, f"{letter(column)}{row + 1}")


def sheets_of(path: Path) -> list[Sheet]:
    """All sheets of a workbook. Raises ``factors.unreadable``, ``factors.too-large``, ``factors.macros``."""
    book = open_book(path)
    return [Sheet(path.name, name, cells_of(book, name, path)) for name in book.sheet_names]


def heading_row(sheet: Sheet, first: str) -> int | None:
    """The row among the first five whose first cell reads so, or None."""
    return next((row for row in range(5) if sheet.text(row, 0).casefold() == first), None)


def columns_of(
    sheet: Sheet, row: int, wanted: Mapping[str, str], needed: Sequence[str], faults: list[Problem]
) -> dict[str, int]:
    """Columns by name, each found by the pattern of its heading; a needed one that is missing is a fault."""
    headings = [sheet.text(row, column).casefold() for column in range(len(sheet.cells[row]))]
    found = {
        name: next(column for column, text in enumerate(headings) if re.search(pattern, text))
        for name, pattern in wanted.items()
        if any(re.search(pattern, text) for text in headings)
    }
    faults += [
        problem("factors.workbook-heading", sheet.where(row, 0), found=name)
        for name in needed
        if name not in found
    ]
    return found


def code_at(sheet: Sheet, row: int, faults: list[Problem]) -> str:
    """The digits of the CN code in the first column, ``""`` with a fault where it holds none."""
    digits = "".join(sheet.text(row, 0).split())
    if re.fullmatch(r"\d{4}|\d{6}|\d{8}", digits, re.ASCII):
        return digits
    faults.append(problem("factors.workbook-code", sheet.where(row, 0), found=sheet.text(row, 0)))
    return ""


def printed(sheet: Sheet, row: int, column: int, faults: list[Problem]) -> str:
    """A value as the act prints it: three decimals, ``–`` for none, ``see below``, ``N/A``.

    The cells hold more digits than they show; the act prints what they show, halves rounded up.
    """
    cell = sheet.at(row, column)
    text = sheet.text(row, column)
    if isinstance(cell, int | float) and cell >= 0:
        # Spreadsheets show fifteen digits; without this a value such as 3.5255 would fall below its half.
        return str(Decimal(format(cell, ".15g")).quantize(_THREE_PLACES, ROUND_HALF_UP))
    if _DECIMAL_TEXT.fullmatch(text):
        return str(Decimal(text.replace(",", ".")).quantize(_THREE_PLACES, ROUND_HALF_UP))
    if not text or text in _DASHES:
        return NO_VALUE
    if text.casefold() == BELOW:
        return BELOW
    if _NOT_APPLICABLE.fullmatch(text):
        return NOT_APPLICABLE
    faults.append(problem("factors.workbook-value", sheet.where(row, column), found=text))
    return NO_VALUE


def own_header(path: Path, kind: str, document: str, sheets: Sequence[Sheet]) -> Header:
    """The header of a table that the user loads: the act, and the version the workbook tells."""
    data = {"id": f"{kind}:{path.stem}", "document": f"{document} ({path.name})", "edition": _version(sheets)}
    return header_of(data, path.name, user=True)


def _version(sheets: Sequence[Sheet]) -> str:
    history = next((sheet for sheet in sheets if sheet.name.casefold() == "version history"), None)
    rows = range(len(history.cells)) if history else range(0)
    for row in reversed(rows):
        number, day = (history.at(row, 0), history.at(row, 1)) if history else (None, None)
        if isinstance(number, int | float) and isinstance(day, date):
            return f"version {number:g}, {day.isoformat()[:10]}"
    return ""
