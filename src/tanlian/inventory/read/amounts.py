"""Amounts of exchanges: from the unit as written to the canonical unit of the flow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import polars as pl

from tanlian import catalogue
from tanlian.inventory.read.numbers import not_negative, number, plain_numbers
from tanlian.inventory.read.sheet import Sheet
from tanlian.inventory.words import choice
from tanlian.problems import Problem, Problems, fail
from tanlian.units import Unit, parse_unit

_ENERGY = parse_unit("GJ").dimension


@dataclass(frozen=True, slots=True)
class Conversion:
    """Canonical unit and exact factor to it; with ``by_ncv`` the factor leads to GJ and the NCV on."""

    unit: str
    factor: Fraction
    by_ncv: bool = False


@lru_cache(maxsize=4096)
def conversion(flow_id: str, unit: str) -> Conversion:
    """How an amount in a unit as written is counted for a flow.

    Raises ``unit.unknown``, or ``inventory.unit-for-flow`` where the unit does not fit the flow.
    """
    flow, given = catalogue.flow(flow_id), parse_unit(unit)
    if not _fits(flow, given):
        raise fail(
            "inventory.unit-for-flow",
            found=unit,
            expected=", ".join(flow.units),
            flow_en=flow.en,
            flow_zh=flow.zh,
        )
    preferred = parse_unit(flow.unit)
    if given.dimension == _ENERGY != preferred.dimension:
        return Conversion(flow.unit, given.to(parse_unit("GJ")), by_ncv=True)
    canonical = next(item for item in flow.units if parse_unit(item).dimension == given.dimension)
    return Conversion(canonical, given.factor / parse_unit(canonical).factor)


def _fits(flow: catalogue.Flow, given: Unit) -> bool:
    if flow.group == "electricity" and given.text.strip().endswith(("ce", "煤")):
        return False  # coal equivalent of electricity is a convention, not an amount
    return any(parse_unit(item).dimension == given.dimension for item in flow.units)


@dataclass(frozen=True, slots=True)
class Written:
    """The amount column as written: numbers, "not applicable", and the text to give back."""

    values: pl.Series  # Float64, in the unit as written
    not_applicable: pl.Series  # Boolean
    given: pl.Series  # String


def written(sheet: Sheet, problems: list[Problem]) -> Written:
    """Read the amount column without its units. Reports what is no number, and negative numbers."""
    cells = sheet.column("amount")
    values, texts = plain_numbers(cells)
    given = cells.as_text()
    rows = texts.is_not_null().arg_true()
    read: list[float | None] = []
    absent: list[int] = []
    for row, text in zip(rows, texts.gather(rows), strict=True):
        value = None
        if choice("not_applicable", text):
            absent.append(row)
        else:
            try:
                value = number(text)
            except Problems as caught:
                problems.append(replace(caught.problems[0], where=sheet.where("amount", row)))
        read.append(value)
    values = not_negative(sheet, "amount", values.scatter(rows, read), problems)
    mask = pl.repeat(False, len(values), dtype=pl.Boolean, eager=True).scatter(absent, True)
    return Written(values, mask, given)
