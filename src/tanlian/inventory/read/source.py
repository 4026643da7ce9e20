"""Find out what a path is and read it as a book of sheets, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tanlian.inventory.columns import SHEETS, SIDE_SHEETS, columns, sheet_name
from tanlian.inventory.read import delimited, workbook, yaml_sheets, yaml_tree
from tanlian.inventory.read.cells import Cells
from tanlian.inventory.read.headings import to_sheet
from tanlian.inventory.read.plain_text import read_text
from tanlian.inventory.read.sheet import Book, Grid, Pair
from tanlian.inventory.words import choice, folded
from tanlian.problems import Problem, Where, fail, nearest, problem

FORMATS = ".xlsx, .yaml, .csv"
_REQUIRED = ("site", "processes", "exchanges")


def open_book(path: Path, problems: list[Problem]) -> Book:
    """Read the sheets of a workbook, a YAML file, or a folder of CSV files (a single .csv is the exchanges).

    Adds what is wrong with sheets and headings to ``problems``. Raises `Problems` where the file as a whole
    cannot be read: ``inventory.file-*``, ``inventory.yaml-*``, ``inventory.far-cell``.
    """
    where = Where(file=path.name)
    try:
        if path.is_dir():
            book = _folder(path, {}, problems)
        elif not path.exists():
            raise fail("inventory.file-missing", Where(file=str(path)), found=path.name)
        else:
            book = _file(path, problems)
    except OSError as fault:
        raise fail("inventory.file-unreadable", where, found=fault.strerror or "") from None
    problems.extend(
        problem("inventory.sheet-missing", where, found=name) for name in _REQUIRED if name not in book.seen
    )
    return book


def _file(path: Path, problems: list[Problem]) -> Book:
    match path.suffix.casefold():
        case ".xlsx":
            return _book(path.name, workbook.grids(path, path.name), problems)
        case ".yaml" | ".yml":
            return _yaml(path, path.name, problems)
        case ".csv":
            return _folder(path.parent, {"exchanges": path}, problems)
        case ".xlsm" | ".xltm" | ".xlam":
            raise fail("inventory.file-macro", Where(file=path.name))
        case ".xls":
            raise fail("inventory.file-old", Where(file=path.name))
    raise fail("inventory.file-kind", Where(file=path.name), found=path.suffix or path.name, expected=FORMATS)


def _folder(folder: Path, given: dict[str, Path], problems: list[Problem]) -> Book:
    files = {**_csv_files(folder, problems, given), **given}
    if not files:
        raise fail("inventory.file-missing", Where(file=folder.name), found="exchanges.csv")
    grids = [delimited.grid(path, path.name, name) for name, path in files.items()]
    book = _book(folder.name, grids, problems)
    beside = next((folder / name for name in ("site.yaml", "site.yml") if (folder / name).is_file()), None)
    if book.pairs is None and beside is not None:
        other = _yaml(beside, beside.name, problems)
        book.pairs = other.pairs
        book.sheets = {**other.sheets, **book.sheets}
        book.seen |= other.seen
    return book


def _csv_files(folder: Path, problems: list[Problem], given: Iterable[str]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for path in sorted(folder.glob("*.csv")):
        name = sheet_name(path.stem)
        if not name or name in given:
            continue
        if name in files:
            problems.append(
                problem("inventory.sheet-twice", Where(path.name), found=path.name, expected=name)
            )
        files[name] = path
    return files


def _yaml(path: Path, file: str, problems: list[Problem]) -> Book:
    return yaml_sheets.book(yaml_tree.parse(read_text(path, file), file), file, problems)


def _book(file: str, grids: list[Grid], problems: list[Problem]) -> Book:
    book = Book(file)
    for grid in grids:
        name = sheet_name(grid.title)
        where = Where(grid.file, grid.title)
        if not name:
            problems.extend(_stranger(grid.title, where))
            continue
        if name in book.seen:
            problems.append(problem("inventory.sheet-twice", where, found=grid.title, expected=name))
            continue
        book.seen.add(name)
        if name == "site":
            book.pairs = _pairs(grid, problems)
        elif not grid.height:
            if name in _REQUIRED:
                expected = ", ".join(column.en for column in columns(name) if column.required)
                problems.append(problem("inventory.no-heading", where, expected=expected))
        elif (sheet := to_sheet(grid, problems)) is not None:
            book.sheets[name] = sheet
    return book


def _stranger(title: str, where: Where) -> Iterable[Problem]:
    if folded(title) in map(folded, (*SIDE_SHEETS, *SIDE_SHEETS.values())):
        return
    if near := nearest(title, SHEETS):
        yield problem("inventory.sheet-misspelt", where, found=title, expected=near)
    else:
        yield problem("inventory.sheet-unknown", where, found=title, severity="warning")


def _pairs(grid: Grid, problems: list[Problem]) -> list[Pair]:
    """Key in the first column, value in the second; what stands further right explains."""
    if len(grid.columns) < 2:
        return []
    keys, values = (Cells.of(column).as_text().to_list() for column in grid.columns[:2])
    pairs = []
    for row, (key, value) in enumerate(zip(keys, values, strict=True)):
        if (code := grid.broken.get((row, 1))) and key:
            problems.append(problem(code, grid.where(row, 1)))
        if key and not choice("site_heading", key):
            pairs.append(Pair(key, value or "", grid.where(row, 0), grid.where(row, 1)))
    return pairs
