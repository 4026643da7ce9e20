"""What every step of a run looks at: the inventory as read, its groups, the rules, and the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tanlian.accounting.methods.cbam.book import Book
from tanlian.accounting.methods.cbam.carbon import Sources
from tanlian.accounting.methods.cbam.energy import Energy
from tanlian.accounting.methods.cbam.groups import PRODUCT, Group, by_process
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.methods.cbam.settings import Settings
from tanlian.inventory.model import Inventory


@dataclass(frozen=True, slots=True)
class Case:
    """One run.

    groups : all production processes, also those that make no CBAM good.
    owner : the group of each unit process.
    by_flow : rows of each flow.
    given, taken : (group, flow) of what a group hands over as a product and takes in from outside.
    """

    groups: Sequence[Group]
    energy: Energy
    rules: Rules
    book: Book
    owner: Mapping[str, Group]
    by_flow: Mapping[str, Sequence[Row]]
    given: frozenset[tuple[str, str]]
    taken: frozenset[tuple[str, str]]
    settings: Settings

    @property
    def inventory(self) -> Inventory:
        """The inventory."""
        return self.energy.inventory

    @property
    def rows(self) -> Sequence[Row]:
        """All rows."""
        return self.energy.rows

    @property
    def sources(self) -> Sources:
        """Where carbon data comes from."""
        return self.energy.sources


def make_case(groups: Sequence[Group], energy: Energy, rules: Rules, book: Book, settings: Settings) -> Case:
    """A case with its look-ups."""
    owner = by_process(groups)
    placed = [(owner[row.process], row) for row in energy.rows if row.process in owner]
    given = {(group.id, row.flow) for group, row in placed if row.direction == "out" and row.role in PRODUCT}
    taken = {
        (group.id, row.flow)
        for group, row in placed
        if row.direction == "in" and not group.is_inside(row.partner)
    }
    by_flow: dict[str, list[Row]] = {}
    for row in energy.rows:
        by_flow.setdefault(row.flow, []).append(row)
    return Case(groups, energy, rules, book, owner, by_flow, frozenset(given), frozenset(taken), settings)
