"""Gas of a process: collect what is flared; let its amount follow the carbon that is left for it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from tanlian.inventory.model import SITE, Inventory
from tanlian.inventory.scenario.actions import RecoverGas, Selection
from tanlian.inventory.scenario.buckets import arriving, bucketed, sides
from tanlian.inventory.scenario.rows import Row, matching, mean, total, with_amounts, with_rows
from tanlian.inventory.scenario.setting import Setting
from tanlian.problems import fail

# What a new row takes over from the one it stands beside.
_KEPT = (
    "process",
    "start",
    "end",
    "direction",
    "flow",
    "unit",
    "ncv",
    "carbon_content",
    "amount",
    "evidence",
)


def recover_gas(inventory: Inventory, do: RecoverGas, at: Setting) -> Inventory:
    """Less to the flare, as much more to the pool; what arrives from there burns instead of fuel.

    The pool loses on the way the share that it lost before. Raises ``scenario.no-energy`` where a calorific
    value is missing, ``scenario.too-little`` where the gas holds more energy than the fuel it is to replace.
    """
    out = Selection(process=(do.process,), flow=(do.flow,), direction=("out",), partner=("flare",))
    flared = matching(inventory, out, at.where).filter(pl.col("amount") > 0)
    if flared.is_empty():
        raise fail("scenario.no-match", at.where, found=out)
    smaller = {row: amount * (1 - do.share) for row, amount in flared.select("row", "amount").iter_rows()}
    caught = [row | {"partner": SITE, "amount": do.share * row["amount"]} for row in _bare(flared)]
    collected = with_rows(with_amounts(inventory, smaller), caught, at.place)
    if do.replaces is None:
        return collected
    return _burnt_instead(inventory, collected, do, at)


def gas_follows_carbon(before: Inventory, after: Inventory, process: str, at: Setting) -> Inventory:
    """Where a process keeps its carbon, its gas changes with the carbon that other outputs leave for it.

    Raises ``scenario.no-carbon`` where the carbon of a row is not known.
    """
    old, new = (at.contents(item).filter(pl.col("process") == process) for item in (before, after))
    gases = new.filter((pl.col("direction") == "out") & (pl.col("group") == "process_gas"))
    if gases.is_empty() or (new["carbon_goes"] != "kept").all():
        return after
    unknown = pl.concat([old, new]).filter(pl.col("carbon").is_null())["flow"].unique(maintain_order=True)
    if len(unknown):
        raise fail("scenario.no-carbon", at.where, found=", ".join(unknown))
    left = [_left_for_gas(frame) for frame in (old, new)]
    if left[0] <= 0 or left[1] < 0:
        raise fail("scenario.too-little", at.where, found="C")
    ratio = left[1] / left[0]
    return with_amounts(after, {row: a * ratio for row, a in gases.select("row", "amount").iter_rows()})


def _left_for_gas(rows: pl.DataFrame) -> float:
    """t C in less t C out in anything but gas; what burns on the way to air is neither."""
    burnt = pl.col("calculation").is_in(["combustion", "process"])
    counts = pl.when(pl.col("direction") == "in").then(~burnt).otherwise(pl.col("group") != "process_gas")
    signed = pl.when(pl.col("direction") == "in").then("carbon_t").otherwise(-pl.col("carbon_t"))
    return float(rows.filter(counts).select(signed.sum()).item())


def _burnt_instead(before: Inventory, collected: Inventory, do: RecoverGas, at: Setting) -> Inventory:
    """Fuel rows shrink by the energy of the gas that arrives; each is joined by a row of the gas."""
    contents = at.contents(before)
    gas = contents.filter((pl.col("flow") == do.flow) & (pl.col("partner") == "flare"))
    if do.replaces is None or (energy_GJ := mean(gas, "energy")) is None:
        raise fail("scenario.no-energy", at.where, found=do.flow)
    arrives = arriving(sides(bucketed(contents)), f"{SITE}|{do.flow}") or 1.0
    hits = matching(collected, replace(do.replaces, direction=("in",)), at.where)
    fuel = contents.filter(pl.col("row").is_in(hits["row"].implode()) & (pl.col("amount") > 0))
    names = ", ".join(fuel["flow"].unique(maintain_order=True))
    if mean(fuel, "energy") is None:
        raise fail("scenario.no-energy", at.where, found=names)
    share = do.share * total(gas) * arrives * energy_GJ / total(fuel, "energy_GJ")
    if share > 1:
        raise fail("scenario.too-little", at.where, found=names)
    smaller = {row: amount * (1 - share) for row, amount in fuel.select("row", "amount").iter_rows()}
    like_gas = {
        "flow": do.flow,
        "unit": gas["unit"][0],
        "partner": SITE,
        "ncv": energy_GJ if gas["unit"][0] != "GJ" else None,
        "carbon_content": mean(gas, "carbon"),
    }
    burnt = [
        row | like_gas | {"amount": share * energy / energy_GJ}
        for row, energy in zip(_bare(fuel), fuel["energy_GJ"], strict=True)
    ]
    return with_rows(with_amounts(collected, smaller), burnt, at.place)


def _bare(rows: pl.DataFrame) -> list[Row]:
    return rows.select(_KEPT).to_dicts()
