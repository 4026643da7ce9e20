"""Find the heading row of a grid and which column is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from tanlian.inventory.columns import Column, columns, sheet_name
from tanlian.inventory.read.cells import Cells
from tanlian.inventory.read.sheet import Grid, Sheet, letters
from tanlian.inventory.words import folded, lookup
from tanlian.problems import Problem, Problems, Where, nearest, problem
from tanlian.units import parse_unit

_SEARCHED_ROWS = 30
_LONGEST = 120
_IN_BRACKETS = re.compile(
    r"^(?P<name>[^(（\[【]+)[(（\[【](?P<unit>[^)）\]】]*)[)）\]】]\s*[*＊]?$", re.DOTALL
)
_NO_UNIT = {"", "–", "-", "—", "/", "0–1", "0-1"}
_WITH_UNIT = {"amount", "number", "share"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading read: its column, and the unit it gives for the whole column ("" = the column's own)."""

    column: Column
    unit: str
    remark: str = ""


def to_sheet(grid: Grid, problems: list[Problem]) -> Sheet | None:
    """The data rows of a grid by column. None (and a problem) where no heading row is found."""
    name = sheet_name(grid.title)
    top = grid.top(_SEARCHED_ROWS)
    head = _heading_row(name, top)
    if head is None:
        expected = ", ".join(column.en for column in columns(name) if column.required)
        problems.append(problem("inventory.no-heading", Where(grid.file, grid.title), expected=expected))
        return None
    found = _headings(grid, name, head, top[head], problems)
    first = head + 1
    units = {heading.column.name: heading.unit for heading in found.values() if heading.unit}
    if first < len(top) and (below := _unit_row(found, top[first])) is not None:
        units |= below
        first += 1
    _check_merged(grid, first, found, problems)
    cells = {heading.column.name: Cells.of(grid.columns[index][first:]) for index, heading in found.items()}
    _check_unnamed(grid, first, top[head], problems)
    rows = pl.arange(first + 1, grid.height + 1, dtype=pl.UInt32, eager=True)
    if cells:
        filled = pl.DataFrame([item.filled.alias(key) for key, item in cells.items()])
        kept = filled.select(pl.any_horizontal(pl.all())).to_series()
        if not kept.all():
            cells = {key: item.filter(kept) for key, item in cells.items()}
            rows = rows.filter(kept)
    at = {heading.column.name: letters(index) for index, heading in found.items()}
    sheet = Sheet(
        grid.file,
        grid.title,
        name,
        cells,
        rows,
        lambda column, row: f"{at.get(column, 'A')}{rows[row]}",
        units,
    )
    problems.extend(
        problem(code, grid.where(row, column))
        for (row, column), code in sorted(grid.broken.items())
        if row >= first and column in found
    )
    return sheet


@lru_cache(maxsize=4096)
def read_heading(name: str, text: str) -> Heading | None:
    """Which column of a sheet a heading names: by id, English or Chinese name, with or without a unit."""
    if len(text) > _LONGEST:
        return None
    if column := _names(name).get(folded(text)):
        return Heading(_column(name, column), "")
    parts = [(hit["name"], hit["unit"])] if (hit := _IN_BRACKETS.match(text)) else []
    parts += [(text[: gap.start()], text[gap.end() :]) for gap in re.finditer(r"[\s,，]+", text)]
    for base, rest in parts:
        if column := _names(name).get(folded(base)):
            return _with_unit(_column(name, column), rest.strip().strip("()（）"))
    return None


@cache
def _names(name: str) -> dict[str, str]:
    ids = {folded(column.name): column.name for column in columns(name)}
    titles = [(title, column.name) for column in columns(name) for title in (column.en, column.zh)]
    return {**lookup(titles), **ids}


def _column(name: str, column: str) -> Column:
    return next(item for item in columns(name) if item.name == column)


def _with_unit(column: Column, text: str) -> Heading:
    if text in _NO_UNIT or text in {column.unit_text("en"), column.unit_text("zh")}:
        return Heading(column, "")
    if column.type in _WITH_UNIT and _is_unit(text):
        return Heading(column, text)
    return Heading(column, "", text if column.type in _WITH_UNIT else "")


def _is_unit(text: str) -> bool:
    try:
        parse_unit(text)
    except Problems:
        return False
    return True


def _heading_row(name: str, top: Sequence[Sequence[str]]) -> int | None:
    counts = [sum(read_heading(name, text) is not None for text in row if text) for row in top]
    best = max(counts, default=0)
    return counts.index(best) if best >= 2 else None


def _headings(
    grid: Grid, name: str, head: int, row: Sequence[str], problems: list[Problem]
) -> dict[int, Heading]:
    found: dict[int, Heading] = {}
    strangers: dict[str, int] = {}
    for index, text in enumerate(row):
        heading = read_heading(name, text) if text else None
        where = grid.where(head, index)
        if heading is None:
            if text:
                strangers[text] = index
        elif any(other.column == heading.column for other in found.values()):
            problems.append(
                problem("inventory.column-twice", where, found=text, expected=heading.column.name)
            )
        else:
            found[index] = heading
            if heading.remark:
                problems.append(
                    problem("inventory.heading-remark", where, found=heading.remark, severity="warning")
                )
    present = {heading.column.name for heading in found.values()}
    missing = [column for column in columns(name) if column.name not in present]
    for text, index in strangers.items():
        near = nearest(text, [word for column in missing for word in (column.en, column.zh, column.name)])
        where = grid.where(head, index)
        code = "inventory.column-misspelt" if near else "inventory.column-unknown"
        problems.append(problem(code, where, found=text, expected=near, severity="warning"))
    problems.extend(
        problem(
            "inventory.column-missing",
            Where(grid.file, grid.title),
            found_en=column.en,
            found_zh=column.zh,
        )
        for column in missing
        if column.required
    )
    return found


def _unit_row(found: dict[int, Heading], row: Sequence[str]) -> dict[str, str] | None:
    """Units given in the row under the headings, or None where that row is data."""
    units: dict[str, str] = {}
    any_filled = False
    for index, text in enumerate(row):
        heading = found.get(index)
        if not text or heading is None:
            continue
        any_filled = True
        read = _with_unit(heading.column, text)
        if text not in _NO_UNIT and (read.remark or (heading.column.type not in _WITH_UNIT)):
            return None
        if read.unit:
            units[heading.column.name] = read.unit
    return units if any_filled else None


def _check_merged(grid: Grid, first: int, found: dict[int, Heading], problems: list[Problem]) -> None:
    for (top, left), (bottom, right) in grid.merged:
        if bottom >= first and any(left <= index <= right for index in found):
            last = f"{letters(right)}{bottom + 1}"
            problems.append(problem("inventory.merged-cells", grid.where(top, left), found=last))


def _check_unnamed(grid: Grid, first: int, row: Sequence[str], problems: list[Problem]) -> None:
    for index, text in enumerate(row):
        if not text and not (cells := Cells.of(grid.columns[index][first:])).empty:
            line = first + (cells.filled.arg_max() or 0)
            problems.append(problem("inventory.column-unnamed", grid.where(line, index), severity="warning"))
