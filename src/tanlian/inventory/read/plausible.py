"""Calorific values, contents and factors that no such material has, declared in ``data/plausible.csv``.

A finding is an error only where another unit explains it; what is merely unusual is a warning.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import polars as pl

from tanlian import catalogue
from tanlian.inventory.read.sheet import Sheet
from tanlian.inventory.read.slips import short
from tanlian.problems import Problem
from tanlian.units import parse_unit


@dataclass(frozen=True, slots=True)
class _Limit:
    """Range of a quantity for a flow, a group or all, where the amount is in ``per`` ("" = any unit)."""

    quantity: str
    flow: str
    group: str
    per: str
    low: float
    high: float
    unit: str
    readings: tuple[str, ...]  # units that people give the number in by mistake

    def fits(self, value: float) -> bool:
        return self.low <= value <= self.high

    def covers(self, quantity: str, flow: catalogue.Flow, unit: str) -> bool:
        return (
            self.quantity == quantity
            and self.flow in {"", flow.id}
            and self.group in {"", flow.group}
            and self.per in {"", unit}
        )


def value_slips(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Problem]:
    """Values far from anything plausible; zero is left alone."""
    for quantity in dict.fromkeys(limit.quantity for limit in _limits()):
        rows = frame.with_row_index("index").filter(pl.col(quantity) > 0, pl.col("flow").is_not_null())
        keys = ["flow", "unit", quantity]
        bad = {
            (name, unit, value): (flow, limit)
            for name, unit, value in rows.select(keys).unique().iter_rows()
            if (limit := _limit(quantity, flow := catalogue.flow(name), unit or "")) and not limit.fits(value)
        }
        if bad:
            for index, *key in rows.select("index", *keys).iter_rows():
                if tuple(key) in bad:
                    yield _problem(sheet, index, key[2], *bad[tuple(key)])


def _limit(quantity: str, flow: catalogue.Flow, unit: str) -> _Limit | None:
    fitting = [limit for limit in _limits() if limit.covers(quantity, flow, unit)]
    return min(fitting, key=lambda limit: (not limit.flow, not limit.group), default=None)


def _problem(sheet: Sheet, index: int, value: float, flow: catalogue.Flow, limit: _Limit) -> Problem:
    values = {
        "flow_en": flow.en,
        "flow_zh": flow.zh,
        "low": short(limit.low),
        "high": short(limit.high),
        "unit": limit.unit,
    }
    where, found = sheet.where(limit.quantity, index), f"{value:.10g}"
    for reading in limit.readings:
        right = value * float(parse_unit(reading).to(parse_unit(limit.unit)))
        if limit.fits(right):
            return Problem(
                "inventory.value-slip",
                where,
                found,
                f"{found} {reading}",
                values=values | {"then": short(right)},
            )
    return Problem("inventory.value-unusual", where, found, severity="warning", values=values)


@cache
def _limits() -> tuple[_Limit, ...]:
    text = files("tanlian.inventory").joinpath("data/plausible.csv").read_text(encoding="utf-8")
    return tuple(
        _Limit(
            row["quantity"],
            row["flow"],
            row["group"],
            row["per"],
            float(row["low"]),
            float(row["high"]),
            row["unit"],
            tuple(row["readings"].split("|")),
        )
        for row in csv.DictReader(text.splitlines())
    )
