"""Kind ``no-level``: a rule book that says how to account and sets no limit; nothing is ever graded by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from tanlian.standards.kinds.ladder import FactValue, Finding, Floats, Ladder, Limit, Written
from tanlian.standards.values import Sign, Source


class NoLevel(Ladder):
    """No levels and no limits."""

    kind: Literal["no-level"]

    @property
    def ladder(self) -> tuple[str, ...]:
        """None."""
        return ()

    @property
    def conditions(self) -> tuple[str, ...]:
        """None."""
        return ()

    @property
    def bounds(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """None."""
        return {}

    @property
    def magnitude(self) -> float:
        """Nothing is computed."""
        return 0.0

    @property
    def sources(self) -> tuple[Source, ...]:
        """The source that there is no limit."""
        return (self.source,)

    def written(self, tie: Sign) -> tuple[Written, ...]:
        """None."""
        del tie
        return ()

    def limits(self, facts: Mapping[str, FactValue], tie: Sign) -> tuple[Limit, ...]:
        """None."""
        del facts, tie
        return ()

    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """None."""
        del facts, tie
        return []

    def findings(self) -> list[Finding]:
        """A level above limits that do not exist."""
        graded = self.above.outcome == "graded" or self.above.level is not None
        return [Finding(("above",), "pack.above", {})] if graded else []
