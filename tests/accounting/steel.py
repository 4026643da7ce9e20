"""A small electric steelworks whose product footprint can be worked out on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.inventory.model import Inventory, Supply
from tests.works import exchange, inventory

PER_TONNE: dict[str, Any] = {
    "declared_unit": "kilogram",
    "declared_amount": 1000.0,
    "gwp": "AR6",
    "covers": "transport",
    "country": "CN",
    "year": 2024,
    "status": "secondary",
}
SCRAP = Supply(id="scrap", pcf_fossil=20.0, pcf_biogenic=1.0, pcf_land_use=2.0, **PER_TONNE)
CHARCOAL = Supply(id="charcoal", pcf_fossil=100.0, pcf_biogenic=50.0, pcf_land_use=300.0, **PER_TONNE)
COAL = Supply(id="coal", upstream_co2=0.1, covers="transport", primary_share=1.0)
POWER = Supply(id="power", upstream_co2=0.03)


def melt_shop(**slag: Any) -> Inventory:
    """100 t of billet a year.

    Own, t C: coal 0.85 fossil and charcoal 1.8 biogenic in; 0.1 and 0.1 leave in the billet. So 0.75 x 44/12
    = 2.75 t fossil and 1.7 x 44/12 = 6.2333 t biogenic CO2 are released. Power 40 MWh x 0.5 = 20 t, or on the
    market basis 40 MWh x 0.1 = 4 t. Bought, kg: scrap 105 x (20, 1, 2), charcoal 2 x (100, 50, 300), coal
    1 x 100, making power 40 x 30.
    Fossil 2750 + 20 000 + 2100 + 200 + 100 + 1200 = 26 350; biogenic 105 + 100 = 205; land use 810.
    """
    return inventory(
        [("eaf", "electric_arc_furnace")],
        [
            exchange(
                "eaf",
                "in",
                "scrap",
                105,
                "t",
                "purchased",
                carbon_content=0.0,
                scrap_origin="post_consumer",
                supply="scrap",
            ),
            exchange("eaf", "in", "charcoal", 2, "t", "purchased", carbon_content=0.9, supply="charcoal"),
            exchange("eaf", "in", "anthracite", 1, "t", "purchased", carbon_content=0.85, supply="coal"),
            exchange(
                "eaf",
                "in",
                "electricity",
                40,
                "MWh",
                "purchased",
                emission_factor=0.5,
                instrument="GEC",
                instrument_factor=0.1,
                supply="power",
            ),
            exchange("eaf", "out", "billet", 100, "t", "sold", carbon_content=0.002, biomass_share=0.5),
            exchange("eaf", "out", "steel_slag", 10, "t", "sold", carbon_content=0.0, **slag),
        ],
        [SCRAP, CHARCOAL, COAL, POWER],
    )


def book(inv: Inventory | None = None) -> Ledger:
    """Its ledger, without any factor set."""
    made = melt_shop() if inv is None else inv
    return ledger(made, choose(made))


def supplied(inv: Inventory, supply: Supply) -> Inventory:
    """The same works with another supply of that id."""
    others = [item for item in inv.supplies if item.id != supply.id]
    return replace(inv, supplies=(*others, supply))
