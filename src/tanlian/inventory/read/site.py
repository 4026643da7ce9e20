"""The site sheet: key and value in each row; keys that begin with ``factors.`` name factor sets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tanlian.inventory.columns import Column, columns
from tanlian.inventory.model import Site
from tanlian.inventory.period import Period
from tanlian.inventory.read.sheet import Pair
from tanlian.inventory.read.values import parse_period, parse_word
from tanlian.inventory.words import folded
from tanlian.problems import Problem, Problems, Where, nearest, problem

FACTORS = "factors."


@dataclass(frozen=True, slots=True)
class SiteSheet:
    """What the site sheet says; None where it cannot be read."""

    site: Site | None
    period: Period | None
    factors: dict[str, str]


def read_site(pairs: list[Pair], where: Where, problems: list[Problem]) -> SiteSheet:
    """Read the pairs. Reports unknown, repeated and missing keys, and values that do not fit."""
    named = {
        folded(word): column for column in columns("site") for word in (column.name, column.en, column.zh)
    }
    values: dict[str, str] = {}
    factors: dict[str, str] = {}
    period: Period | None = None
    seen: dict[str, Pair] = {}
    for pair in pairs:
        column = named.get(folded(pair.key))
        own_key = pair.key.strip() if pair.key.strip().startswith(FACTORS) else ""
        key = column.name if column else own_key
        if not key:
            problems.extend(_unknown(pair))
        elif key in seen:
            problems.append(problem("inventory.key-twice", pair.key_at, found=pair.key))
        else:
            seen[key] = pair
            try:
                if key.startswith(FACTORS):
                    factors |= {key.removeprefix(FACTORS): pair.value} if pair.value else {}
                elif key == "period" and pair.value:
                    period = parse_period(pair.value)
                elif column and pair.value:
                    values[key] = parse_word(pair.value, column)
            except Problems as caught:
                problems.append(replace(caught.problems[0], where=pair.value_at))
    missing = [column for column in columns("site") if column.required and not _value(seen, column)]
    for column in missing:
        at = seen[column.name].value_at if column.name in seen else where
        problems.append(problem("inventory.site-required", at, column_en=column.en, column_zh=column.zh))
    fields = {name: values[name] for name in Site.__dataclass_fields__ if name in values}
    complete = all(name in fields for name in ("name", "organization", "country", "plant_type"))
    return SiteSheet(Site(**fields) if complete else None, period, factors)


def _value(seen: dict[str, Pair], column: Column) -> str:
    return seen[column.name].value if column.name in seen else ""


def _unknown(pair: Pair) -> list[Problem]:
    if not pair.value:
        return []  # a title
    near = nearest(
        pair.key, [word for column in columns("site") for word in (column.name, column.en, column.zh)]
    )
    code = "inventory.key-misspelt" if near else "inventory.key-unknown"
    return [Problem(code, pair.key_at, pair.key, near, "warning")]
