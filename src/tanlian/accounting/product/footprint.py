"""The footprint of each product: cradle to gate, on both electricity bases, with its parts and quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tanlian.accounting.ledger import Ledger
from tanlian.accounting.measure import LATEST_GWP, Basis, Gap, Measure, Selection, Taken, take
from tanlian.catalogue import blocks, flow
from tanlian.problems import Lang

_GASES = ("CO2", "CH4", "N2O", "HFC", "PFC", "SF6", "NF3")
BASES: tuple[Basis, Basis] = ("location", "market")
PARTS = ("own", "purchased", "upstream", "credit")


def cradle_to_gate(gwp: str = LATEST_GWP) -> Measure:
    """Everything from the mine to the gate, all gases, no credits; scrap enters without burden."""
    every = tuple(blocks())
    return Measure(
        id=f"cradle-to-gate-{gwp.lower()}",
        gwp=gwp,
        selections=(Selection(every, ("1", "2", "3"), _GASES, aggregate=True),),
        required_blocks=every,
    )


@dataclass(frozen=True, slots=True)
class ProductFootprint:
    """kg CO2e per ``unit`` of a product of the site, mixed over the processes that make it.

    ``taken`` holds the measure on each basis. Where ``gaps`` is not empty the number is a lower bound
    and says so; it is never completed by guessing.
    """

    flow: str
    unit: str
    amount: float
    measure: Measure
    taken: dict[Basis, Taken]

    def value(self, basis: Basis = "location") -> float:
        """kg CO2e per unit."""
        return self.taken[basis].kg_CO2e

    def gaps(self, basis: Basis = "location") -> tuple[Gap, ...]:
        """What is missing on a basis."""
        return self.taken[basis].gaps

    def parts(self, basis: Basis = "location") -> dict[str, float]:
        """kg CO2e per unit by own, purchased, upstream and credit."""
        sums = dict(self.taken[basis].by("kind").iter_rows())
        return {part: sums.get(part, 0.0) for part in PARTS}

    def contributions(self, basis: Basis = "location") -> pl.DataFrame:
        """kg CO2e per unit by process, block, flow and kind, largest first; sums to the footprint."""
        return self.taken[basis].by("node", "block", "flow", "kind")

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """JSON form, unrounded."""
        return {
            "product": self.flow,
            "name": flow(self.flow).label(lang),
            "amount": self.amount,
            "unit": self.unit,
            "measure": self.measure.id,
            "gwp": self.taken["location"].gwp,
            "declared_unit": f"kg CO2e/{self.unit}",
            "bases": {basis: self._basis(basis, lang) for basis in BASES},
        }

    def _basis(self, basis: Basis, lang: Lang) -> dict[str, Any]:
        taken = self.taken[basis]
        return {
            "value": taken.kg_CO2e,
            "complete": taken.complete,
            "parts": self.parts(basis),
            "primary_share": taken.primary_share,
            "status": taken.status,
            "factor_sets": dict(taken.factor_sets),
            "gaps": [
                {
                    "block": gap.block,
                    "name": blocks()[gap.block].label(lang),
                    "what": gap.what,
                    "kind": gap.kind,
                }
                for gap in taken.gaps
            ],
            "contributions": self.contributions(basis).to_dicts(),
        }


def footprints(
    ledger: Ledger, flows: Sequence[str] = (), measure: Measure | None = None
) -> tuple[ProductFootprint, ...]:
    """The footprint of every product of the site, or of the named flows.

    Raises ``footprint.no-product`` for a flow the site does not make.
    """
    asked = measure or cradle_to_gate()
    outputs = ledger.works.outputs
    made = outputs.group_by("flow", "unit", maintain_order=True).agg(pl.col("amount").sum())
    known = {name: (unit, amount) for name, unit, amount in made.iter_rows()}
    results = []
    for name in flows or known:
        shares = ledger.works.shares(name)
        unit, amount = known[name]
        taken = {basis: take(ledger, asked, shares, basis) for basis in BASES}
        results.append(ProductFootprint(name, unit, amount, asked, taken))
    return tuple(results)
