"""A works of three processes and two gases, whose carbon, energy and pools close exactly."""

from __future__ import annotations

from typing import Any

from tanlian.inventory.model import Inventory
from tests.works import exchange, inventory


def gas_works() -> Inventory:
    """A furnace, a converter and a power plant that burns their gas. Carbon, energy and pools close exactly.

    BF: 45 t coke (36 t C) -> 90 t hot metal (3.6 t C) and 13.5 units of gas (32.4 t C, 40.5 GJ).
    BOF: 90 t hot metal, 10 t scrap -> 95 t steel, 6.4 + 0.8 (flared) units of gas (0.5 t C, 7.5 GJ each).
    PP: 40.5 + 48 GJ -> 8.85 MWh; 6.15 MWh are bought, 15 MWh used.
    """
    bf_gas: dict[str, Any] = {"carbon_content": 2.4, "ncv": 3.0}
    bof_gas: dict[str, Any] = {"carbon_content": 0.5, "ncv": 7.5}
    metal: dict[str, Any] = {"carbon_content": 0.04, "iron_content": 0.95}
    return inventory(
        [("BF", "blast_furnace"), ("BOF", "basic_oxygen_furnace"), ("PP", "power_plant")],
        [
            exchange("site", "in", "coke", 50, "t", "purchased", carbon_content=0.8),
            exchange("site", "out", "coke", 5, "t", "stock", carbon_content=0.8),
            exchange("BF", "in", "coke", 45, "t", "site", carbon_content=0.8),
            exchange("BF", "out", "hot_metal", 90, "t", "site", **metal),
            exchange("BF", "out", "blast_furnace_gas", 13.5, "1000 m3N", "site", **bf_gas),
            exchange("BOF", "in", "hot_metal", 90, "t", "site", **metal),
            exchange("BOF", "in", "scrap", 10, "t", "purchased", carbon_content=0.0, iron_content=0.95),
            exchange("BOF", "in", "electricity", 15, "MWh", "site"),
            exchange("BOF", "out", "liquid_steel", 95, "t", "sold", carbon_content=0.0, iron_content=1.0),
            exchange("BOF", "out", "converter_gas", 6.4, "1000 m3N", "site", **bof_gas),
            exchange("BOF", "out", "converter_gas", 0.8, "1000 m3N", "flare", **bof_gas),
            exchange("PP", "in", "blast_furnace_gas", 13.5, "1000 m3N", "site", **bf_gas),
            exchange("PP", "in", "converter_gas", 6.4, "1000 m3N", "site", **bof_gas),
            exchange("PP", "out", "electricity", 8.85, "MWh", "site"),
            exchange("site", "in", "electricity", 6.15, "MWh", "purchased"),
        ],
    )
