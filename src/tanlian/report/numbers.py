"""How many decimals a number is printed with, and the number in print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor, log10

from tanlian.charts.figures import MINUS
from tanlian.charts.figures import number as fixed
from tanlian.report.model import Number

DASH = "–"
_MOST, _DIGITS, _SMALLEST = 4, 7, 1e-7
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def decimals(values: Iterable[float | None]) -> int:
    """Decimals of results that share a unit: 1 for thousands, 4 for single ones, none for whole numbers."""
    known = [abs(value) for value in values if value]
    if all(value.is_integer() for value in known):
        return 0
    return max(1, min(_MOST, _MOST - floor(log10(max(known)))))


def by_unit(pairs: Iterable[tuple[str, float | None]]) -> Mapping[str, int]:
    """Decimals for each unit from (unit, value) pairs, so that numbers of one unit line up."""
    values: dict[str, list[float | None]] = {}
    for unit, value in pairs:
        values.setdefault(unit, []).append(value)
    return {unit: decimals(items) for unit, items in values.items()}


def exact(value: float) -> Number:
    """An input with the digits it has, seven at most: enough to compute its line again."""
    if value == 0:
        return Number(value, 0)
    rounded = float(f"{value:.{_DIGITS}g}")
    needed = next((places for places in range(13) if round(rounded, places) == rounded), 13)
    return Number(value, needed)


def printed(number: Number) -> str:
    """Thousands comma, true minus; what the decimals would hide is written with a power of ten."""
    if number.value and abs(number.value) < max(_SMALLEST, 0.5 / 10**number.decimals):
        mantissa, _, power = f"{number.value:.1e}".partition("e")
        return f"{mantissa.replace('-', MINUS)} × 10{str(int(power)).translate(_RAISED)}"
    return fixed(number.value, number.decimals)
