"""Kind ``corrected-limits``: each level has a direct limit, and facts of the plant correct it.

Limits may differ by class of a fact, such as the capacity of a furnace; a level that a class does not
have is missing there, not zero. A correction whose fact is not given is not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from tanlian.standards.kinds import classes, corrections
from tanlian.standards.kinds.classes import Class
from tanlian.standards.kinds.corrections import Correction
from tanlian.standards.kinds.ladder import (
    Applied,
    Change,
    FactValue,
    Finding,
    Floats,
    Ladder,
    Limit,
    Use,
    Written,
)
from tanlian.standards.values import Filled, Sign, Source, exact, inherit
from tanlian.status import weakest

Mask = npt.NDArray[np.bool_]


class CorrectedLimits(Ladder):
    """Levels in ``order`` from best to worst, limits by class, corrections added to them."""

    kind: Literal["corrected-limits"]
    order: tuple[Filled, ...]
    by: Filled | None = None
    classes: tuple[Class, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def ladder(self) -> tuple[str, ...]:
        """The levels, best first; a class may lack some."""
        return self.order

    @property
    def conditions(self) -> tuple[str, ...]:
        """The fact that chooses the class, where there are classes."""
        return (self.by,) if self.by else ()

    @property
    def optional(self) -> tuple[str, ...]:
        """The facts that limits are corrected for."""
        return tuple(dict.fromkeys(item.fact for item in self.corrections if item.fact != self.by))

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """The words that choose a class, add or multiply."""
        found: dict[str, tuple[str, ...]] = {}
        if self.by and self.classes[0].word:
            found[self.by] = tuple(item.word or "" for item in self.classes)
        for item in self.corrections:
            if item.words or item.times:
                words = (*found.get(item.fact, ()), *item.words, *item.times)
                found[item.fact] = tuple(dict.fromkeys(words))
        return found

    @property
    def uses(self) -> tuple[Use, ...]:
        """The facts of the corrections."""
        return tuple(
            Use(("corrections", index, "fact"), item.fact, item.as_type)
            for index, item in enumerate(self.corrections)
        )

    def written(self, tie: Sign) -> tuple[Written, ...]:
        """The limits before any correction, class by class."""
        return tuple(
            Written(level, tie, classes.written(item, level), inherit(item.source, self.source))
            for item in self.classes
            for level in self.order
            if level in item.limits
        )

    @property
    def changes(self) -> tuple[Change, ...]:
        """The corrections as the pack writes them."""
        return tuple(
            Change(
                item.fact,
                item.levels or self.order,
                f"{corrections.written(item)}{f' ({item.in_class})' if item.in_class else ''}",
                inherit(item.source, self.source),
            )
            for item in self.corrections
        )

    @property
    def bounds(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """None: a share lies in 0..1 anyway, and outside a class or table nothing is graded."""
        return {}

    @property
    def magnitude(self) -> float:
        """The largest figure met on the way to a limit."""
        highest = max(abs(exact(limit)) for item in self.classes for limit in item.limits.values())
        factors = [exact(times) for item in self.corrections for times in item.times.values()]
        return float(highest * max((*factors, Fraction(1))) + sum(item.reach for item in self.corrections))

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of limits and corrections."""
        parts = [*(item.source for item in self.classes), *(item.source for item in self.corrections)]
        return (self.source, *(inherit(part, self.source) for part in (*parts, self.above.source) if part))

    def probes(self) -> Iterator[Mapping[str, FactValue]]:
        """In each class without corrections, and with each correction at its ends and between."""
        for item in self.classes:
            start: dict[str, FactValue] = {self.by: classes.inside(item)} if self.by else {}
            yield start
            for each in self._made(item):
                yield from ({**start, each.fact: value} for value in corrections.probes(each))

    def outside(self, facts: Mapping[str, FactValue]) -> str | None:
        """The fact that falls in no class, or lies outside a table."""
        found = self._class(facts)
        if found is None:
            return self.by
        for item in self._made(found):
            value = facts.get(item.fact)
            if value is not None and not corrections.holds(item, value):
                return item.fact
        return None

    def applied(self, facts: Mapping[str, FactValue]) -> tuple[Applied, ...]:
        """The corrections that change a limit, as they are said."""
        found = self._class(facts)
        made = self._made(found) if found else ()
        return tuple(
            Applied(item.fact, text, item.levels or self.order)
            for item in made
            if (text := corrections.formula(item, facts.get(item.fact)))
        )

    def limits(self, facts: Mapping[str, FactValue], tie: Sign) -> tuple[Limit, ...]:
        """The corrected limits of the class, best level first; none where `outside` names a fact."""
        found = self._class(facts)
        if found is None or self.outside(facts):
            return ()
        return tuple(self._limit(found, level, facts, tie) for level in self.order if level in found.limits)

    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """The corrected limits by column; NaN where a class lacks a level or a fact lies outside."""
        # One number a row once a fact has a column, else one number for all.
        blank = next(iter(facts.values())) * np.nan if facts else np.array(np.nan)
        columns = {level: blank.copy() for level in self.order}
        for item in self.classes:
            chosen = self._chosen(item, facts)
            made = [each for each in self._made(item) if each.fact in facts]
            added = [(each, self._column(corrections.addition_column, each, facts)) for each in made]
            outside = sum((column for _, column in added), np.zeros(blank.shape)) * 0.0
            for level, direct in item.limits.items():
                limit = outside + float(exact(direct))
                for each in made:
                    if corrections.concerns(each, level):
                        limit = limit * self._column(corrections.factor_column, each, facts)
                for each, column in added:
                    if corrections.concerns(each, level):
                        limit = limit + column
                np.copyto(columns[level], limit, where=chosen)
        return [(columns[level], tie) for level in self.order]

    def findings(self) -> list[Finding]:
        """Classes that overlap or leave gaps, limits out of order, corrections of no clear form."""
        return [*_levels(self), *_limits(self), *_corrections(self)]

    def _class(self, facts: Mapping[str, FactValue]) -> Class | None:
        if self.by is None:
            return self.classes[0]
        value = facts.get(self.by)
        if value is None:
            return None
        return next((item for item in self.classes if classes.within(item, value)), None)

    def _chosen(self, item: Class, facts: Mapping[str, Floats]) -> Mask:
        if self.by is None:
            return np.array(True)
        column = facts[self.by]
        if item.word is not None:
            chosen: Mask = column == self.words[self.by].index(item.word)
            return chosen
        low = float(exact(item.at_least)) if item.at_least else -np.inf
        high = float(exact(item.below)) if item.below else np.inf
        within: Mask = (column >= low) & (column < high)
        return within

    def _column(
        self,
        form: Callable[[Correction, Floats, tuple[str, ...]], Floats],
        item: Correction,
        facts: Mapping[str, Floats],
    ) -> Floats:
        return form(item, facts[item.fact], self.words.get(item.fact, ()))

    def _made(self, found: Class) -> tuple[Correction, ...]:
        return tuple(item for item in self.corrections if item.in_class in {None, found.name})

    def _limit(self, found: Class, level: str, facts: Mapping[str, FactValue], tie: Sign) -> Limit:
        value, formula = exact(found.limits[level]), found.limits[level]
        statuses: list[str] = [inherit(found.source, self.source).status]
        made = [item for item in self._made(found) if corrections.concerns(item, level)]
        times = [item for item in made if corrections.factor(item, facts.get(item.fact)) != 1]
        for item in times:
            value *= corrections.factor(item, facts.get(item.fact))
        sums = [(item, corrections.addition(item, facts.get(item.fact))) for item in made]
        changed = [(item, added) for item, added in sums if added]
        value += sum(added for _, added in changed)
        for item in (*times, *(item for item, _ in changed)):
            formula += f" {corrections.formula(item, facts.get(item.fact))}"
            statuses.append(inherit(item.source, self.source).status)
        if changed:
            statuses += [inherit(item.order, self.source).status for item in times]
        source = inherit(found.source, self.source)
        source = source.model_copy(update={"status": weakest(statuses)})
        return Limit(level, value, tie, formula if times or changed else "", source)


