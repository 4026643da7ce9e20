"""The energy efficiency index EEI of GB/T 28924-2023: a process against its benchmark."""

from __future__ import annotations

from fractions import Fraction

from tanlian.problems import Where, fail
from tanlian.standards.result import number_text


def energy_efficiency_index(reported: Fraction, benchmark: Fraction) -> Fraction:
    """How a process stands to its benchmark; at or below 1 it is as good or better.

    Both per unit of product in the same unit. Reported over benchmark for a process that uses energy,
    benchmark over reported for one that recovers more than it uses (both negative). Raises
    ``energy-index.not-defined`` where the signs differ or a value is zero.
    Source: GB/T 28924-2023, not seen; rule through plant data (status unconfirmed).
    """
    if reported > 0 and benchmark > 0:
        return reported / benchmark
    if reported < 0 and benchmark < 0:
        return benchmark / reported
    found, expected = number_text(reported), number_text(benchmark)
    raise fail("energy-index.not-defined", Where(name="energy"), found=found, expected=expected)
