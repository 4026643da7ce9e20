"""The exchanges: typed columns, amounts in canonical units, properties per canonical unit."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from tanlian import catalogue
from tanlian.inventory.columns import Column, columns
from tanlian.inventory.model import EXCHANGE_SCHEMA
from tanlian.inventory.period import Period
from tanlian.inventory.read.amounts import Conversion, conversion, written
from tanlian.inventory.read.numbers import numbers
from tanlian.inventory.read.sheet import Sheet
from tanlian.inventory.read.table import check_required, typed
from tanlian.inventory.read.values import MOST_BAD, Known, periods, unread
from tanlian.problems import Problem, Problems, problem
from tanlian.units import parse_unit

_OWN_WAY = {"amount", "unit", "period"}


def read_exchanges(
    sheet: Sheet, period: Period | None, refer: Known, problems: list[Problem]
) -> pl.DataFrame:
    """The frame of `model.EXCHANGE_SCHEMA`; what could not be read is null there and reported."""
    named = {column.name: column for column in columns("exchanges")}
    frame = pl.DataFrame(
        [
            typed(sheet, column, refer, problems).alias(name)
            for name, column in named.items()
            if name not in _OWN_WAY and not _is_property(column)
        ]
    )
    start, end = _periods(sheet, period, problems)
    amount = written(sheet, problems)
    check_required(sheet, named["amount"], problems)
    unit_given = _units(sheet, named["unit"], amount.not_applicable, problems)
    factors = _conversions(sheet, frame.get_column("flow"), unit_given, problems)
    unit = factors.get_column("unit")
    properties = [
        numbers(sheet, name, _per(column, unit), problems).alias(name)
        for name, column in named.items()
        if _is_property(column)
    ]
    frame = frame.with_columns(
        *properties,
        start.alias("start"),
        end.alias("end"),
        unit.alias("unit"),
        amount.given.alias("amount_given"),
        unit_given.alias("unit_given"),
        (amount.values * factors.get_column("numerator") / factors.get_column("denominator")).alias("amount"),
        pl.arange(1, len(sheet.rows) + 1, dtype=pl.UInt32, eager=True).alias("row"),
        sheet.rows.cast(pl.String).alias("place"),
    )
    frame = frame.with_columns(pl.format("{}!{}", pl.lit(sheet.title), "place").alias("place"))
    return _by_ncv(sheet, frame, factors.get_column("by_ncv"), problems).select(
        pl.col(name).cast(dtype) for name, dtype in EXCHANGE_SCHEMA.items()
    )


def _periods(sheet: Sheet, period: Period | None, problems: list[Problem]) -> tuple[pl.Series, pl.Series]:
    start, end = periods(sheet, "period", problems)
    if period is None:
        return start, end
    whole = ~sheet.column("period").filled
    outside = (start < period.start) | (end > period.end)
    for row in outside.fill_null(False).arg_true():
        found = sheet.column("period").text(row)
        problems.append(
            problem("inventory.period-outside", sheet.where("period", row), found=found, expected=period)
        )
    return start.set(whole, period.start), end.set(whole, period.end)


def _units(sheet: Sheet, column: Column, unless: pl.Series, problems: list[Problem]) -> pl.Series:
    """Units as written, or that of the amount's heading. Empty is fine where the amount does not apply."""
    given = sheet.column("unit").as_text()
    if "amount" in sheet.units:
        return given.set(given.is_null() & ~unless, sheet.units["amount"])
    check_required(sheet, column, problems, unless)
    return given


def _conversions(sheet: Sheet, flows: pl.Series, units: pl.Series, problems: list[Problem]) -> pl.DataFrame:
    """Canonical unit and factor of each row, worked out once per flow and unit."""
    pairs = pl.DataFrame([flows.alias("flow"), units.alias("given")])
    found: list[tuple[str, str, Conversion]] = []
    bad: dict[tuple[str | None, str], Problem] = {}
    distinct = pairs.drop_nulls("given").unique(maintain_order=True)
    for number, (flow, given) in enumerate(distinct.iter_rows()):
        if len(bad) == MOST_BAD:
            problems.append(unread(sheet, "unit", distinct.height - number))
            break
        try:
            if flow is None:
                parse_unit(given)
            else:
                found.append((flow, given, conversion(flow, given)))
        except Problems as caught:
            bad[flow, given] = caught.problems[0]
    if bad:
        for row, pair in enumerate(pairs.iter_rows()):
            if pair in bad:
                problems.append(replace(bad[pair], where=sheet.where("unit", row)))
    table = pl.DataFrame(
        [
            (
                flow,
                given,
                item.unit,
                float(item.factor.numerator),
                float(item.factor.denominator),
                item.by_ncv,
            )
            for flow, given, item in found
        ],
        schema={
            "flow": pl.String,
            "given": pl.String,
            "unit": pl.String,
            "numerator": pl.Float64,
            "denominator": pl.Float64,
            "by_ncv": pl.Boolean,
        },
        orient="row",
    )
    return pairs.join(table, on=["flow", "given"], how="left", maintain_order="left")


def _is_property(column: Column) -> bool:
    """Whether it is converted to the unit of the row; money has no unit that could be converted."""
    return "/unit" in column.unit and not column.unit.startswith("currency")


def _per(column: Column, unit: pl.Series) -> pl.Series:
    """The unit of a property in each row: ``GJ/t`` for ``GJ/unit`` where the amount is in t."""
    before = column.unit.removesuffix("unit")
    return pl.select(pl.format("{}{}", pl.lit(before), unit)).to_series()


def _by_ncv(sheet: Sheet, frame: pl.DataFrame, by_ncv: pl.Series, problems: list[Problem]) -> pl.DataFrame:
    """Fuels given as energy: divide by the row's own calorific value, which there must be."""
    rows = by_ncv.fill_null(False)
    if not rows.any():
        return frame
    ncv = frame.get_column("ncv")
    usable = (ncv > 0).fill_null(False)
    # What stands in the cell but could not be read was reported already.
    unreadable = sheet.column("ncv").filled & ncv.is_null()
    for row in (rows & ~usable & ~unreadable & frame.get_column("amount").is_not_null()).arg_true():
        problems.append(
            problem(
                "inventory.ncv-needed",
                sheet.where("ncv", row),
                found=frame.get_column("unit_given")[row],
                expected=f"GJ/{frame.get_column('unit')[row]}",
                flow_en=(flow := catalogue.flow(frame.get_column("flow")[row])).en,
                flow_zh=flow.zh,
            )
        )
    amount = frame.get_column("amount")
    return frame.with_columns(amount.zip_with(~rows, amount / ncv.set(~usable, None)).alias("amount"))
