"""The words a factor row is written in: its columns, quantities, gases, origins and statuses."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tanlian.catalogue import gases
from tanlian.problems import Lang

ORIGINS = ("fossil", "biogenic", "land_use")
UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of factor: ``numerator`` per one of ``per`` (canonical units), and whether it is of a gas."""

    id: str
    en: str
    zh: str
    numerator: str
    per: tuple[str, ...]
    of_gas: bool

    def label(self, lang: Lang = "en") -> str:
        """The name in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a factor table, by its id or its Chinese heading."""

    name: str
    zh: str
    required: bool


@cache
def quantities() -> Mapping[str, Quantity]:
    """All quantities by id."""
    return {
        row["quantity"]: Quantity(
            row["quantity"],
            row["en"],
            row["zh"],
            row["numerator"],
            tuple(unit for unit in row["per"].split(";") if unit),
            row["gas"] == "yes",
        )
        for row in _table("quantities")
    }


@cache
def columns() -> tuple[Column, ...]:
    """The columns of a factor table in their order."""
    return tuple(Column(row["column"], row["zh"], row["required"] == "yes") for row in _table("columns"))


def all_gases() -> tuple[str, ...]:
    """Single gases of the GWP sets, and ``CO2e``."""
    return (*gases(), "CO2e")


def _table(name: str) -> list[dict[str, str]]:
    text = files("tanlian.factors").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
