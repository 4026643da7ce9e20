"""Amounts off by a power of ten, seen against what a unit of the process's main output takes or gives.

An error needs a power of ten that explains it, and either an amount that is far too large or several inputs
that say the same. A little of something is unusual at most: works try things.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from tanlian import catalogue
from tanlian.inventory.model import Process
from tanlian.inventory.read.sheet import Sheet
from tanlian.problems import Problem, Severity
from tanlian.units import parse_unit

_POWERS = (-3, 3, -4, 4)
_FAR = 10  # times beyond a range that is wide already
_UNITS = (
    *("t", "kg", "万t", "1000 t", "m3N", "1000 m3N", "10^4 m3N"),
    *("kWh", "MWh", "万kWh", "GWh", "MJ", "GJ", "TJ"),
)
_PERIOD = ("process", "start", "end")


@dataclass(frozen=True, slots=True)
class _Ratio:
    """An amount per main output, with the rows of both and the catalogue's range."""

    index: int
    main_index: int
    value: float
    limits: catalogue.Range
    power: int = 0  # 10^power brings the value back; 0 = none does

    def fits(self, power: int = 0) -> bool:
        return self.limits.low <= self.value * 10.0**power <= self.limits.high

    @property
    def far(self) -> bool:
        return not self.limits.low / _FAR <= self.value <= self.limits.high * _FAR


def amount_slips(sheet: Sheet, frame: pl.DataFrame, made: tuple[Process, ...]) -> Iterator[Problem]:
    """Amounts per unit of main output outside the catalogue's wide ranges, per process and period."""
    kinds = {item.id: catalogue.process_kinds()[item.kind] for item in made}
    rows = frame.with_row_index("index").filter(
        pl.col("process").is_in(list(kinds)) & (pl.col("amount") > 0) & pl.col("start").is_not_null()
    )
    totals = (
        rows.group_by(*_PERIOD, "flow", "direction", "unit", maintain_order=True)
        .agg(pl.col("amount").sum(), pl.col("index").sort_by("amount").last())
        .join(_main_outputs(rows, kinds), on=_PERIOD, how="inner", maintain_order="left")
    )
    seen: dict[tuple[object, ...], list[_Ratio]] = {}
    for row in totals.iter_rows(named=True):
        limits = catalogue.ranges().get((kinds[row["process"]].id, row["flow"], row["direction"]))
        if limits is not None and limits.unit == f"{row['unit']}/{row['main_unit']}":
            item = _Ratio(row["index"], row["main_index"], row["amount"] / row["main"], limits)
            seen.setdefault(tuple(row[name] for name in _PERIOD), []).append(item)
    for ratios in seen.values():
        yield from _told(sheet, frame, ratios)


def _main_outputs(rows: pl.DataFrame, kinds: Mapping[str, catalogue.ProcessKind]) -> pl.DataFrame:
    """What each process is run for, per period: its product, or else other metal of its block."""
    flows = catalogue.flows()
    table = pl.DataFrame(
        [
            (process, flow.id, flow.id == kind.product, flows[kind.product].unit)
            for process, kind in kinds.items()
            for flow in flows.values()
            if kind.product and (flow.id == kind.product or _akin(flow, kind))
        ],
        schema={"process": pl.String, "flow": pl.String, "own": pl.Boolean, "unit": pl.String},
        orient="row",
    )
    outputs = rows.filter(pl.col("direction") == "out").join(
        table, on=["process", "flow", "unit"], how="inner"
    )
    return (
        outputs.filter(pl.col("own") == pl.col("own").any().over(_PERIOD))
        .sort("index")
        .group_by(_PERIOD, maintain_order=True)
        .agg(
            main=pl.col("amount").sum(),
            main_index=pl.col("index").sort_by("amount").last(),
            main_unit=pl.col("unit").first(),
        )
    )


def _akin(flow: catalogue.Flow, kind: catalogue.ProcessKind) -> bool:
    return flow.block == kind.block and bool(flow.stage or flow.metallic == "primary")


def _nearest_power(item: _Ratio) -> int:
    """The power of ten that brings a ratio back, nearest to the middle of its range."""
    middle = math.sqrt(item.limits.low * item.limits.high)
    fitting = [power for power in _POWERS if item.fits(power)]
    return min(fitting, key=lambda power: abs(math.log(item.value * 10.0**power / middle)), default=0)


def _told(sheet: Sheet, frame: pl.DataFrame, ratios: list[_Ratio]) -> Iterator[Problem]:
    alike = [power for power in _POWERS if all(item.far and item.fits(power) for item in ratios)]
    if len(ratios) > 1 and alike:
        # One power of ten brings everything back: the output itself is off.
        yield _problem(sheet, frame, replace(ratios[0], power=alike[0]), "error", of_output=True)
        return
    for item in ratios:
        if not item.fits():
            much = item.far and item.value > item.limits.high
            powered = replace(item, power=_nearest_power(item))
            yield _problem(sheet, frame, powered, "error" if much and powered.power else "warning")


def _problem(
    sheet: Sheet, frame: pl.DataFrame, item: _Ratio, severity: Severity, of_output: bool = False
) -> Problem:
    index, power = (item.main_index, -item.power) if of_output else (item.index, item.power)
    row = frame.row(index, named=True)
    given, unit = row["amount_given"], row["unit_given"]
    ranged = catalogue.flow(item.limits.flow)
    values = {
        "input_en": ranged.en,
        "input_zh": ranged.zh,
        "ratio": short(item.value),
        "unit": item.limits.unit,
        "low": short(item.limits.low),
        "high": short(item.limits.high),
        "then": short(item.value * 10.0**item.power),
    }
    found = f"{given} {unit}"
    if power == 0 or not item.far:
        return Problem(
            "inventory.amount-unusual", sheet.where("amount", index), found, severity="warning", values=values
        )
    other = _other_unit(unit, power)
    right = other or f"× 10^{power} {unit}"
    where = sheet.where("unit" if other else "amount", index)
    return Problem("inventory.amount-slip", where, found, f"{given} {right}", severity, values)


def _other_unit(given: str, power: int) -> str:
    """The usual unit that is 10^power of the given one, or ""."""
    unit = parse_unit(given)
    wanted = unit.factor * 10**power if power >= 0 else unit.factor / 10**-power
    known = ((text, parse_unit(text)) for text in _UNITS)
    return next((text for text, it in known if it.dimension == unit.dimension and it.factor == wanted), "")


def short(value: float) -> str:
    """A number for a sentence: four figures."""
    return f"{value:,.4g}" if 1e-4 <= abs(value) < 1e6 else f"{value:.4g}"
