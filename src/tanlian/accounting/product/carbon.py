"""Carbon in the product itself: fossil and biogenic, and the CO2 that the biogenic part took up."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tanlian.accounting.ledger import Ledger
from tanlian.inventory.carbon import CO2_PER_C
from tanlian.problems import Where, fail


@dataclass(frozen=True, slots=True)
class CarbonContent:
    """kg C per unit of the product."""

    fossil_kg: float
    biogenic_kg: float

    @property
    def uptake_kg(self) -> float:
        """kg CO2 taken from the air and still in the product, as a negative number."""
        return -self.biogenic_kg * CO2_PER_C


def carbon_content(made: Ledger, flow: str) -> CarbonContent:
    """Mean of all outputs of the flow, by amount. Raises ``product.no-carbon`` where a row has none."""
    rows = made.exchanges.filter(
        (pl.col("flow") == flow) & (pl.col("direction") == "out") & (pl.col("amount") > 0)
    ).join(made.works.outputs.select("process", "flow"), on=["process", "flow"], how="semi")
    if rows["carbon"].null_count():
        raise fail("product.no-carbon", Where(name=flow), found=flow)
    biomass = pl.coalesce("biomass_share", pl.when(pl.col("group") == "biomass").then(1.0).otherwise(0.0))
    amount, carbon = pl.col("amount"), 1000 * pl.col("amount") * pl.col("carbon")
    sums = rows.select(
        amount=amount.sum(), fossil=(carbon * (1 - biomass)).sum(), biogenic=(carbon * biomass).sum()
    ).row(0, named=True)
    if not sums["amount"]:
        return CarbonContent(0.0, 0.0)
    return CarbonContent(sums["fossil"] / sums["amount"], sums["biogenic"] / sums["amount"])
