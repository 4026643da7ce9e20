"""Rules by kind: each kind is one file. A new kind is a new file and its name in `Rule`."""

from __future__ import annotations

from tanlian.standards.kinds.ladder import Finding, Ladder, Limit
from tanlian.standards.kinds.sliding_scale import SlidingScale

# With a second kind: Annotated[SlidingScale | FixedBands, Field(discriminator="kind")].
Rule = SlidingScale
KINDS = ("sliding-scale",)

__all__ = ["KINDS", "Finding", "Ladder", "Limit", "Rule", "SlidingScale"]
