"""What several methods ask of an inventory before they compute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Where, problem


def asked_for_electricity(inventory: Inventory) -> Iterator[Problem]:
    """``account.no-electricity`` where purchased power is neither given nor said not to apply."""
    asked = (pl.col("flow") == "electricity") & (pl.col("partner") == "purchased")
    if inventory.exchanges.filter(asked).is_empty():
        yield problem("account.no-electricity", Where(file=inventory.source, sheet="exchanges"))


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of one flow told once, at the first place where they are met: both levels meet them."""
    first: dict[tuple[str, object, str], Problem] = {}
    for item in problems:
        first.setdefault((item.code, item.values.get("flow"), item.found), item)
    return list(first.values())
