"""Make a factor set from its header, its rows and its constants."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import cast

from tanlian.catalogue import Status
from tanlian.factors.check import factors_of
from tanlian.factors.model import Constant, Factor, FactorSet, Header
from tanlian.factors.table import Row
from tanlian.problems import Lang, Where, fail, problem, raise_errors
from tanlian.status import STATUSES

_TEXTS = ("id", "publisher", "document", "edition", "date", "url", "licence")


def header_of(data: Mapping[str, object], file: str, user: bool = False) -> Header:
    """The header of a set from plain data. Raises ``factors.header`` for each field that is missing or wrong.

    A user's own set needs an id and a document; the rest may be empty.
    """
    needed = ("id", "document") if user else (*_TEXTS, "title", "status")
    raise_errors(
        problem("factors.header", Where(file, name=name), found=name)
        for name in needed
        if not str(data.get(name) or "").strip()
    )
    status = "user" if user else str(data["status"])
    if not user and status not in STATUSES:
        raise fail("factors.header", Where(file, name="status"), found="status")
    told = {name: str(data.get(name) or "").strip() for name in _TEXTS}
    return Header(
        title=_both(data.get("title") or told["document"]),
        status=cast(Status, status),
        note=_both(data.get("note") or ""),
        supersedes=_names(data.get("supersedes")),
        conflicts_with=_names(data.get("conflicts_with")),
        **told,
    )


def factor_set(
    header: Header, rows: Sequence[Row], constants: Sequence[Mapping[str, str]] = (), user: bool = False
) -> FactorSet:
    """A checked set with the hash of its content. Raises `Problems` with every fault of every row."""
    factors = factors_of(header, rows, user)
    numbers = {row["name"]: _constant(header, row) for row in constants}
    return FactorSet(header, factors, _hash(header, factors, numbers), numbers)


def _constant(header: Header, row: Mapping[str, str]) -> Constant:
    Fraction(row["value"])
    return Constant(
        header.id,
        row["name"],
        row["value"],
        row["unit"],
        row["clause"],
        cast(Status, row["status"]),
        header.document,
        row["note"],
    )


def _hash(header: Header, factors: Sequence[Factor], constants: Mapping[str, Constant]) -> str:
    content = {
        "header": asdict(header),
        "rows": [asdict(item) for item in factors],
        "constants": [asdict(item) for item in constants.values()],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _both(text: object) -> dict[Lang, str]:
    if isinstance(text, Mapping):
        return {"en": str(text.get("en") or ""), "zh": str(text.get("zh") or "")}
    return {"en": str(text), "zh": str(text)}


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return tuple(part for part in str(value or "").replace(",", " ").split() if part)
