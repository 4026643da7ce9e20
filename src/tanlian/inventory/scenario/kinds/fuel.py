"""One fuel for another: at equal energy, or hydrogen at equal reducing work."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tanlian.catalogue import flow
from tanlian.inventory.model import SITE, Inventory
from tanlian.inventory.scenario.actions import Hydrogen, Selection, SwapFuel
from tanlian.inventory.scenario.kinds.gas import gas_follows_carbon
from tanlian.inventory.scenario.rows import Row, matching, mean, with_amounts, with_rows
from tanlian.inventory.scenario.setting import Setting
from tanlian.problems import fail

HYDROGEN = "hydrogen"


@dataclass(frozen=True, slots=True)
class _Fuel:
    """The new fuel per ``unit``; a None is left to the chosen factor set."""

    unit: str
    ncv: float
    ncv_written: float | None
    carbon_content: float | None


def swap_fuel(inventory: Inventory, do: SwapFuel, at: Setting) -> Inventory:
    """Less of the old fuel, and a row of the new for each row that gave some up.

    The new fuel comes from the pool where the site buys it for all, else it is purchased. Raises
    ``scenario.no-energy`` where a calorific value is missing.
    """
    hits = matching(inventory, do.rows, at.where).filter(
        (pl.col("direction") == "in") & (pl.col("process") != SITE) & (pl.col("amount") > 0)
    )
    if hits.is_empty():
        raise fail("scenario.no-match", at.where, found=do.rows)
    contents = at.contents(inventory)
    old = contents.filter(pl.col("row").is_in(hits["row"].implode()))
    if old["energy"].null_count() or (old["energy"] <= 0).any():
        raise fail("scenario.no-energy", at.where, found=", ".join(old["flow"].unique(maintain_order=True)))
    new = _new_fuel(contents, do, at)
    partner = do.partner or (SITE if _pooled(inventory, do.to) else "purchased")
    added = [
        _row(row)
        | {
            "flow": do.to,
            "unit": new.unit,
            "partner": partner,
            "amount": do.share * energy * do.energy_ratio / new.ncv,
            "ncv": new.ncv_written,
            "carbon_content": new.carbon_content,
            "supply": do.supply or None,
        }
        for row, energy in zip(old.to_dicts(), old["energy_GJ"], strict=True)
    ]
    return _replaced(inventory, old, do.share, added, at)


def hydrogen(inventory: Inventory, do: Hydrogen, at: Setting) -> Inventory:
    """Less of the fuel, and ``ratio`` units of hydrogen for each unit of it."""
    rows = Selection(process=(do.process,), flow=(do.fuel,), direction=("in",))
    old = matching(inventory, rows, at.where).filter(pl.col("amount") > 0)
    units = old["unit"].unique(maintain_order=True).to_list()
    if old.is_empty():
        raise fail("scenario.no-match", at.where, found=rows)
    if units != [do.per]:
        raise fail("scenario.unit", at.where, found=do.per, expected=", ".join(units))
    added = [
        _row(row)
        | {
            "flow": HYDROGEN,
            "unit": do.unit,
            "partner": do.partner,
            "amount": do.share * row["amount"] * do.ratio,
            "supply": do.supply or None,
        }
        for row in old.to_dicts()
    ]
    return _replaced(inventory, old, do.share, added, at)


def _replaced(
    inventory: Inventory, old: pl.DataFrame, share: float, added: list[Row], at: Setting
) -> Inventory:
    smaller = {row: amount * (1 - share) for row, amount in old.select("row", "amount").iter_rows()}
    swapped = with_rows(with_amounts(inventory, smaller), added, at.place)
    for process in old["process"].unique(maintain_order=True):
        swapped = gas_follows_carbon(inventory, swapped, process, at)
    return swapped


def _row(row: Row) -> Row:
    return {name: row[name] for name in ("process", "start", "end", "direction")}


def _pooled(inventory: Inventory, fuel: str) -> bool:
    rows = inventory.exchanges.filter((pl.col("process") == SITE) & (pl.col("flow") == fuel))
    return bool((rows["amount"] > 0).any())


def _new_fuel(contents: pl.DataFrame, do: SwapFuel, at: Setting) -> _Fuel:
    """What the step says, else what the plant measured on its own rows, else the chosen set."""
    own = contents.filter((pl.col("flow") == do.to) & (pl.col("amount") > 0))
    unit = own["unit"][0] if own.height else flow(do.to).unit
    if do.ncv is not None:
        return _Fuel(unit, do.ncv, do.ncv, do.carbon_content)
    measured = own.filter(pl.col("ncv").is_not_null())
    if measured.height:
        ncv, carbon = (mean(measured, name) for name in ("ncv", "carbon_content"))
        if ncv:
            return _Fuel(unit, ncv, ncv, do.carbon_content if do.carbon_content is not None else carbon)
    chosen = at.choice.of("direct", do.to)
    factor = chosen.find(do.to, "ncv", per=unit) if chosen else None
    if factor is None:
        raise fail("scenario.no-energy", at.where, found=do.to)
    return _Fuel(unit, factor.per(unit), None, do.carbon_content)
