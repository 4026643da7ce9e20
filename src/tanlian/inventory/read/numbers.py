"""Columns of numbers: plain, or with a unit that is converted to the column's own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

import polars as pl

from tanlian.inventory.read.cells import NUMBER, Cells
from tanlian.inventory.read.sheet import Sheet
from tanlian.problems import Problem, Problems, fail, problem
from tanlian.units import parse_decimal, parse_quantity, parse_share, parse_unit

# No works handles more of anything, in any unit; also keeps later arithmetic finite.
_LARGEST = 1e15
# A supplier's figure is per unit of the input, whichever that is; the exchanges that refer to it say.
_UNITS = ("t", "1000 m3N", "MWh", "GJ", "m3")


def numbers(sheet: Sheet, column: str, unit: str | pl.Series, problems: list[Problem]) -> pl.Series:
    """A column in its unit, given for all rows or for each; null or "" = unknown, then nothing is converted.

    Reports ``inventory.not-a-number``, ``inventory.negative`` and what is wrong with a unit.
    """
    cells = sheet.column(column)
    if cells.empty:
        return cells.numbers
    values, texts = plain_numbers(cells)
    units = unit if isinstance(unit, pl.Series) else pl.repeat(unit, len(texts), dtype=pl.String, eager=True)
    if column in sheet.units:
        values = _column_unit(sheet, column, values, units, problems)
    rows = texts.is_not_null().arg_true()
    found: list[float | None] = []
    for row, text, target in zip(rows, texts.gather(rows), units.gather(rows), strict=True):
        value = _converted(text, target or "")
        if isinstance(value, Problem):
            problems.append(replace(value, where=sheet.where(column, row)))
            found.append(None)
        else:
            found.append(value)
    return not_negative(sheet, column, values.scatter(rows, found), problems)


def money(sheet: Sheet, column: str, problems: list[Problem]) -> pl.Series:
    """A column in the currency of its row or file: plain numbers, because there is nothing to convert to.

    Reports ``inventory.not-a-number`` for a number with a unit, which would else be lost.
    """
    cells = sheet.column(column)
    if not cells.empty:
        _, texts = plain_numbers(cells)
        problems.extend(
            problem("inventory.not-a-number", sheet.where(column, row), found=texts[row])
            for row in texts.is_not_null().arg_true()
            if _converted(texts[row], "") is None
        )
    return numbers(sheet, column, "", problems)


def shares(sheet: Sheet, column: str, problems: list[Problem]) -> pl.Series:
    """A column of fractions in 0..1; "10 %" is read, a bare 10 is refused (``share.range``)."""
    cells = sheet.column(column)
    if cells.empty:
        return cells.numbers
    values, texts = plain_numbers(cells)
    if sheet.units.get(column) in {"%", "％"}:
        values = values / 100
    outside = ~values.is_between(0, 1).fill_null(True)
    for row in outside.arg_true():
        problems.append(problem("share.range", sheet.where(column, row), found=cells.text(row)))
    rows = texts.is_not_null().arg_true()
    found: list[float | None] = []
    for row, text in zip(rows, texts.gather(rows), strict=True):
        try:
            found.append(float(parse_share(text)))
        except Problems as caught:
            problems.append(replace(caught.problems[0], where=sheet.where(column, row)))
            found.append(None)
    return values.set(outside, None).scatter(rows, found)


def plain_numbers(cells: Cells) -> tuple[pl.Series, pl.Series]:
    """Numbers, also where they were written as text, and the texts that are no plain number."""
    if cells.texts.null_count() == len(cells):
        return cells.numbers, cells.texts
    as_number = cells.texts.str.contains(NUMBER).fill_null(False)
    read = cells.texts.set(~as_number, None).cast(pl.Float64, strict=False)
    return cells.numbers.zip_with(cells.numbers.is_not_null(), read), cells.texts.set(as_number, None)


def not_negative(sheet: Sheet, column: str, values: pl.Series, problems: list[Problem]) -> pl.Series:
    """Report and remove numbers below zero and numbers too large to be any."""
    below = (values < 0).fill_null(False)
    endless = (~values.abs().le(_LARGEST)).fill_null(False) | values.is_nan().fill_null(False)
    for code, mask in (("inventory.negative", below & ~endless), ("inventory.not-finite", endless)):
        for row in mask.arg_true():
            problems.append(problem(code, sheet.where(column, row), found=sheet.column(column).text(row)))
    return values.set(below | endless, None)


def number(text: str) -> float:
    """A number written as text, with thousands commas if need be. Raises ``inventory.not-a-number``."""
    try:
        return float(parse_decimal(text))
    except ValueError:
        raise fail("inventory.not-a-number", found=text) from None


@lru_cache(maxsize=65536)
def _converted(text: str, unit: str) -> float | Problem | None:
    try:
        try:
            return number(text)
        except Problems:
            if not text[0].isdigit() and text[0] not in "+-−.":
                raise
        if not unit:
            return None
        quantity = parse_quantity(text)
        return float(quantity.value * _factor(quantity.unit.text, unit))
    except OverflowError:
        return problem("inventory.not-finite", found=text)
    except Problems as caught:
        return caught.problems[0]


def _factor(given: str, unit: str) -> Fraction:
    """Exact factor between units; ``unit`` in a unit stands for that of the row, where nobody says which."""
    options = [unit.replace("/unit", f"/{each}") for each in _UNITS] if unit.endswith("/unit") else [unit]
    for option in options:
        try:
            return parse_unit(given).to(parse_unit(option))
        except Problems as caught:
            last = caught
    raise last if len(options) == 1 else fail("unit.mismatch", found=given, expected=unit)


def _column_unit(
    sheet: Sheet, column: str, values: pl.Series, units: pl.Series, problems: list[Problem]
) -> pl.Series:
    """Convert plain numbers from the unit that the heading gives."""
    given = sheet.units[column]
    factors: dict[str, float | None] = {}
    for unit in units.drop_nulls().unique(maintain_order=True):
        try:
            factors[unit] = float(_factor(given, unit)) if unit else 1.0
        except Problems as caught:
            factors[unit] = None
            for row in ((units == unit) & values.is_not_null()).arg_true():
                problems.append(replace(caught.problems[0], where=sheet.where(column, row)))
    if not factors:
        return values
    return values * units.replace_strict(
        list(factors), list(factors.values()), default=1.0, return_dtype=pl.Float64()
    )
