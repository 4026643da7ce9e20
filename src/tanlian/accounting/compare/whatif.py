"""A base and a scenario: what the steps do to products and statements, together and one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tanlian.accounting.choice import choose
from tanlian.accounting.compare.contributions import Comparison, compare_footprints
from tanlian.accounting.compare.statements import StatementComparison, compare_statements
from tanlian.accounting.compare.waterfall import Move, Waterfall, waterfall
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.accounting.measure import Basis, Measure
from tanlian.accounting.product import ProductFootprint, footprints
from tanlian.accounting.run import account
from tanlian.accounting.statement import Text
from tanlian.factors.model import FactorSet
from tanlian.inventory.model import Inventory
from tanlian.inventory.scenario import Applied, Scenario, apply
from tanlian.problems import Lang

BASE = Text("Base", "基准")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A scenario over a plant, with one ledger a stage: the base first, then after each step."""

    inventory: Inventory
    applied: Applied
    ledgers: tuple[Ledger, ...]
    factors: Mapping[str, str] = field(default_factory=dict)
    own_sets: Mapping[str, FactorSet] = field(default_factory=dict)

    @property
    def base(self) -> Ledger:
        """The ledger of the plant as it is."""
        return self.ledgers[0]

    @property
    def scenario(self) -> Ledger:
        """The ledger after all steps."""
        return self.ledgers[-1]

    @property
    def names(self) -> tuple[Text, Text]:
        """Base, and the title of the scenario."""
        title = self.applied.scenario.title
        return BASE, Text(title.get("en", ""), title.get("zh", ""))

    def product(self, flow: str, basis: Basis = "location", measure: Measure | None = None) -> Comparison:
        """The footprint of a product, base against scenario. Raises ``footprint.no-product``."""
        a, b = (_footprint(book, flow, measure) for book in (self.base, self.scenario))
        return compare_footprints(a, b, basis, self.names)

    def steps(self, flow: str, basis: Basis = "location", measure: Measure | None = None) -> Waterfall:
        """From base to scenario, one bar a step of the scenario."""
        made = [_footprint(book, flow, measure) for book in self.ledgers]
        return self._by_step([item.value(basis) for item in made], f"kg CO2e/{made[0].unit}")

    def statement(self, method: str, options: Mapping[str, str] | None = None) -> StatementComparison:
        """A method's statement of the plant as it is and under the scenario, line by line.

        A factor set that the scenario chooses stands above those the caller named.
        """
        sides: tuple[tuple[Inventory, Mapping[str, str]], ...] = (
            (self.inventory, {}),
            (self.applied.inventory, self.applied.factors),
        )
        a, b = (
            account(item, method, factors={**self.factors, **anew}, options=options, own_sets=self.own_sets)
            for item, anew in sides
        )
        return compare_statements(a, b, self.names)

    def _by_step(self, values: Sequence[float], unit: str) -> Waterfall:
        moves = [
            Move(f"step-{number}", Text(step.label("en"), step.label("zh")), after - before)
            for number, (step, before, after) in enumerate(
                zip(self.applied.scenario.steps, values, values[1:], strict=False), start=1
            )
        ]
        return waterfall((self.names[0], values[0]), (self.names[1], values[-1]), moves, unit)

    def as_dict(self, flows: Sequence[str], basis: Basis = "location", lang: Lang = "en") -> dict[str, Any]:
        """JSON form, unrounded: the scenario by id and hash, its assumptions, every change, every product."""
        told = self.applied.scenario
        return {
            "scenario": {
                "id": told.id,
                "hash": told.hash,
                "title": told.title.get(lang, ""),
                "status": told.status,
                "assumptions": [
                    {
                        "text": item.text.get(lang, ""),
                        "value": item.value,
                        "source": item.source,
                        "status": item.status,
                    }
                    for item in told.assumptions
                ],
                "steps": [step.label(lang) for step in told.steps],
                "factors": dict(self.applied.factors),
            },
            "changes": [
                {name: getattr(item, name) for name in item.__dataclass_fields__}
                for item in self.applied.changes
            ],
            "basis": basis,
            "products": {
                flow: {
                    "comparison": self.product(flow, basis).as_dict(lang),
                    "steps": self.steps(flow, basis).as_dict(lang),
                }
                for flow in flows
            },
        }


def whatif(
    inventory: Inventory,
    scenario: Scenario,
    *,
    factors: Mapping[str, str] | None = None,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> WhatIf:
    """A plant under a scenario. ``factors`` and ``own_sets`` as for `accounting.choice.choose`.

    Raises what `inventory.scenario.apply` and `accounting.ledger.ledger` raise.
    """
    choice = choose(inventory, factors, None, own_sets)
    applied = apply(inventory, scenario, choice, own_sets)
    stages = ((inventory, choice), *applied.stages)
    books = tuple(ledger(item, chosen) for item, chosen in stages)
    return WhatIf(inventory, applied, books, factors or {}, own_sets or {})


def _footprint(book: Ledger, flow: str, measure: Measure | None) -> ProductFootprint:
    return footprints(book, [flow], measure)[0]
