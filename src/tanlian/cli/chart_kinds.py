"""Which results a chart needs, and the chart made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tanlian.accounting.choice import choose
from tanlian.accounting.measure import Basis
from tanlian.accounting.product import ProductFootprint, footprints
from tanlian.accounting.run import METHODS, account
from tanlian.accounting.statement import Text
from tanlian.catalogue import flow
from tanlian.charts.difference import footprint_difference
from tanlian.charts.energy import energy_balance
from tanlian.charts.footprint import footprint_waterfall
from tanlian.charts.methods import method_comparison
from tanlian.charts.model import Chart
from tanlian.charts.sankey import carbon_sankey
from tanlian.charts.standard import standard_chart
from tanlian.cli.plant import Named, flow_of, ledger_of, refuse_unused
from tanlian.cli.sides import two_sides
from tanlian.inventory.model import Inventory
from tanlian.inventory.read import read
from tanlian.problems import Problem, Problems, Where, fail
from tanlian.standards.library import load
from tanlian.standards.plant import grade_plant

_CARBON_UNITS = ("t CO2", "t CO2e")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line names."""

    file: Path | None
    other: Path | None
    scenario: Path | None
    product: str | None
    standard: str | None
    basis: Basis
    named: Named

    @property
    def plant(self) -> Path:
        """The plant file. Raises ``cli.missing-argument``."""
        if self.file is None:
            raise fail("cli.missing-argument", found="FILE", path="tanlian chart")
        return self.file

    def inventory(self) -> Inventory:
        """The plant, read. Raises what reading raises."""
        found = read(self.plant)
        refuse_unused(self.named, found)
        return found


def make(kind: str, asked: Asked) -> Chart:
    """The chart of that kind. Raises `Problems` where something it needs is missing or not named."""
    return _KINDS[kind](asked)


def _carbon(asked: Asked) -> Chart:
    found = asked.inventory()
    return carbon_sankey(found, choose(found, asked.named.roles, None, asked.named.own))


def _energy(asked: Asked) -> Chart:
    found = asked.inventory()
    return energy_balance(found, choose(found, asked.named.roles, None, asked.named.own))


def _footprint(asked: Asked) -> Chart:
    made = ledger_of(asked.plant, asked.named)
    wanted = [flow_of(asked.product, made.inventory)] if asked.product else []
    return footprint_waterfall(_one(footprints(made, wanted)), asked.basis)


def _difference(asked: Asked) -> Chart:
    if (asked.other is None) == (asked.scenario is None) and not (asked.other is None and asked.named.roles):
        raise fail("cli.compare-with")
    first, second = two_sides(asked.plant, asked.other, asked.scenario, asked.named)
    wanted = [flow_of(asked.product, first.inventory)] if asked.product else []
    before = _one(footprints(first.ledger, wanted))
    after = footprints(second.ledger, [before.flow])[0]
    return footprint_difference((first.name, before), (second.name, after), asked.basis)


def _methods(asked: Asked) -> Chart:
    """Statements of every method of the main job that can be made and that counts carbon."""
    found = asked.inventory()
    made, refused = [], list[Problem]()
    for item in METHODS.values():
        if item.on_request or (item.countries and found.site.country not in item.countries):
            continue
        try:
            made.append(account(found, item.id, factors=asked.named.roles, own_sets=asked.named.own))
        except Problems as error:
            refused += error.problems
    made = [item for item in made if any(item.line(name).unit in _CARBON_UNITS for name in item.totals)]
    if not made:
        raise Problems(refused)
    return method_comparison(made)


def _standard(asked: Asked) -> Chart:
    if asked.standard is None:
        raise fail("cli.missing-argument", found="--standard", path="tanlian chart")
    chosen = load(asked.standard)
    if asked.file is None:
        return standard_chart(chosen)
    made = ledger_of(asked.file, asked.named)
    grades = {item.product: item.grade for item in grade_plant(chosen, made)}
    wanted = flow_of(asked.product, made.inventory) if asked.product else ""
    if not wanted and len(grades) > 1:
        raise _name_one(list(grades))
    wanted = wanted or next(iter(grades))
    if wanted not in grades:
        known = ", ".join(grades)
        raise fail("cli.not-graded-product", found=wanted, expected=known, standard=chosen.id)
    name = flow(wanted)
    return standard_chart(chosen, grades[wanted], Text(name.en, name.zh))


def _one(found: tuple[ProductFootprint, ...]) -> ProductFootprint:
    if len(found) > 1:
        raise _name_one([item.flow for item in found])
    return found[0]


def _name_one(flows: list[str]) -> Problems:
    return fail("cli.name-product", Where(name="--product"), expected=", ".join(flows))


_KINDS: dict[str, Callable[[Asked], Chart]] = {
    "carbon": _carbon,
    "energy": _energy,
    "footprint": _footprint,
    "difference": _difference,
    "methods": _methods,
    "standard": _standard,
}
