"""What an action needs beside the inventory: the factor sets, and its place for messages."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tanlian.factors.choice import Choice
from tanlian.inventory.carbon import with_contents
from tanlian.inventory.model import Inventory
from tanlian.inventory.rules import resolved
from tanlian.problems import Where


@dataclass(frozen=True, slots=True)
class Setting:
    """``where`` names the step; ``place`` marks the rows it adds."""

    choice: Choice
    where: Where
    place: str

    def contents(self, inventory: Inventory) -> pl.DataFrame:
        """The rows with an amount, with carbon and energy (frame of `inventory.carbon.with_contents`)."""
        return with_contents(resolved(inventory), self.choice)
