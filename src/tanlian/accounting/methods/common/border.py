"""What crosses a border: of the site (bought, sold, drawn from stock, put to stock) or of one process.

A total of the site looks at nothing else. Coke, gas and power that the site makes and uses itself stay
inside the border and are never added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tanlian.catalogue import Flow, flows
from tanlian.inventory.model import SITE, Inventory
from tanlian.problems import Where

PURCHASED, RETURNED = "purchased", "returned"
FROM_STOCK, TO_STOCK = "from stock", "to stock"
SOLD, TAKEN_BACK = "sold", "taken back"
USED, DELIVERED = "used", "delivered"  # over the border of a process, not of the site
CAST = "cast"  # crude steel as it is poured: its carbon leaves then, whoever takes the steel
ENTERING, LEAVING = (PURCHASED, FROM_STOCK, TAKEN_BACK, USED), (RETURNED, TO_STOCK, SOLD, DELIVERED, CAST)
_WAYS = {
    ("purchased", "in"): PURCHASED,
    ("purchased", "out"): RETURNED,
    ("stock", "in"): FROM_STOCK,
    ("stock", "out"): TO_STOCK,
    ("sold", "out"): SOLD,
    ("sold", "in"): TAKEN_BACK,
}
OUTSIDE = ("purchased", "sold", "stock")
_COLUMNS = (
    "row",
    "place",
    "process",
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
    """An exchange over a border. ``amount`` is signed: what enters is positive.

    ``calculation`` is what the user wrote on the row, ``""`` where the catalogue decides. ``bought_share``
    is set on what a process draws from a pool that holds both bought and own metal.
    """

    row: int
    place: str
    flow: Flow
    unit: str
    way: str
    amount: float
    process: str = SITE
    partner: str = ""
    ncv: float | None = None
    carbon_content: float | None = None
    oxidation_share: float | None = None
    biomass_share: float | None = None
    emission_factor: float | None = None
    emission_factor_energy: float | None = None
    calculation: str = ""
    region: str = ""
    year: int | None = None
    bought_share: float | None = None

    @property
    def counts(self) -> bool:
        """False where the user says on the row that its carbon does not count."""
        return self.calculation != "none"


def crossings(inventory: Inventory) -> tuple[Crossing, ...]:
    """Every exchange over the border of the site that has an amount, in catalogue order, then by row."""
    frame = inventory.exchanges.filter(pl.col("partner").is_in(OUTSIDE) & pl.col("amount").is_not_null())
    return in_order(_read(frame))


def inside(inventory: Inventory) -> tuple[Crossing, ...]:
    """Every exchange of a process with anyone, in catalogue order, then by row.

    What is flared or thrown away is left out: its carbon stays with the process that lost it.
    """
    frame = inventory.exchanges.filter(
        (pl.col("process") != SITE)
        & ~pl.col("partner").is_in(["flare", "waste"])
        & pl.col("amount").is_not_null()
    )
    return in_order(_read(frame))


def in_order(items: Sequence[Crossing]) -> tuple[Crossing, ...]:
    """Crossings in the order of the catalogue, then of the rows."""
    order = {flow: index for index, flow in enumerate(flows())}
    return tuple(sorted(items, key=lambda item: (order[item.flow.id], item.row)))


def where(inventory: Inventory, items: Sequence[Crossing]) -> Where:
    """The place of the first row, and how many more share the fault."""
    more = f" (+{len(items) - 1})" if len(items) > 1 else ""
    return Where(file=inventory.source, name=f"{items[0].place}{more}")


def _read(frame: pl.DataFrame) -> list[Crossing]:
    return [_crossing(item) for item in frame.select(_COLUMNS).iter_rows(named=True)]


def _crossing(item: Mapping[str, Any]) -> Crossing:
    enters = item["direction"] == "in"
    return Crossing(
        row=item["row"],
        place=item["place"] or f"row {item['row']}",
        flow=flows()[item["flow"]],
        unit=item["unit"],
        way=_WAYS.get((item["partner"], item["direction"]), USED if enters else DELIVERED),
        amount=item["amount"] if enters else -item["amount"],
        process=item["process"],
        partner=item["partner"],
        ncv=item["ncv"],
        carbon_content=item["carbon_content"],
        oxidation_share=item["oxidation_share"],
        biomass_share=item["biomass_share"],
        emission_factor=item["emission_factor"],
        emission_factor_energy=item["emission_factor_energy"],
        calculation=item["calculation"] or "",
        region=item["region"] or "",
        year=item["year"],
    )
