"""What crosses the border of the site: bought, sold, drawn from stock, put to stock.

The enterprise total looks at nothing else. Coke, gas and power that the site makes and uses itself
stay inside the border and are never added.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tanlian.catalogue import Flow, flows
from tanlian.inventory.model import Inventory
from tanlian.problems import Where

PURCHASED, RETURNED = "purchased", "returned"
FROM_STOCK, TO_STOCK = "from stock", "to stock"
SOLD, TAKEN_BACK = "sold", "taken back"
CAST = "cast"  # crude steel as it is poured: its carbon leaves then, whoever takes the steel
ENTERING, LEAVING = (PURCHASED, FROM_STOCK, TAKEN_BACK), (RETURNED, TO_STOCK, SOLD, CAST)
_WAYS = {
    ("purchased", "in"): PURCHASED,
    ("purchased", "out"): RETURNED,
    ("stock", "in"): FROM_STOCK,
    ("stock", "out"): TO_STOCK,
    ("sold", "out"): SOLD,
    ("sold", "in"): TAKEN_BACK,
}
_COLUMNS = (
    "row",
    "place",
    "flow",
    "unit",
    "amount",
    "direction",
    "partner",
    "ncv",
    "carbon_content",
    "oxidation_share",
    "biomass_share",
    "emission_factor",
    "emission_factor_energy",
    "calculation",
    "region",
    "year",
)


@dataclass(frozen=True, slots=True)
class Crossing:
    """An exchange over the border. ``amount`` is signed: what enters is positive.

    ``counts`` is false where the user says on the row that its carbon does not count.
    """

    row: int
    place: str
    flow: Flow
    unit: str
    way: str
    amount: float
    ncv: float | None = None
    carbon_content: float | None = None
    oxidation_share: float | None = None
    biomass_share: float | None = None
    emission_factor: float | None = None
    emission_factor_energy: float | None = None
    counts: bool = True
    region: str = ""
    year: int | None = None


def crossings(inventory: Inventory) -> tuple[Crossing, ...]:
    """Every exchange over the border that has an amount, in catalogue order, then in the order of rows."""
    frame = inventory.exchanges.filter(
        pl.col("partner").is_in(["purchased", "sold", "stock"]) & pl.col("amount").is_not_null()
    ).select(_COLUMNS)
    order = {flow: index for index, flow in enumerate(flows())}
    found = [
        Crossing(
            row=item["row"],
            place=item["place"] or f"row {item['row']}",
            flow=flows()[item["flow"]],
            unit=item["unit"],
            way=_WAYS[item["partner"], item["direction"]],
            amount=item["amount"] if item["direction"] == "in" else -item["amount"],
            ncv=item["ncv"],
            carbon_content=item["carbon_content"],
            oxidation_share=item["oxidation_share"],
            biomass_share=item["biomass_share"],
            emission_factor=item["emission_factor"],
            emission_factor_energy=item["emission_factor_energy"],
            counts=item["calculation"] != "none",
            region=item["region"] or "",
            year=item["year"],
        )
        for item in frame.iter_rows(named=True)
    ]
    return tuple(sorted(found, key=lambda item: (order[item.flow.id], item.row)))


def where(inventory: Inventory, items: list[Crossing]) -> Where:
    """The place of the first row, and how many more share the fault."""
    more = f" (+{len(items) - 1})" if len(items) > 1 else ""
    return Where(file=inventory.source, name=f"{items[0].place}{more}")
