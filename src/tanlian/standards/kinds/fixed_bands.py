"""Kind ``fixed-bands``: each level has one upper limit, whatever the route or the scrap share."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from tanlian.standards.kinds.flat import Flat
from tanlian.standards.kinds.ladder import FactValue, Finding, Remark
from tanlian.standards.phrases import Phrase
from tanlian.standards.values import Number, Part, PartSource, exact, inherit


class Lowest(Part):
    """The lower end a document prints for its best level: what lies below is taken as that level."""

    low: Number
    source: PartSource


class FixedBands(Flat):
    """Bands from best to worst; ``lowest`` where the best one is printed with a lower end."""

    kind: Literal["fixed-bands"]
    lowest: Lowest | None = None

    def remarks(self, facts: Mapping[str, FactValue], value: Fraction, level: str | None) -> list[Remark]:
        """That a value lies below the printed lower end of the best level."""
        del facts, level
        if self.lowest is None or value >= exact(self.lowest.low):
            return []
        words = {"level": self.ladder[0], "low": f"{self.lowest.low} {self.unit}"}
        return [Remark(Phrase("below-lowest", words), inherit(self.lowest.source, self.source).status)]

    def findings(self) -> list[Finding]:
        """As of fixed limits; a lower end that is not below the best limit."""
        found = super().findings()
        if not found and self.lowest and exact(self.lowest.low) >= exact(self.bands[0].limit):
            words = {"found": self.ladder[0], "expected": "lowest"}
            found.append(Finding(("lowest", "low"), "pack.limits-order", words))
        return found
