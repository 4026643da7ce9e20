"""What stands in one column beside others: footprints, headlines of statements and grades of one plant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanlian.accounting.ledger import Ledger
from tanlian.accounting.measure import Basis
from tanlian.accounting.product import ProductFootprint, footprints
from tanlian.accounting.run import METHODS, account
from tanlian.accounting.statement import Line, Statement, Text
from tanlian.catalogue import flow
from tanlian.factors.model import FactorSet
from tanlian.inventory.model import Inventory
from tanlian.problems import Lang, Problem, Problems
from tanlian.standards import standards
from tanlian.standards.plant import PlantGrade, grade_plant

# Results of a statement that stand beside each other; `compare --method` has every line.
HEADLINE = 2


@dataclass(frozen=True)
class Column:
    """One plant as it is, or under a scenario. ``refused`` names what could not be made, and why."""

    name: Text
    basis: Basis
    footprints: Mapping[str, ProductFootprint]
    statements: Mapping[str, Statement]
    grades: Mapping[tuple[str, str], PlantGrade]
    refused: Mapping[str, tuple[Problem, ...]]

    def headline(self, method: str) -> tuple[Line, ...]:
        """The first totals of a statement."""
        statement = self.statements[method]
        return tuple(statement.line(name) for name in statement.totals[:HEADLINE])

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """JSON form, unrounded."""
        return {
            "name": self.name.of(lang),
            "footprints": {
                name: {
                    "value": item.value(self.basis),
                    "unit": f"kg CO2e/{item.unit}",
                    "complete": item.taken[self.basis].complete,
                }
                for name, item in self.footprints.items()
            },
            "statements": {
                name: {
                    line.id: {"label": line.label.of(lang), "value": line.value, "unit": line.unit}
                    for line in self.headline(name)
                }
                for name in self.statements
            },
            "grades": {
                standard: {
                    product: item.grade.as_dict(lang)
                    for (own, product), item in self.grades.items()
                    if own == standard
                }
                for standard in dict.fromkeys(name for name, _ in self.grades)
            },
            "refused": {name: [item.as_dict(lang) for item in found] for name, found in self.refused.items()},
        }


def column(
    name: Text,
    inventory: Inventory,
    made: Ledger,
    roles: Mapping[str, str],
    own: Mapping[str, FactorSet],
    flows: Sequence[str],
    basis: Basis,
) -> Column:
    """Everything of one column; a statement or grade that cannot be made is named with its problems."""
    refused: dict[str, tuple[Problem, ...]] = {}
    statements: dict[str, Statement] = {}
    for item in METHODS.values():
        if item.on_request or (item.countries and inventory.site.country not in item.countries):
            continue
        try:
            statements[item.id] = account(inventory, item.id, factors=roles, own_sets=own)
        except Problems as error:
            refused[item.id] = error.problems
    grades: dict[tuple[str, str], PlantGrade] = {}
    for standard in standards():
        if standard.pack.measure is None:  # graded on facts that a ledger does not have
            continue
        try:
            grades |= {(standard.id, each.product): each for each in grade_plant(standard, made)}
        except Problems as error:
            refused[standard.id] = error.problems
    found = {each.flow: each for each in footprints(made, flows)}
    return Column(name, basis, found, statements, grades, refused)


def shown_products(inventory: Inventory, made: Ledger) -> list[str]:
    """Products that are sold as such or steel."""
    sold = {item.flow for item in inventory.products}
    outputs = list(dict.fromkeys(made.works.outputs["flow"].to_list()))
    return [name for name in outputs if flow(name).stage or name in sold] or outputs
