"""Scope 3: the making of purchased inputs and their transport, by supplier, by factor set, or missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from tanlian.accounting.ledger.schema import Row, ledger_frame, node_of, told
from tanlian.accounting.ledger.supplied import from_supplier, missing
from tanlian.accounting.ledger.transport import transport_rows
from tanlian.factors.choice import Choice
from tanlian.inventory.model import SITE, Inventory

Exchange = dict[str, Any]
# Upstream of fuels and energy is category 3.3 of the GHG Protocol, of other goods 3.1.
_FUELS = ("coal", "coke", "liquid_fuel", "gas_fuel", "process_gas", "electricity", "heat", "biomass")


def upstream_rows(inventory: Inventory, exchanges: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """One row per gas for each purchased input: the supplier's figure, else the chosen set's, else missing.

    Several rows of one flow with different supplies mix by amount. Inputs carried by weight have further
    rows for their transport (`transport_rows`).
    """
    bought = exchanges.filter(_bought(exchanges), pl.col("block").fill_null("") != "")
    supplies = {item.id: item for item in inventory.supplies}
    legs = {name: [leg for leg in inventory.legs if leg.supply == name] for name in supplies}
    rows: list[Row] = []
    for item in bought.iter_rows(named=True):
        supply = supplies.get(item["supply"] or "")
        base: Row = {
            "node": node_of(item["process"], item["flow"]),
            "block": item["block"],
            "kind": "upstream",
            "scope": "3",
            "category": "3.3" if item["group"] in _FUELS else "3.1",
            "flow": item["flow"],
            "group": item["group"],
            "amount": item["amount"],
            "unit": item["unit"],
            "row": item["row"],
        }
        parts = (supply and list(from_supplier(item, supply))) or list(_from_set(item, choice))
        rows += [{**base, **part} for part in parts or [missing(f"upstream {item['flow']}")]]
        carried = transport_rows(item, supply, legs.get(item["supply"] or "", ()), choice)
        rows += [{**base, "category": "3.4", "block": "transport", **part} for part in carried]
    return ledger_frame(rows)


def _bought(exchanges: pl.DataFrame) -> pl.Expr:
    """Purchases, and draws of a process from the stock of something that the site only ever buys."""
    enters, at_site = pl.col("direction") == "in", pl.col("process") == SITE
    pooled = exchanges.filter(
        (~at_site & ~enters & (pl.col("partner") == SITE))
        | (at_site & enters & (pl.col("partner") == "purchased"))
    )["flow"].unique()
    from_stock = ~at_site & (pl.col("partner") == "stock") & ~pl.col("flow").is_in(pooled.implode())
    return enters & ((pl.col("partner") == "purchased") | from_stock)


def _from_set(item: Exchange, choice: Choice) -> Iterator[Row]:
    chosen = choice.of("upstream", item["flow"])
    for factor in chosen.all(item["flow"], "upstream", per=item["unit"]) if chosen else ():
        yield told(factor, item["unit"], item["amount"])
