"""A factor table as text cells with their addresses, from CSV or XLSX."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from tanlian.factors.vocabulary import columns
from tanlian.problems import Problem, Problems, Where, fail, nearest, problem

MAX_UNPACKED = 200 * 2**20  # bytes; a factor table is never this large, a zip bomb is
MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: text by column name, and the address of each cell."""

    values: dict[str, str]
    file: str
    sheet: str
    number: int
    letters: dict[str, str]

    def where(self, column: str = "") -> Where:
        """The place of a cell, or of the row."""
        letter = self.letters.get(column, "A")
        return Where(self.file, self.sheet, f"{letter}{self.number}")


def rows_of(cells: Iterable[Sequence[object]], file: str, sheet: str = "") -> list[Row]:
    """Rows under a heading line; empty rows are passed over.

    Raises ``factors.empty``, ``factors.unknown-column``, ``factors.missing-column``, ``factors.too-large``.
    """
    lines = iter(cells)
    names, faults = _heading([text_of(cell) for cell in next(lines, [])], file, sheet)
    if faults:
        raise Problems(faults)
    rows: list[Row] = []
    for number, line in enumerate(lines, start=2):
        values = [text_of(cell) for cell in line]
        if not any(values):
            continue
        if len(rows) == MAX_ROWS:
            raise fail("factors.too-large", Where(file, sheet), found=str(number), expected=str(MAX_ROWS))
        by_name = {name: value for name, value in zip(names, values, strict=False) if name}
        letters = {name: letter(index) for index, name in enumerate(names) if name}
        rows.append(Row(by_name, file, sheet, number, letters))
    if not rows:
        raise fail("factors.empty", Where(file, sheet))
    return rows


def read_csv(path: Path) -> list[Row]:
    """Rows of a CSV file in UTF-8 or GB 18030 (as Chinese spreadsheets save it)."""
    return rows_of(csv.reader(StringIO(read_text(path))), path.name)


def read_text(path: Path) -> str:
    """Text of a file. Raises ``factors.unreadable``."""
    try:
        data = path.read_bytes()
    except OSError:
        raise fail("factors.unreadable", Where(path.name), found=path.name) from None
    if len(data) > MAX_UNPACKED:
        raise fail("factors.too-large", Where(path.name), found=str(len(data)), expected=str(MAX_UNPACKED))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise fail("factors.unreadable", Where(path.name), found=path.name)


def read_xlsx(path: Path, sheet: str) -> tuple[list[Row], list[list[str]]]:
    """Rows of the sheet ``factors`` (else the first), and the cells of the sheet named, ``[]`` if absent."""
    book = open_book(path)
    names = book.sheet_names
    main = "factors" if "factors" in names else next((name for name in names if name != sheet), "")
    if not main:
        raise fail("factors.unreadable", Where(path.name), found=path.name)
    about = cells_of(book, sheet, path) if sheet in names else []
    return rows_of(cells_of(book, main, path), path.name, main), [
        [text_of(cell) for cell in line] for line in about
    ]


def open_book(path: Path) -> CalamineWorkbook:
    """A workbook without macros and of bearable size.

    Raises ``factors.unreadable``, ``factors.too-large``, ``factors.macros``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise fail("factors.too-large", Where(path.name), found=path.name, expected=str(MAX_UNPACKED))
            if any(item.filename.endswith("vbaProject.bin") for item in archive.infolist()):
                raise fail("factors.macros", Where(path.name), found=path.name)
        return CalamineWorkbook.from_path(path)
    except (OSError, zipfile.BadZipFile, CalamineError):
        raise fail("factors.unreadable", Where(path.name), found=path.name) from None


def cells_of(book: CalamineWorkbook, sheet: str, path: Path) -> Sequence[Sequence[object]]:
    """All cells of a sheet, from A1. Raises ``factors.unreadable``."""
    try:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except CalamineError:
        raise fail("factors.unreadable", Where(path.name, sheet), found=path.name) from None


def text_of(cell: object) -> str:
    """The text of a cell; a whole number loses its ``.0``, another keeps its shortest form."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def letter(index: int) -> str:
    """Spreadsheet letters of a column counted from 0: A, B ... Z, AA."""
    text = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _heading(texts: list[str], file: str, sheet: str) -> tuple[list[str], list[Problem]]:
    known = {word: column.name for column in columns() for word in (column.name, column.zh)}
    names = [known.get(text.casefold(), known.get(text, "")) for text in texts]
    faults = [
        problem(
            "factors.unknown-column",
            Where(file, sheet, f"{letter(index)}1"),
            found=text,
            expected=nearest(text, known) or ", ".join(column.name for column in columns()),
        )
        for index, (text, name) in enumerate(zip(texts, names, strict=True))
        if text and not name
    ]
    faults += [
        problem("factors.missing-column", Where(file, sheet, "A1"), found=column.name, expected=column.zh)
        for column in columns()
        if column.required and column.name not in names
    ]
    return names, faults
