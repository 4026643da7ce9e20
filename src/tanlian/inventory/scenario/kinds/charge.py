"""The metallic charge of a melting unit: scrap against primary metal, its output unchanged."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from tanlian.inventory.model import Inventory
from tanlian.inventory.rules import resolved
from tanlian.inventory.scenario.actions import Charge, Selection
from tanlian.inventory.scenario.kinds.gas import gas_follows_carbon
from tanlian.inventory.scenario.kinds.sums import spread
from tanlian.inventory.scenario.rows import mask, matching, mean, total, with_amounts
from tanlian.inventory.scenario.setting import Setting
from tanlian.problems import fail

HOT_METAL = "hot_metal"


def charge(inventory: Inventory, do: Charge, at: Setting) -> Inventory:
    """Scale scrap against primary metal to the target; a gas of the unit follows the carbon it is left with.

    Raises ``scenario.no-match`` where the unit takes no such rows, ``scenario.too-little`` where rows would
    have to fall below zero, ``scenario.no-iron`` where iron is to be kept and a row does not say its content.
    """
    matching(inventory, Selection(process=(do.process,), direction=("in",)), at.where)
    rows = _rows(inventory, do)
    scrap, primary = _scrap(rows, do), _primary(rows, do)
    for part, name in ((scrap, "scrap"), (primary, ", ".join(do.primary) or "primary metal")):
        if part.is_empty():
            raise fail("scenario.no-match", at.where, found=f"{do.process}, in, {name}")
    ratio = _weight(scrap, do, at) / _weight(primary, do, at)
    if do.hot_metal_ratio is not None:
        less_primary = _hot_metal(rows) - do.hot_metal_ratio * _output(inventory, do)
        more_scrap = less_primary / ratio
    else:
        more_scrap = _for_share(rows, do.scrap_share or 0.0, ratio)
        less_primary = more_scrap * ratio
    amounts: dict[int, float] = {}
    for part, change in ((scrap, more_scrap), (primary, -less_primary)):
        wanted = total(part) + change
        if wanted < 0:
            names = ", ".join(part["flow"].unique(maintain_order=True))
            raise fail("scenario.too-little", at.where, found=names)
        amounts |= spread(part, wanted)
    return gas_follows_carbon(inventory, with_amounts(inventory, amounts), do.process, at)


def _rows(inventory: Inventory, do: Charge) -> pl.DataFrame:
    """The metallic rows of the unit; those named that have no amount yet stand with zero."""
    wanted = (pl.col("process") == do.process) & (pl.col("direction") == "in")
    named = pl.col("flow").is_in(do.primary) | (
        mask(do.scrap) if do.scrap != Selection() else pl.lit(value=False)
    )
    filled = inventory.exchanges.filter(wanted).with_columns(
        amount=pl.when(named).then(pl.col("amount").fill_null(0.0)).otherwise("amount")
    )
    rows = resolved(replace(inventory, exchanges=filled))
    return rows.filter(pl.col("metallic").is_in(["primary", "scrap"]))


def _scrap(rows: pl.DataFrame, do: Charge) -> pl.DataFrame:
    scrap = rows.filter(pl.col("metallic") == "scrap")
    return scrap.filter(mask(do.scrap) if do.scrap != Selection() else pl.col("partner") == "purchased")


def _primary(rows: pl.DataFrame, do: Charge) -> pl.DataFrame:
    primary = rows.filter(pl.col("metallic") == "primary")
    if do.primary:
        return primary.filter(pl.col("flow").is_in(do.primary))
    if do.hot_metal_ratio is not None:
        return primary.filter(pl.col("flow") == HOT_METAL)
    return primary.filter(pl.col("amount") > 0)


def _for_share(rows: pl.DataFrame, share: float, ratio: float) -> float:
    """t of scrap more, where each takes the place of ``ratio`` t of primary metal."""
    scrap = total(rows.filter(pl.col("metallic") == "scrap"))
    return (share * total(rows) - scrap) / (1 - share * (1 - ratio))


def _weight(rows: pl.DataFrame, do: Charge, at: Setting) -> float:
    """What a tonne of these rows brings of what is kept."""
    if do.keep == "mass":
        return 1.0
    if rows["iron_content"].null_count():
        raise fail("scenario.no-iron", at.where, found=", ".join(rows["flow"].unique(maintain_order=True)))
    held = mean(rows, "iron_content")
    return float(rows.select(pl.col("iron_content").mean()).item()) if held is None else held


def _hot_metal(rows: pl.DataFrame) -> float:
    return total(rows.filter(pl.col("flow") == HOT_METAL))


def _output(inventory: Inventory, do: Charge) -> float:
    made = resolved(inventory).filter(
        (pl.col("process") == do.process)
        & (pl.col("direction") == "out")
        & pl.col("role").is_in(["product", "co_product"])
    )
    return total(made)
