"""A sheet as typed columns, and the small sheets as records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import polars as pl

from tanlian.inventory.columns import Column, columns
from tanlian.inventory.model import Evidence, Leg, Process, Product, Supply
from tanlian.inventory.read.numbers import money, numbers, shares
from tanlian.inventory.read.sheet import Sheet
from tanlian.inventory.read.values import Known, dates, flags, integers, known, words
from tanlian.problems import Problem, problem

_Record = TypeVar("_Record", Process, Supply, Leg, Product, Evidence)
# First column of a sheet: its id in the model.
_ID = {
    "processes": "process",
    "supplies": "supply",
    "legs": "leg",
    "products": "product",
    "evidence": "evidence",
}


def typed(sheet: Sheet, column: Column, refer: Known, problems: list[Problem]) -> pl.Series:
    """One column by its declared type. Required cells that are empty are reported."""
    if column.required:
        check_required(sheet, column, problems)
    match column.type:
        case "share":
            return shares(sheet, column.name, problems)
        case "number" | "amount":
            is_money = column.unit.startswith("currency")
            return (
                money(sheet, column.name, problems)
                if is_money
                else numbers(sheet, column.name, column.unit, problems)
            )
        case "date":
            return dates(sheet, column.name, problems)
        case "flag":
            return flags(sheet, column.name, problems)
        case "integer":
            return integers(sheet, column.name, problems)
        case _:
            return words(sheet, column, refer, problems)


def check_required(
    sheet: Sheet, column: Column, problems: list[Problem], unless: pl.Series | None = None
) -> None:
    """Report empty cells of a required column; a column that is not there at all was reported before."""
    if column.name not in sheet.cells:
        return
    empty = ~sheet.column(column.name).filled
    code = "inventory.amount-missing" if column.name == "amount" else "inventory.required"
    for row in (empty & ~unless if unless is not None else empty).arg_true():
        problems.append(
            problem(code, sheet.where(column.name, row), column_en=column.en, column_zh=column.zh)
        )


def processes(sheet: Sheet | None, problems: list[Problem]) -> tuple[Process, ...]:
    """The processes of a site."""
    return _records(sheet, Process, Known(), problems)


def supplies(sheet: Sheet | None, problems: list[Problem]) -> tuple[Supply, ...]:
    """What suppliers say."""
    return _records(sheet, Supply, Known(), problems)


def legs(sheet: Sheet | None, supplied: Known, problems: list[Problem]) -> tuple[Leg, ...]:
    """The journeys of supplies, leg by leg."""
    return _records(sheet, Leg, supplied, problems)


def products(sheet: Sheet | None, made_by: Known, problems: list[Problem]) -> tuple[Product, ...]:
    """The goods."""
    return _records(sheet, Product, made_by, problems)


def evidence(sheet: Sheet | None, problems: list[Problem]) -> tuple[Evidence, ...]:
    """Meters and documents."""
    return _records(sheet, Evidence, Known(), problems)


def references(sheet: Sheet | None) -> dict[str, str] | None:
    """Ids of a sheet by id and name, whatever else is wrong with their rows; None where there is no sheet."""
    if sheet is None:
        return None
    ids = sheet.column(_ID[sheet.name]).as_text().to_list()
    names = sheet.column("name").as_text().to_list()
    pairs = [(name, item) for name, item in zip(names, ids, strict=True) if name and item]
    return known([item for item in ids if item], pairs)


def _records(
    sheet: Sheet | None, kind: Callable[..., _Record], refer: Known, problems: list[Problem]
) -> tuple[_Record, ...]:
    if sheet is None:
        return ()
    named = columns(sheet.name)
    frame = pl.DataFrame([typed(sheet, column, refer, problems).alias(column.name) for column in named])
    key = _ID[sheet.name]
    ids = frame.get_column(key)
    for row in (ids.is_not_null() & ~ids.is_first_distinct()).arg_true():
        problems.append(problem("inventory.id-twice", sheet.where(key, row), found=ids[row]))
    whole = frame.drop_nulls([column.name for column in named if column.required])
    return tuple(
        kind(**{("id" if name == key else name): value for name, value in row.items() if value is not None})
        for row in whole.to_dicts()
    )
