"""Look up a benchmark: by CN code, year, column, and route or grade where the act tells them apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from tanlian.catalogue import Status
from tanlian.factors.cbam_tables.bundled import bundled_benchmarks
from tanlian.factors.cbam_tables.codes import cn_code, need_sector, short, spaced, table
from tanlian.factors.cbam_tables.model import Benchmark, BenchmarkRow, BenchmarkTable, Column
from tanlian.problems import Lang, fail

_PRINTED = re.compile(r"\(?([A-Z])\)?(?:/\(?([A-Z])\)?)?")
_CLAUSE = "Annex, point 5.3"
REVISED_FROM = 2027  # (EU) 2025/2620, recital 10; Commission Q&A 3.9


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a letter of the benchmark table stands for: a steel grade made by a production route."""

    letter: str
    grade: str
    route: str
    en: str
    zh: str

    def label(self, lang: Lang = "en") -> str:
        """The meaning in one language."""
        return self.zh if lang == "zh" else self.en


@cache
def indicators() -> Mapping[str, Indicator]:
    """All letters."""
    return {row["letter"]: Indicator(**row) for row in table("indicators")}


@cache
def periods() -> Mapping[str, tuple[int, int]]:
    """First and last production year by period number."""
    return {row["period"]: (int(row["first"]), int(row["last"])) for row in table("periods")}


def benchmark(
    cn: str, year: int, column: Column, kind: str = "", values: BenchmarkTable | None = None
) -> Benchmark:
    """The benchmark of a good in t CO2e per t, for its production year.

    Column ``A`` is the process alone (actual data), ``B`` includes precursors (default values). ``kind`` says
    which of several: a letter as printed (``(C)``, ``(C)/(F)``), or words for the route (``bf_bof``,
    ``dri_eaf``, ``scrap_eaf``) and the grade (``carbon``, ``low_alloy``, ``high_alloy``). In column B the
    highest of several grades of one route counts; what else stays open is refused with its choices.
    Raises ``factors.benchmark-*`` and ``factors.cn-*``.
    """
    chosen = values or bundled_benchmarks()
    if column not in {"A", "B"}:
        raise fail("factors.benchmark-column", found=column)
    period = _period(year, chosen)
    code = cn_code(cn)
    rows = [row for row in _rows(chosen, code) if row.column == column and row.period in {"", period}]
    letters = _letters(kind)
    hits = [row for row in rows if not row.letter or row.letter in letters]
    rule: Literal["only", "indicator", "highest grade"] = "indicator" if hits and hits[0].letter else "only"
    if len(hits) > 1 and column == "B" and _only_grade_open(hits, kind):
        hits, rule = [max(hits, key=lambda row: Decimal(row.value))], "highest grade"
    if len(hits) != 1:
        raise fail(
            "factors.benchmark-open" if hits else "factors.benchmark-none",
            found=" ".join(part for part in (spaced(code), kind) if part),
            expected="; ".join(_choice(row, "en") for row in rows),
            year=year,
            column=column,
            choices_zh="；".join(_choice(row, "zh") for row in rows),
        )
    return Benchmark(
        cn=code,
        year=year,
        column=column,
        value=Decimal(hits[0].value),
        letter=hits[0].letter,
        rule=rule,
        provisional=year >= REVISED_FROM,
        status=_status(chosen.header.status, rule),
        document=chosen.header.document,
        clause=_CLAUSE,
        table_id=chosen.header.id,
    )


def _period(year: int, chosen: BenchmarkTable) -> str:
    for number, (first, last) in periods().items():
        if first <= year <= last:
            return number
    known = ", ".join(f"{first}–{last}" for first, last in periods().values())
    raise fail("factors.benchmark-year", found=year, expected=known, document=chosen.header.document)


def _rows(chosen: BenchmarkTable, code: str) -> Sequence[BenchmarkRow]:
    """Rows of a code; a short code serves where every good below it has the same benchmarks."""
    below = {item: rows for item, rows in chosen.by_code.items() if item.startswith(code)}
    if not below:
        need_sector(code, chosen.sectors, chosen.header, chosen.by_code)
    told = {tuple((row.column, row.value, row.letter, row.period) for row in rows) for rows in below.values()}
    if len(told) != 1:
        raise short(code, below, chosen.header)
    return next(iter(below.values()))


def _letters(kind: str) -> frozenset[str]:
    """The letters that a printed mark or words of route and grade leave; all where nothing is said."""
    if printed := _PRINTED.fullmatch(kind.strip()):
        return frozenset(letter for letter in printed.groups() if letter)
    left = set(indicators().values())
    for word in kind.split():
        kept = {item for item in left if word in {item.grade, *_routes(item)}}
        known = sorted({name for item in indicators().values() for name in (item.grade, *_routes(item))})
        if word not in known:
            raise fail("factors.benchmark-kind", found=word, expected=", ".join(known))
        left = kept
    return frozenset(item.letter for item in left)


def _routes(item: Indicator) -> tuple[str, ...]:
    """The words for a route; the EAF of high alloy steel may melt DRI or scrap."""
    return ("eaf", "dri_eaf", "scrap_eaf") if item.route == "eaf" else (item.route,)


def _only_grade_open(hits: list[BenchmarkRow], kind: str) -> bool:
    """Whether the route is said and each grade stands once."""
    grades = {indicators()[row.letter].grade for row in hits}
    return bool(kind.strip()) and len(grades) == len(hits)


def _status(status: Status, rule: str) -> Status:
    # The rule of the highest grade was read in secondary sources, not in the act.
    return "secondary" if rule == "highest grade" and status == "official" else status


def _choice(row: BenchmarkRow, lang: Lang) -> str:
    name = indicators()[row.letter].label(lang) if row.letter in indicators() else ""
    return " ".join(part for part in (f"({row.letter})" if row.letter else "", name, row.value) if part)
