"""A statement: a method's own arithmetic for a site, line by line, each line with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tanlian.inventory.model import Site
from tanlian.inventory.period import Period
from tanlian.problems import Lang, Problem
from tanlian.status import weakest

__all__ = ["Input", "Line", "Statement", "Text", "weakest"]


@dataclass(frozen=True, slots=True)
class Text:
    """A label in both languages."""

    en: str
    zh: str

    def of(self, lang: Lang) -> str:
        """The label in a language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Input:
    """A number a line is computed from. ``source`` says where it stands: a cell, a clause, a line id."""

    symbol: str
    value: float
    unit: str
    source: str
    status: str = "user"


@dataclass(frozen=True, slots=True)
class Line:
    """One result of the method.

    ``id`` is stable (``combustion.coke``, ``process.P1.see_direct``) and sorts nothing; the order of
    lines is the method's. ``formula`` is written in the symbols of ``inputs``. ``rows`` are the
    exchange rows it rests on.
    """

    id: str
    label: Text
    value: float
    unit: str
    formula: str = ""
    inputs: tuple[Input, ...] = ()
    rows: tuple[int, ...] = ()
    group: str = ""
    status: str = "user"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a method says of a site and period. ``totals`` are the ids of the lines to read first."""

    method: str
    title: Text
    document: str
    site: Site
    period: Period
    lines: tuple[Line, ...]
    totals: tuple[str, ...]
    factor_sets: Mapping[str, str]  # set id -> content hash
    options: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    @property
    def status(self) -> str:
        """The weakest status any line rests on."""
        return weakest(line.status for line in self.lines)

    def line(self, line_id: str) -> Line:
        """The line of that id. Raises KeyError."""
        return {line.id: line for line in self.lines}[line_id]

    def value(self, line_id: str) -> float:
        """The unrounded value of a line. Raises KeyError."""
        return self.line(line_id).value

    def frame(self, lang: Lang = "en") -> pl.DataFrame:
        """One row a line: id, group, label, formula, value, unit, status, source."""
        return pl.DataFrame(
            [
                {
                    "id": line.id,
                    "group": line.group,
                    "label": line.label.of(lang),
                    "formula": line.formula,
                    "value": line.value,
                    "unit": line.unit,
                    "status": line.status,
                    "source": "; ".join(dict.fromkeys(item.source for item in line.inputs if item.source)),
                }
                for line in self.lines
            ],
            schema={
                "id": pl.String,
                "group": pl.String,
                "label": pl.String,
                "formula": pl.String,
                "value": pl.Float64,
                "unit": pl.String,
                "status": pl.String,
                "source": pl.String,
            },
        )

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """JSON form, unrounded."""
        return {
            "method": self.method,
            "title": self.title.of(lang),
            "document": self.document,
            "site": {
                "name": self.site.name,
                "organization": self.site.organization,
                "country": self.site.country,
            },
            "period": {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()},
            "status": self.status,
            "factor_sets": dict(self.factor_sets),
            "options": dict(self.options),
            "totals": {line_id: _value(self.line(line_id)) for line_id in self.totals},
            "lines": [_line(line, lang) for line in self.lines],
            "warnings": [warning.as_dict(lang) for warning in self.warnings],
        }


def _value(line: Line) -> dict[str, Any]:
    return {"value": line.value, "unit": line.unit}


def _line(line: Line, lang: Lang) -> dict[str, Any]:
    return {
        "id": line.id,
        "group": line.group,
        "label": line.label.of(lang),
        "formula": line.formula,
        "inputs": [
            {
                "symbol": item.symbol,
                "value": item.value,
                "unit": item.unit,
                "source": item.source,
                "status": item.status,
            }
            for item in line.inputs
        ],
        "rows": list(line.rows),
        "value": line.value,
        "unit": line.unit,
        "status": line.status,
    }
