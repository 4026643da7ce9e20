"""Who takes up the difference in each bucket of a works when something in it changes.

``makers``: whoever makes the flow as a product, and what the site buys of it, in proportion.
``purchased``, ``sold``: the site's own rows of that kind.
``users``: everybody draws as much more or less as there is.
A process id: what that process draws, and with it the whole process but for its other energy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from tanlian.inventory.model import SITE
from tanlian.inventory.scenario.buckets import flow_of
from tanlian.problems import Problem, Problems, Where, nearest, problem

MAKERS, USERS = "makers", "users"
OF_SITE = ("purchased", "sold")
# A shortage of energy cannot be shared out quietly: it must come from somewhere.
ENERGY = ("coal", "coke", "liquid_fuel", "gas_fuel", "process_gas", "biomass", "waste_fuel", "heat")
_BOUGHT_FIRST = ("electricity", "heat")


def takers(rows: pl.DataFrame, swing: Mapping[str, str], where: Where) -> dict[str, str]:
    """The taker of each bucket that has two sides; left out where none is named or goes without saying.

    rows : frame of `buckets.bucketed` with contents.
    Power and heat that the site buys are bought more or less; a product is made more or less; what is only
    bought is bought; residues and utilities are used as they come. Gas and heat that arise beside a product
    have no taker unless ``swing`` names one. Raises ``scenario.unknown-swing`` and ``scenario.swing-taker``.
    """
    raise_unknown(rows, swing, where)
    found: dict[str, str] = {}
    for (bucket,), part in rows.filter(pl.col("bucket").is_not_null()).group_by(
        "bucket", maintain_order=True
    ):
        name = str(bucket)
        if part["fills"].all() or not part["fills"].any():
            continue
        if taker := _taker(part, name, swing):
            found[name] = taker
    return found


def raise_unknown(rows: pl.DataFrame, swing: Mapping[str, str], where: Where) -> None:
    """Refuse a swing for a flow without a pool, or one that has nothing to swing with."""
    if faults := list(_faults(rows, swing, where)):
        raise Problems(faults)


def _faults(rows: pl.DataFrame, swing: Mapping[str, str], where: Where) -> Iterator[Problem]:
    pools = rows.filter(pl.col("bucket").str.starts_with(f"{SITE}|"))
    flows = pools["flow"].unique(maintain_order=True).to_list()
    for flow, taker in swing.items():
        pool = pools.filter((pl.col("flow") == flow) & (pl.col("amount") > 0))
        if pool.is_empty():
            near = nearest(flow, flows) or ", ".join(flows) or "–"
            yield problem("scenario.unknown-swing", where, found=flow, expected=near)
        elif taker not in (choices := _possible(pool)):
            yield problem(
                "scenario.swing-taker", where, found=taker, expected=", ".join(choices) or "–", flow=flow
            )


def _possible(pool: pl.DataFrame) -> list[str]:
    """Everything that could take up a difference in this pool."""
    own = pool.filter(pl.col("process") == SITE)["partner"].unique(maintain_order=True)
    users = pool.filter(~pl.col("fills") & (pl.col("process") != SITE))["process"].unique(maintain_order=True)
    makers = [MAKERS] if _made(pool) else []
    return [*makers, *(name for name in own if name in OF_SITE), *users, *([USERS] if len(users) else [])]


def _taker(part: pl.DataFrame, bucket: str, swing: Mapping[str, str]) -> str:
    if not bucket.startswith(f"{SITE}|"):
        return MAKERS if _made(part) else USERS
    if named := swing.get(flow_of(bucket)):
        return named
    group = part["group"][0]
    bought = ((part["partner"] == "purchased") & part["fills"] & (part["amount"] > 0)).any()
    if bought and group in _BOUGHT_FIRST:
        return "purchased"
    if _made(part):
        return MAKERS
    if bought:
        return "purchased"
    return "" if group in (*ENERGY, "electricity") else USERS


def _made(part: pl.DataFrame) -> bool:
    products = part.filter(
        part["fills"] & part["role"].is_in(["product", "co_product"]).fill_null(value=False)
    )
    return bool((products["amount"] > 0).any())
