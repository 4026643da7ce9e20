"""Scope 2: purchased electricity on the location and the market basis, and purchased heat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from tanlian.accounting.ledger.schema import Row, ledger_frame, node_of, told
from tanlian.factors.choice import Choice
from tanlian.factors.model import Factor
from tanlian.inventory.model import Inventory

Exchange = dict[str, Any]


def energy_rows(inventory: Inventory, exchanges: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """One location row and one or two market rows for each purchase of electricity; one row for heat.

    Location: the row's own factor, else the chosen set for region and year. Market: what an instrument
    covers at the factor it conveys, the rest at the residual mix; missing where no residual set is
    chosen.
    """
    bought = exchanges.filter(
        pl.col("partner") == "purchased",
        pl.col("direction") == "in",
        pl.col("group").is_in(["electricity", "heat"]),
    )
    rows: list[Row] = []
    for item in bought.iter_rows(named=True):
        base: Row = {
            "node": node_of(item["process"], item["flow"]),
            "block": item["group"],
            "kind": "purchased",
            "scope": "2",
            "category": "2",
            "flow": item["flow"],
            "group": item["group"],
            "unit": item["unit"],
            "row": item["row"],
        }
        if item["group"] == "heat":
            rows.append({**base, **_priced(item, item["amount"], _heat_factor(item, choice))})
        else:
            region = item["region"] or inventory.site.region or inventory.site.country
            located = _electricity_factor(item, choice, "electricity", region)
            rows.append({**base, "basis": "location", **_priced(item, item["amount"], located)})
            # Residual mixes are published by country, not by grid region.
            country = inventory.site.country
            rows += [{**base, "basis": "market", **part} for part in _market(item, choice, country)]
    return ledger_frame(rows)


def _market(item: Exchange, choice: Choice, region: str) -> Iterator[Row]:
    whole = item["amount"] if item["instrument"] else 0.0
    covered = whole if item["instrument_amount"] is None else item["instrument_amount"]
    if covered:
        factor = item["instrument_factor"]
        yield (
            _own(covered, factor, f"instrument {item['instrument'] or ''}".strip())
            if factor is not None
            else {"amount": covered, "missing": "factor of the instrument"}
        )
    rest = item["amount"] - covered
    if rest > 0:
        residual = _electricity_factor(item, choice, "residual", region)
        yield (
            told(residual, item["unit"], rest)
            if residual is not None
            else {"amount": rest, "missing": "market-based electricity (instrument or residual mix)"}
        )


def _priced(item: Exchange, amount: float, factor: Factor | None) -> Row:
    if item["emission_factor"] is not None:
        return _own(amount, item["emission_factor"], "row")
    if factor is None:
        return {"amount": amount, "missing": f"emission factor {item['flow']}"}
    return told(factor, item["unit"], amount)


def _own(amount: float, tonnes_per_unit: float, source: str) -> Row:
    kg = 1000 * tonnes_per_unit
    return {
        "amount": amount,
        "factor": kg,
        "kg": amount * kg,
        "source": source,
        "primary": 1.0,
        "data": "own",
    }


def _electricity_factor(item: Exchange, choice: Choice, role: str, region: str) -> Factor | None:
    chosen = choice.of(role, "electricity")
    if chosen is None:
        return None
    variant = "residual" if role == "residual" else ""
    return chosen.find(
        "electricity", "emission", region=region, year=item["year"], per="MWh", variant=variant
    )


def _heat_factor(item: Exchange, choice: Choice) -> Factor | None:
    chosen = choice.of("direct", item["flow"])
    if chosen is None:
        return None
    return chosen.find(item["flow"], "emission", per="GJ") or chosen.find("heat", "emission", per="GJ")
