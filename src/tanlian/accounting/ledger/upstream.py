"""Scope 3: the making of purchased inputs and their transport, by supplier, by factor set, or missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from tanlian.accounting.ledger.schema import Row, ledger_frame, node_of, told
from tanlian.factors.choice import Choice
from tanlian.inventory.model import SITE, Inventory, Supply

Exchange = dict[str, Any]
# Upstream of fuels and energy is category 3.3 of the GHG Protocol, of other goods 3.1.
_FUELS = ("coal", "coke", "liquid_fuel", "gas_fuel", "process_gas", "electricity", "heat", "biomass")


def upstream_rows(inventory: Inventory, exchanges: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """One row per gas for each purchased input: the supplier's figure, else the chosen set's, else missing.

    Inputs carried by weight have a second row for their transport: nothing more where the supplier's
    figure covers it, else missing.
    """
    bought = exchanges.filter(_bought(exchanges), pl.col("block").fill_null("") != "")
    supplies = {item.id: item for item in inventory.supplies}
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
        parts = (supply and list(_from_supplier(item, supply))) or list(_from_set(item, choice))
        rows += [{**base, **part} for part in parts or [_missing(f"upstream {item['flow']}")]]
        if item["unit"] == "t":
            covered = supply is not None and "transport" in supply.covers.split()
            carried = {"kg": 0.0, "source": _document(supply)} if covered else {}
            gap = {} if covered else _missing(f"transport {item['flow']}")
            rows.append({**base, "category": "3.4", "block": "transport", **carried, **gap})
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


def _from_supplier(item: Exchange, supply: Supply) -> Iterator[Row]:
    figures = (
        ("CO2", supply.upstream_co2),
        ("CH4", supply.upstream_ch4),
        ("N2O", supply.upstream_n2o),
        ("CO2e", supply.upstream_co2e),
    )
    for gas, tonnes_per_unit in figures:
        if tonnes_per_unit is not None:
            yield {
                "gas": gas,
                "gwp": (supply.gwp or "unstated") if gas == "CO2e" else "",
                "factor": 1000 * tonnes_per_unit,
                "kg": 1000 * tonnes_per_unit * item["amount"],
                "source": _document(supply),
                "status": supply.status,
                "primary": supply.primary_share or 0.0,
            }


def _from_set(item: Exchange, choice: Choice) -> Iterator[Row]:
    chosen = choice.of("upstream", item["flow"])
    for factor in chosen.all(item["flow"], "upstream", per=item["unit"]) if chosen else ():
        yield told(factor, item["unit"], item["amount"])


def _document(supply: Supply | None) -> str:
    return (supply.document or supply.supplier or supply.id) if supply else ""


def _missing(what: str) -> Row:
    return {"gas": "CO2e", "gwp": "unstated", "missing": what}
