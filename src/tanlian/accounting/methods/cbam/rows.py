"""The exchanges as this method reads them: resolved, complete on both sides, equal rows added up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from tanlian.inventory.model import PARTNERS, SITE, Inventory
from tanlian.inventory.rules import resolved

# Rows that agree in all of these are one amount of one thing, however many months they are spread over.
_SAME = (
    "process",
    "direction",
    "flow",
    "label",
    "unit",
    "partner",
    "ncv",
    "carbon_content",
    "oxidation_share",
    "biomass_share",
    "emission_factor",
    "emission_factor_energy",
    "calculation",
    "role",
    "electricity_source",
    "instrument",
    "region",
    "year",
    "supply",
    "group",
    "metallic",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One amount of one flow at one process from or to one partner, summed over the period."""

    process: str
    direction: str
    flow: str
    label: str
    unit: str
    partner: str
    ncv: float | None
    carbon_content: float | None
    oxidation_share: float | None
    biomass_share: float | None
    emission_factor: float | None
    emission_factor_energy: float | None
    calculation: str
    role: str
    electricity_source: str
    instrument: str
    region: str
    year: int | None
    supply: str
    group: str
    metallic: str
    amount: float
    numbers: tuple[int, ...]
    source: str

    @property
    def sign(self) -> int:
        """+1 for an input, -1 for an output."""
        return 1 if self.direction == "in" else -1


def read_rows(inventory: Inventory) -> tuple[Row, ...]:
    """All exchanges with an amount, in the order of the inventory."""
    frame = resolved(replace(inventory, exchanges=_both_sides(inventory.exchanges)))
    summed = frame.group_by(_SAME, maintain_order=True).agg(
        pl.col("amount").sum(),
        pl.col("row").alias("numbers"),
        pl.col("place").drop_nulls().first(),
        pl.col("evidence").drop_nulls().first(),
        pl.col("note").drop_nulls().first(),
    )
    return tuple(
        Row(
            process=item["process"],
            direction=item["direction"],
            flow=item["flow"],
            label=item["label"] or "",
            unit=item["unit"],
            partner=item["partner"] or "",
            ncv=item["ncv"],
            carbon_content=item["carbon_content"],
            oxidation_share=item["oxidation_share"],
            biomass_share=item["biomass_share"],
            emission_factor=item["emission_factor"],
            emission_factor_energy=item["emission_factor_energy"],
            calculation=item["calculation"],
            role=item["role"] or "",
            electricity_source=item["electricity_source"] or "",
            instrument=item["instrument"] or "",
            region=item["region"] or "",
            year=item["year"],
            supply=item["supply"] or "",
            group=item["group"],
            metallic=item["metallic"] or "",
            amount=item["amount"],
            numbers=tuple(item["numbers"]),
            source="; ".join(part for part in (item["place"], item["evidence"], item["note"]) if part),
        )
        for item in summed.iter_rows(named=True)
    )


def _both_sides(exchanges: pl.DataFrame) -> pl.DataFrame:
    """A transfer between two processes that only one of them records is added for the other."""
    inner = exchanges.filter(~pl.col("partner").is_in(PARTNERS), pl.col("process") != SITE)
    turned = inner.with_columns(
        process=pl.col("partner"),
        partner=pl.col("process"),
        direction=pl.when(pl.col("direction") == "in").then(pl.lit("out")).otherwise(pl.lit("in")),
        supply=pl.lit(None, dtype=pl.String),
        role=pl.lit(None, dtype=pl.String),
    )
    lacking = turned.join(inner, on=["process", "partner", "direction", "flow"], how="anti")
    return pl.concat([exchanges, lacking]) if lacking.height else exchanges
