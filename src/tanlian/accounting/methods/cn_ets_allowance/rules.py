"""Rules of allocation by year, as data: what a rule is, its parameters, and how far it is confirmed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from tanlian.problems import fail

Kind = Literal["verified_emissions", "balance_value"]


@dataclass(frozen=True, slots=True)
class Rule:
    """How allowances of a year follow from emissions; shares are exact.

    kind : ``verified_emissions`` (allowances are what was emitted) or ``balance_value``.
    slope, edge, cap : alpha is ``slope`` times the deviation inside +- ``edge``, and +- ``cap`` from there.
    """

    method: str
    year: int
    kind: Kind
    slope: Fraction
    edge: Fraction
    cap: Fraction
    status: str
    document: str
    note: str

    @property
    def source(self) -> str:
        """Document and note in one line."""
        return ", ".join(part for part in (self.document, self.note) if part)


@cache
def rules(method: str) -> tuple[Rule, ...]:
    """The rules of a method by year."""
    path = files("tanlian.accounting.methods.cn_ets_allowance").joinpath("data", "rules.csv")
    return tuple(
        Rule(
            row["method"],
            int(row["year"]),
            cast(Kind, row["rule"]),
            Fraction(row["slope"] or 0),
            Fraction(row["edge"] or 0),
            Fraction(row["cap"] or 0),
            row["status"],
            row["document"],
            row["note"],
        )
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        if row["method"] == method
    )


def rule(method: str, year: int) -> Rule:
    """The rule of a year. Raises ``ets.year``: no rule is carried to another year."""
    for item in rules(method):
        if item.year == year:
            return item
    known = ", ".join(str(item.year) for item in rules(method))
    raise fail("ets.year", found=year, expected=known, method=method)
