"""The CBAM tables as plain data: default values, benchmarks, dated parameters. Values are t CO2e per t."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from tanlian.catalogue import Status
from tanlian.factors.model import Header
from tanlian.problems import Lang

OTHER = "OTHER"  # the table of countries and territories without one of their own
UNKNOWN = "UNKNOWN"  # Annex IV: a precursor whose country of production cannot be identified
NO_VALUE, BELOW, NOT_APPLICABLE = "–", "see below", "N/A"
PRINTED_YEARS = (2026, 2027, 2028)  # the last column stands for 2028 and onwards

Column = Literal["A", "B"]


@dataclass(frozen=True, slots=True)
class DefaultRow:
    """One line of a default-value table, as text with three decimals; ``–``, ``see below`` or ``N/A`` else.

    ``marked`` holds the printed values with mark-up of 2026, 2027, 2028 and onwards; empty where the table
    prints none. Annex IV prints no direct and indirect part. ``route`` such as ``(C)`` or ``(C)/(F)``.
    """

    origin: str
    cn: str
    direct: str
    indirect: str
    total: str
    marked: tuple[str, ...]
    route: str

    @property
    def has_value(self) -> bool:
        """Whether the line holds a number."""
        return self.total not in {NO_VALUE, BELOW}


@dataclass(frozen=True)
class DefaultTable:
    """Default values by origin and CN code, of one edition.

    ``complete`` names the origins whose whole table is known, also those without any line: only for them
    does a missing value mean the table of other countries.
    """

    header: Header
    coverage: Mapping[Lang, str]
    rows: tuple[DefaultRow, ...]
    complete: frozenset[str]
    sectors: frozenset[str]
    content_hash: str

    @cached_property
    def by_origin(self) -> Mapping[str, Mapping[str, DefaultRow]]:
        """Lines by origin and CN code."""
        index: dict[str, dict[str, DefaultRow]] = {origin: {} for origin in self.complete}
        for row in self.rows:
            index.setdefault(row.origin, {})[row.cn] = row
        return index

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every CN code that some origin has a line for, headings left out."""
        return frozenset(row.cn for row in self.rows if row.total != BELOW)


@dataclass(frozen=True, slots=True)
class Edition:
    """How an edition of the act makes the value with mark-up: ``printed`` or ``total`` times the factor."""

    id: str
    document: str
    clause: str
    rule: Literal["printed", "total"]
    status: Status
    note: str


@dataclass(frozen=True, slots=True)
class DefaultValue:
    """A default value found: the line it rests on, and the value with the mark-up of the year, exact.

    ``found_in`` is the origin, ``OTHER`` or ``UNKNOWN`` (Annex IV).
    """

    cn: str
    origin: str
    year: int
    edition: str
    row: DefaultRow
    direct: Decimal | None
    indirect: Decimal | None
    total: Decimal
    mark_up: Decimal
    value: Decimal
    route: str
    status: Status
    document: str
    clause: str
    table_id: str
    note: str = ""

    @property
    def found_in(self) -> str:
        """Whose table the line is from."""
        return self.row.origin

    @property
    def source(self) -> str:
        """Document, clause, table and line."""
        return f"{self.document}, {self.clause}, {self.found_in}, CN {self.row.cn}"


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """One benchmark: column A (process alone) or B (with precursors), as text.

    ``letter`` (route and grade) and ``period`` (production years) are empty where it always holds.
    """

    cn: str
    column: str
    value: str
    letter: str
    period: str


@dataclass(frozen=True)
class BenchmarkTable:
    """Benchmarks by CN code, of one edition."""

    header: Header
    coverage: Mapping[Lang, str]
    rows: tuple[BenchmarkRow, ...]
    sectors: frozenset[str]
    content_hash: str

    @cached_property
    def by_code(self) -> Mapping[str, tuple[BenchmarkRow, ...]]:
        """Rows by CN code of eight digits."""
        index: dict[str, list[BenchmarkRow]] = {}
        for row in self.rows:
            index.setdefault(row.cn, []).append(row)
        return {code: tuple(rows) for code, rows in index.items()}


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark found. ``rule`` says how: the only one, by its indicator, or the highest of the grades.

    ``provisional`` marks years for which the Commission has announced revised benchmarks.
    """

    cn: str
    year: int
    column: str
    value: Decimal
    letter: str
    rule: Literal["only", "indicator", "highest grade"]
    provisional: bool
    status: Status
    document: str
    clause: str
    table_id: str

    @property
    def source(self) -> str:
        """Document, clause and line."""
        mark = f" ({self.letter})" if self.letter else ""
        return f"{self.document}, {self.clause}, CN {self.cn}, column {self.column}{mark}"


@dataclass(frozen=True, slots=True)
class Dated:
    """A parameter of a year: mark-up, CBAM factor, correction factor, certificate price."""

    parameter: str
    key: str
    year: int
    value: Decimal
    unit: str
    document: str
    clause: str
    url: str
    status: Status
    note: str

    @property
    def exact(self) -> Fraction:
        """The value as an exact fraction."""
        return Fraction(self.value)

    @property
    def source(self) -> str:
        """Document and clause in one line."""
        return ", ".join(part for part in (self.document, self.clause) if part)
