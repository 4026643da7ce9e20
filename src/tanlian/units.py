"""Quantities at the edges: units as people write them, read once into exact factors.

Inside the library a number has its unit in its name (``ncv_GJ_per_t``) or in a column beside it.
Text with a unit is only met at an edge: a cell, a command-line fact, a pack. There it is read by
`parse_unit` or `parse_quantity` and converted exactly (fractions, not floats).

Canonical units, one per dimension: ``t``, ``1000 m3N`` (dry gas at 0 °C, 101.325 kPa), ``m3``
(liquids), ``GJ``, ``MWh`` (electricity is counted in MWh, other energy in GJ).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tanlian.problems import Where, fail

if TYPE_CHECKING:
    import pint

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUPERSCRIPT_RUN = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
# Longest first: a shorter word may stand inside a longer one.
_WORDS = (
    ("吨标准煤", "tce"),
    ("千克标准煤", "kgce"),
    ("公斤标准煤", "kgce"),
    ("千克标煤", "kgce"),
    ("吨标煤", "tce"),
    ("W·h", "Wh"),
    ("标准立方米", "m3N"),
    ("标立方米", "m3N"),
    ("标方", "m3N"),
    ("立方米", "m3"),
    ("千瓦时", "kWh"),
    ("兆瓦时", "MWh"),
    ("吉瓦时", "GWh"),
    ("千焦", "kJ"),
    ("兆焦", "MJ"),
    ("吉焦", "GJ"),
    ("太焦", "TJ"),
    ("千克", "kg"),
    ("公斤", "kg"),
    ("吨", "t"),
    ("度", "kWh"),
    ("tonnes", "t"),
    ("tonne", "t"),
    ("Nm3", "m3N"),
    ("Nm^3", "m3N"),
    ("m^3N", "m3N"),
    ("m3n", "m3N"),
    ("m^3", "m3"),
)
_POWERS = {"万": 10**4, "亿": 10**8, "百万": 10**6, "千": 10**3, "百": 100}
_MULTIPLIER = re.compile(
    r"^(?:(?P<word>百万|万|亿|千|百)|(?P<power>10\^?\d{1,2}(?!\d))|(?P<plain>10{1,6}(?!\d)))\s*[*·x×]?\s*(?P<rest>.*)$"
)
_SUBSTANCE = re.compile(r"\s*(?<=[tg\s])(CO2-?e(?:q|quiv)?|CO2|CH4|N2O|Fe|C)\.?(?![A-Za-z0-9])")
_QUANTITY = re.compile(r"^\s*([+\-−]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?|[+\-−]?\.[0-9]+)\s*(.*)$")
# A comma only parts groups of three: "1,5" is refused rather than read as fifteen.
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?", re.ASCII)
# Powers beyond a float would cost hours as exact fractions; no quantity has them.
_LARGEST_POWER = 300
_NAMES = re.compile(r"\(?[A-Za-z][A-Za-z0-9]*(?:\s*[*·\s]\s*[A-Za-z][A-Za-z0-9]*)?\)?", re.ASCII)
_EXAMPLES = "t, kg, 万t, 10^4 Nm3, 1000 Nm3, GJ, MWh, 万kWh, tce"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, with its exact factor to base units and its dimension.

    ``substance`` is ``C``, ``CO2``, ``CO2e``, ``CH4``, ``N2O`` or ``Fe`` where the text says so; it never
    changes the factor, and a reader that expects another substance refuses the value.
    """

    text: str
    factor: Fraction
    dimension: str
    substance: str = ""

    def to(self, other: Unit, where: Where | None = None) -> Fraction:
        """Exact factor from this unit to another. Raises ``unit.mismatch``."""
        if self.dimension != other.dimension or (
            self.substance and other.substance and self.substance != other.substance
        ):
            raise fail("unit.mismatch", where, found=self.text, expected=other.text)
        return self.factor / other.factor


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact number with its unit, as read from text."""

    value: Fraction
    unit: Unit

    def to(self, unit: str, where: Where | None = None) -> Fraction:
        """The number in another unit, exact. Raises ``unit.mismatch``."""
        return self.value * self.unit.to(parse_unit(unit), where)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """Read a unit such as ``t``, ``万t``, ``10^4 Nm3``, ``GJ/10^4 Nm3`` or ``kg CO2e/t``.

    Raises ``unit.unknown`` when no reading exists.
    """
    tidy = _tidy(text)
    substance = ""
    if hit := _SUBSTANCE.search(tidy.split("/")[0]):
        substance = "CO2e" if hit[1].replace("-", "").startswith("CO2e") else hit[1]
    sides = tidy.split("/")
    if len(sides) > 2 or not all(side.strip() for side in sides):
        raise fail("unit.unknown", found=text, expected=_EXAMPLES)
    factor, dimension = Fraction(1), "1"
    for index, side in enumerate(sides):
        side_factor, side_dimension = _side(_SUBSTANCE.sub("", side) if index == 0 else side, text)
        factor = factor * side_factor if index == 0 else factor / side_factor
        dimension = side_dimension if index == 0 else f"{dimension}/{side_dimension}"
    numerator, _, denominator = dimension.partition("/")
    if numerator == denominator and denominator:
        dimension = "1"
    return Unit(text, factor, dimension, substance)


def parse_quantity(text: str, where: Where | None = None) -> Quantity:
    """Read a number with its unit: ``805 kg/t``, ``1,250.5 万kWh``, ``10 %``.

    Raises ``quantity.no-number``, ``quantity.no-unit`` or ``unit.unknown``.
    """
    hit = _QUANTITY.match(text)
    if hit is None:
        raise fail("quantity.no-number", where, found=text, expected="805 kg/t")
    try:
        number = Fraction(parse_decimal(hit[1]))
    except ValueError:
        raise fail("quantity.no-number", where, found=text, expected="805 kg/t") from None
    if not hit[2].strip():
        raise fail("quantity.no-unit", where, found=text, expected=f"{hit[1]} kg/t")
    return Quantity(number, parse_unit(hit[2].strip()))


def parse_share(value: object, where: Where | None = None) -> Fraction:
    """Read a fraction in 0..1: ``0.1``, ``10 %``. A bare number above 1 is refused (``share.range``)."""
    text = str(value).strip()
    percent = text.endswith(("%", "％"))
    try:
        number = Fraction(parse_decimal(text.rstrip("%％ ")))
    except ValueError:
        raise fail("share.range", where, found=text) from None
    number = number / 100 if percent else number
    if not 0 <= number <= 1:
        raise fail("share.range", where, found=text)
    return number


def parse_decimal(text: str) -> Decimal:
    """An exact decimal from text with an optional thousands comma and a true minus. Raises ValueError."""
    tidy = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(tidy):
        raise ValueError(text)
    try:
        number = Decimal(tidy.replace(",", ""))
    except InvalidOperation:
        raise ValueError(text) from None
    if number and abs(number.adjusted()) > _LARGEST_POWER:
        raise ValueError(text)
    return number


def format_decimal(value: Fraction, places: int = 12) -> str:
    """Shortest plain decimal of an exact fraction, rounded to ``places`` only when it never ends."""
    scaled = round(value * 10**places)
    text = f"{Decimal(scaled).scaleb(-places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tidy(text: str) -> str:
    tidy = _SUPERSCRIPT_RUN.sub(lambda hit: "^" + hit[1].translate(_SUPERSCRIPTS), text.strip())
    tidy = tidy.replace("₂", "2").replace("（", "(").replace("）", ")").replace("／", "/")
    for word, symbol in _WORDS:
        tidy = tidy.replace(word, symbol)
    return tidy.replace("m^3", "m3").replace("m3 N", "m3N").replace("kNm3", "km3N")


def _side(side: str, whole: str) -> tuple[Fraction, str]:
    factor, rest = Fraction(1), side.strip()
    while hit := _MULTIPLIER.match(rest):
        if not hit["rest"] and not hit["word"]:
            break
        if hit["word"]:
            factor *= _POWERS[hit["word"]]
        elif hit["power"] and "^" in hit["power"]:
            factor *= 10 ** int(hit["power"].split("^")[1])
        elif hit["power"] and not hit["plain"] and set(hit["power"]) != {"1", "0"}:
            factor *= 10 ** int(hit["power"][2:])
        else:
            factor *= int(hit["plain"] or hit["power"])
        rest = hit["rest"].strip()
    if rest in {"%", "％"}:
        return factor / 100, "1"
    if rest == "1":
        return factor, "1"
    if not _NAMES.fullmatch(rest):
        raise fail("unit.unknown", found=whole, expected=_EXAMPLES)
    try:
        unit = _registry().Quantity(1, rest).to_base_units()
    except Exception:  # Pint raises many kinds; all mean the same here
        raise fail("unit.unknown", found=whole, expected=_EXAMPLES) from None
    return factor * Fraction(unit.magnitude), str(unit.units)


@cache
def _registry() -> pint.UnitRegistry[Fraction]:
    import pint

    lines = files("tanlian").joinpath("units.txt").read_text(encoding="utf-8").splitlines()
    return pint.UnitRegistry(lines, non_int_type=Fraction, case_sensitive=True)
