"""Balances: what went in, what came out, and how far the two differ, against a limit.

Plant balances never close exactly; the closing error is shown, not hidden. Not every balance can be
judged. Carbon: where a process keeps it (coke ovens, blast furnace, converter), and anywhere when more
comes out than went in. Iron: wherever it goes in and out. Energy and mass: in the pools that hand a
flow on. The others are shown without a verdict, and so is any balance with a content that nobody gave:
an unknown carbon is not a zero.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

from tanlian.factors.choice import Choice
from tanlian.inventory.carbon import with_contents
from tanlian.inventory.model import SITE, Inventory
from tanlian.inventory.rules import resolved

QUANTITIES = ("carbon", "iron", "mass", "energy")

BALANCE_SCHEMA: dict[str, pl.DataType] = {
    "scope": pl.String(),  # process | pool | site
    "id": pl.String(),
    "quantity": pl.String(),
    "unit": pl.String(),
    "entered": pl.Float64(),
    "left": pl.Float64(),
    "to_air": pl.Float64(),  # carbon only: leaves as CO2 by calculation
    "difference": pl.Float64(),  # entered - left - to_air
    "closing_error": pl.Float64(),  # difference as a share of what entered
    "limit": pl.Float64(),
    "closes": pl.Boolean(),  # null where no verdict is possible
    "unknown": pl.String(),  # flows without a content, by blanks; carbon and iron only
}

_ENTERS, _LEAVES = pl.col("direction") == "in", pl.col("direction") == "out"
_AT_SITE = pl.col("process") == SITE
_FLARED = _LEAVES & (pl.col("partner") == "flare")
_ACROSS = pl.col("partner").is_in(["purchased", "sold", "stock", "waste"])
# What is mostly iron; alloys, slags and dusts may be left out of an iron balance.
_BEARS_IRON = (
    (pl.col("group") == "ore")
    | pl.col("metallic").is_in(["primary", "scrap"])
    | (pl.col("stage").fill_null("") != "")
)
_ENERGY_GROUPS = ("liquid_fuel", "gas_fuel", "process_gas", "heat", "electricity")


@dataclass(frozen=True, slots=True)
class Balance:
    """Every balance of a site as rows of `BALANCE_SCHEMA`."""

    frame: pl.DataFrame

    @property
    def open(self) -> pl.DataFrame:
        """The balances that should close and do not."""
        return self.frame.filter(~pl.col("closes").fill_null(value=True))


def balance(inventory: Inventory, choice: Choice, limits: Mapping[str, float] | None = None) -> Balance:
    """Carbon, iron, mass and energy by process, by pool and for the site, each against its limit."""
    rows = with_contents(resolved(inventory), choice).with_columns(
        pl.col("carbon_t").alias("carbon_"),
        (pl.col("amount") * pl.col("iron_content")).alias("iron_"),
        pl.when(pl.col("unit") == "t").then(pl.col("amount")).alias("mass_"),
        pl.col("energy_GJ").alias("energy_"),
        burnt=pl.when((_ENTERS & pl.col("calculation").is_in(["combustion", "process"])) | _FLARED)
        .then(pl.col("carbon_t"))
        .otherwise(0.0),
        keeps=(pl.col("carbon_goes") == "kept").fill_null(value=False),
        mass_unknown=pl.lit(value=False),
        energy_unknown=pl.lit(value=False),
        carbon_unknown=pl.col("carbon_t").is_null() & pl.col("amount").is_not_null(),
        iron_unknown=pl.col("iron_content").is_null() & pl.col("amount").is_not_null() & _BEARS_IRON,
    )
    # Where emissions are given, the carbon to air is not ours to balance.
    given = any(item.direct_emissions_t is not None for item in inventory.processes)
    frames = []
    for quantity in QUANTITIES:
        processes, pools = _processes(rows, quantity), _pools(rows, quantity)
        site = _site(rows, quantity, processes, pools)
        if quantity == "carbon" and given:
            site = site.with_columns(judged=pl.lit(value=False))
        scopes = {"process": processes, "pool": pools, "site": site}
        frames += [_scoped(sums, scope, quantity) for scope, sums in scopes.items()]
    return Balance(_judged(pl.concat(frames), limits or {}))


def _processes(rows: pl.DataFrame, quantity: str) -> pl.DataFrame:
    """Per process; carbon that no output carries leaves as CO2 unless the process keeps it."""
    value = pl.col(f"{quantity}_")
    sums = (
        rows.filter(~_AT_SITE)
        .group_by(pl.col("process").alias("id"), pl.col("keeps"), maintain_order=True)
        .agg(
            value.filter(_ENTERS).sum().alias("entered"),
            value.filter(_LEAVES & ~_FLARED).sum().alias("left"),
            pl.col("burnt").sum(),
            _unknown(quantity),
        )
    )
    if quantity != "carbon":
        judged = (pl.col("entered") > 0) & (pl.col("left") > 0) & pl.lit(quantity == "iron")
        return sums.with_columns(to_air=pl.lit(0.0), judged=judged)
    unweighed = pl.max_horizontal(pl.col("entered") - pl.col("left"), pl.lit(0.0))
    return sums.with_columns(
        to_air=pl.when("keeps").then("burnt").otherwise(unweighed),
        judged=pl.col("keeps") | (pl.col("left") > pl.col("entered")),
    )


def _pools(rows: pl.DataFrame, quantity: str) -> pl.DataFrame:
    """What makers, purchases and stock put into the site's pool of a flow against what was drawn."""
    value = pl.col(f"{quantity}_")
    fills = (_AT_SITE & _ENTERS) | (~_AT_SITE & _LEAVES)
    energetic = pl.col("group").is_in(_ENERGY_GROUPS)
    wanted = {"energy": energetic, "mass": ~energetic}.get(quantity, pl.lit(value=True))
    return (
        rows.filter(_AT_SITE | (pl.col("partner") == SITE))
        .group_by(pl.col("flow").alias("id"), "group", maintain_order=True)
        .agg(
            value.filter(fills).sum().alias("entered"),
            value.filter(~fills).sum().alias("left"),
            (~_AT_SITE & _ENTERS).any().alias("drawn"),
            _unknown(quantity),
        )
        .filter((pl.col("entered") != 0) | (pl.col("left") != 0))
        .with_columns(to_air=pl.lit(0.0), judged=pl.col("drawn") & wanted)
    )


