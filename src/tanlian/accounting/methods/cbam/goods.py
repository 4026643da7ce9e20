"""CBAM goods: which CN codes are in scope, which categories count indirect emissions, exempt origins."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.catalogue import region, regions
from tanlian.problems import Where, fail, nearest


@dataclass(frozen=True, slots=True)
class Category:
    """An aggregated goods category (2547 Annex I, Table 1).

    ``stage`` orders them by what is made of what; 0 for what is beside the chain of steel.
    """

    id: str
    annex_ii: bool
    en: str
    zh: str
    stage: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """What Annexes I and II of Reg. (EU) 2023/956 say of the CN codes with a prefix.

    ``excluded`` codes (scrap, ferro-silicon ...) are no goods: they carry zero embedded emissions.
    """

    prefix: str
    category: str
    excluded: bool
    annex_ii: bool
    transitional_precursor: bool
    clause: str


def scope(cn_code: str) -> Scope | None:
    """The rule of the longest prefix that fits a CN code; None where the code is outside CBAM."""
    code = _digits(cn_code)
    fits = [item for item in _scopes() if code.startswith(item.prefix)]
    return max(fits, key=lambda item: len(item.prefix), default=None)


def scope_of(flow: str, cn_code: str = "") -> Scope | None:
    """The rule of a good by its CN code, else by the heading its flow falls under."""
    code = cn_code or heading(flow)
    return scope(code) if code else None


def heading(flow: str) -> str:
    """The digits of the heading a flow falls under, or ``""``."""
    return _digits(_headings().get(flow, ""))


def is_precursor(found: Scope | None, rules: Rules) -> bool:
    """Whether an input with this rule carries embedded emissions under these rules."""
    if found is None or found.excluded:
        return False
    return rules.precursors == "annex_i" or found.transitional_precursor


def counts_indirect(annex_ii: bool, rules: Rules) -> bool:
    """Whether the own indirect emissions of a good count."""
    return rules.indirect == "all" or not annex_ii


def is_exempt(country: str) -> bool:
    """Whether goods of this origin are outside CBAM: the EU and the countries of Annex III, point 1."""
    if not country or country not in regions():
        return False
    exempt = _exempt()
    return country in exempt or region(country).parent in exempt


def category(name: str, where: Where | None = None) -> Category:
    """The category of that id or name. Raises ``cbam.unknown-category`` with the nearest."""
    found = _categories_by_name().get(_folded(name))
    if found is None:
        hint = nearest(name, _categories_by_name()) or "crude_steel"
        raise fail("cbam.unknown-category", where, found=name, expected=hint)
    return found


@cache
def _categories_by_name() -> Mapping[str, Category]:
    names: dict[str, Category] = {}
    for row in _table("categories"):
        item = Category(row["category"], row["annex_ii"] == "yes", row["en"], row["zh"], int(row["stage"]))
        names.update({_folded(word): item for word in (item.id, item.en, item.zh, row["also"]) if word})
    return names


@cache
def _scopes() -> tuple[Scope, ...]:
    return tuple(
        Scope(
            prefix=_digits(row["prefix"]),
            category=row["category"],
            excluded=row["scope"] == "excluded",
            annex_ii=row["annex_ii"] == "yes",
            transitional_precursor=row["transitional_precursor"] == "yes",
            clause=row["clause"],
        )
        for row in _table("goods")
    )


@cache
def _headings() -> Mapping[str, str]:
    return {row["flow"]: row["cn"] for row in _table("flows")}


@cache
def _exempt() -> frozenset[str]:
    return frozenset(row["region"] for row in _table("exempt_origins"))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _folded(text: str) -> str:
    return text.strip().casefold().replace(" ", "_")


def _table(name: str) -> list[dict[str, str]]:
    table = files("tanlian.accounting.methods.cbam").joinpath("data", f"{name}.csv")
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
