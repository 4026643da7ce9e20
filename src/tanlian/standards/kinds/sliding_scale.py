"""Kind ``sliding-scale``: each level's limit is a straight line in one fact, such as the scrap share.

A level writes its line as ``intercept`` and ``slope``, or as ``times`` the line ``of`` a level above it,
whichever the document does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from tanlian.standards.kinds.additions import Additions
from tanlian.standards.kinds.ladder import (
    FactValue,
    Finding,
    Floats,
    Ladder,
    Limit,
    Undefined,
    Use,
    Written,
)
from tanlian.standards.values import Filled, Number, Part, PartSource, Sign, Source, Text, exact, inherit


class Level(Part):
    """One line. ``tie`` overrides the standard's own."""

    level: Filled
    intercept: Number | None = None
    slope: Number | None = None
    times: Number | None = None
    of: Filled | None = None
    tie: Sign | None = None
    source: PartSource | None = None


class Domain(Part):
    """Where the lines are defined, in the unit of the fact."""

    low: Number = "0"
    high: Number = "1"


class Fractional(Part):
    """Production that counts in part: from 0 at a level's limit to 1 at the limit of level ``full``.

    ``beyond`` is the source of counting 1, not more, for what is better than ``full``.
    """

    name: Filled
    title: Text
    full: Filled
    source: PartSource | None = None
    beyond: PartSource | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A resolved line: limit = times x (intercept + slope x fact)."""

    level: str
    intercept: Fraction
    slope: Fraction
    formula: str
    tie: Sign | None
    source: Source

    def at(self, along: Fraction) -> Fraction:
        """The limit at a value of the fact."""
        return self.intercept + self.slope * along


class SlidingScale(Ladder):
    """Lines in the fact ``along``, whose letter in formulas is ``symbol``."""

    kind: Literal["sliding-scale"]
    along: Filled
    symbol: Filled
    domain: Domain = Domain()
    lines: tuple[Level, ...]
    additions: Additions | None = None
    fractional: Fractional | None = None

    @property
    def ladder(self) -> tuple[str, ...]:
        """The levels that have a line, best first."""
        return tuple(line.level for line in self.lines)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The one fact the lines run along."""
        return (self.along,)

    @property
    def optional(self) -> tuple[str, ...]:
        """The product, where some products add to the lines."""
        return (self.additions.fact,) if self.additions else ()

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """The products that have an addition, or need none."""
        return {self.additions.fact: self.additions.known} if self.additions else {}

    @property
    def uses(self) -> tuple[Use, ...]:
        """The fact of the additions, a word."""
        return (Use(("additions", "fact"), self.additions.fact, "word"),) if self.additions else ()

    @property
    def symbols(self) -> Mapping[str, str]:
        """The letter of the fact the lines run along."""
        return {self.along: self.symbol}

    @property
    def bounds(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Where the lines are defined."""
        return {self.along: (exact(self.domain.low), exact(self.domain.high))}

    @property
    def magnitude(self) -> float:
        """The largest figure met on the way to a limit."""
        reach = max(abs(end) for end in self.bounds[self.along])
        return float(max(abs(line.intercept) + abs(line.slope) * reach for line in self.resolved))

    @cached_property
    def resolved(self) -> tuple[Line, ...]:
        """The lines as intercept and slope, exact, best first."""
        lines: dict[str, Line] = {}
        for level in self.lines:
            lines[level.level] = _resolve(level, lines, self)
        return tuple(lines.values())

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of lines, of what lies above them and of fractional production."""
        parts = [self.above.source]
        if self.fractional:
            parts.append(self.fractional.source)
        if self.additions:
            parts.extend(item.source for item in self.additions.table)
        return (*(line.source for line in self.resolved), *(inherit(part, self.source) for part in parts))

    def written(self, tie: Sign) -> tuple[Written, ...]:
        """The lines as formulas."""
        return tuple(
            Written(line.level, line.tie or tie, line.formula, line.source) for line in self.resolved
        )

    def undefined(self, facts: Mapping[str, FactValue]) -> Undefined | None:
        """A product whose addition is not known at this value."""
        return self.additions.undefined(facts, Fraction(facts[self.along])) if self.additions else None

    def limits(self, facts: Mapping[str, FactValue], tie: Sign) -> tuple[Limit, ...]:
        """The limits at the given value of the fact, exact."""
        along = Fraction(facts[self.along])
        found = tuple(
            Limit(line.level, line.at(along), line.tie or tie, line.formula, line.source)
            for line in self.resolved
        )
        if self.additions is None:
            return found
        return tuple(self.additions.raised(limit, facts, along, self.source) for limit in found)

    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """The limits by column."""
        along = facts[self.along]
        found: list[tuple[Floats, Sign]] = []
        for line in self.resolved:
            limit = float(line.intercept) + float(line.slope) * along
            if self.additions:
                limit = self.additions.raised_column(line.level, limit, facts, along)
            found.append((limit, line.tie or tie))
        return found

    def findings(self) -> list[Finding]:
        """Levels written twice or not at all, lines that cross, names that do not exist."""
        found = _form(self)
        return found or _order(self) + _names(self)

    def extra(self, value: Fraction, limits: Sequence[Limit]) -> dict[str, Any]:
        """Fractional production by level, where the standard knows it."""
        if self.fractional is None:
            return {}
        full = next(limit for limit in limits if limit.level == self.fractional.full)
        shares = {
            limit.level: fraction(value, limit.value, full.value)
            for limit in limits
            if limit.level != self.fractional.full
        }
        source = inherit(self.fractional.source, self.source)
        capped = value <= full.value and self.fractional.beyond is not None
        status = inherit(self.fractional.beyond, source).status if capped else source.status
        return {self.fractional.name: {"shares": shares, "status": status}}


def fraction(value: Fraction, limit: Fraction, full: Fraction) -> Fraction:
    """(limit - value) / (limit - full) between 0 and 1."""
    if value >= limit:
        return Fraction(0)
    if value <= full:
        return Fraction(1)
    return (limit - value) / (limit - full)


def _resolve(level: Level, before: Mapping[str, Line], rule: SlidingScale) -> Line:
    source = inherit(level.source, rule.source)
    if level.times is not None and level.of is not None:
        base, times = before[level.of], exact(level.times)
        formula = f"{level.times} × ({base.formula})"
        return Line(level.level, base.intercept * times, base.slope * times, formula, level.tie, source)
    intercept, slope = level.intercept or "0", level.slope or "0"
    sign = "-" if slope.startswith("-") else "+"
    formula = f"{intercept} {sign} {slope.lstrip('-')} {rule.symbol}" if exact(slope) else intercept
    return Line(level.level, exact(intercept), exact(slope), formula, level.tie, source)


def _form(rule: SlidingScale) -> list[Finding]:
    found: list[Finding] = []
    before: list[str] = []
    for index, level in enumerate(rule.lines):
        path: tuple[str | int, ...] = ("lines", index)
        if level.level in before:
            found.append(Finding((*path, "level"), "pack.level-twice", {"found": level.level}))
        own = (level.intercept is not None, level.slope is not None)
        derived = (level.times is not None, level.of is not None)
        if not (all(own) and not any(derived)) and not (all(derived) and not any(own)):
            found.append(Finding(path, "pack.line-form", {"found": level.level}))
        elif level.of is not None and level.of not in before:
            known = ", ".join(before) or "-"
            found.append(Finding((*path, "of"), "pack.level-unknown", {"found": level.of, "expected": known}))
        elif level.times is not None and exact(level.times) <= 0:
            found.append(Finding((*path, "times"), "pack.line-form", {"found": level.level}))
        before.append(level.level)
    if not rule.lines:
        found.append(Finding(("lines",), "pack.no-levels", {}))
    if (rule.above.outcome == "graded") != (rule.above.level is not None) or rule.above.level in before:
        found.append(Finding(("above",), "pack.above", {}))
    if exact(rule.domain.low) >= exact(rule.domain.high):
        found.append(Finding(("domain",), "pack.domain", {}))
    return found


def _order(rule: SlidingScale) -> list[Finding]:
    """Straight lines that keep their order at both ends keep it between them."""
    found: list[Finding] = []
    ends = (exact(rule.domain.low), exact(rule.domain.high))
    for index, (better, worse) in enumerate(zip(rule.resolved, rule.resolved[1:], strict=False), start=1):
        gaps = [worse.at(end) - better.at(end) for end in ends]
        if min(gaps) < 0 or max(gaps) == 0:
            values = {"found": worse.level, "expected": better.level}
            found.append(Finding(("lines", index), "pack.lines-cross", values))
    return found


def _names(rule: SlidingScale) -> list[Finding]:
    full = rule.fractional.full if rule.fractional else None
    if full is not None and full != rule.ladder[0]:
        values = {"found": full, "expected": rule.ladder[0]}
        return [Finding(("fractional", "full"), "pack.level-unknown", values)]
    missing = set(rule.ladder)
    for index, item in enumerate(rule.additions.table if rule.additions else ()):
        if lacking := sorted(missing - set(item.add)):
            values = {"found": lacking[0], "expected": ", ".join(item.add)}
            return [Finding(("additions", "table", index, "add"), "pack.level-unknown", values)]
    return []