def _levels(rule: CorrectedLimits) -> Iterator[Finding]:
    if not rule.order or not rule.classes:
        yield Finding(("order",), "pack.no-levels", {})
    for index, level in enumerate(rule.order):
        if level in rule.order[:index]:
            yield Finding(("order", index), "pack.level-twice", {"found": level})
    if not classes.clear(rule.classes, rule.by):
        yield Finding(("classes",), "pack.class-form", {})
    if rule.above.outcome == "graded" or rule.above.level is not None:
        yield Finding(("above",), "pack.above", {})


def _limits(rule: CorrectedLimits) -> Iterator[Finding]:
    for index, item in enumerate(rule.classes):
        path: tuple[str | int, ...] = ("classes", index, "limits")
        yield from _unknown(rule, path, item.limits)
        limits = [exact(item.limits[level]) for level in rule.order if level in item.limits]
        if not limits or any(better > worse for better, worse in pairwise(limits)):
            yield Finding(path, "pack.class-limits", {"found": item.name or rule.value})


def _corrections(rule: CorrectedLimits) -> Iterator[Finding]:
    names = {item.name for item in rule.classes}
    for index, item in enumerate(rule.corrections):
        path: tuple[str | int, ...] = ("corrections", index)
        yield from _unknown(rule, (*path, "levels"), item.levels)
        if (
            not item.clear
            or (item.in_class is not None and item.in_class not in names)
            or item.fact == rule.by
        ):
            yield Finding(path, "pack.correction-form", {"found": item.fact})


def _unknown(
    rule: CorrectedLimits, path: tuple[str | int, ...], named: Sequence[str] | Mapping[str, str]
) -> Iterator[Finding]:
    for level in named:
        if level not in rule.order:
            yield Finding(path, "pack.level-unknown", {"found": level, "expected": ", ".join(rule.order)})
