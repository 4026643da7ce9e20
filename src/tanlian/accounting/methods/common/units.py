"""The processes of a site and the rows over the border of each; what the site itself uses is one more.

A method that looks at processes adds what each takes in and takes off what each hands on, whoever it
comes from or goes to. Then what is made and used inside cancels, and the sum differs from the total of
the site only by what the pools lose; `reconcile` shows that difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import polars as pl

from tanlian.accounting.methods.common.border import PURCHASED, Crossing, crossings, inside
from tanlian.inventory.model import SITE, Inventory, Process
from tanlian.inventory.rules import resolved

_SITE_NAME = "Site 厂区"


@dataclass(frozen=True, slots=True)
class Unit:
    """A process, or the site for what it uses itself (``kind`` is ``""`` then), with its crossings."""

    id: str
    name: str
    kind: str
    items: tuple[Crossing, ...]


def units(inventory: Inventory) -> tuple[Unit, ...]:
    """Every process in the order of the inventory, then the site.

    What the site buys or sells counts at the site only where no process draws from or gives to the pool
    of that flow.
    """
    within = inside(inventory)
    by_process: dict[str, list[Crossing]] = {item.id: [] for item in inventory.processes}
    for item in within:
        by_process[item.process].append(item)
    pooled = {item.flow.id for item in within if item.partner == SITE}
    own = (item for item in crossings(inventory) if item.process == SITE and item.flow.id not in pooled)
    made = tuple(
        Unit(item.id, item.name or item.id, item.kind, tuple(by_process[item.id]))
        for item in inventory.processes
    )
    return (*made, Unit(SITE, _SITE_NAME, "", tuple(own)))


@dataclass(frozen=True, slots=True)
class Pools:
    """What a site's pools hold: who makes each flow, how much of it was bought, and what is a product.

    ``makers`` : processes that hand a flow on, in the order of the inventory. ``bought`` : purchases of
    the site over purchases and what processes give to the pool. ``rows`` : of `rules.resolved`, in t.
    """

    makers: Mapping[str, tuple[str, ...]]
    bought: Mapping[str, float]
    rows: pl.DataFrame


def pools(inventory: Inventory) -> Pools:
    """The pools of an inventory."""
    order = [item.id for item in inventory.processes]
    given: dict[str, set[str]] = {}
    made: dict[str, list[float]] = {}
    bought: dict[str, list[float]] = {}
    for item in inside(inventory):
        if item.amount < 0:
            given.setdefault(item.flow.id, set()).add(item.process)
            if item.partner == SITE:
                made.setdefault(item.flow.id, []).append(-item.amount)
    for item in crossings(inventory):
        if item.process == SITE and item.way == PURCHASED:
            bought.setdefault(item.flow.id, []).append(item.amount)
    return Pools(
        {flow: tuple(sorted(names, key=order.index)) for flow, names in given.items()},
        {
            flow: fsum(amounts) / fsum([*amounts, *made.get(flow, ())])
            for flow, amounts in bought.items()
            if fsum(amounts) > 0
        },
        resolved(inventory).filter(pl.col("unit") == "t"),
    )


def output(processes: Sequence[Process], pool: Pools) -> float:
    """Products and co-products of processes taken together, in t, less what one of them takes from another.

    Where a process records no such output, its given activity level stands in.
    """
    ids = {item.id for item in processes}
    rows = pool.rows.filter(pl.col("process").is_in(ids))
    made = rows.filter((pl.col("direction") == "out") & pl.col("role").is_in(["product", "co_product"]))
    only_here = [flow for flow in made["flow"].unique() if set(pool.makers.get(flow, ())) <= ids]
    again = rows.filter(
        (pl.col("direction") == "in")
        & (pl.col("partner").is_in(ids) | ((pl.col("partner") == SITE) & pl.col("flow").is_in(only_here)))
        & pl.col("flow").is_in(made["flow"].unique().to_list())
    )
    taken = [
        -amount * (1 - pool.bought.get(flow, 0.0) if partner == SITE else 1)
        for flow, partner, amount in again.select("flow", "partner", "amount").iter_rows()
    ]
    silent = ids - set(made["process"])
    given = [item.output_t for item in processes if item.id in silent and item.output_t]
    return fsum([*made["amount"].to_list(), *taken, *given])
