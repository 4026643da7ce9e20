"""Facts in plain words: ``intensity="805 kg/t"``, ``scrap_share=0.2``, ``steel_kind=stainless``.

A fact is read exactly, once, against the vocabulary in ``facts.yaml``; what cannot be read is a problem
that names the fact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from importlib.resources import files

import yaml

from tanlian.problems import Lang, Problem, Problems, Where, fail, nearest, problem
from tanlian.standards.kinds.ladder import FactValue
from tanlian.units import Quantity, parse_quantity, parse_share, parse_unit

# A number nobody measures: refused before exact arithmetic would have to carry it.
_FAR_EXPONENT = re.compile(r"[eE][+\-−]?0*[1-9][0-9]{2,}")
_LONGEST = 60
# Types of facts that are numbers; a year is a whole number without a unit.
NUMBERS = frozenset({"quantity", "share", "year"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A word of the vocabulary. ``choices`` where only some words are allowed."""

    name: str
    type: str
    unit: str
    choices: tuple[str, ...]
    en: str
    zh: str
    example: str = ""

    def label(self, lang: Lang) -> str:
        """The name in a language."""
        return self.zh if lang == "zh" else self.en


@cache
def vocabulary() -> Mapping[str, Fact]:
    """Every fact a pack may use, by name."""
    raw = yaml.safe_load(files("tanlian.standards").joinpath("facts.yaml").read_text(encoding="utf-8"))
    return {
        name: Fact(
            name,
            entry["type"],
            entry.get("unit", ""),
            tuple(entry.get("choices", ())),
            entry["en"],
            entry["zh"],
            entry.get("example", ""),
        )
        for name, entry in raw.items()
    }


def read_facts(
    given: Mapping[str, object], used: tuple[str, ...], units: Mapping[str, str]
) -> dict[str, FactValue]:
    """The given facts as exact values.

    ``used`` are the facts the standard reads; ``units`` are its own units where they are not those of the
    vocabulary. Raises `Problems` with every fault: ``fact.unknown``,
    ``fact.choice``, ``unit.mismatch``, ``quantity.no-unit``, ``share.range``, ``fact.far``.
    """
    values: dict[str, FactValue] = {}
    problems: list[Problem] = []
    for name, value in given.items():
        try:
            values[name] = _read(name, value, used, units)
        except Problems as found:
            problems.extend(replace(item, where=Where(name=name)) for item in found.problems)
    if problems:
        raise Problems(problems)
    return values


def quantity_of(given: Mapping[str, object], name: str) -> Quantity:
    """A quantity as written, with its unit and what the mass counts. Raises as `read_facts`."""
    return parse_quantity(_text(name, given[name]), Where(name=name))


def _read(name: str, value: object, used: tuple[str, ...], units: Mapping[str, str]) -> FactValue:
    where = Where(name=name)
    if name not in used:
        hint = nearest(name, used) or used[0]
        raise fail("fact.unknown", where, found=name, expected=", ".join(used), nearest=hint)
    fact, text = vocabulary()[name], _text(name, value)
    if fact.type == "year":
        if not re.fullmatch(r"(19|20)[0-9]{2}", text, re.ASCII):
            raise fail("fact.year", where, found=text)
        return Fraction(text)
    if fact.type == "share":
        return parse_share(text, where)
    if fact.type == "quantity":
        quantity, unit = parse_quantity(text, where), units.get(name, fact.unit)
        # "80 %" has the dimension of kg/t, but nobody means it.
        if ("/" in unit) != ("/" in quantity.unit.text):
            raise fail("unit.mismatch", where, found=quantity.unit.text, expected=unit)
        return quantity.to(unit, where)
    if fact.choices and text not in fact.choices:
        hint = nearest(text, fact.choices) or fact.choices[0]
        raise fail("fact.choice", where, found=text, expected=", ".join(fact.choices), nearest=hint)
    return text


def _text(name: str, value: object) -> str:
    text = str(value).strip()
    if isinstance(value, bool) or not text or len(text) > _LONGEST or _FAR_EXPONENT.search(text):
        raise fail("fact.far", Where(name=name), found=text[:_LONGEST], expected="805 kg/t")
    return text


def missing_facts(needed: tuple[str, ...], values: Mapping[str, FactValue]) -> list[Problem]:
    """A problem for each needed fact that is not there."""
    return [
        problem("fact.missing", Where(name=name), found=name, example=_example(name))
        for name in needed
        if name not in values
    ]


def _example(name: str) -> str:
    fact = vocabulary()[name]
    if fact.type == "quantity":
        return f'{name}="{fact.example or f"805 {parse_unit(fact.unit).text}"}"'
    if fact.type == "year":
        return f"{name}=2030"
    return f"{name}={fact.choices[0]}" if fact.choices else f"{name}=0.2"
