"""Declared units as PACT knows them (it has no tonne), and numbers as exact decimals."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tanlian.problems import Where, fail
from tanlian.units import parse_decimal

# Canonical unit: PACT's word, its units in one of ours, kg of product in one of ours (None: not known from
# the unit; energy has no mass that matters and is declared as 0).
_UNITS: dict[str, tuple[str, int, Decimal | None]] = {
    "t": ("kilogram", 1000, Decimal(1000)),
    "MWh": ("kilowatt hour", 1000, Decimal(0)),
    "GJ": ("megajoule", 1000, Decimal(0)),
    "1000 m3N": ("cubic meter", 1000, None),
    "m3": ("cubic meter", 1, None),
}
# Enough to reproduce every result to 1e-9, few enough to be the same on every machine.
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Declared:
    """``amount`` of ``unit`` is one declared unit; ``units`` of ours are in it, weighing ``mass_kg``."""

    unit: str
    amount: Decimal
    units: Decimal
    mass_kg: Decimal

    def per(self, value: float) -> Decimal:
        """A value per unit of ours, per declared unit."""
        return exact(value * float(self.units))


def declared(product: str, unit: str, amount: str, mass_kg_per_unit: float | None) -> Declared:
    """The declared unit of a product.

    amount : decimal text, units of PACT in one declared unit. Raises ``product.declared-amount``, and
    ``product.no-mass`` for a product whose mass the unit does not tell.
    """
    word, factor, mass = _UNITS[unit]
    try:
        number = parse_decimal(amount)
    except ValueError:
        number = Decimal(0)
    if number <= 0:
        raise fail("product.declared-amount", Where(name=product), found=amount, expected="1")
    if mass is None:
        if mass_kg_per_unit is None or mass_kg_per_unit <= 0:
            raise fail("product.no-mass", Where(name=product), found=product, expected=unit)
        mass = exact(mass_kg_per_unit)
    units = number / factor
    return Declared(word, number, units, mass * units)


def exact(value: float) -> Decimal:
    """A float as a decimal of twelve significant digits."""
    return Decimal(f"{value:.{_DIGITS}g}")


def decimal_text(value: Decimal) -> str:
    """A plain decimal: no exponent, no needless zero, no minus before nothing."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
