"""Factor sets: those that come with the library by id, and a user's own from a file."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from io import StringIO

import yaml

from tanlian.factors.load import factor_set, header_of
from tanlian.factors.model import FactorSet, Header
from tanlian.factors.own import read_file
from tanlian.factors.table import rows_of
from tanlian.problems import fail, nearest

__all__ = ["load", "read_file", "sets"]


@cache
def sets() -> tuple[Header, ...]:
    """The headers of all bundled sets, by id."""
    entries = files("tanlian.factors").joinpath("data").iterdir()
    names = sorted(entry.name for entry in entries if entry.name.endswith(".yaml"))
    return tuple(header_of(yaml.safe_load(_text(name)), name) for name in names)


@cache
def load(set_id: str) -> FactorSet:
    """A bundled set. Raises ``factors.unknown-set``."""
    header = next((item for item in sets() if item.id == set_id), None)
    if header is None:
        known = [item.id for item in sets()]
        hint = nearest(set_id, known) or ", ".join(known)
        raise fail("factors.unknown-set", found=set_id, expected=hint)
    name = f"{set_id}.constants.csv"
    has_constants = files("tanlian.factors").joinpath("data", name).is_file()
    constants = list(csv.DictReader(StringIO(_text(name)))) if has_constants else []
    rows = rows_of(csv.reader(StringIO(_text(f"{set_id}.csv"))), f"{set_id}.csv")
    return factor_set(header, rows, constants)


def _text(name: str) -> str:
    return files("tanlian.factors").joinpath("data", name).read_text(encoding="utf-8")
