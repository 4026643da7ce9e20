"""Two sides to be compared: two plants, a plant and a scenario, or a plant and another choice of factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tanlian.accounting.choice import choose
from tanlian.accounting.compare.whatif import BASE
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement, Text
from tanlian.cli.plant import Named, refuse_unused
from tanlian.factors.model import FactorSet
from tanlian.inventory.model import Inventory
from tanlian.inventory.read import read
from tanlian.inventory.scenario import apply
from tanlian.inventory.scenario import read as read_scenario


@dataclass(frozen=True)
class Side:
    """An inventory with the factor sets that were named for it."""

    name: Text
    inventory: Inventory
    roles: Mapping[str, str]
    own: Mapping[str, FactorSet]

    @cached_property
    def ledger(self) -> Ledger:
        """Its ledger."""
        return ledger(self.inventory, choose(self.inventory, self.roles, None, self.own))

    def statement(self, method: str, options: Mapping[str, str]) -> Statement:
        """Its statement by a method."""
        return account(self.inventory, method, factors=self.roles, options=options, own_sets=self.own)


def two_sides(file: Path, other: Path | None, scenario: Path | None, named: Named) -> tuple[Side, Side]:
    """The plant as it is, and what it is compared with; named factor sets serve the second alone.

    Raises what reading, the scenario and the choice of factors raise, and ``cli.unused-set``.
    """
    first = read(file)
    if other is not None:
        second = read(other)
        names = _names(first, second, file, other)
        refuse_unused(named, second)
        return Side(names[0], first, {}, {}), Side(names[1], second, named.roles, named.own)
    refuse_unused(named, first)
    if scenario is not None:
        told = read_scenario(scenario)
        choice = choose(first, named.roles, None, named.own)
        applied = apply(first, told, choice, named.own)
        name = Text(told.title.get("en", told.id), told.title.get("zh", told.id))
        roles = {**named.roles, **applied.factors}
        return Side(BASE, first, {}, {}), Side(name, applied.inventory, roles, named.own)
    asked = ", ".join(f"{role}={name}" for role, name in named.roles.items())
    return Side(BASE, first, {}, {}), Side(Text(asked, asked), first, named.roles, named.own)


def _names(a: Inventory, b: Inventory, file: Path, other: Path) -> tuple[Text, Text]:
    """What tells two plants apart: the site, else the period, else the file."""
    for first, second in (
        (a.site.name, b.site.name),
        (str(a.period), str(b.period)),
        (file.name, other.name),
        (str(file), str(other)),
    ):
        if first != second:
            break
    return Text(first, first), Text(second, second)
