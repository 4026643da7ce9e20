"""The sheets and columns of an inventory file, declared in ``data/columns.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO

from tanlian.inventory.words import folded, lookup
from tanlian.problems import Lang

SHEETS = ("site", "processes", "exchanges", "supplies", "legs", "products", "evidence")
SHEET_TITLES = {
    "site": "厂区",
    "processes": "工序",
    "exchanges": "交换量",
    "supplies": "供应",
    "legs": "运输",
    "products": "产品",
    "evidence": "证据",
}
# Sheets of the template that hold no data.
SIDE_SHEETS = {"guide": "说明", "lists": "词表"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet. ``unit`` may name ``unit``: the canonical unit of the row's amount."""

    sheet: str
    name: str
    type: str
    unit: str
    required: bool
    choices: tuple[str, ...]
    en: str
    zh: str
    help_en: str
    help_zh: str

    def title(self, lang: Lang) -> str:
        """Heading in a language."""
        return self.zh if lang == "zh" else self.en

    def unit_text(self, lang: Lang) -> str:
        """Unit as a heading shows it."""
        if self.type == "share":
            return "0–1"
        return self.unit.replace("/unit", "/单位") if lang == "zh" else self.unit

    def help(self, lang: Lang) -> str:
        """Explanation in a language."""
        return self.help_zh if lang == "zh" else self.help_en


@cache
def columns(sheet: str) -> tuple[Column, ...]:
    """Columns of a sheet in their order."""
    text = files("tanlian.inventory").joinpath("data/columns.csv").read_text(encoding="utf-8")
    return tuple(
        Column(
            sheet=row["sheet"],
            name=row["column"],
            type=row["type"],
            unit=row["unit"],
            required=row["required"] == "yes",
            choices=tuple(row["choices"].split()),
            en=row["en"],
            zh=row["zh"],
            help_en=row["help_en"],
            help_zh=row["help_zh"],
        )
        for row in csv.DictReader(StringIO(text))
        if row["sheet"] == sheet
    )


def sheet_title(name: str, lang: Lang) -> str:
    """Name of a sheet in a language."""
    return ({**SHEET_TITLES, **SIDE_SHEETS})[name] if lang == "zh" else name


def sheet_name(title: str) -> str:
    """Which sheet a title names in either language, or ``""``."""
    return _sheet_names().get(folded(title), "")


@cache
def _sheet_names() -> dict[str, str]:
    return lookup([(name, name) for name in SHEETS] + [(title, name) for name, title in SHEET_TITLES.items()])
