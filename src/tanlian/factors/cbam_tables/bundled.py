"""The tables that come with the library, and how a table is made from rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from functools import cache
from importlib.resources import files

import yaml

from tanlian.factors.cbam_tables.codes import sector_of, table
from tanlian.factors.cbam_tables.model import (
    UNKNOWN,
    BenchmarkRow,
    BenchmarkTable,
    DefaultRow,
    DefaultTable,
)
from tanlian.factors.cbam_tables.origins import origins
from tanlian.factors.load import header_of
from tanlian.factors.model import Header
from tanlian.problems import Lang

DEFAULTS, BENCHMARKS = "cbam-default-values", "cbam-benchmarks"
SECTORS = frozenset({"iron_steel", "aluminium", "hydrogen"})


def headers() -> tuple[Header, ...]:
    """The headers of the bundled tables."""
    return tuple(_header(name)[0] for name in (DEFAULTS, BENCHMARKS))


@cache
def bundled_defaults() -> DefaultTable:
    """Annex I and Annex IV of (EU) 2025/2621; see its coverage."""
    rows = [
        DefaultRow(
            row["origin"],
            row["cn"],
            row["direct"],
            row["indirect"],
            row["total"],
            (row["y2026"], row["y2027"], row["y2028"]),
            row["route"],
        )
        for row in (*table(DEFAULTS), *table("cbam-default-values-annex-iv"))
    ]
    header, coverage = _header(DEFAULTS)
    return default_table(header, coverage, rows, frozenset({*origins(), UNKNOWN}))


@cache
def bundled_benchmarks() -> BenchmarkTable:
    """The Annex of (EU) 2025/2620; see its coverage."""
    rows = [
        BenchmarkRow(row["cn"], row["column"], row["value"], row["letter"], row["period"])
        for row in table(BENCHMARKS)
    ]
    header, coverage = _header(BENCHMARKS)
    return benchmark_table(header, coverage, rows)


def default_table(
    header: Header, coverage: Mapping[Lang, str], rows: Sequence[DefaultRow], complete: frozenset[str]
) -> DefaultTable:
    """A table with the sectors it holds and the hash of its content."""
    held = _sectors(row.cn for row in rows)
    return DefaultTable(
        header, coverage, tuple(rows), complete, held, _hash(header, [astuple(row) for row in rows])
    )


def benchmark_table(
    header: Header, coverage: Mapping[Lang, str], rows: Sequence[BenchmarkRow]
) -> BenchmarkTable:
    """A table with the sectors it holds and the hash of its content."""
    held = _sectors(row.cn for row in rows)
    return BenchmarkTable(header, coverage, tuple(rows), held, _hash(header, [astuple(row) for row in rows]))


def _sectors(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(sector_of(code) for code in set(codes)) & SECTORS


def _header(name: str) -> tuple[Header, Mapping[Lang, str]]:
    text = files("tanlian.factors.cbam_tables").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return header_of(data, f"{name}.yaml"), data["coverage"]


def _hash(header: Header, rows: list[tuple[object, ...]]) -> str:
    text = json.dumps([header.id, header.document, header.edition, rows], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
