"""A chart: what it says in both languages, its data as a table, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tanlian.accounting.statement import Text
from tanlian.charts.texts import heading
from tanlian.problems import Lang

if TYPE_CHECKING:
    from tanlian.charts.look import Look
    from tanlian.charts.marks import Layer

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks on a plot of ``width`` x ``height`` px, with the room around it that they need."""

    layers: Sequence[Layer]
    width: float
    height: float
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, free of language and theme.

    ``title`` is a sentence with its number, ``subtitle`` says what is plotted and its unit, ``note`` names
    what is not drawn, ``aria`` is read out in place of the picture. ``table`` holds the data, unrounded,
    with ids for names and units in the names of the columns; ``names`` translates them by
    column. ``wide`` is the usual width of the whole figure, px.
    """

    id: str
    title: Text
    subtitle: Text
    aria: Text
    table: pl.DataFrame
    draw: Callable[[Look], Picture]
    wide: float = 640
    note: Text = NOTHING
    names: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)


def table(chart: Chart, lang: Lang) -> pl.DataFrame:
    """The data of a chart in the words of a language, a unit in each heading, unrounded."""
    return chart.table.with_columns(
        pl.col(column).replace({name: text.of(lang) for name, text in names.items()})
        for column, names in chart.names.items()
    ).rename({name: heading(name, lang) for name in chart.table.columns})
