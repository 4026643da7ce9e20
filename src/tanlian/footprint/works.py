"""A works as a chain: processes, their products, and the pools in which a site mixes a flow.

Nodes are ``process:<id>`` (one unit = its whole run in the period), ``product:<id>:<flow>`` (one unit
of the product) and ``pool:<flow>`` (one unit drawn from what the site makes and buys of the flow). A
pool is filled by outputs to ``site`` and by purchases of the site as a whole; what it loses on the way
is carried by what arrives, and draws from stock carry the pool's own intensity. Which outputs carry the
burden of a process is a matter of `allocation`; the others (by default gas, slag, scrap, surplus heat)
leave without any. Whatever the method, the carbon of a process gas counts where the gas is burnt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from tanlian.footprint.allocation import Allocation, allocate
from tanlian.footprint.chain import Chain, Floats, activity
from tanlian.inventory.model import SITE
from tanlian.problems import Problem, Where, fail, problem, raise_errors


def process_node(process: str) -> str:
    """Node of a process; rows of the site as a whole belong to pools."""
    return f"process:{process}"


def product_node(process: str, flow: str) -> str:
    """Node of one product of a process."""
    return f"product:{process}:{flow}"


def pool_node(flow: str) -> str:
    """Node of the site's pool of a flow."""
    return f"pool:{flow}"


@dataclass(frozen=True, slots=True)
class Works:
    """The chain of a site with what is needed to ask it questions.

    ``arrived`` : units of each pool that reached somebody, by node; losses on the way are theirs to carry.
    ``undrawn`` : pools that are filled and that nobody draws on: what stands there reaches no product.
    ``outputs`` : frame of every output that carries burden, as `allocate` gives it.
    """

    chain: Chain
    arrived: dict[str, float]
    undrawn: frozenset[str]
    outputs: pl.DataFrame

    def shares(self, flow: str, processes: Iterable[str] = ()) -> dict[str, float]:
        """What one unit of a product takes of every node, as a fraction of what happened there.

        The unit is mixed from all processes that make the flow (or those named), by amount. The value
        of ``process:X`` is the part of X's whole run, that of ``pool:F`` the part of all that arrived
        from the pool: multiply it with the burden that stands at the node. Raises ``footprint.no-product``.
        """
        makers = self.outputs.filter(pl.col("flow") == flow)
        if wanted := tuple(processes):
            makers = makers.filter(pl.col("process").is_in(wanted))
        total = makers["amount"].sum()
        if not total:
            raise fail("footprint.no-product", Where(name=flow), found=flow)
        position = {node: index for index, node in enumerate(self.chain.nodes)}
        demand = np.zeros(len(self.chain.nodes))
        for process, amount in makers.select("process", "amount").iter_rows():
            demand[position[product_node(process, flow)]] += amount / total
        units: Floats = activity(self.chain, demand)
        return {
            node: float(units[index]) / self.arrived.get(node, 1.0)
            for node, index in position.items()
            if units[index] != 0
        }


def works(exchanges: pl.DataFrame, processes: Iterable[str], allocation: Allocation | None = None) -> Works:
    """Build the chain of a site from its exchanges (frame of `inventory.carbon.with_contents`).

    Raises `Problems` where a burden cannot be shared as ``allocation`` says (see `allocate`), where a pool
    or the products of a process are in several units, and where something is drawn that nobody gives.
    """
    made = exchanges.filter((pl.col("direction") == "out") & (pl.col("process") != SITE))
    outputs = allocate(exchanges, allocation or Allocation())
    products = made.join(outputs, on=["process", "flow", "unit"], how="semi", maintain_order="left")
    pools = _pools(exchanges, made)
    arrived = pools.arrived
    links = [*_product_links(outputs), *_pool_links(products, arrived)]
    links += _use_links(exchanges, outputs, arrived)
    nodes = [process_node(item) for item in processes]
    nodes += [product_node(process, flow) for process, flow in outputs.select("process", "flow").iter_rows()]
    nodes += list(arrived)
    position = {node: index for index, node in enumerate(nodes)}
    return Works(
        chain=Chain(
            nodes=tuple(nodes),
            consumer=np.array([position[link[0]] for link in links], dtype=np.int32),
            supplier=np.array([position[link[1]] for link in links], dtype=np.int32),
            quantity=np.array([link[2] for link in links], dtype=np.float64),
        ),
        arrived=arrived,
        undrawn=pools.undrawn,
        outputs=outputs,
    )


