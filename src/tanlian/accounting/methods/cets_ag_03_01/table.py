"""The process list of the guideline with its product codes, and the materials it has factors for."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tanlian.accounting.statement import Text

SET = "cets-ag-03.01-v01-2024"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Step:
    """A process of the list. ``code`` is that of its product in the catalogue, ``""`` where none is known.

    ``kinds`` are our process kinds that belong to it.
    """

    id: str
    en: str
    zh: str
    code: str
    status: str
    kinds: tuple[str, ...]

    @property
    def label(self) -> Text:
        """Name and code."""
        return Text(*(f"{name} ({self.code})" if self.code else name for name in (self.en, self.zh)))


@cache
def steps() -> tuple[Step, ...]:
    """The processes in the order of the list; what is in no other belongs to the last."""
    return tuple(
        Step(row["id"], row["en"], row["zh"], row["code"], row["status"], tuple(row["kinds"].split()))
        for row in _rows("processes")
    )


def step_of(kind: str) -> str:
    """The process of the list that a process kind belongs to."""
    return next((item.id for item in steps() if kind in item.kinds), OTHER)


@cache
def materials() -> tuple[str, ...]:
    """The flows that the bundled set of the document has a factor for."""
    return tuple(row["flow"] for row in _rows("materials"))


def _rows(name: str) -> list[dict[str, str]]:
    path = files("tanlian.accounting.methods.cets_ag_03_01").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
