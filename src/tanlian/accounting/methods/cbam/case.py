"""What every step of a run looks at: the inventory as read, its groups, the rules, and the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tanlian.accounting.methods.cbam.book import Book
from tanlian.accounting.methods.cbam.carbon import Sources
from tanlian.accounting.methods.cbam.energy import Energy
from tanlian.accounting.methods.cbam.groups import Group, by_process
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.inventory.model import Inventory


@dataclass(frozen=True, slots=True)
class Case:
    """One run. ``groups`` are all production processes, also those that make no CBAM good."""

    inventory: Inventory
    groups: Sequence[Group]
    energy: Energy
    rules: Rules
    book: Book

    @property
    def rows(self) -> Sequence[Row]:
        """All rows."""
        return self.energy.rows

    @property
    def sources(self) -> Sources:
        """Where carbon data comes from."""
        return self.energy.sources

    @property
    def owner(self) -> Mapping[str, Group]:
        """The group of each unit process."""
        return by_process(self.groups)
