"""The mini mill of the examples with its statement, ready to be reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from tanlian.accounting.check import check
from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.inventory.model import Evidence, Inventory
from tanlian.inventory.period import Period
from tanlian.inventory.read import read
from tanlian.report import Person, Report, Subject, report

METHOD = "gbt-32151.5-2015"
DAY = date(2026, 3, 31)
PERSONS = (Person("prepared", "李明", "碳管理工程师", date(2026, 3, 30)), Person("approved", "Wang Fang"))


@cache
def mill() -> Inventory:
    """The example, with a weighbridge behind all that has a mass."""
    plant = read(Path(__file__).parents[2] / "examples" / "mini-mill.xlsx")
    weighed = pl.when(pl.col("unit") == "t").then(pl.lit("SCALE")).alias("evidence")
    scale = Evidence("SCALE", "weighbridge", "Weighbridge", "W-1", date(2026, 6, 30))
    return replace(plant, exchanges=plant.exchanges.with_columns(weighed), evidence=(scale,))


@cache
def statement() -> Statement:
    return account(mill(), METHOD)


def subject(**more: Any) -> Subject:
    inventory = more.pop("inventory", mill())
    found = check(inventory)
    given = {"statement": statement(), "balance": found.balance, "problems": found.problems}
    return Subject(inventory, **{**given, **more})


def made(**more: Any) -> Report:
    return report(subject(**more), date=DAY, persons=PERSONS)


def named(name: str) -> dict[str, Any]:
    """The mill under another name."""
    site = replace(mill().site, name=name)
    return {"inventory": replace(mill(), site=site), "statement": replace(statement(), site=site)}


def last_year(factor: float) -> Statement:
    """The statement of the year before with every line so many times as large."""
    lines = tuple(replace(line, value=line.value * factor) for line in statement().lines)
    return replace(statement(), period=Period.parse("2024"), lines=lines)
