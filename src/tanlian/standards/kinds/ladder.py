"""What most kinds of rule have in common: levels from best to worst, each with an upper limit.

A kind turns facts into limits; deciding which level a value reaches is the same for all of them, once
exactly for one subject and once by column, where rows too close to a limit are decided again exactly.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from tanlian.standards.phrases import Phrase
from tanlian.standards.values import Filled, PackStatus, Part, PartSource, Sign, Source

# A fact once read: a number in the fact's own unit, or a word.
FactValue = Fraction | str
Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int16]

# Rows this close to a limit (relative) are decided again in exact decimals.
CLOSE = 1e-9
NO_LEVEL = -1
# Steps along each condition when a declared property is checked.
PROBES = 20


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


@dataclass(frozen=True, slots=True)
class Use:
    """A fact that a rule names: where in the block, and as what it is used."""

    path: tuple[str | int, ...]
    fact: str
    as_type: Literal["share", "number", "word"]


@dataclass(frozen=True, slots=True)
class Applied:
    """What a correction adds to the limits of some levels, or multiplies them by."""

    fact: str
    text: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A correction as the pack writes it: of which fact, to the limits of which levels."""

    fact: str
    levels: tuple[str, ...]
    formula: str
    source: Source


@dataclass(frozen=True, slots=True)
class Written:
    """A level's limit as the pack writes it, before any fact is known."""

    level: str
    sign: Sign
    formula: str
    source: Source


@dataclass(frozen=True, slots=True)
class Undefined:
    """Why a rule has no limits for some facts, and what a subject with them is."""

    outcome: Literal["not-graded", "not-comparable", "not-applicable"]
    reason: Phrase


@dataclass(frozen=True, slots=True)
class Granted:
    """A level reached by another fact than the value, with the reason and its source."""

    level: str
    reason: Phrase
    source: Source


@dataclass(frozen=True, slots=True)
class Remark:
    """A note with the status it brings to the grade."""

    note: Phrase
    status: PackStatus


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
    def optional(self) -> tuple[str, ...]:
        """The facts whose absence means no correction."""
        return ()

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """The words that count, by fact; by column a word is its position here, any other the length."""
        return {}

    @property
    def uses(self) -> tuple[Use, ...]:
        """Facts named deeper in the block than at its top."""
        return ()

    def outside(self, facts: Mapping[str, FactValue]) -> str | None:
        """The fact for whose value the rule has no limits, where there is one."""
        del facts
        return None

    def applied(self, facts: Mapping[str, FactValue]) -> tuple[Applied, ...]:
        """The corrections that change a limit for these facts."""
        del facts
        return ()

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
        """The limits by column, one array and sign a level, best level first; NaN where a level has none."""

    @abstractmethod
    def findings(self) -> list[Finding]:
        """What is wrong with the block beyond its form."""

    @property
    @abstractmethod
    def sources(self) -> tuple[Source, ...]:
        """The sources of all its numbers."""

    @abstractmethod
    def written(self, tie: Sign) -> tuple[Written, ...]:
        """Each level's limit as a formula, best level first."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """The corrections of the limits before any fact is known; in formulas x is the fact."""
        return ()

    @property
    def symbols(self) -> Mapping[str, str]:
        """The letters that formulas use for facts."""
        return {}

    def undefined(self, facts: Mapping[str, FactValue]) -> Undefined | None:
        """Why there are no limits for these facts; None where there are. By column such rows are NaN."""
        del facts
        return None

    def granted(self, facts: Mapping[str, FactValue]) -> Granted | None:
        """The level these facts reach whatever the value is. By column its limit is infinite."""
        del facts
        return None

    def remarks(self, facts: Mapping[str, FactValue], value: Fraction, level: str | None) -> list[Remark]:
        """What a reader should know of how these limits came about."""
        del facts, value, level
        return []

    def probes(self) -> Iterator[Mapping[str, FactValue]]:
        """Conditions at which declared properties are checked."""
        axes = [
            [(name, low + (high - low) * Fraction(step, PROBES)) for step in range(PROBES + 1)]
            for name, (low, high) in self.bounds.items()
        ]
        yield from (dict(point) for point in product(*axes))

    @property
    def levels(self) -> tuple[str, ...]:
        """All levels, best first, with the one above the last limit where there is one."""
        return (*self.ladder, self.above.level) if self.above.level is not None else self.ladder

    def extra(self, value: Fraction, limits: Sequence[Limit]) -> dict[str, Any]:
        """Further results of the standard that are not a level."""
        del value, limits
        return {}


def decide(value: Fraction, limits: Sequence[Limit]) -> int:
    """Index of the best limit that holds; the number of limits where none does."""
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
    if limits:
        none = np.ones(values.shape, dtype=np.bool_)
        for limit, _ in limits:
            none &= np.isnan(limit)
        index[none] = NO_LEVEL
    return index
