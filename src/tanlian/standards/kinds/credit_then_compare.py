"""Kind ``credit-then-compare``: a credit per share of primary material is taken off, then fixed limits hold.

Stated of the value as declared: value - credit <= limit is value <= limit + credit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

import numpy as np

from tanlian.standards.kinds.flat import Flat
from tanlian.standards.kinds.ladder import FactValue, Finding, Floats, Limit, Remark, Use, Written
from tanlian.standards.phrases import Phrase
from tanlian.standards.values import Filled, Number, Part, PartSource, Sign, exact, inherit


class PrimaryCredit(Part):
    """``per`` times (1 - ``fact``) is taken off; nothing where the fact is not given."""

    per: Number
    fact: Filled
    symbol: Filled
    source: PartSource | None = None


class CreditThenCompare(Flat):
    """Fixed limits on a value less its credit."""

    kind: Literal["credit-then-compare"]
    credit: PrimaryCredit

    @property
    def optional(self) -> tuple[str, ...]:
        """The fact of the credit."""
        return (self.credit.fact,)

    @property
    def uses(self) -> tuple[Use, ...]:
        """The fact of the credit, a share."""
        return (Use(("credit", "fact"), self.credit.fact, "share"),)

    @property
    def symbols(self) -> Mapping[str, str]:
        """The letter of the credit's fact."""
        return {self.credit.fact: self.credit.symbol}

    @property
    def magnitude(self) -> float:
        """The largest limit with the whole credit."""
        return super().magnitude + float(exact(self.credit.per))

    @property
    def _parts(self) -> tuple[PartSource | None, ...]:
        return (*super()._parts, self.credit.source)

    def written(self, tie: Sign) -> tuple[Written, ...]:
        """Each limit with the credit."""
        return tuple(replace(item, formula=self._formula(item.formula)) for item in super().written(tie))

    def limits(self, facts: Mapping[str, FactValue], tie: Sign) -> tuple[Limit, ...]:
        """The limits raised by the credit."""
        fixed, credit = super().limits(facts, tie), self._credit(facts)
        if credit is None:
            return fixed
        return tuple(
            replace(limit, value=limit.value + credit, formula=self._formula(band.limit))
            for limit, band in zip(fixed, self.bands, strict=True)
        )

    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """The limits raised by the credit of each row."""
        columns = super().limit_columns(facts, tie)
        if self.credit.fact not in facts:
            return columns
        credit = float(exact(self.credit.per)) * (1.0 - facts[self.credit.fact])
        return [(limit + np.nan_to_num(credit, nan=0.0), sign) for limit, sign in columns]

    def remarks(self, facts: Mapping[str, FactValue], value: Fraction, level: str | None) -> list[Remark]:
        """The credit taken; its status counts only where it was taken."""
        del value, level
        credit = self._credit(facts)
        if credit is None:
            return []
        words = {
            "formula": f"{self.credit.per} × (1 - {self.credit.symbol})",
            "credit": f"{float(credit):.10g} {self.unit}",
        }
        return [Remark(Phrase("credit-taken", words), inherit(self.credit.source, self.source).status)]

    def findings(self) -> list[Finding]:
        """As of fixed limits; a credit below zero."""
        found = super().findings()
        if exact(self.credit.per) < 0:
            found.append(Finding(("credit", "per"), "pack.negative-credit", {"found": self.credit.per}))
        return found

    def _credit(self, facts: Mapping[str, FactValue]) -> Fraction | None:
        share = facts.get(self.credit.fact)
        return exact(self.credit.per) * (1 - share) if isinstance(share, Fraction) else None

    def _formula(self, limit: str) -> str:
        return f"{limit} + {self.credit.per} × (1 - {self.credit.symbol})"
