"""Carbon, iron and energy of exchanges: the row's own measurement first, else the chosen factor set.

Never a zero for want of data: where a carbon-bearing flow has neither, the value is null and whoever
needs it says so by name.
"""

from __future__ import annotations

import polars as pl

from tanlian.factors.choice import Choice
from tanlian.factors.model import Factor, FactorSet

# Ratio of the molar masses of CO2 and C as national and ISO inventories write it.
CO2_PER_C = 44 / 12
GJ_PER_MWH = 3.6


def with_contents(exchanges: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """Add what a unit of each exchange holds.

    exchanges : frame of `rules.resolved`.
    Adds ``carbon`` (t C per unit, null = missing), ``carbon_source``, ``carbon_status``,
    ``carbon_factor`` (t C per unit of the set, null where the row is its own source), ``energy``
    (GJ per unit, null = unknown) and ``carbon_t``, ``energy_GJ`` (amount times content).
    """
    keys = exchanges.select("flow", "unit").unique(maintain_order=True)
    table = pl.DataFrame(
        [_contents(flow, unit, choice) for flow, unit in keys.iter_rows()],
        schema={
            "flow": pl.String,
            "unit": pl.String,
            "set_ncv": pl.Float64,
            "set_carbon": pl.Float64,
            "set_carbon_per_GJ": pl.Float64,
            "set_source": pl.String,
            "set_status": pl.String,
        },
    )
    ncv = pl.coalesce("ncv", "set_ncv")
    # A factor of power or heat tells what was burnt elsewhere; neither holds carbon itself.
    holds = ~pl.col("group").is_in(["electricity", "heat"])
    own = pl.coalesce(
        "carbon_content",
        pl.when(holds).then(pl.col("emission_factor_energy") * ncv / 1000 / CO2_PER_C),
        pl.when(holds).then(pl.col("emission_factor") / CO2_PER_C),
        # A measured calorific value with the set's carbon per energy is still partly the set's.
    )
    from_set = pl.coalesce(pl.col("set_carbon_per_GJ") * ncv, "set_carbon")
    bears_no_carbon = pl.col("calculation") == "none"
    return (
        exchanges.join(table, on=["flow", "unit"], how="left", maintain_order="left")
        .with_columns(
            carbon=pl.coalesce(own, pl.when(bears_no_carbon).then(pl.lit(0.0)), from_set),
            carbon_source=pl.when(own.is_not_null() | bears_no_carbon)
            .then(pl.lit("row"))
            .otherwise(pl.col("set_source")),
            carbon_status=pl.when(own.is_not_null() | bears_no_carbon)
            .then(pl.lit("user"))
            .otherwise(pl.col("set_status")),
            energy=pl.when(pl.col("unit") == "GJ")
            .then(pl.lit(1.0))
            .when(pl.col("unit") == "MWh")
            .then(pl.lit(GJ_PER_MWH))
            .otherwise(ncv),
        )
        .with_columns(
            carbon_t=pl.col("amount") * pl.col("carbon"),
            energy_GJ=pl.col("amount") * pl.col("energy"),
        )
        .drop("set_ncv", "set_carbon", "set_carbon_per_GJ", "set_source", "set_status")
    )


def _contents(flow: str, unit: str, choice: Choice) -> dict[str, object]:
    chosen = choice.of("direct", flow)
    row: dict[str, object] = {"flow": flow, "unit": unit}
    if chosen is None:
        return row
    ncv = chosen.find(flow, "ncv", per=unit)
    row["set_ncv"] = ncv and ncv.per(unit)
    per_energy = _carbon_per_GJ(flow, chosen)
    used: Factor | None
    if per_energy is not None:
        row["set_carbon_per_GJ"], used = per_energy
    if (used := chosen.find(flow, "carbon_content", per=unit)) is not None:
        row["set_carbon"] = used.per(unit)
        row.pop("set_carbon_per_GJ", None)
    elif per_energy is not None:
        used = per_energy[1]
    elif (used := chosen.find(flow, "emission", gas="CO2", per=unit)) is not None:
        row["set_carbon"] = used.per(unit) / CO2_PER_C
    if used is not None:
        row["set_source"], row["set_status"] = used.source, used.status
    return row


def _carbon_per_GJ(flow: str, chosen: FactorSet) -> tuple[float, Factor] | None:
    if (carbon := chosen.find(flow, "carbon_per_energy")) is not None:
        return carbon.per("GJ"), carbon
    if (emission := chosen.find(flow, "emission_per_energy", gas="CO2")) is not None:
        return emission.per("GJ") / CO2_PER_C, emission
    return None
