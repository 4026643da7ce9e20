"""Kind ``direct-tests``: tests a value passes or fails, each of its own objective.

The strictest test stands first; another fact may pass it instead. The level is the strictest test passed,
``extra.value_tests`` tells each by the value alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from tanlian.standards.kinds.flat import Flat
from tanlian.standards.kinds.ladder import FactValue, Finding, Floats, Granted, Limit, Use
from tanlian.standards.phrases import Phrase
from tanlian.standards.values import Filled, Number, Part, PartSource, Sign, Text, exact, inherit


class Alternative(Part):
    """A fact that passes the first test, whatever the value, from ``at_least`` on."""

    level: Filled
    fact: Filled
    at_least: Number
    reason: Text
    source: PartSource | None = None


class DirectTests(Flat):
    """Tests with fixed limits and, where the document has one, an alternative to the first."""

    kind: Literal["direct-tests"]
    alternative: Alternative | None = None

    @property
    def optional(self) -> tuple[str, ...]:
        """The fact of the alternative."""
        return (self.alternative.fact,) if self.alternative else ()

    @property
    def uses(self) -> tuple[Use, ...]:
        """The fact of the alternative, a share."""
        return (Use(("alternative", "fact"), self.alternative.fact, "share"),) if self.alternative else ()

    @property
    def _parts(self) -> tuple[PartSource | None, ...]:
        own = (self.alternative.source,) if self.alternative else ()
        return (*super()._parts, *own)

    def granted(self, facts: Mapping[str, FactValue]) -> Granted | None:
        """The first test, passed by the alternative."""
        other = self.alternative
        value = facts.get(other.fact) if other else None
        if other is None or not isinstance(value, Fraction) or value < exact(other.at_least):
            return None
        reason = Phrase("alternative", {"reason": other.reason, "level": other.level})
        return Granted(other.level, reason, inherit(other.source, self.source))

    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """The limits; infinite for the first test where the alternative holds."""
        columns = list(super().limit_columns(facts, tie))
        other = self.alternative
        if other and other.fact in facts:
            limit, sign = columns[0]
            columns[0] = (np.where(facts[other.fact] >= float(other.at_least), np.inf, limit), sign)
        return columns

    def findings(self) -> list[Finding]:
        """As of fixed limits; an alternative to another test than the first."""
        found = super().findings()
        if self.alternative and self.alternative.level != self.ladder[0]:
            words = {"found": self.alternative.level, "expected": self.ladder[0]}
            found.append(Finding(("alternative", "level"), "pack.level-unknown", words))
        return found

    def extra(self, value: Fraction, limits: Sequence[Limit]) -> dict[str, Any]:
        """Each test by the value alone."""
        return {
            "value_tests": {limit.level: "passed" if limit.holds(value) else "failed" for limit in limits}
        }
