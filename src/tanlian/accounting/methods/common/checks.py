"""What several methods ask of an inventory before they compute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from tanlian.accounting.methods.common.border import Crossing
from tanlian.accounting.methods.common.fuels import is_fuel
from tanlian.accounting.methods.common.materials import is_process, is_sequestered
from tanlian.accounting.statement import Line
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Where, problem


def asked_for_electricity(inventory: Inventory) -> Iterator[Problem]:
    """``account.no-electricity`` where purchased power is neither given nor said not to apply."""
    asked = (pl.col("flow") == "electricity") & (pl.col("partner") == "purchased")
    if inventory.exchanges.filter(asked).is_empty():
        yield problem("account.no-electricity", Where(file=inventory.source, sheet="exchanges"))


def left_out(
    inventory: Inventory, items: Iterable[Crossing], steel: Iterable[Crossing], lines: Iterable[Line]
) -> Iterator[Problem]:
    """Warnings of a total: no steel was cast, and flows over the border whose carbon no line holds.

    Steel products are not missed: they are settled where they are cast.
    """
    site = Where(file=inventory.source, name=inventory.site.name)
    if not tuple(steel):
        yield problem("account.no-steel", site, severity="warning")
    counted = {row for line in lines for row in line.rows}
    missed = dict.fromkeys(item.flow.id for item in items if item.row not in counted and _might_count(item))
    if missed:
        yield problem("account.not-counted", site, severity="warning", found=", ".join(missed))


def _might_count(item: Crossing) -> bool:
    listed = is_fuel(item) or is_process(item) or is_sequestered(item)
    return listed or (bool(item.carbon_content) and item.flow.stage == "")


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of one flow told once, at the first place where they are met: both levels meet them."""
    first: dict[tuple[str, object, str], Problem] = {}
    for item in problems:
        first.setdefault((item.code, item.values.get("flow"), item.found), item)
    return list(first.values())
