"""System expansion: what sold co-products stand in for, as credits of the processes that give them."""

from __future__ import annotations

import polars as pl

from tanlian.accounting.ledger import Ledger
from tanlian.accounting.ledger.supplied import footprint_parts, units_declared
from tanlian.accounting.measure import Credit
from tanlian.accounting.product.options import Decision, Substitute
from tanlian.catalogue import gwp as gwp_of
from tanlian.factors.model import FactorSet
from tanlian.inventory.model import SITE, Supply
from tanlian.problems import Problem, Where, fail, problem, raise_errors

_LOST = ("waste", "flare")


def credits_of(decision: Decision, made: Ledger) -> tuple[tuple[Credit, ...], tuple[Problem, ...]]:
    """The credits of a decision, and a warning for each sold co-product that nothing stands in for.

    Only what leaves the site as a sale is credited. Raises ``product.substitute-unused`` for a substitute
    whose co-product is not expanded, or is not sold.
    """
    makers = _expanded(decision, made)
    sold = set(made.exchanges.filter(_out() & (pl.col("partner") == "sold"))["flow"])
    given = decision.options.substitutes
    raise_errors(
        problem("product.substitute-unused", Where(name=flow), found=flow)
        for flow in given
        if flow not in makers or flow not in sold
    )
    credits = tuple(
        Credit((flow,), item.kg_per_unit, item.source, item.status, tuple(sorted(makers[flow])))
        for flow, item in given.items()
    )
    warnings = tuple(
        problem("product.no-substitute", Where(name=flow), severity="warning", found=flow)
        for flow in makers
        if flow in sold and flow not in given
    )
    return credits, warnings


def from_set(chosen: FactorSet, flow: str, unit: str, gwp: str, replaces: str = "") -> Substitute:
    """A substitute with the upstream factors of a flow in a set, in kg CO2e per ``unit`` of it.

    Raises what `FactorSet.need` raises, and ``product.other-gwp`` for a CO2e factor of another GWP set.
    """
    chosen.need(flow, "upstream", per=unit) if not (found := chosen.all(flow, "upstream", per=unit)) else None
    total = 0.0
    for factor in found:
        if factor.gas == "CO2e" and factor.gwp not in {gwp, "unstated"}:
            raise fail(
                "product.other-gwp", Where(name=flow), found=factor.gwp, expected=gwp, source=factor.source
            )
        weight = 1.0 if factor.gas == "CO2e" else gwp_of(gwp, factor.gas, factor.origin).number
        total += 1000 * factor.per(unit) * weight
    return Substitute(replaces or flow, total, found[0].source, found[0].status, gwp)


def from_supply(supply: Supply, unit: str, replaces: str) -> Substitute:
    """A substitute with the footprint a supplier declared. Raises ``product.no-footprint``."""
    units = units_declared(supply, unit)
    parts = footprint_parts(supply)
    if not parts or units is None:
        raise fail(
            "product.no-footprint", Where("", "supplies", name=supply.id), found=supply.id, expected=unit
        )
    total = sum(kg for _, kg in parts) / units
    return Substitute(replaces, total, supply.document or supply.id, supply.status, supply.gwp)


def _expanded(decision: Decision, made: Ledger) -> dict[str, set[str]]:
    """Processes by the co-product whose use elsewhere is brought into the system."""
    rows = made.exchanges.filter(
        _out() & (pl.col("process") != SITE) & ~pl.col("partner").is_in(_LOST)
    ).select("process", "process_kind", "flow", "role")
    found: dict[str, set[str]] = {}
    for process, kind, flow, role in rows.unique(maintain_order=True).iter_rows():
        part = decision.allocation.part(process, kind or "", flow)
        whole = decision.allocation.of(process, kind or "") == "system_expansion" and role == "by_product"
        if part == "system_expansion" or (part is None and whole):
            found.setdefault(flow, set()).add(process)
    return found


def _out() -> pl.Expr:
    return pl.col("direction") == "out"
