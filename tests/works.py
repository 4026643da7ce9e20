"""A small works whose numbers can be checked by hand, built from rows in tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from tanlian.inventory.model import EXCHANGE_SCHEMA, Inventory, Process, Site, Supply
from tanlian.inventory.period import Period

YEAR = Period.parse("2025")
SITE = Site(name="Small works", organization="Tanlian tests", country="CN", plant_type="integrated")


def exchange(
    process: str, direction: str, flow: str, amount: float, unit: str, partner: str, **more: Any
) -> dict[str, Any]:
    """One exchange row; what is left out is empty."""
    row: dict[str, Any] = dict.fromkeys(EXCHANGE_SCHEMA)
    row |= {
        "process": process,
        "direction": direction,
        "flow": flow,
        "amount": amount,
        "unit": unit,
        "partner": partner,
        "start": YEAR.start,
        "end": YEAR.end,
        "amount_given": str(amount),
        "unit_given": unit,
    }
    unknown = set(more) - set(EXCHANGE_SCHEMA)
    assert not unknown, unknown
    return row | more


def inventory(
    processes: Sequence[tuple[str, str]],
    rows: Sequence[dict[str, Any]],
    supplies: Sequence[Supply] = (),
    factors: dict[str, str] | None = None,
) -> Inventory:
    """An inventory of (id, kind) processes and exchange rows."""
    numbered = [row | {"row": index} for index, row in enumerate(rows, start=1)]
    return Inventory(
        site=SITE,
        period=YEAR,
        processes=tuple(Process(id=name, kind=kind) for name, kind in processes),
        exchanges=pl.DataFrame(numbered, schema=EXCHANGE_SCHEMA),
        supplies=tuple(supplies),
        factors=factors or {},
    )


def loop_works() -> Inventory:
    """A furnace that feeds a power plant that feeds the furnace.

    Per year: 100 t coke (0.8 t C/t) make 50 t hot metal (0.04 t C/t) and 30 units of gas (2 t C each);
    the power plant burns all gas and makes 10 MWh, of which the furnace uses 4 and 6 are sold.
    Carbon: furnace 80 in, 2 + 60 out, 18 t closing; power plant 60 t C to air.
    """
    return inventory(
        [("BF", "blast_furnace"), ("PP", "power_plant")],
        [
            exchange("BF", "in", "coke", 100, "t", "purchased", carbon_content=0.8, supply="coke"),
            exchange("BF", "in", "electricity", 4, "MWh", "site"),
            exchange("BF", "out", "hot_metal", 50, "t", "sold", carbon_content=0.04, iron_content=0.95),
            exchange("BF", "out", "blast_furnace_gas", 30, "1000 m3N", "site", carbon_content=2.0),
            exchange("PP", "in", "blast_furnace_gas", 30, "1000 m3N", "site", carbon_content=2.0),
            exchange("PP", "out", "electricity", 4, "MWh", "site"),
            exchange("PP", "out", "electricity", 6, "MWh", "sold"),
        ],
        [Supply(id="coke", upstream_co2=0.3, covers="transport", status="illustrative")],
    )
