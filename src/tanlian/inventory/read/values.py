"""Columns of words: text, ids, choices, names from the catalogue, references, dates, periods.

A column is read by its distinct texts, each once; a text that cannot be read is reported at every cell
that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar

import polars as pl

from tanlian import catalogue
from tanlian.inventory.columns import Column
from tanlian.inventory.model import SITE
from tanlian.inventory.period import Period
from tanlian.inventory.read.sheet import Sheet
from tanlian.inventory.words import choice, choices, folded, lookup
from tanlian.problems import Problem, Problems, Where, fail, nearest, problem

LONGEST_TEXT = 32_767  # what a spreadsheet cell holds
MOST_BAD = 200  # different texts that cannot be read, in one column
_SHOWN = 80  # of a text that is not understood
# What no spreadsheet file can hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$", re.ASCII)
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that cells may refer to, by every accepted spelling; None where that sheet cannot be read."""

    processes: Mapping[str, str] | None = None
    supplies: Mapping[str, str] | None = None


def known(ids: Iterable[str], names: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Ids by spelling, exact ids first: (name, id) pairs never hide an id."""
    exact = {item: item for item in ids}
    return {**lookup(names), **lookup(exact.items()), **exact}


def words(sheet: Sheet, column: Column, refer: Known, problems: list[Problem]) -> pl.Series:
    """A column that stays text: the id of what was written, null where empty."""
    parse = _PARSERS.get(column.type, _text)
    return translate(sheet, column.name, lambda text: parse(text, column, refer), pl.String(), problems)


def parse_word(text: str, column: Column) -> str:
    """One value of a column of words that refers to no other sheet. Raises what the column's type raises."""
    return _PARSERS.get(column.type, _text)(text, column, Known())


def dates(sheet: Sheet, column: str, problems: list[Problem]) -> pl.Series:
    """A column of dates."""
    return translate(sheet, column, parse_date, pl.Date(), problems)


def flags(sheet: Sheet, column: str, problems: list[Problem]) -> pl.Series:
    """A column of yes and no."""
    return translate(sheet, column, _flag, pl.Boolean(), problems)


def integers(sheet: Sheet, column: str, problems: list[Problem]) -> pl.Series:
    """A column of whole numbers."""
    return translate(sheet, column, _integer, pl.Int32(), problems)


def periods(sheet: Sheet, column: str, problems: list[Problem]) -> tuple[pl.Series, pl.Series]:
    """Start and end of a column of periods."""
    ends: dict[str, date] = {}

    def start(text: str) -> date:
        period = parse_period(text)
        ends[text] = period.end
        return period.start

    starts = translate(sheet, column, start, pl.Date(), problems)
    texts = sheet.column(column).as_text()
    return starts, texts.replace_strict(list(ends), list(ends.values()), default=None, return_dtype=pl.Date())


def translate(
    sheet: Sheet, column: str, parse: Callable[[str], _Value], dtype: pl.DataType, problems: list[Problem]
) -> pl.Series:
    """Read each distinct text once. ``parse`` raises `Problems`; the place is filled in here."""
    texts = sheet.column(column).as_text()
    read: dict[str, _Value] = {}
    bad: dict[str, Problem] = {}
    distinct = texts.drop_nulls().unique(maintain_order=True)
    for number, text in enumerate(distinct):
        if len(bad) == MOST_BAD:
            problems.append(unread(sheet, column, len(distinct) - number))
            break
        try:
            read[text] = parse(text)
        except Problems as caught:
            bad[text] = caught.problems[0]
    report(sheet, column, texts, bad, problems)
    if not read:
        return pl.repeat(None, len(texts), dtype=dtype, eager=True)
    return texts.replace_strict(list(read), list(read.values()), default=None, return_dtype=dtype)


def unread(sheet: Sheet, column: str, count: int) -> Problem:
    """Say that a column is wrong as a whole: looking for what each text may mean would take hours."""
    return problem("inventory.column-unreadable", Where(sheet.file, sheet.title, name=column), found=count)


def report(
    sheet: Sheet, column: str, texts: pl.Series, bad: Mapping[str, Problem], problems: list[Problem]
) -> None:
    """Report texts at every cell that holds them."""
    if bad:
        rows = texts.is_in(list(bad)).arg_true().to_list()
        for row, text in zip(rows, texts.gather(rows).to_list(), strict=True):
            item = bad[text]
            found = item.found if len(item.found) <= _SHOWN else item.found[:_SHOWN] + "…"
            problems.append(replace(item, where=sheet.where(column, row), found=found))


def parse_date(text: str) -> date:
    """A day such as ``2025-03-01``, ``2025/3/1`` or ``2025年3月1日``. Raises ``inventory.not-a-date``."""
    try:
        if hit := _DATE.match(text):
            return date(*map(int, hit.groups()))
    except ValueError:
        pass
    raise fail("inventory.not-a-date", found=text, expected="2025-03-31")


def parse_period(text: str) -> Period:
    """A period; the first day of a month is that month, because spreadsheets turn 2025-03 into a day.

    Raises ``period.unreadable`` or ``period.empty``.
    """
    if (hit := _DATE.match(text)) and int(hit[3]) == 1:
        return Period.parse(f"{hit[1]}-{hit[2]}")
    return Period.parse(text)


def _text(text: str, column: Column, refer: Known) -> str:
    if len(text) > LONGEST_TEXT:
        raise fail("inventory.text-long", found=f"{len(text):,}", expected=f"{LONGEST_TEXT:,}")
    if hit := _CONTROL.search(text):
        raise fail("inventory.text-control", found=f"U+{ord(hit[0]):04X}")
    return text


def _id(text: str, column: Column, refer: Known) -> str:
    if choice("exchanges.partner", text):
        raise fail("inventory.id-reserved", found=text)
    return _text(text, column, refer)


def _choice(text: str, column: Column, refer: Known) -> str:
    name = f"{column.sheet}.{column.name}"
    if found := choice(name, text):
        return found
    raise fail(
        "inventory.not-a-choice",
        found=text,
        expected=nearest(text, [word for item in choices(name) for word in item.spellings]),
        choices_en=", ".join(item.id for item in choices(name)),
        choices_zh="、".join(item.zh for item in choices(name)),
    )


def _flow(text: str, column: Column, refer: Known) -> str:
    return catalogue.flow(text).id


def _process_kind(text: str, column: Column, refer: Known) -> str:
    return _catalogued(text, "kinds", "catalogue.unknown-process")


def _region(text: str, column: Column, refer: Known) -> str:
    return _catalogued(text, "regions", "catalogue.unknown-region")


def _process(text: str, column: Column, refer: Known) -> str:
    if column.sheet == "exchanges" and choice("exchanges.partner", text) == SITE:
        return SITE
    if refer.processes is None:
        return text
    if found := _referred(text, refer.processes):
        return found
    raise fail("inventory.unknown-process", found=text, expected=_near(text, refer.processes))


def _partner(text: str, column: Column, refer: Known) -> str:
    if found := _referred(text, refer.processes or {}) or choice("exchanges.partner", text):
        return found
    if refer.processes is None:
        return text
    partners = choices("exchanges.partner")
    near = nearest(text, [*refer.processes, *(word for item in partners for word in (item.id, item.zh))])
    raise fail(
        "inventory.unknown-partner",
        found=text,
        expected=near or partners[0].id,
        choices_en=", ".join(item.id for item in partners),
        choices_zh="、".join(item.zh for item in partners),
    )


def _supply(text: str, column: Column, refer: Known) -> str:
    if refer.supplies is None:
        return text
    if found := _referred(text, refer.supplies):
        return found
    raise fail("inventory.unknown-supply", found=text, expected=_near(text, refer.supplies))


def _period(text: str, column: Column, refer: Known) -> str:
    """A period, as `Period` writes it."""
    return str(parse_period(text))


def _flag(text: str) -> bool:
    if found := choice("flag", text):
        return found == "yes"
    raise fail(
        "inventory.not-a-choice", found=text, expected="yes", choices_en="yes, no", choices_zh="是、否"
    )


def _integer(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    raise fail("inventory.not-an-integer", found=text, expected="2025")


def _referred(text: str, ids: Mapping[str, str]) -> str:
    return ids.get(text) or ids.get(folded(text)) or ""


def _near(text: str, words: Iterable[str]) -> str:
    return nearest(text, words) or "–"


def _catalogued(text: str, table: str, code: str) -> str:
    if found := _names(table).get(folded(text)):
        return found
    items = _table(table)
    near = nearest(text, [word for item in items.values() for word in (item.id, item.en, item.zh)])
    raise fail(code, found=text, expected=near or next(iter(items)))


@cache
def _names(table: str) -> dict[str, str]:
    items = _table(table).values()
    return known(
        [item.id for item in items], [(word, item.id) for item in items for word in (item.en, item.zh)]
    )


def _table(table: str) -> Mapping[str, catalogue.ProcessKind] | Mapping[str, catalogue.Region]:
    return catalogue.process_kinds() if table == "kinds" else catalogue.regions()


_PARSERS: Mapping[str, Callable[[str, Column, Known], str]] = {
    "id": _id,
    "choice": _choice,
    "flow": _flow,
    "process": _process,
    "process_kind": _process_kind,
    "partner": _partner,
    "period": _period,
    "region": _region,
    "supply": _supply,
}