def _site(rows: pl.DataFrame, quantity: str, processes: pl.DataFrame, pools: pl.DataFrame) -> pl.DataFrame:
    """What crosses the border. Carbon to air is what the processes send there; energy closes in its pools."""
    value = pl.col(f"{quantity}_")
    across = rows.filter(_ACROSS)
    entered = across.filter(_ENTERS).select(value.sum()).item()
    left = across.filter(_LEAVES).select(value.sum()).item()
    # Gas that the site itself flares stands at no process.
    flared = rows.filter(_AT_SITE & _FLARED).select(value.sum()).item() if quantity == "carbon" else 0.0
    to_air = float(processes["to_air"].sum()) + float(flared)
    if quantity == "energy":
        entered, left, to_air = *(pools.filter("judged")[side].sum() for side in ("entered", "left")), 0.0
    return pl.DataFrame(
        {
            "id": [SITE],
            "entered": [float(entered)],
            "left": [float(left)],
            "to_air": [float(to_air)],
            "unknown": [rows.select(_unknown(quantity)).item()],
            "judged": [quantity != "mass" and entered > 0 and processes.height > 0],
        }
    )


def _unknown(quantity: str) -> pl.Expr:
    """Flows whose content is needed and not given."""
    flows = pl.col("flow").filter(pl.col(f"{quantity}_unknown"))
    return flows.unique(maintain_order=True).str.join(" ").alias("unknown")


def _scoped(sums: pl.DataFrame, scope: str, quantity: str) -> pl.DataFrame:
    return sums.select(
        pl.lit(scope).alias("scope"),
        "id",
        pl.lit(quantity).alias("quantity"),
        "entered",
        "left",
        "to_air",
        "unknown",
        pl.col("judged") & (pl.col("unknown") == ""),
    )


def _judged(sums: pl.DataFrame, limits: Mapping[str, float]) -> pl.DataFrame:
    usual = _limits()
    known = pl.DataFrame(
        [
            {"quantity": name, "unit": unit, "limit": limits.get(name, limit)}
            for name, (unit, limit) in usual.items()
        ]
    )
    return (
        sums.join(known, on="quantity", how="left", maintain_order="left")
        .with_columns(difference=pl.col("entered") - pl.col("left") - pl.col("to_air"))
        .with_columns(
            closing_error=pl.when(pl.col("entered") > 0).then(pl.col("difference") / pl.col("entered"))
        )
        .with_columns(
            closes=pl.when("judged").then(pl.col("difference").abs() <= pl.col("limit") * pl.col("entered"))
        )
        .select(list(BALANCE_SCHEMA))
    )


@cache
def _limits() -> dict[str, tuple[str, float]]:
    text = files("tanlian.inventory").joinpath("data/limits.csv").read_text(encoding="utf-8")
    return {row["quantity"]: (row["unit"], float(row["limit"])) for row in csv.DictReader(text.splitlines())}
