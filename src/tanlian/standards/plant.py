"""Grade the products of a plant: each standard takes its own intensity and scrap share from one ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from tanlian.accounting.ledger import Ledger
from tanlian.accounting.measure import Basis, Credit, Measure, Selection, Taken, take
from tanlian.accounting.measure import Gap as MeasureGap
from tanlian.accounting.scrap import ScrapRule, scrap_share
from tanlian.catalogue import flow, flows
from tanlian.problems import Where, fail, problem
from tanlian.standards.evaluate import SCRAP_SHARE, Subject, grade_measured, used_facts
from tanlian.standards.facts import vocabulary
from tanlian.standards.library import Standard, load
from tanlian.standards.measure import Measure as PackMeasure
from tanlian.standards.measure import Scrap
from tanlian.standards.notes import names_of
from tanlian.standards.phrases import Phrase
from tanlian.standards.result import Gap, Grade
from tanlian.standards.values import Text, inherit

STEEL_KIND = "steel_kind"
PRODUCT = "product"
YEAR = "year"


@dataclass(frozen=True, slots=True)
class PlantGrade:
    """The grade of one product of a plant, with the measure it was taken by; None where that is not known."""

    product: str
    grade: Grade
    taken: Taken | None


def grade_plant(
    standard: Standard | str,
    ledger: Ledger,
    *,
    basis: Basis | None = None,
    facts: Mapping[str, object] | None = None,
) -> tuple[PlantGrade, ...]:
    """One grade for each product of the plant at the standard's stage (crude steel, hot-rolled).

    ``basis`` picks among the electricity bases the standard allows, its first where left out; ``facts``
    are words the ledger does not hold, such as ``steel_kind``. Where the measure of a standard is not known,
    every steel product is not comparable, with that reason. Raises ``plant.basis`` for a basis the
    standard does not allow and ``plant.no-product`` where the plant makes nothing at its stage.
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    terms = chosen.pack.measure
    made = dict.fromkeys(ledger.works.outputs["flow"].to_list())
    if terms is None:
        return tuple(
            PlantGrade(name, grade_measured(chosen, _unmeasured(chosen, ledger)), None)
            for name in made
            if flow(name).stage
        )
    if basis is not None and basis not in terms.electricity:
        raise fail("plant.basis", Where(name=chosen.id), found=basis, expected=", ".join(terms.electricity))
    stage = terms.functional_unit.stage
    products = [name for name in made if flow(name).stage == stage]
    if not products:
        examples = ", ".join(item.id for item in flows().values() if item.stage == stage)
        raise fail("plant.no-product", Where(name=chosen.id), found=stage, expected=examples)
    measure, on = measure_of(terms), basis or terms.electricity[0]
    grades = []
    for name in products:
        taken = take(ledger, measure, ledger.works.shares(name), on)
        subject = _subject(chosen, ledger, name, taken, {**_kind_of(chosen, ledger, name), **(facts or {})})
        grades.append(PlantGrade(name, grade_measured(chosen, subject), taken))
    return tuple(grades)


def measure_of(pack: PackMeasure) -> Measure:
    """The selection over the ledger that a pack's measure states."""
    return Measure(
        id=pack.id,
        gwp=pack.gwp,
        selections=tuple(
            Selection(
                blocks=part.blocks,
                scopes=part.scopes,
                gases=part.gases,
                aggregate=part.aggregate == "accept",
                only_flows=part.only_flows,
                without_processes=part.without_processes,
            )
            for part in pack.selections
        ),
        required_blocks=pack.required_blocks,
        credits=tuple(
            Credit(
                flows=part.flows,
                kg_per_unit=1000 * float(part.value),
                source=f"{inherit(part.source, pack.source).document}, credit {part.id}",
                status=inherit(part.source, pack.source).status,
            )
            for part in pack.credits
            if part.basis == "fixed" and part.value is not None
        ),
    )


def scrap_rule_of(scrap: Scrap) -> ScrapRule:
    """The scrap share that a pack defines."""
    return ScrapRule(
        origins=scrap.origins,
        primary=scrap.primary,
        weight=scrap.weight,
        alloys_are_primary=scrap.alloys == "primary",
        metallic={name: float(number) for name, number in scrap.metallic_defaults.items()},
    )


def _kind_of(standard: Standard, ledger: Ledger, product: str) -> dict[str, object]:
    """What the inventory says of a product besides its numbers, as far as the standard asks for it."""
    used, found = used_facts(standard.pack), dict[str, object]()
    kinds = {item.steel_kind for item in ledger.inventory.products if item.flow == product} - {""}
    if STEEL_KIND in used and len(kinds) == 1:
        found[STEEL_KIND] = kinds.pop()
    if PRODUCT in used and product in vocabulary()[PRODUCT].choices:
        found[PRODUCT] = product
    period = ledger.inventory.period
    if YEAR in used and (period.end - timedelta(days=1)).year == period.start.year:
        found[YEAR] = period.start.year
    return found


def _unmeasured(standard: Standard, ledger: Ledger) -> Subject:
    """A product that cannot be measured, because the standard's measure is not known."""
    return Subject(None, "kg/t", "", "", standard.pack.status, period=str(ledger.inventory.period))


def _subject(
    standard: Standard, ledger: Ledger, product: str, taken: Taken, facts: Mapping[str, object]
) -> Subject:
    """The measured intensity and scrap share with everything that is missing, ready to be graded."""
    gaps = [_told(gap) for gap in taken.gaps if gap.required]
    share = None
    if standard.pack.scrap is not None:
        found = scrap_share(ledger, scrap_rule_of(standard.pack.scrap), ledger.works.shares(product))
        share = found.value
        gaps += [
            Gap(SCRAP_SHARE, problem("plant.scrap-missing", Where(name=product), found=what))
            for what in found.missing
        ]
    return Subject(
        value=taken.kg_CO2e,
        unit="kg/t",
        measure=taken.measure,
        measure_hash=standard.measure_hash,
        status=taken.status,
        scrap_share=share,
        gaps=tuple(gaps),
        period=str(ledger.inventory.period),
        facts=facts,
        notes=_notes(standard, ledger, taken),
    )


def _notes(standard: Standard, ledger: Ledger, taken: Taken) -> tuple[Phrase, ...]:
    """Credits that the standard grants by a value we do not have, and gaps outside its required blocks."""
    sold = ledger.exchanges.filter(pl.col("partner") == "sold")["flow"].unique(maintain_order=True).to_list()
    credits = standard.pack.measure.credits if standard.pack.measure else ()
    untaken = [
        Phrase(
            "credit-not-taken",
            {
                "flows": tuple(
                    Text(en=flow(name).en, zh=flow(name).zh) for name in part.flows if name in sold
                ),
                "basis": Phrase("basis-" + part.basis.replace("_", "-")),
            },
        )
        for part in credits
        if part.basis != "fixed" and any(name in sold for name in part.flows)
    ]
    told = [
        Phrase("gap-told", {"what": gap.what, "block": names_of([gap.block])})
        for gap in taken.gaps
        if not gap.required
    ]
    return (*untaken, *told)


def _told(gap: MeasureGap) -> Gap:
    return Gap(gap.block, problem(f"plant.{gap.kind}", Where(name=gap.block), found=gap.what))