Link = tuple[str, str, float]  # consumer, supplier, units of supplier per unit of consumer


@dataclass(frozen=True, slots=True)
class _Pools:
    """``arrived``: units that reached a user, a buyer or the stock, draws from stock left out, by node.
    ``undrawn``: pools that are filled and that nobody draws on."""

    arrived: dict[str, float]
    undrawn: frozenset[str]


def _pools(exchanges: pl.DataFrame, made: pl.DataFrame) -> _Pools:
    """What a pool loses on the way is carried by what arrives, so that nothing is left without a product."""
    at_site, enters = pl.col("process") == SITE, pl.col("direction") == "in"
    bought = exchanges.filter(at_site & enters & (pl.col("partner") == "purchased"))
    filled = pl.concat(
        [part.select("flow", "unit", "amount") for part in (made.filter(pl.col("partner") == SITE), bought)]
    )
    drawn = ~at_site & enters & pl.col("partner").is_in([SITE, "stock"])
    given = at_site & ~enters & pl.col("partner").is_in(["sold", "stock"])
    restocked = at_site & enters & (pl.col("partner") == "stock")
    signed = pl.when(restocked).then(-pl.col("amount")).otherwise("amount")
    moved = exchanges.filter(drawn | given | restocked)
    _refuse_mixed_pools(pl.concat([filled.select("flow", "unit"), moved.select("flow", "unit")]))
    arrived = dict(moved.group_by("flow", maintain_order=True).agg(signed.sum()).iter_rows())
    entered = filled.group_by("flow", maintain_order=True).agg(pl.col("amount").sum())
    used = set(moved.filter(drawn | given)["flow"].unique())
    totals = {flow: amount for flow, amount in entered.iter_rows() if amount > 0}
    return _Pools(
        arrived={
            pool_node(flow): arrived[flow] if arrived.get(flow, 0) > 0 else amount
            for flow, amount in totals.items()
        },
        undrawn=frozenset(pool_node(flow) for flow in totals if flow not in used),
    )


def _refuse_mixed_pools(moves: pl.DataFrame) -> None:
    mixed = (
        moves.group_by("flow")
        .agg(units=pl.col("unit").unique().sort())
        .filter(pl.col("units").list.len() > 1)
    )
    raise_errors(
        problem("footprint.mixed-pool", Where(name=flow), found=flow, units=", ".join(units))
        for flow, units in mixed.sort("flow").iter_rows()
    )


def _product_links(outputs: pl.DataFrame) -> list[Link]:
    """A unit of an output takes its part of the process's run."""
    return [
        (product_node(process, flow), process_node(process), share / amount)
        for process, flow, amount, share in outputs.select("process", "flow", "amount", "share").iter_rows()
        if amount > 0
    ]


def _pool_links(products: pl.DataFrame, arrived: dict[str, float]) -> list[Link]:
    pooled = products.filter(pl.col("partner") == SITE)
    totals = pooled.group_by("process", "flow", maintain_order=True).agg(pl.col("amount").sum())
    return [
        (pool_node(flow), product_node(process, flow), amount / arrived[pool_node(flow)])
        for process, flow, amount in totals.iter_rows()
        if amount > 0
    ]


def _use_links(exchanges: pl.DataFrame, outputs: pl.DataFrame, arrived: dict[str, float]) -> list[Link]:
    """What each process draws, from a pool or straight from another process."""
    makes = set(outputs.select("process", "flow").iter_rows())
    gives = set(exchanges.filter(pl.col("direction") == "out").select("process", "flow").iter_rows())
    drawn = exchanges.filter((pl.col("direction") == "in") & (pl.col("process") != SITE))
    totals = drawn.group_by("process", "flow", "partner", maintain_order=True).agg(pl.col("amount").sum())
    links: list[Link] = []
    problems: list[Problem] = []
    for process, flow, partner, amount in totals.iter_rows():
        if partner in {SITE, "stock"} and pool_node(flow) in arrived:
            links.append((process_node(process), pool_node(flow), amount))
        elif (partner, flow) in makes:
            links.append((process_node(process), product_node(partner, flow), amount))
        elif partner not in {"purchased", "stock"} and (partner, flow) not in gives:
            problems.append(problem("footprint.no-source", Where(name=process), found=flow, partner=partner))
    raise_errors(problems)
    return links
