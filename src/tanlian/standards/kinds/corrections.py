"""Corrections of limits: what a fact adds to a limit, exactly for one subject and by column.

The forms: so much a point beyond a base, a table with straight lines between its points, steps, words that
add, and words that multiply the limit of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np

from tanlian.standards.kinds.ladder import FactValue, Floats
from tanlian.standards.values import Filled, Number, Part, PartSource, exact


class Knot(Part):
    """A point of a table: what is added at this value of the fact."""

    at: Number
    add: Number


class Step(Part):
    """What is added above this value of the fact, up to the next step."""

    above: Number
    add: Number


class Correction(Part):
    """One correction. ``levels`` and ``in_class`` narrow it; it has exactly one form.

    ``coefficient`` counts for each percentage point of a share (``per: point``) or for each whole unit of
    the fact (``per: unit``), on one ``side`` of ``base`` or as a signed difference, up to ``most`` of them.
    ``order`` is the source of multiplying the limit of the table before other corrections are added.
    """

    fact: Filled
    levels: tuple[Filled, ...] = ()
    in_class: Filled | None = None
    coefficient: Number | None = None
    per: Literal["point", "unit"] = "point"
    base: Number = "0"
    side: Literal["above", "below", "both"] = "above"
    most: Number | None = None
    table: tuple[Knot, ...] = ()
    steps: tuple[Step, ...] = ()
    words: Mapping[Filled, Number] = {}
    times: Mapping[Filled, Number] = {}
    order: PartSource | None = None
    source: PartSource | None = None

    @property
    def forms(self) -> int:
        """How many forms are written."""
        return (self.coefficient is not None) + sum(
            map(bool, (self.table, self.steps, self.words, self.times))
        )

    @property
    def as_type(self) -> Literal["share", "number", "word"]:
        """As what the fact is used."""
        if self.words or self.times:
            return "word"
        return "share" if self.coefficient is not None and self.per == "point" else "number"

    @property
    def clear(self) -> bool:
        """Whether it has one form, written upwards and with a cap above zero."""
        ends = [exact(item.at) for item in self.table], [exact(item.above) for item in self.steps]
        upwards = all(low < high for end in ends for low, high in pairwise(end))
        capped = self.most is None or (self.coefficient is not None and exact(self.most) > 0)
        wide = not self.table or len(self.table) > 1
        ordered = self.order is None or bool(self.times)
        return self.forms == 1 and upwards and capped and wide and ordered

    @property
    def reach(self) -> Fraction:
        """About the most it can add in a plant, for judging rounding by column."""
        if self.coefficient is not None:
            most = exact(self.most) if self.most else Fraction(100)
            return abs(exact(self.coefficient)) * most
        tabled = [*(item.add for item in self.table), *(item.add for item in self.steps)]
        added = [*tabled, *self.words.values()]
        return max((abs(exact(item)) for item in added), default=Fraction(0))


def probes(correction: Correction) -> tuple[FactValue, ...]:
    """Values of the fact at which the correction shows: its words, its ends and points between them."""
    if correction.words or correction.times:
        return (*correction.words, *correction.times)
    if correction.table:
        low, high = exact(correction.table[0].at), exact(correction.table[-1].at)
    else:
        low, high = Fraction(0), Fraction(1)
    if correction.steps:
        high = exact(correction.steps[-1].above) * 2
    return tuple(low + (high - low) * Fraction(step, 10) for step in range(11))


def holds(correction: Correction, value: FactValue) -> bool:
    """Whether a correction says something at this value; only a table ends."""
    if not correction.table:
        return True
    low, high = exact(correction.table[0].at), exact(correction.table[-1].at)
    return low <= Fraction(value) <= high


def factor(correction: Correction, value: FactValue | None) -> Fraction:
    """What the limit of the table is multiplied by."""
    return exact(correction.times[str(value)]) if str(value) in correction.times else Fraction(1)


def addition(correction: Correction, value: FactValue | None) -> Fraction:
    """What is added to a limit, exact; 0 where the fact is not given."""
    if value is None or correction.times:
        return Fraction(0)
    if correction.words:
        return exact(correction.words.get(str(value), "0"))
    if correction.coefficient is not None:
        return exact(correction.coefficient) * beyond(correction, Fraction(value))
    at = Fraction(value)
    if correction.steps:
        reached = [exact(step.add) for step in correction.steps if at > exact(step.above)]
        return reached[-1] if reached else Fraction(0)
    for left, right in pairwise(correction.table):
        low, high = exact(left.at), exact(right.at)
        if at <= high:
            return exact(left.add) + (exact(right.add) - exact(left.add)) * (at - low) / (high - low)
    return Fraction(0)


def beyond(correction: Correction, at: Fraction) -> Fraction:
    """How many points or units the fact lies beyond the base, capped."""
    scale = 100 if correction.per == "point" else 1
    distance = (at - exact(correction.base)) * scale
    if correction.side == "below":
        distance = -distance
    most = exact(correction.most) if correction.most else abs(distance)
    least = -most if correction.side == "both" else Fraction(0)
    return min(max(distance, least), most)


def addition_column(correction: Correction, column: Floats, known: tuple[str, ...]) -> Floats:
    """As `addition`, by column: NaN in ``column`` is a fact not given, NaN in the answer lies outside.

    ``known`` are the words whose positions a column of words holds.
    """
    given = ~np.isnan(column)
    added = np.zeros(column.shape)
    for word, amount in correction.words.items():
        added[column == known.index(word)] = float(exact(amount))
    if correction.coefficient is not None:
        scale = 100.0 if correction.per == "point" else 1.0
        distance = (column - float(exact(correction.base))) * scale
        distance = -distance if correction.side == "below" else distance
        most = float(exact(correction.most)) if correction.most else np.inf
        least = -most if correction.side == "both" else 0.0
        added = float(exact(correction.coefficient)) * np.clip(distance, least, most)
    for step in correction.steps:
        added[column > float(exact(step.above))] = float(exact(step.add))
    if correction.table:
        places = np.array([float(exact(item.at)) for item in correction.table])
        amounts = np.array([float(exact(item.add)) for item in correction.table])
        added = np.interp(column, places, amounts, left=np.nan, right=np.nan)
    return np.where(given, added, 0.0)


def factor_column(correction: Correction, column: Floats, known: tuple[str, ...]) -> Floats:
    """As `factor`, by column."""
    factors = np.ones(column.shape)
    for word, amount in correction.times.items():
        factors[column == known.index(word)] = float(exact(amount))
    return factors


def formula(correction: Correction, value: FactValue | None) -> str:
    """As it stands in a formula: ``+ 3.61 × 2``, ``× 1.10``, ``- 8.3``; empty where it changes nothing."""
    if value is None:
        return ""
    if factor(correction, value) != 1:
        return f"× {correction.times[str(value)]}"
    added = addition(correction, value) if holds(correction, value) else Fraction(0)
    if not added:
        return ""
    sign = "+" if added > 0 else "-"
    if correction.coefficient is None:
        return f"{sign} {_number(abs(added))}"
    count = abs(beyond(correction, Fraction(value)))
    return f"{sign} {correction.coefficient.lstrip('-')} × {_number(count)}"


def written(correction: Correction) -> str:
    """As the pack writes it; x is the fact."""
    if correction.words or correction.times:
        sign = "× " if correction.times else ""
        listed = (correction.times or correction.words).items()
        return "; ".join(f"{word}: {sign}{amount}" for word, amount in listed)
    if correction.steps:
        return "; ".join(f"> {step.above}: {step.add}" for step in correction.steps)
    if correction.table:
        return "; ".join(f"{_number(exact(item.at) * 100)} %: {item.add}" for item in correction.table)
    return _line(correction)


def _line(correction: Correction) -> str:
    points, base = correction.per == "point", exact(correction.base)
    most = exact(correction.most) / (100 if points else 1) if correction.most else None
    low = base if correction.side == "above" and base else None
    high = base if correction.side == "below" else None
    if most is not None:
        low = base - most if correction.side != "above" else low
        high = base + most if correction.side != "below" else high
    distance = f"(x - {_shown(base, points)})" if base else "x"
    if correction.side == "below":
        distance = f"({_shown(base, points)} - x)"
    least = f"{_shown(low, points)} ≤ " if low is not None else ""
    ends = f", {least}x" + (f" ≤ {_shown(high, points)}" if high is not None else "")
    return f"{correction.coefficient} × {distance}{' / 1 %' if points else ''}{ends if ends != ', x' else ''}"


def _shown(value: Fraction, points: bool) -> str:
    return f"{_number(value * 100)} %" if points else _number(value)


def concerns(correction: Correction, level: str) -> bool:
    """Whether it corrects the limit of a level."""
    return not correction.levels or level in correction.levels


def _number(value: Fraction) -> str:
    return f"{float(value):.10g}"
