"""The signed parts of a total. What leaves in products is subtracted, and the sign is data, not custom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a total in t CO2. ``sign`` is +1 or -1; ``value`` may itself be negative (net export)."""

    id: str
    value: float
    sign: int = 1


def total(components: Iterable[Component]) -> float:
    """Sum of signed components, unrounded, in the unit of their values."""
    return fsum(item.sign * item.value for item in components)
