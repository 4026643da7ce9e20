"""The one family of errors: what is wrong, where, and what to do.

A `Problem` is plain data; its sentences live in ``texts/*.yaml``, one entry per
code in English and 中文. Readers collect problems in one pass and raise them
together as `Problems`; nothing else of ours is ever shown to a user.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Lang = Literal["en", "zh"]
Severity = Literal["error", "warning"]

# Beyond this nothing is a misspelt name, and comparing costs time with the square of the length.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Where:
    """A place a person can go to: file, sheet, cell (or row), or a name inside our data."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    name: str = ""

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return ", ".join(part for part in (self.file, place, self.name) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``found`` and ``expected`` are values; ``values`` fill the sentences of the code."""

    code: str
    where: Where = Where()
    found: str = ""
    expected: str = ""
    severity: Severity = "error"
    values: Mapping[str, Any] = field(default_factory=dict)

    def what(self, lang: Lang = "en") -> str:
        """The sentence that says what is wrong."""
        return self._sentence("what", lang)

    def do(self, lang: Lang = "en") -> str:
        """The sentence that says what to do about it."""
        return self._sentence("do", lang)

    def text(self, lang: Lang = "en") -> str:
        """Place, fault and remedy in one line."""
        place = f"{self.where}: " if str(self.where) else ""
        joint = "" if lang == "zh" else " "
        return place + self.what(lang) + joint + self.do(lang)

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """JSON form, the same for command line and API."""
        return {
            "code": self.code,
            "severity": self.severity,
            "where": {
                "file": self.where.file,
                "sheet": self.where.sheet,
                "cell": self.where.cell,
                "name": self.where.name,
            },
            "found": self.found,
            "expected": self.expected,
            "what": self.what(lang),
            "do": self.do(lang),
        }

    def _sentence(self, part: str, lang: Lang) -> str:
        template = texts()[self.code][lang][part]
        return template.format_map({"found": self.found, "expected": self.expected, **self.values})


class Problems(Exception):
    """Raised with every problem of one pass, errors first. Carries warnings found on the way."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: problem.severity != "error")
        )
        super().__init__("\n".join(problem.text() for problem in self.problems))


def problem(
    code: str,
    where: Where | None = None,
    *,
    found: object = "",
    expected: object = "",
    severity: Severity = "error",
    **values: object,
) -> Problem:
    """Make a `Problem` from loose values."""
    return Problem(code, where or Where(), str(found), str(expected), severity, values)


def fail(code: str, where: Where | None = None, **values: Any) -> Problems:
    """A `Problems` with one error, to be raised: ``raise fail("unit.unknown", found=text)``."""
    return Problems([problem(code, where, **values)])


def raise_errors(problems: Iterable[Problem]) -> None:
    """Raise `Problems` if any of them is an error; warnings alone pass."""
    found = tuple(problems)
    if any(item.severity == "error" for item in found):
        raise Problems(found)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name closest to what was written, or ``""``."""
    if len(name) > _LONGEST_NAME:
        return ""
    by_folded = {item.casefold(): item for item in known}
    hits = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[hits[0]] if hits else ""


@cache
def texts() -> dict[str, dict[str, dict[str, str]]]:
    """Sentences by code and language: ``texts()["unit.unknown"]["zh"]["what"]``."""
    merged: dict[str, dict[str, dict[str, str]]] = {}
    for entry in sorted(files("tanlian").joinpath("texts").iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            merged.update(yaml.safe_load(entry.read_text(encoding="utf-8")) or {})
    return merged
