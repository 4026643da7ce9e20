"""Fixed words of reports in both languages, from ``words.yaml``."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import yaml

from tanlian.inventory.period import Period
from tanlian.problems import Lang

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def word(key: str, lang: Lang, **values: object) -> str:
    """A heading or sentence. Raises KeyError: keys are ours."""
    template = words()[key][lang]
    return template.format_map(values) if values else template


def counted(key: str, number: int, lang: Lang) -> str:
    """A number of things: ``1 warning``, ``2,629 rows``."""
    return word(f"count.{key}.{'one' if number == 1 else 'many'}", lang, number=f"{number:,}")


def listed(names: list[str], lang: Lang) -> str:
    """Names one after another."""
    return word("list", lang).join(names)


def day(value: date | None, lang: Lang) -> str:
    """A date as people of the language write it; empty where there is none."""
    if value is None:
        return ""
    return value.isoformat() if lang == "zh" else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(period: Period, lang: Lang) -> str:
    """First and last day of a period."""
    last = period.end - timedelta(days=1)
    return word("days", lang, first=day(period.start, lang), last=day(last, lang))


@cache
def words() -> dict[str, dict[Lang, str]]:
    """All entries by key and language."""
    text = files("tanlian.report").joinpath("words.yaml").read_text(encoding="utf-8")
    entries: dict[str, dict[Lang, str]] = yaml.safe_load(text)
    return entries
