"""Classes of plants: each has limits of its own, chosen by a word or by bounds of a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from tanlian.standards.kinds.ladder import FactValue
from tanlian.standards.values import Filled, Number, Part, PartSource, exact


class Class(Part):
    """Limits by level, of a ``word`` of the fact that chooses or of values ``at_least`` and ``below``."""

    name: Filled | None = None
    word: Filled | None = None
    at_least: Number | None = None
    below: Number | None = None
    limits: Mapping[Filled, Number]
    source: PartSource | None = None


def within(item: Class, value: FactValue) -> bool:
    """Whether a value of the fact falls in the class."""
    if item.word is not None:
        return value == item.word
    low = item.at_least is None or Fraction(value) >= exact(item.at_least)
    return low and (item.below is None or Fraction(value) < exact(item.below))


def inside(item: Class) -> FactValue:
    """A value of the fact that falls in a class."""
    if item.word is not None:
        return item.word
    return exact(item.at_least) if item.at_least else exact(item.below or "1") / 2


def written(item: Class, level: str) -> str:
    """The limit of the class as the pack writes it, with its name."""
    return f"{item.limits[level]} ({item.name})" if item.name else item.limits[level]


def clear(classes: Sequence[Class], by: str | None) -> bool:
    """Whether the classes part the fact: words that differ, or bounds that meet; one class without a fact."""
    words = [item.word for item in classes]
    names = [item.name for item in classes]
    bounded = any(item.at_least or item.below for item in classes)
    if by is None:
        return len(classes) == 1 and not bounded and not any(words)
    if None in names or len(set(names)) < len(names):
        return False
    if any(words):
        return all(words) and not bounded and len(set(words)) == len(words)
    meet = all(low.below is not None and low.below == high.at_least for low, high in pairwise(classes))
    return bounded and meet and all(map(_has_room, classes))


def _has_room(item: Class) -> bool:
    return item.at_least is None or item.below is None or exact(item.at_least) < exact(item.below)
