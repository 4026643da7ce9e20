"""Numbers as charts print them: thousands comma, true minus, one unit and one number of decimals a chart."""

from __future__ import annotations

from dataclasses import dataclass

from tanlian.accounting.statement import Text

MINUS = "−"


@dataclass(frozen=True, slots=True)
class Scale:
    """How a quantity is shown: divided by ``divisor``, with ``decimals``, in ``unit``."""

    divisor: float
    unit: str
    decimals: int

    def number(self, value: float) -> str:
        """The number alone."""
        return number(value / self.divisor, self.decimals)

    def signed(self, value: float) -> str:
        """The number with its sign."""
        return signed(value / self.divisor, self.decimals)

    def rounds_to_zero(self, value: float) -> bool:
        """Whether nothing of the value is left at these decimals."""
        return round(abs(value) / self.divisor, self.decimals) == 0


def number(value: float, decimals: int) -> str:
    """A number with thousands commas and a true minus; never a minus zero."""
    rounded = round(value, decimals)
    return f"{rounded if rounded else 0.0:,.{decimals}f}".replace("-", MINUS)


def signed(value: float, decimals: int) -> str:
    """A number with + or −; a zero has no sign."""
    text = number(value, decimals)
    return f"+{text}" if round(value, decimals) > 0 else text


def tonnes(largest: float, of: str = "") -> Scale:
    """The scale for tonnes: t, or kt from ten thousand on; ``of`` is what is weighed (``C``, ``CO₂``)."""
    name = f" {of}" if of else ""
    if largest >= 1e4:
        return Scale(1e3, f"kt{name}", 1 if largest >= 1e5 else 2)
    return Scale(1, f"t{name}", 0 if largest >= 1e3 else 1 if largest >= 10 else 2)


def joules(largest_GJ: float) -> Scale:
    """The scale for energy given in GJ: GJ, or TJ from ten thousand on."""
    if largest_GJ >= 1e4:
        return Scale(1e3, "TJ", 0 if largest_GJ >= 1e6 else 1)
    return Scale(1, "GJ", 0 if largest_GJ >= 1e3 else 1)


def plain(largest: float, unit: str) -> Scale:
    """The scale for a value in its own unit: three digits or more of the largest."""
    size = abs(largest)
    return Scale(1, shown(unit), 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 10 else 3)


def shown(unit: str) -> str:
    """A unit with its small figures low: ``kg CO2e/t`` as ``kg CO₂e/t``."""
    return unit.replace("CO2", "CO₂").replace("CH4", "CH₄").replace("m3", "m³")


def percent(share: float, decimals: int = 0) -> str:
    """A share of something that the sentence names."""
    return f"{number(100 * share, decimals)} %"


def as_text(value: str) -> Text:
    """The same in both languages."""
    return Text(value, value)
