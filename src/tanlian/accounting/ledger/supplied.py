"""What a supplier says of a purchased input, per unit of the exchange, and what speaks against using it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import polars as pl

from tanlian.accounting.ledger.schema import Row
from tanlian.inventory.carbon import GJ_PER_MWH
from tanlian.inventory.model import Inventory, Supply
from tanlian.problems import Problem, Where, problem, raise_errors

Exchange = Mapping[str, Any]
CRADLE_TO_GATE = ("", "cradle_to_gate")

# Canonical units of an exchange in one declared unit of PACT. A gas by the cubic metre has no stated state
# of temperature and pressure, so it serves no amount in 1000 m3N.
_UNITS = {
    ("kilowatt_hour", "MWh"): 1e-3,
    ("kilowatt_hour", "GJ"): GJ_PER_MWH / 1000,
    ("megajoule", "GJ"): 1e-3,
    ("megajoule", "MWh"): 1e-3 / GJ_PER_MWH,
    ("liter", "m3"): 1e-3,
    ("cubic_meter", "m3"): 1.0,
    ("kilogram", "t"): 1e-3,
}


def figures(supply: Supply) -> tuple[tuple[str, str, float | None], ...]:
    """Gas, origin and t of the gas per unit of the input, as the supplier splits them."""
    return (
        ("CO2", "fossil", supply.upstream_co2),
        ("CH4", "fossil", supply.upstream_ch4),
        ("N2O", "fossil", supply.upstream_n2o),
        ("CO2e", "fossil", supply.upstream_co2e),
    )


def footprint_parts(supply: Supply) -> tuple[tuple[str, float], ...]:
    """Origin and kg CO2e per declared unit of the parts of a product footprint that are given."""
    parts = (
        ("fossil", supply.pcf_fossil),
        ("biogenic", supply.pcf_biogenic),
        ("land_use", supply.pcf_land_use),
    )
    return tuple((origin, kg) for origin, kg in parts if kg is not None)


def units_declared(supply: Supply, unit: str) -> float | None:
    """Units of the exchange in one declared unit; None where the two cannot be compared."""
    amount = 1.0 if supply.declared_amount is None else supply.declared_amount
    if unit == "t" and supply.declared_mass:
        return supply.declared_mass / 1000
    per = _UNITS.get((supply.declared_unit, unit))
    return per * amount if per and amount else None


def from_supplier(item: Exchange, supply: Supply) -> Iterator[Row]:
    """Ledger rows of what a supplier says; a footprint that cannot be used stands there as missing."""
    base: Row = {
        "source": document(supply),
        "status": supply.status,
        "primary": supply.primary_share or 0.0,
        "data": "supplier",
        "region": supply.country,
        "year": supply.year,
    }
    for gas, origin, tonnes in figures(supply):
        if tonnes is not None:
            yield {
                **base,
                "gas": gas,
                "gwp": (supply.gwp or "unstated") if gas == "CO2e" else "",
                "origin": origin,
                "factor": 1000 * tonnes,
                "kg": 1000 * tonnes * item["amount"],
            }
    parts = footprint_parts(supply)
    if not parts:
        return
    units = units_declared(supply, item["unit"])
    if supply.boundary not in CRADLE_TO_GATE:
        yield missing(f"upstream {item['flow']} ({supply.id}: {supply.boundary})")
    elif units is None:
        yield missing(
            f"upstream {item['flow']} ({supply.id}: {supply.declared_unit or '-'} → {item['unit']})"
        )
    else:
        for origin, kg in parts:
            yield {
                **base,
                "gas": "CO2e",
                "gwp": supply.gwp or "unstated",
                "origin": origin,
                "factor": kg / units,
                "kg": kg / units * item["amount"],
            }


def missing(what: str) -> Row:
    """A contribution that is known to exist and not known in size."""
    return {"gas": "CO2e", "gwp": "unstated", "missing": what}


def document(supply: Supply | None) -> str:
    """Where a supplier's figures stand."""
    return (supply.document or supply.supplier or supply.id) if supply else ""


def supply_warnings(inventory: Inventory, exchanges: pl.DataFrame) -> tuple[Problem, ...]:
    """What speaks against supplies that exchanges refer to. Raises ``ledger.supply-twice`` where a supply
    gives its emissions in two ways, which would count them twice."""
    used = set(exchanges["supply"].drop_nulls())
    supplies = [item for item in inventory.supplies if item.id in used]
    raise_errors(
        problem("ledger.supply-twice", Where(inventory.source, "supplies", name=item.id), found=item.id)
        for item in supplies
        if footprint_parts(item) and any(tonnes is not None for *_, tonnes in figures(item))
    )
    return tuple(fault for item in supplies for fault in _faults(item, inventory))


def _faults(supply: Supply, inventory: Inventory) -> Iterator[Problem]:
    where = Where(inventory.source, "supplies", name=supply.id)
    last = inventory.period.end - timedelta(days=1)
    if supply.valid_until is not None and supply.valid_until < last:
        yield problem(
            "ledger.supply-expired",
            where,
            severity="warning",
            found=supply.valid_until,
            expected=last,
            supply=supply.id,
        )
    if footprint_parts(supply) and supply.boundary not in CRADLE_TO_GATE:
        yield problem(
            "ledger.supply-boundary", where, severity="warning", found=supply.boundary, supply=supply.id
        )
    if "transport" in supply.covers.split() and any(leg.supply == supply.id for leg in inventory.legs):
        yield problem("ledger.supply-legs", where, severity="warning", found=supply.id)
