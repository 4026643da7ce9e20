"""Routes and grades of steel as the benchmarks tell them apart, in the words of a plant."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tanlian.factors.cbam_tables import indicators
from tanlian.inventory.model import Product
from tanlian.problems import Where, fail

_LETTERS = re.compile(r"\(?([A-Z])\)?(?:/\(?([A-Z])\)?)?")
_GRADES = ("carbon", "low_alloy", "high_alloy")
# 2620 Annex, point 5.2.3. The wider half of the definition of high alloy steel stands in brackets there.
_HIGH_ALLOY, _STAINLESS_CR, _STAINLESS_C = 0.08, 0.105, 0.012


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a good, in the words of the benchmarks; None where nothing is."""

    letters: frozenset[str] | None = None
    routes: frozenset[str] | None = None
    grades: frozenset[str] | None = None

    @property
    def candidates(self) -> tuple[str, ...]:
        """The letters that remain possible."""
        return tuple(
            item.letter
            for item in indicators().values()
            if (self.letters is None or item.letter in self.letters)
            and (self.routes is None or item.route in self.routes)
            and (self.grades is None or item.grade in self.grades)
        )


def read_kind(text: str) -> Kind:
    """Letters as printed, or words for route and grade. Raises ``method.option-value``."""
    if hit := _LETTERS.fullmatch(text.strip()):
        return Kind(letters=frozenset(letter for letter in hit.groups() if letter))
    routes: frozenset[str] = frozenset()
    named: set[str] = set()
    for word in text.split():
        if word in _GRADES:
            named.add(word)
        elif found := routes_named(word):
            routes |= found
        else:
            known = ", ".join((*sorted(indicators()), "bf_bof", "dri_eaf", "scrap_eaf", "eaf", *_GRADES))
            name = "benchmark_kind"
            raise fail("method.option-value", Where(name=name), found=word, expected=known, option=name)
    return Kind(routes=routes or None, grades=frozenset(named) or None)


def routes_named(text: str) -> frozenset[str] | None:
    """The routes that a word or name stands for; None for an unknown one."""
    return _routes().get(_folded(text))


def grades(product: Product | None) -> frozenset[str] | None:
    """The grades that the alloys of a good leave possible; None where they are not known."""
    if product is None:
        return None
    parts = (product.mn_share, product.cr_share, product.ni_share, product.other_alloys_share)
    known = [part for part in parts if part is not None]
    chromium, carbon = product.cr_share or 0.0, product.carbon_share
    stainless = chromium >= _STAINLESS_CR and carbon is not None and carbon <= _STAINLESS_C
    if stainless or sum(known) >= _HIGH_ALLOY:
        return frozenset({"high_alloy"})
    return frozenset({"carbon", "low_alloy"}) if len(known) == len(parts) else None


@cache
def _routes() -> Mapping[str, frozenset[str]]:
    table = files("tanlian.accounting.methods.cbam").joinpath("data/routes.csv").read_text(encoding="utf-8")
    return {
        _folded(row["spelling"]): frozenset(row["routes"].split())
        for row in csv.DictReader(table.splitlines())
    }


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
