"""Run what a pack says of itself: its worked examples and its declared properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tanlian.problems import Lang, Problems
from tanlian.standards.evaluate import grade, limits
from tanlian.standards.facts import vocabulary
from tanlian.standards.kinds.ladder import FactValue
from tanlian.standards.library import Standard, load
from tanlian.standards.model import Example
from tanlian.standards.result import Amount, Grade, number_text
from tanlian.standards.values import exact
from tanlian.units import parse_quantity


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of an example or property: what was expected, what came out."""

    name: str
    passed: bool
    expected: str
    found: str


def test_pack(standard: Standard | str) -> list[Check]:
    """Every worked example, result by result, then every declared property. Never raises for a wrong one."""
    chosen = load(standard) if isinstance(standard, str) else standard
    checks = [check for example in chosen.pack.examples for check in _example(chosen, example)]
    for name in chosen.pack.properties:
        checks.append(_monotone(chosen) if name == "monotone" else _continuous(chosen))
    return checks


def _example(standard: Standard, example: Example, lang: Lang = "en") -> Iterator[Check]:
    wanted, name = example.expect, example.id
    try:
        if standard.pack.rule.value in example.facts:
            result = grade(standard, example.facts)
            found_limits = result.limits
            yield from _results(example, result)
        else:
            found_limits = limits(standard, example.facts)
    except Problems as error:
        said = "; ".join(item.what(lang) for item in error.problems)
        yield Check(name, False, "a result", said)
        return
    for level, limit in wanted.limits.items():
        yield _amounts(f"{name}: limits.{level}", limit, found_limits.get(level))


def _results(example: Example, result: Grade) -> Iterator[Check]:
    wanted, name = example.expect, example.id
    given = wanted.model_fields_set
    if "outcome" in given:
        yield _same(f"{name}: outcome", wanted.outcome, result.outcome)
    if "level" in given:
        yield _same(f"{name}: level", wanted.level, result.level)
    if "next_level" in given:
        yield _same(f"{name}: next_level", wanted.next_level, result.next_level)
    if "limit" in given:
        yield _amounts(f"{name}: limit", wanted.limit, result.limit)
    if "margin" in given:
        yield _amounts(f"{name}: margin", wanted.margin, result.margin)
    for key, shares in wanted.extra.items():
        found = result.extra.get(key, {}).get("shares", {})
        for level, share in shares.items():
            value = found.get(level)
            spelled = number_text(value) if value is not None else "-"
            yield Check(f"{name}: extra.{key}.{level}", value == exact(share), share, spelled)


def _same(name: str, wanted: str | None, found: str | None) -> Check:
    return Check(name, wanted == found, str(wanted), str(found))


def _amounts(name: str, wanted: str | None, found: Amount | None) -> Check:
    """Compared as exact quantities, so an example may use the unit its document prints."""
    if wanted is None or found is None:
        return Check(name, wanted is None and found is None, str(wanted), str(found))
    try:
        same = parse_quantity(wanted).to(found.unit) == found.value
    except Problems:
        same = False
    return Check(name, same, wanted, str(found))


def _conditions(standard: Standard) -> Iterator[dict[str, str]]:
    for probe in standard.pack.rule.probes():
        yield {name: _written(name, value) for name, value in probe.items()}


def _written(name: str, value: FactValue) -> str:
    if isinstance(value, str):
        return value
    return f"{number_text(value)} {vocabulary()[name].unit}".strip()


def _monotone(standard: Standard) -> Check:
    """A larger value never reaches a better level: just under, on and just over every limit."""
    rule, hair = standard.pack.rule, Fraction(1, 10**9)
    for condition in _conditions(standard):
        edges = sorted({limit.value for limit in limits(standard, condition).values() if limit})
        values = [edge + shift for edge in edges for shift in (-hair, Fraction(0), hair)]
        seen = 0
        for value in values:
            level = grade(standard, {rule.value: f"{number_text(value)} {rule.unit}", **condition}).level
            place = rule.levels.index(level) if level is not None else len(rule.levels)
            if place < seen:
                return Check("monotone", False, f"not better than {rule.levels[seen]}", f"{value}: {level}")
            seen = place
    return Check("monotone", True, "monotone", "monotone")


def _continuous(standard: Standard) -> Check:
    """Limits do not jump: a tiny step of a condition moves no limit by more than a tiny part of its range."""
    rule = standard.pack.rule
    for name, (low, high) in rule.bounds.items():
        ends = [limits(standard, {name: _written(name, end)}) for end in (low, high)]
        for probe in rule.probes():
            at = Fraction(probe[name])
            near = at + (high - low) / 10**6 if at < high else at - (high - low) / 10**6
            here, there = (limits(standard, {name: _written(name, place)}) for place in (at, near))
            for level in rule.ladder:
                a, b = here[level], there[level]
                spans = [abs(x.value) for x in (ends[0][level], ends[1][level]) if x]
                if a and b and abs(a.value - b.value) > max(spans) / 1000:
                    return Check("continuous", False, f"{level}: {a}", f"{level}: {b}")
    return Check("continuous", True, "continuous", "continuous")
