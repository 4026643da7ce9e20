"""Reads the arithmetic of a page in docs/methods: the id of a line, a calculation in numbers, its result."""

from __future__ import annotations

import re
from fractions import Fraction
from math import prod
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parents[1]
# `line.id` | 1 391 337.563 × 0.94 − 5 | −12.3
_CALCULATED = re.compile(r"^\| `([\w.]+)` \| ([^|`]+) \| ([−\d .]+) \|$", re.MULTILINE)


def page(name: str) -> str:
    """A page of docs/methods."""
    return (ROOT / "docs/methods" / name).read_text("utf-8")


def calculated(text: str) -> list[tuple[str, str, str]]:
    """Line id, arithmetic and result of every row of the page."""
    return _CALCULATED.findall(text)


def number(text: str) -> Fraction:
    """A number as the pages print it."""
    return Fraction(re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-"))


def worked_out(text: str) -> Fraction:
    """Sums of products of numbers and quotients: `2 826 × 20.20/1000 − 5`."""
    terms = re.split(r"\s(?=[+−]\s)", text)
    return sum((_product(term) for term in terms), Fraction(0))


def run_code(text: str, patch: pytest.MonkeyPatch) -> dict[str, pl.DataFrame]:
    """What the first Python block of a page makes, run in the root of the repository."""
    patch.chdir(ROOT)
    found: dict[str, pl.DataFrame] = {}
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code
    exec(code[1], found)
    return found


def _product(text: str) -> Fraction:
    sign = -1 if text.startswith("− ") else 1
    return sign * prod(_quotient(part) for part in text.removeprefix("+ ").removeprefix("− ").split("×"))


def _quotient(text: str) -> Fraction:
    top, *below = (number(part) for part in text.split("/"))
    return top / prod(below)
