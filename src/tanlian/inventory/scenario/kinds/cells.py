"""Write another value into a column of rows: an analysis, a factor, a region, a certificate, a supplier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from tanlian.catalogue import regions
from tanlian.inventory.model import EXCHANGE_SCHEMA, Inventory
from tanlian.inventory.scenario.actions import SetCell
from tanlian.inventory.scenario.rows import matching
from tanlian.inventory.scenario.setting import Setting
from tanlian.problems import fail, nearest
from tanlian.units import parse_decimal, parse_share

Value = float | int | str


def set_cell(inventory: Inventory, do: SetCell, at: Setting) -> Inventory:
    """The column of the rows with the value, or empty where the value is empty.

    Raises ``scenario.unknown-column``, ``scenario.value`` or ``scenario.unknown-id`` (a supply or region).
    """
    hits = matching(inventory, do.rows, at.where)
    read = COLUMNS.get(do.column)
    if read is None:
        hint = nearest(do.column, COLUMNS) or ", ".join(COLUMNS)
        raise fail("scenario.unknown-column", at.where, found=do.column, expected=hint)
    ids = {"supply": [item.id for item in inventory.supplies], "region": list(regions())}.get(do.column)
    if do.value and ids is not None and do.value not in ids:
        raise fail("scenario.unknown-id", at.where, found=do.value, expected=nearest(do.value, ids) or "–")
    try:
        value = read(do.value) if do.value else None
    except ValueError:
        raise fail("scenario.value", at.where, found=do.value, expected=do.column) from None
    chosen = pl.col("row").is_in(hits["row"].implode())
    new = pl.lit(value, dtype=EXCHANGE_SCHEMA[do.column])
    frame = inventory.exchanges.with_columns(pl.when(chosen).then(new).otherwise(do.column).alias(do.column))
    return replace(inventory, exchanges=frame)


def _number(text: str) -> float:
    number = float(parse_decimal(text))
    if number < 0:
        raise ValueError(text)
    return number


def _share(text: str) -> float:
    return float(parse_share(text))


COLUMNS: Mapping[str, Callable[[str], Value]] = {
    "ncv": _number,
    "carbon_content": _number,
    "iron_content": _number,
    "metallic_share": _share,
    "oxidation_share": _share,
    "biomass_share": _share,
    "emission_factor": _number,
    "emission_factor_energy": _number,
    "instrument": str,
    "instrument_amount": _number,
    "instrument_factor": _number,
    "region": str,
    "year": int,
    "supply": str,
}
