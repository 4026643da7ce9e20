"""The signed parts of a total. What leaves in products is subtracted, and the sign is data, not custom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from tanlian.accounting.methods.common.terms import of_line
from tanlian.accounting.statement import Line, Text, weakest


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a total in t CO2. ``sign`` is +1 or -1; ``value`` may itself be negative (net export)."""

    id: str
    value: float
    sign: int = 1


def total(components: Iterable[Component]) -> float:
    """Sum of signed components, unrounded, in the unit of their values."""
    return fsum(item.sign * item.value for item in components)


def total_line(label: Text, components: Iterable[Component], parts: Iterable[Line]) -> Line:
    """The line ``total`` in t CO2: the signed sum of its parts, each an input."""
    signed, summed = tuple(components), tuple(parts)
    formula = "".join(f" {'+' if item.sign > 0 else '-'} {item.id}" for item in signed)
    return Line(
        id="total",
        label=label,
        value=total(signed),
        unit="t CO2",
        formula=formula.removeprefix(" + "),
        inputs=tuple(of_line(line) for line in summed),
        group="total",
        status=weakest(line.status for line in summed),
    )
