"""The columns of the ledger, and how rows come into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from tanlian.factors.model import Factor
from tanlian.footprint.works import pool_node, process_node
from tanlian.inventory.model import SITE

Row = dict[str, object]

LEDGER_SCHEMA: dict[str, pl.DataType] = {
    "node": pl.String(),  # where it stands in the chain of the works: process:<id> or pool:<flow>
    "block": pl.String(),
    "kind": pl.String(),  # own | purchased | upstream | credit
    "scope": pl.String(),  # 1 | 2 | 3
    "category": pl.String(),  # 1, 2, 3.1 goods, 3.3 fuels and energy, 3.4 transport
    "basis": pl.String(),  # any | location | market
    "flow": pl.String(),
    "group": pl.String(),
    "gas": pl.String(),  # CO2, CH4, N2O ... or CO2e where the source does not split
    "gwp": pl.String(),  # GWP set of a CO2e row, `unstated` where the source names none
    "origin": pl.String(),  # fossil | biogenic | land_use
    "amount": pl.Float64(),  # activity in `unit`, signed: what leaves is negative
    "unit": pl.String(),
    "factor": pl.Float64(),  # kg of gas per unit
    "source": pl.String(),
    "status": pl.String(),
    "primary": pl.Float64(),  # share of primary data, 0..1
    "data": pl.String(),  # own (measured or given here) | supplier | set | "" where missing
    "factor_set": pl.String(),  # id of the set the factor comes from, else ""
    "region": pl.String(),  # that a supplier's or a set's factor is for, "" where nobody says
    "year": pl.Int32(),  # likewise, null where nobody says
    "kg": pl.Float64(),  # kg of gas; null = missing
    "missing": pl.String(),  # what is missing, "" where nothing is
    "row": pl.UInt32(),  # exchange it comes from; null for pools and given totals
}

OWN: Mapping[str, object] = {
    "kind": "own",
    "scope": "1",
    "category": "1",
    "basis": "any",
    "flow": "",
    "group": "",
    "gas": "CO2",
    "gwp": "",
    "origin": "fossil",
    "unit": "",
    "source": "",
    "status": "user",
    "primary": 0.0,
    "data": "",
    "factor_set": "",
    "region": "",
    "missing": "",
}


def ledger_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """Rows as a frame; what a row does not say takes the values of `OWN`, else null."""
    return pl.DataFrame([{**OWN, **row} for row in rows], schema=LEDGER_SCHEMA)


def node_of(process: str, flow: str) -> str:
    """Node at which a row of this process stands; the site's own rows stand at the pool of the flow."""
    return pool_node(flow) if process == SITE else process_node(process)


def told(factor: Factor, unit: str, amount: float) -> Row:
    """What a factor of a set says of an amount."""
    kg_per_unit = 1000 * factor.per(unit)
    return {
        "gas": factor.gas,
        "gwp": factor.gwp,
        "origin": factor.origin or "fossil",
        "amount": amount,
        "factor": kg_per_unit,
        "kg": amount * kg_per_unit,
        "source": factor.source,
        "status": factor.status,
        "data": "set",
        "factor_set": factor.set_id,
        "region": factor.region,
        "year": factor.year,
    }
