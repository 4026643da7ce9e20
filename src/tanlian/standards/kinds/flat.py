"""What kinds with one fixed limit a level share: bands, tests, limits met after a credit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from tanlian.standards.kinds.ladder import FactValue, Finding, Floats, Ladder, Limit, Written
from tanlian.standards.values import Filled, Number, Part, PartSource, Sign, Source, exact, inherit


class Band(Part):
    """A level and its upper limit. ``tie`` overrides the standard's own."""

    level: Filled
    limit: Number
    tie: Sign | None = None
    source: PartSource | None = None


class Flat(Ladder):
    """Levels with fixed limits, best first."""

    bands: tuple[Band, ...]

    @property
    def ladder(self) -> tuple[str, ...]:
        """The levels that have a limit, best first."""
        return tuple(band.level for band in self.bands)

    @property
    def conditions(self) -> tuple[str, ...]:
        """None: the limits are fixed."""
        return ()

    @property
    def bounds(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """None: the limits are fixed."""
        return {}

    @property
    def magnitude(self) -> float:
        """The largest limit."""
        return float(max(abs(exact(band.limit)) for band in self.bands))

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the limits and of what lies above them."""
        return tuple(inherit(part, self.source) for part in (*self._parts, self.above.source))

    @property
    def _parts(self) -> tuple[PartSource | None, ...]:
        return tuple(band.source for band in self.bands)

    def written(self, tie: Sign) -> tuple[Written, ...]:
        """Each limit as the pack writes it."""
        return tuple(
            Written(band.level, band.tie or tie, band.limit, inherit(band.source, self.source))
            for band in self.bands
        )

    def limits(self, facts: Mapping[str, FactValue], tie: Sign) -> tuple[Limit, ...]:
        """The fixed limits."""
        del facts
        return tuple(
            Limit(band.level, exact(band.limit), band.tie or tie, "", inherit(band.source, self.source))
            for band in self.bands
        )

    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """The fixed limits, one for all rows."""
        del facts
        return [(np.asarray(float(exact(band.limit))), band.tie or tie) for band in self.bands]

    def findings(self) -> list[Finding]:
        """No level, one written twice, limits that do not rise, an unclear end."""
        return levels_of(self, "bands") + [
            Finding(
                ("bands", index, "limit"),
                "pack.limits-order",
                {"found": worse.level, "expected": better.level},
            )
            for index, (better, worse) in enumerate(zip(self.bands, self.bands[1:], strict=False), start=1)
            if exact(worse.limit) <= exact(better.limit)
        ]


def levels_of(rule: Ladder, block: str) -> list[Finding]:
    """Faults of the names of levels, for a rule that writes them in a ``block``."""
    found: list[Finding] = []
    if not rule.ladder:
        found.append(Finding((block,), "pack.no-levels", {}))
    for index, level in enumerate(rule.ladder):
        if level in rule.ladder[:index]:
            found.append(Finding((block, index, "level"), "pack.level-twice", {"found": level}))
    graded = rule.above.outcome == "graded"
    if graded != (rule.above.level is not None) or rule.above.level in rule.ladder:
        found.append(Finding(("above",), "pack.above", {}))
    return found
