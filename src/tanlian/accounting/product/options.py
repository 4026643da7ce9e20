"""What a user decides within a product rule, and what comes of it; an option the rule forbids is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

import polars as pl

from tanlian.accounting.ledger import Ledger
from tanlian.accounting.measure import Basis
from tanlian.accounting.product.rule import FullRule, Section
from tanlian.footprint.allocation import METHODS, PARTS, Allocation, Method, Part
from tanlian.problems import Problem, Where, nearest, problem, raise_errors

DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Partition:
    """Shares of a process's outputs by flow, together 1, from a named source."""

    shares: Mapping[str, float]
    source: str


@dataclass(frozen=True, slots=True)
class Substitute:
    """What a sold co-product stands in for: kg CO2e per unit of the co-product, in a GWP set."""

    replaces: str
    kg_per_unit: float
    source: str
    status: str = "user"
    gwp: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """Parameters of closed-loop recycling: recovery rate and yield 0..1, kg CO2e per t of steel made of ore
    alone and of scrap alone, net scrap input in t per t (taken from the charge where None)."""

    recovery_rate: float
    melt_yield: float
    primary_kg_per_t: float
    recycled_kg_per_t: float
    source: str
    net_scrap_t_per_t: float | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """What is left out on purpose: its estimated share of the footprint in %, why, and the gaps it covers."""

    percent: float = 0.0
    text: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ratings:
    """Data quality ratings 1 (best) to 5; ``rule`` says how they came about, "" for our own (`quality`)."""

    technological: float
    geographical: float
    temporal: float
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """``allocation`` names a method under ``default``, a process id or kind, and the part of an output
    (share, residue, system_expansion) under a flow or ``process/flow``. What is empty follows the rule."""

    allocation: Mapping[str, str] = field(default_factory=dict)
    partition: Mapping[str, Partition] = field(default_factory=dict)
    substitutes: Mapping[str, Substitute] = field(default_factory=dict)
    gwp: str = ""
    electricity: str = ""
    scrap: str = ""
    loop: Loop | None = None
    exemption: Exemption = field(default_factory=Exemption)
    ratings: Ratings | None = None
    uncertainty: str = ""
    declared_amount: str = "1"
    mass_kg_per_unit: float | None = None  # of a product whose unit is no mass and no energy


@dataclass(frozen=True, slots=True)
class Decision:
    """The options that hold, every one allowed by the rule."""

    rule: FullRule
    options: Options
    allocation: Allocation
    gwp: str
    basis: Basis
    scrap: str


def decide(rule: FullRule, options: Options, made: Ledger) -> Decision:
    """Fill what is open with the rule's defaults.

    Raises `Problems` with every option the rule forbids (``product.forbidden``, naming rule, clause and what
    is allowed) and every word that means nothing here.
    """
    faults: list[Problem] = []
    gwp = options.gwp or rule.gwp.default
    basis = options.electricity or rule.electricity.default
    scrap = options.scrap or rule.scrap.default
    asked: tuple[tuple[str, str, tuple[str, ...], Section], ...] = (
        ("gwp", gwp, rule.gwp.allowed, rule.gwp),
        ("electricity", basis, rule.electricity.allowed, rule.electricity),
        ("scrap", scrap, rule.scrap.allowed, rule.scrap),
    )
    for name, found, allowed, section in asked:
        if found not in allowed:
            faults.append(_forbidden(rule, name, found, allowed, section))
    allocation = _allocation(rule, options, made, faults)
    faults += _numbers(rule, options, scrap)
    faults += _given(options, allocation, made)
    faults += [
        problem("product.other-gwp", Where(name=flow), found=item.gwp, expected=gwp, source=item.source)
        for flow, item in options.substitutes.items()
        if item.gwp not in {"", gwp}
    ]
    raise_errors(faults)
    return Decision(rule, options, allocation, gwp, cast(Basis, basis), scrap)


