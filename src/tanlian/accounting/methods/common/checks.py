"""What several methods ask of an inventory before they compute."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Where, problem


def asked_for_electricity(inventory: Inventory) -> Iterator[Problem]:
    """``account.no-electricity`` where purchased power is neither given nor said not to apply."""
    asked = (pl.col("flow") == "electricity") & (pl.col("partner") == "purchased")
    if inventory.exchanges.filter(asked).is_empty():
        yield problem("account.no-electricity", Where(file=inventory.source, sheet="exchanges"))
