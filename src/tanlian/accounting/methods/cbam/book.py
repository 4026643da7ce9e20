"""The statement while it is being written: lines in their order, and what was found on the way."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from tanlian.accounting.statement import Input, Line, Text, weakest
from tanlian.problems import Problem, Problems, Where


@dataclass(frozen=True, slots=True)
class LineKind:
    """A kind of line as declared in ``data/lines.csv``."""

    kind: str
    unit: str
    formula: str
    clause: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line to be written. ``kind`` gives unit, formula, clause and label unless they are given here."""

    kind: str
    id: str
    value: float
    inputs: Sequence[Input] = ()
    rows: Sequence[int] = ()
    names: Mapping[str, Text] = field(default_factory=dict)
    formula: str = ""
    unit: str = ""


@dataclass(slots=True)
class Book:
    """Lines and problems of one run. Errors are kept, so that one pass names them all."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, entry: Entry) -> Line:
        """Write a line; its status is the weakest of its inputs."""
        declared = kinds()[entry.kind]
        arithmetic = entry.formula or declared.formula
        line = Line(
            id=entry.id,
            label=Text(
                declared.en.format_map({key: text.en for key, text in entry.names.items()}),
                declared.zh.format_map({key: text.zh for key, text in entry.names.items()}),
            ),
            value=entry.value + 0.0,  # no negative zero
            unit=entry.unit or declared.unit,
            formula=f"{arithmetic} [{declared.clause}]" if arithmetic else f"[{declared.clause}]",
            inputs=tuple(entry.inputs),
            rows=tuple(entry.rows),
            group=_group(entry.id),
            status=weakest(item.status for item in entry.inputs),
        )
        self.lines.append(line)
        return line

    def note(self, found: Problem) -> None:
        """Keep a problem."""
        self.problems.append(found)

    def keep(self, raised: Problems) -> None:
        """Keep the problems of an error and go on, to find the rest."""
        self.problems.extend(raised.problems)

    @property
    def found(self) -> tuple[Problem, ...]:
        """All problems so far, each once."""
        once: dict[tuple[str, Where, str, str], Problem] = {}
        for item in self.problems:
            once.setdefault((item.code, item.where, item.found, item.expected), item)
        return tuple(once.values())


_GROUPS = {"stream": "installation", "processes": "rest", "precursor": "precursors", "good": "goods"}


def _group(line_id: str) -> str:
    """Lines of one production process stand together, whenever they were written."""
    head, _, tail = line_id.partition(".")
    return f"process.{tail.partition('.')[0]}" if head == "process" else _GROUPS.get(head, head)


def from_line(symbol: str, line: Line) -> Input:
    """A line as an input of another one."""
    return Input(symbol, line.value, line.unit, line.id, line.status)


def placed(error: Problems, where: Where) -> Problems:
    """The same problems at a place of the inventory, or at an option."""
    return Problems([replace(item, where=where) for item in error.problems])


@cache
def kinds() -> Mapping[str, LineKind]:
    """All kinds of lines."""
    text = files("tanlian.accounting.methods.cbam").joinpath("data/lines.csv").read_text(encoding="utf-8")
    return {
        row["kind"]: LineKind(row["kind"], row["unit"], row["formula"], row["clause"], row["en"], row["zh"])
        for row in csv.DictReader(text.splitlines())
    }