def _allocation(rule: FullRule, options: Options, made: Ledger, faults: list[Problem]) -> Allocation:
    flows = set(made.exchanges.filter(pl.col("direction") == "out")["flow"])
    processes = {name for item in made.inventory.processes for name in (item.id, item.kind)}
    general = options.allocation.get(DEFAULT, rule.allocation.default)
    methods: dict[str, Method] = {}
    parts: dict[str, Part] = {}
    for key, word in {DEFAULT: general, **options.allocation}.items():
        if key == DEFAULT or key in processes:
            if word not in METHODS:
                faults.append(_unknown("method", word, METHODS))
            elif word not in rule.allocation.allowed:
                faults.append(_forbidden(rule, "allocation", word, rule.allocation.allowed, rule.allocation))
            methods[key] = cast(Method, word)
        elif _flow_of(key, processes) in flows:
            if word not in PARTS:
                faults.append(_unknown("part", word, PARTS))
            elif word == "system_expansion" and word not in rule.allocation.allowed:
                faults.append(_forbidden(rule, "allocation", word, rule.allocation.allowed, rule.allocation))
            parts[key] = cast(Part, word)
        else:
            faults.append(_unknown("name", key, (DEFAULT, *sorted(processes), *sorted(flows))))
    faults += [_unknown("name", key, sorted(processes)) for key in options.partition if key not in processes]
    return Allocation(
        method=methods.pop(DEFAULT),
        processes=methods,
        flows=parts,
        partition={key: item.shares for key, item in options.partition.items()},
    )


def _flow_of(key: str, processes: Iterable[str]) -> str:
    process, slash, flow = key.partition("/")
    return flow if slash and process in processes else key


def _numbers(rule: FullRule, options: Options, scrap: str) -> Iterator[Problem]:
    exempt, limit = options.exemption, rule.exempted.limit_percent
    if not 0 <= exempt.percent < 100:
        yield problem("product.range", found=exempt.percent, expected="0–100 %", name="exempted")
    elif limit is not None and exempt.percent > limit:
        yield _forbidden(rule, "exempted", f"{exempt.percent:g} %", (f"≤ {limit:g} %",), rule.exempted)
    if (exempt.percent or exempt.covers) and not exempt.text.strip():
        yield problem("product.exempt-text")
    if exempt.covers and not exempt.percent:
        yield problem("product.exempt-share", found=", ".join(exempt.covers))
    if scrap == "closed_loop" and options.loop is None:
        yield problem("product.loop-missing", rule_en=rule.title.en, rule_zh=rule.title.zh)
    if scrap != "closed_loop" and options.loop is not None:
        yield _forbidden(rule, "scrap", "closed_loop", rule.scrap.allowed, rule.scrap)
    if options.loop is not None:
        for name in ("recovery_rate", "melt_yield"):
            if not 0 <= (value := getattr(options.loop, name)) <= 1:
                yield problem("product.range", found=value, expected="0–1", name=name)
    if options.ratings is not None:
        for name in ("technological", "geographical", "temporal"):
            if not 1 <= (value := getattr(options.ratings, name)) <= 5:
                yield problem("product.range", found=value, expected="1–5", name=name)


def _given(options: Options, allocation: Allocation, made: Ledger) -> Iterator[Problem]:
    """What a user supplies must be used, lie in its range and name its source."""
    for key, item in options.partition.items():
        shared = [part for part in made.inventory.processes if key in {part.id, part.kind}]
        if shared and not any(allocation.of(part.id, part.kind) == "partition" for part in shared):
            yield problem("product.partition-unused", Where(name=key), found=key)
        for flow, share in item.shares.items():
            if not 0 <= share <= 1:
                yield problem("product.range", Where(name=key), found=share, expected="0–1", name=flow)
    for flow, substitute in options.substitutes.items():
        if (kg := substitute.kg_per_unit) < 0:
            yield problem("product.range", Where(name=flow), found=kg, expected="≥ 0", name=flow)
    sourced = (*options.partition.items(), *options.substitutes.items())
    loop = (("closed_loop", options.loop),) if options.loop is not None else ()
    for key, each in (*sourced, *loop):
        if not each.source.strip():
            yield problem("product.no-source", Where(name=key), found=key)


def _forbidden(
    rule: FullRule, option: str, found: object, allowed: Iterable[str], section: Section
) -> Problem:
    return problem(
        "product.forbidden",
        Where(name=option),
        found=found,
        expected=", ".join(allowed),
        rule_en=rule.title.en,
        rule_zh=rule.title.zh,
        clause=section.clause or "–",
        status=section.status,
    )


def _unknown(kind: str, found: str, known: Iterable[str]) -> Problem:
    words = list(known)
    hint = nearest(found, words) or ", ".join(words)
    return problem(f"product.unknown-{kind}", Where(name="allocation"), found=found, expected=hint)
