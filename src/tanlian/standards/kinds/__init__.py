"""Rules by kind: each kind is one file. A new kind is a new file and its name in `Rule`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tanlian.standards.kinds.composite import Composite
from tanlian.standards.kinds.corrected_limits import CorrectedLimits
from tanlian.standards.kinds.credit_then_compare import CreditThenCompare
from tanlian.standards.kinds.dated_pathway import DatedPathway
from tanlian.standards.kinds.direct_tests import DirectTests
from tanlian.standards.kinds.fixed_bands import FixedBands
from tanlian.standards.kinds.ladder import Finding, Ladder, Limit
from tanlian.standards.kinds.no_level import NoLevel
from tanlian.standards.kinds.sliding_scale import SlidingScale

Rule = Annotated[
    SlidingScale
    | CorrectedLimits
    | FixedBands
    | DatedPathway
    | DirectTests
    | CreditThenCompare
    | Composite
    | NoLevel,
    Field(discriminator="kind"),
]
KINDS = (
    "sliding-scale",
    "corrected-limits",
    "fixed-bands",
    "dated-pathway",
    "direct-tests",
    "credit-then-compare",
    "composite",
    "no-level",
)

__all__ = ["KINDS", "Composite", "Finding", "Ladder", "Limit", "Rule", "SlidingScale"]
