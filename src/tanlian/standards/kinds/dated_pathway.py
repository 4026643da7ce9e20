"""Kind ``dated-pathway``: limits by year, and where the document says so by scrap share between two ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Literal

import numpy as np
from pydantic import Field

from tanlian.standards.kinds.flat import levels_of
from tanlian.standards.kinds.ladder import (
    FactValue,
    Finding,
    Floats,
    Ladder,
    Limit,
    Remark,
    Undefined,
    Written,
)
from tanlian.standards.phrases import Phrase
from tanlian.standards.values import Filled, Number, Part, PartSource, Sign, Source, exact, inherit

_STEPS = 20
Ends = tuple[Fraction, Fraction]


class Point(Part):
    """The limit in a year; ``full`` is the one at 1 of the mixing fact, ``limit`` then the one at 0."""

    year: int = Field(ge=1900, le=2100)
    limit: Number
    full: Number | None = None
    source: PartSource | None = None


class Path(Part):
    """A level's limits by year. ``tie`` overrides the standard's own."""

    level: Filled
    points: tuple[Point, ...] = Field(min_length=1)
    tie: Sign | None = None
    source: PartSource | None = None


class Mix(Part):
    """The fact that weighs the two ends: limit = (1 - fact) x limit + fact x full."""

    fact: Filled
    symbol: Filled


class Between(Part):
    """What holds in a year between two points: no limit, or a straight line (told as interpolated)."""

    rule: Literal["refuse", "straight-line"]
    source: PartSource | None = None


class DatedPathway(Ladder):
    """Limits by ``when`` (a year)."""

    kind: Literal["dated-pathway"]
    when: Filled
    between: Between
    mix: Mix | None = None
    paths: tuple[Path, ...]

    @property
    def ladder(self) -> tuple[str, ...]:
        """The levels that have a limit, best first."""
        return tuple(path.level for path in self.paths)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The year, and the fact that mixes two ends."""
        return (self.when, self.mix.fact) if self.mix else (self.when,)

    @property
    def symbols(self) -> Mapping[str, str]:
        """The letter of the mixing fact."""
        return {self.mix.fact: self.mix.symbol} if self.mix else {}

    @property
    def years(self) -> tuple[int, ...]:
        """The years with a published limit."""
        return tuple(point.year for point in self.paths[0].points) if self.paths else ()

    @property
    def bounds(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """From the first to the last year; the mixing fact from 0 to 1."""
        ends = {self.when: (Fraction(min(self.years)), Fraction(max(self.years)))}
        return {**ends, self.mix.fact: (Fraction(0), Fraction(1))} if self.mix else ends

    @property
    def magnitude(self) -> float:
        """The largest limit, or the sum of two where they are mixed."""
        numbers = [abs(end) for path in self.paths for point in path.points for end in _ends(point)]
        return float(2 * max(numbers))

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all limits and of what lies above them."""
        own = [
            inherit(point.source, inherit(path.source, self.source))
            for path in self.paths
            for point in path.points
        ]
        return (*own, inherit(self.above.source, self.source))

    def written(self, tie: Sign) -> tuple[Written, ...]:
        """Each level's limits year by year."""
        return tuple(
            Written(
                path.level,
                path.tie or tie,
                "; ".join(f"{point.year}: {self._formula(point)}" for point in path.points),
                inherit(path.source, self.source),
            )
            for path in self.paths
        )

    def limits(self, facts: Mapping[str, FactValue], tie: Sign) -> tuple[Limit, ...]:
        """The limits of the year, exact."""
        year = Fraction(facts[self.when])
        share = Fraction(facts[self.mix.fact]) if self.mix else Fraction(0)
        found = []
        for path in self.paths:
            before, after = _around(path.points, year)
            ends = _at(before, after, year)
            source = inherit(before.source, inherit(path.source, self.source))
            formula = self._formula(before) if before == after else ""
            value = ends[0] + (ends[1] - ends[0]) * share
            found.append(Limit(path.level, value, path.tie or tie, formula if self.mix else "", source))
        return tuple(found)

    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """The limits of each row's year; NaN where the year has none."""
        years = facts[self.when]
        share = facts[self.mix.fact] if self.mix else np.zeros(years.shape)
        columns: list[tuple[Floats, Sign]] = []
        for path in self.paths:
            column = np.full(years.shape, np.nan)
            for year in np.unique(years).tolist():
                if self._has(Fraction(year)):
                    low, high = _at(*_around(path.points, Fraction(year)), Fraction(year))
                    rows = years == year
                    column[rows] = float(low) + float(high - low) * share[rows]
            columns.append((column, path.tie or tie))
        return columns

    def undefined(self, facts: Mapping[str, FactValue]) -> Undefined | None:
        """A year between two published ones, where the document gives no limit for it."""
        year = Fraction(facts[self.when])
        if self._has(year):
            return None
        years = tuple(str(known) for known in self.years)
        return Undefined("not-graded", Phrase("no-year", {"year": str(year), "years": years}))

    def remarks(self, facts: Mapping[str, FactValue], value: Fraction, level: str | None) -> list[Remark]:
        """That a limit is interpolated."""
        del value, level
        year = Fraction(facts[self.when])
        if year in self.years:
            return []
        before, after = _around(self.paths[0].points, year)
        words = {"year": str(year), "before": str(before.year), "after": str(after.year)}
        return [Remark(Phrase("interpolated", words), inherit(self.between.source, self.source).status)]

    def probes(self) -> Iterator[dict[str, Fraction]]:
        """Every published year, and the ones between where they count, at steps of the mixing fact."""
        every = range(min(self.years), max(self.years) + 1)
        years = [Fraction(year) for year in every if self._has(Fraction(year))]
        if self.mix is None:
            yield from ({self.when: year} for year in years)
            return
        for year, step in product(years, range(_STEPS + 1)):
            yield {self.when: year, self.mix.fact: Fraction(step, _STEPS)}

    def findings(self) -> list[Finding]:
        """Levels and years out of order, a level without the others' years, ends that do not fit."""
        found = levels_of(self, "paths")
        for index, path in enumerate(self.paths):
            own = [point.year for point in path.points]
            if own != sorted(set(own)) or tuple(own) != self.years:
                found.append(Finding(("paths", index, "points"), "pack.years", {"found": path.level}))
            if any((point.full is None) == (self.mix is not None) for point in path.points):
                found.append(Finding(("paths", index, "points"), "pack.ends", {"found": path.level}))
        return found or self._order()

    def _order(self) -> list[Finding]:
        found = []
        for index, (better, worse) in enumerate(zip(self.paths, self.paths[1:], strict=False), start=1):
            pairs = zip(better.points, worse.points, strict=True)
            if any(b > w for a, c in pairs for b, w in zip(_ends(a), _ends(c), strict=True)):
                words = {"found": worse.level, "expected": better.level}
                found.append(Finding(("paths", index, "points"), "pack.limits-order", words))
        return found

    def _has(self, year: Fraction) -> bool:
        if self.between.rule == "straight-line":
            return self.years[0] <= year <= self.years[-1]
        return year in self.years

    def _formula(self, point: Point) -> str:
        if self.mix is None:
            return point.limit
        return f"(1 - {self.mix.symbol}) × {point.limit} + {self.mix.symbol} × {point.full}"


def _ends(point: Point) -> Ends:
    return exact(point.limit), exact(point.full if point.full is not None else point.limit)


def _around(points: Sequence[Point], year: Fraction) -> tuple[Point, Point]:
    """The published points at or around a year."""
    before = max((point for point in points if point.year <= year), key=lambda point: point.year)
    after = min((point for point in points if point.year >= year), key=lambda point: point.year)
    return before, after


def _at(before: Point, after: Point, year: Fraction) -> Ends:
    """Both ends in a year, on the straight line between two points."""
    low, high = _ends(before)
    if before.year == after.year:
        return low, high
    part = (year - before.year) / (after.year - before.year)
    later, fuller = _ends(after)
    return low + (later - low) * part, high + (fuller - high) * part
