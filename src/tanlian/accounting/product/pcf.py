"""Make the record of a product footprint from a ledger, under a rule and the options it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from tanlian.accounting.ledger import Ledger, allocated
from tanlian.accounting.measure import Gap, Measure, Selection, Taken, take
from tanlian.accounting.product.carbon import carbon_content
from tanlian.accounting.product.declared import declared
from tanlian.accounting.product.describe import allocation_text, boundary_text
from tanlian.accounting.product.options import Decision, Exemption, Options, decide
from tanlian.accounting.product.quality import ratings
from tanlian.accounting.product.record import Pcf, Source
from tanlian.accounting.product.recycling import recycled
from tanlian.accounting.product.rule import FullRule
from tanlian.accounting.product.substitution import credits_of
from tanlian.catalogue import blocks, regions
from tanlian.problems import Problem, Where, fail, problem, raise_errors
from tanlian.status import weakest


def pcf(made: Ledger, flow: str, rule: FullRule, options: Options | None = None) -> Pcf:
    """The footprint of one product of a site under a rule.

    Raises `Problems` where the rule forbids an option, an allocation lacks its numbers, something required is
    missing from the ledger and not exempted by name (``product.gap.*``), a supplier's figure has expired and
    the rule refuses such, or the carbon content of the product is unknown. Nothing is completed by guessing.
    """
    decision = decide(rule, options or Options(), made)
    chosen = decision.options
    shared = allocated(made, decision.allocation)
    outputs = shared.works.outputs.filter(pl.col("flow") == flow)
    if not outputs.height:
        raise fail("footprint.no-product", Where(name=flow), found=flow)
    unit = declared(flow, outputs["unit"][0], chosen.declared_amount, chosen.mass_kg_per_unit)
    credits, warnings = credits_of(decision, shared)
    shares = shared.works.shares(flow)
    taken = take(shared, replace(_measure(decision), credits=credits), shares, decision.basis)
    raise_errors([*_gaps(flow, taken.gaps, chosen.exemption), *_expired(rule, made)])
    sums = dict(taken.rows.group_by("origin").agg(pl.col("kg_CO2e").sum()).iter_rows())
    content = carbon_content(shared, flow)
    beside = recycled(shared, flow, taken.kg_CO2e, chosen.loop, shares) if chosen.loop else None
    site = made.inventory.site
    country = regions()[site.country].iso2 if site.country in regions() else site.country
    return Pcf(
        product=flow,
        rule=rule,
        declared=unit,
        period=made.inventory.period,
        country=country,
        subdivision=_subdivision(site.region, country),
        basis=decision.basis,
        gwp=decision.gwp,
        fossil=unit.per(sums.get("fossil", 0.0)),
        biogenic=unit.per(sums.get("biogenic", 0.0)),
        land_use=unit.per(sums.get("land_use", 0.0)),
        uptake=unit.per(content.uptake_kg),
        biogenic_CO2=unit.per(_released(shared, shares)),
        fossil_carbon=unit.per(content.fossil_kg),
        biogenic_carbon=unit.per(content.biogenic_kg),
        exemption=chosen.exemption,
        boundary=boundary_text(taken),
        allocation=allocation_text(decision, shared, shares, credits),
        uncertainty=chosen.uncertainty,
        primary_share=taken.primary_share,
        ratings=chosen.ratings or ratings(taken.rows, made.inventory),
        sources=_sources(taken, made),
        status=taken.status,
        rule_status=_rule_status(rule),
        recycling=beside.times(float(unit.units)) if beside else None,
        warnings=(*made.warnings, *warnings),
        taken=taken,
    )


def _measure(decision: Decision) -> Measure:
    every = tuple(blocks())
    return Measure(
        id=decision.rule.id,
        gwp=decision.gwp,
        selections=(Selection(every, ("1", "2", "3"), decision.rule.gases.allowed, aggregate=True),),
        required_blocks=every,
    )


def _gaps(flow: str, gaps: tuple[Gap, ...], exemption: Exemption) -> Iterator[Problem]:
    for gap in gaps:
        if gap.required and gap.what not in exemption.covers:
            yield problem(
                f"product.gap.{gap.kind}",
                Where(name=flow),
                found=gap.what,
                block_en=blocks()[gap.block].en,
                block_zh=blocks()[gap.block].zh,
            )


def _expired(rule: FullRule, made: Ledger) -> Iterator[Problem]:
    """Expired supplies are warnings of the ledger; a rule may refuse them."""
    for item in made.warnings:
        if item.code == "ledger.supply-expired" and rule.supplies.expired == "refuse":
            yield replace(item, severity="error")


def _released(made: Ledger, shares: Mapping[str, float]) -> float:
    """kg of biogenic CO2 released on the way, per unit of the product."""
    rows = made.frame.filter(
        (pl.col("gas") == "CO2") & (pl.col("origin") == "biogenic") & pl.col("kg").is_not_null()
    )
    part = pl.col("node").replace_strict(dict(shares), default=0.0, return_dtype=pl.Float64)
    return float(rows.select((pl.col("kg") * part).sum()).item())


def _sources(taken: Taken, made: Ledger) -> tuple[Source, ...]:
    used = taken.rows.filter((pl.col("factor_set") != "") & (pl.col("kg_CO2e") != 0))
    headers = {item.id: item.header for item in made.choice.sets.values()}
    return tuple(
        Source(headers[name].document, headers[name].edition or headers[name].date or "–")
        for name in used["factor_set"].unique().sort()
        if name in headers
    )


def _subdivision(region: str, country: str) -> str:
    """The province of a site; a grid region is no subdivision of ISO 3166-2."""
    known = regions().get(region)
    is_province = known is not None and region.startswith(f"{country}-") and not known.en.endswith("grid")
    return region if is_province else ""


def _rule_status(rule: FullRule) -> str:
    sections = (
        rule.allocation,
        rule.scrap,
        rule.gwp,
        rule.gases,
        rule.exempted,
        rule.electricity,
        rule.supplies,
        rule.biogenic,
    )
    return weakest(section.status for section in sections)
