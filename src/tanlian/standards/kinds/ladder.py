"""What most kinds of rule have in common: levels from best to worst, each with an upper limit.

A kind turns facts into limits; deciding which level a value reaches is the same for all of them, once
exactly for one subject and once by column, where rows too close to a limit are decided again exactly.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from tanlian.standards.values import Filled, Part, PartSource, Sign, Source

# A fact once read: a number in the fact's own unit, or a word.
FactValue = Fraction | str
Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int16]

# Rows this close to a limit (relative) are decided again in exact decimals.
CLOSE = 1e-9
NO_LEVEL = -1


@dataclass(frozen=True, slots=True)
class Limit:
    """The upper limit of a level for given facts, in the unit of the rule, with the way it was computed."""

    level: str
    value: Fraction
    sign: Sign
    formula: str
    source: Source

    def holds(self, value: Fraction) -> bool:
        """Whether a value is within the limit."""
        return value <= self.value if self.sign == "<=" else value < self.value


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a pack that its form alone does not show: where in the block, what, with which values."""

    path: tuple[str | int, ...]
    code: str
    values: Mapping[str, str]


class Above(Part):
    """What a value above the last limit is: a level of its own, or no level."""

    outcome: Literal["graded", "not-graded"]
    level: Filled | None = None
    source: PartSource | None = None


class Ladder(Part, ABC):
    """A rule whose levels have upper limits on one value. The kind's file holds the rest."""

    kind: str
    value: Filled
    unit: Filled
    source: Source
    above: Above

    @property
    @abstractmethod
    def ladder(self) -> tuple[str, ...]:
        """The levels that have a limit, best first."""

    @property
    @abstractmethod
    def conditions(self) -> tuple[str, ...]:
        """The facts besides the value that the limits depend on."""

    @property
    @abstractmethod
    def bounds(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Between which values of a condition the limits are defined, both ends included."""

    @property
    @abstractmethod
    def magnitude(self) -> float:
        """The largest figure met on the way to a limit: the measure of what rounding can do by column."""

    @abstractmethod
    def limits(self, facts: Mapping[str, FactValue], tie: Sign) -> tuple[Limit, ...]:
        """The limits for these facts, best level first."""

    @abstractmethod
    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """The limits by column, one array and sign a level, best level first."""

    @abstractmethod
    def findings(self) -> list[Finding]:
        """What is wrong with the block beyond its form."""

    @property
    @abstractmethod
    def sources(self) -> tuple[Source, ...]:
        """The sources of all its numbers."""

    @property
    def levels(self) -> tuple[str, ...]:
        """All levels, best first, with the one above the last limit where there is one."""
        return (*self.ladder, self.above.level) if self.above.level is not None else self.ladder

    def extra(self, value: Fraction, limits: Sequence[Limit]) -> dict[str, Any]:
        """Further results of the standard that are not a level."""
        del value, limits
        return {}


def decide(value: Fraction, limits: Sequence[Limit]) -> int:
    """Index of the best level whose limit holds; the number of limits where none does."""
    return next((index for index, limit in enumerate(limits) if limit.holds(value)), len(limits))


def decide_columns(
    values: Floats,
    limits: Sequence[tuple[Floats, Sign]],
    magnitude: float,
    slack: float,
    again: Callable[[int], int],
) -> Levels:
    """As `decide`, by column. ``again(row)`` decides a row exactly; it is asked for rows close to a limit.

    ``magnitude`` is the largest figure met in computing limits, so that a small difference of two large
    figures is still known to be uncertain; ``slack`` is how far rounding before comparing can move a value.
    """
    index = np.full(values.shape, len(limits), dtype=np.int16)
    close = np.zeros(values.shape, dtype=np.bool_)
    near = slack + CLOSE * np.maximum(np.abs(values), magnitude)
    for level in range(len(limits) - 1, -1, -1):
        limit, sign = limits[level]
        index[values <= limit if sign == "<=" else values < limit] = level
        close |= np.abs(values - limit) <= near
    for row in np.flatnonzero(close):
        index[row] = again(int(row))
    return index
