"""The uncertainty of a result as a report shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """The range in which a result lies: ``coverage`` of it (0..1) between ``low`` and ``high``.

    ``line`` is the id of a statement line, whose unit both have; ``how`` says how it was found.
    """

    line: str
    low: float
    high: float
    coverage: float
    how: str = ""
