"""What a row means where it leaves that open: calculation, role of an output, block, stage, alloy."""

from __future__ import annotations

from functools import cache

import polars as pl

from tanlian.catalogue import flows, process_kinds
from tanlian.inventory.model import SITE, Inventory

# Groups whose outputs are what a process is run for, when the process kind names no better one.
_MAIN_GROUPS = ("steel", "intermediate", "coke", "alloy")
# Solid carbon that reduces ore or goes into the melt rather than being burnt.
_SOLID_CARBON = ("coal", "coke", "carbon_material", "biomass", "waste_fuel")


def resolved(inventory: Inventory) -> pl.DataFrame:
    """The exchanges that have an amount, with every open cell decided by catalogue and process kind.

    Adds ``process_kind``, ``group``, ``block`` (of a purchased amount), ``metallic``, ``stage`` and fills
    ``calculation``, ``role`` (outputs only) and ``alloy``.
    """
    kinds = pl.DataFrame(
        [{"process": item.id, "process_kind": item.kind} for item in inventory.processes],
        schema={"process": pl.String, "process_kind": pl.String},
    )
    solid = pl.col("group").is_in(_SOLID_CARBON)
    by_balance = solid & pl.col("carbon_goes").is_in(["kept", "reducing"])
    product = (
        (pl.col("flow") == pl.col("main_flow"))
        | pl.col("group").is_in(_MAIN_GROUPS)
        | (pl.col("metallic") == "primary")
    )
    return (
        inventory.exchanges.filter(pl.col("amount").is_not_null())
        .join(kinds, on="process", how="left", maintain_order="left")
        .join(_kind_table(), on="process_kind", how="left", maintain_order="left")
        .join(_flow_table(), on="flow", how="left", maintain_order="left")
        .with_columns(
            calculation=pl.coalesce(
                "calculation", pl.when(by_balance).then(pl.lit("mass_balance")), "flow_calculation"
            ),
            role=pl.when((pl.col("direction") == "out") & (pl.col("process") != SITE)).then(
                pl.coalesce(
                    "role",
                    pl.when(product).then(pl.lit("product")),
                    pl.when(pl.col("group") == "residue").then(pl.lit("residue")),
                    pl.when(pl.col("metallic") == "scrap").then(pl.lit("residue")),
                    pl.lit("by_product"),
                )
            ),
            alloy=pl.coalesce("alloy", pl.col("metallic") == "alloy"),
        )
        .drop("flow_calculation", "main_flow")
    )


@cache
def _flow_table() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "flow": item.id,
                "group": item.group,
                "flow_calculation": item.calculation,
                "block": item.block,
                "metallic": item.metallic,
                "stage": item.stage,
            }
            for item in flows().values()
        ]
    )


@cache
def _kind_table() -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "process_kind": item.id,
                "main_flow": item.product,
                "melt": item.melt,
                "carbon_goes": item.carbon,
                "process_block": item.block,
            }
            for item in process_kinds().values()
        ]
    )
