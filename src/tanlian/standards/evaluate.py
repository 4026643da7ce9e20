"""Grade a subject: facts given by hand, or a value measured from a ledger by the standard's own measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from tanlian.problems import Where, fail, problem, raise_errors
from tanlian.standards.facts import missing_facts, quantity_of, read_facts
from tanlian.standards.kinds.ladder import FactValue
from tanlian.standards.library import Standard, load
from tanlian.standards.model import Exclusion, Pack
from tanlian.standards.notes import corrections, fact_label, names_of, open_points, said
from tanlian.standards.phrases import Phrase
from tanlian.standards.place import Evidence, grant, level_limits, place, refuse
from tanlian.standards.result import Amount, Gap, Grade, number_text
from tanlian.standards.values import exact, inherit
from tanlian.units import parse_unit

MEASURE = "measure"
SCRAP_SHARE = "scrap_share"
INTENSITY = "intensity"


@dataclass(frozen=True, slots=True)
class Subject:
    """A value taken from a ledger by a measure, ready to be graded.

    ``value`` is per functional unit in ``unit``, or None where it could not be computed; ``measure`` and
    ``measure_hash`` say by which measure (`Standard.measure_hash`). ``gaps`` are blocks without usable
    data. ``status`` is the weakest the value rests on. ``facts`` are further words such as ``steel_kind``,
    ``notes`` what a reader of the grade should know of the measuring.
    """

    value: float | Fraction | None
    unit: str
    measure: str
    measure_hash: str
    status: str
    scrap_share: float | Fraction | None = None
    gaps: tuple[Gap, ...] = ()
    period: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[Phrase, ...] = ()


def grade(standard: Standard | str, facts: Mapping[str, object]) -> Grade:
    """What a standard says of facts given by hand (all marked asserted).

    Facts are text with units (``"805 kg/t"``, ``"10 %"``) or plain shares. Raises `Problems` for a fact
    that is unknown, missing or cannot be read.
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    pack = chosen.pack
    evidence = _read(pack, facts)
    if excluded := _excluded(pack, evidence.values):
        reason = Phrase("excluded", {"reason": excluded.reason})
        return refuse(chosen, "not-applicable", reason, _resting_on(evidence, excluded.source.status))
    if other := _other_measure(chosen, facts):
        return refuse(chosen, "not-comparable", other, evidence)
    return _placed(chosen, _complete(pack, evidence), {"rule"})


def grade_measured(standard: Standard | str, subject: Subject) -> Grade:
    """What a standard says of a measured subject.

    Not comparable, by name, where the subject was measured otherwise or a part of the measure is missing.
    Raises `Problems` for facts that cannot be read and for a value that is not finite.
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    pack = chosen.pack
    evidence = replace(_read(pack, subject.facts), statuses=(subject.status,), period=subject.period)
    if excluded := _excluded(pack, evidence.values):
        reason = Phrase("excluded", {"reason": excluded.reason})
        return refuse(chosen, "not-applicable", reason, _resting_on(evidence, excluded.source.status))
    evidence = replace(evidence, notes=subject.notes)
    if pack.measure is None:
        words = Phrase("no-measure", {"fact": fact_label(pack.rule.value)})
        return refuse(chosen, "not-comparable", words, evidence)
    if subject.measure_hash != chosen.measure_hash:
        words = Phrase("other-measure", {"found": subject.measure or "-", "expected": pack.measure.id})
        return refuse(chosen, "not-comparable", words, evidence)
    evidence = replace(evidence, values={**evidence.values, **_measured(pack, subject)})
    if gaps := _gaps(pack, subject):
        words = Phrase("gaps", {"blocks": names_of(gap.block for gap in gaps)})
        return refuse(chosen, "not-comparable", words, evidence, gaps)
    complete = _resting_on(_complete(pack, evidence), *_measure_statuses(pack))
    return _placed(chosen, complete, {"rule", "measure", "scrap"})


def limits(standard: Standard | str, facts: Mapping[str, object]) -> dict[str, Amount | None]:
    """All limits for given conditions such as the scrap share, best level first; None for a level without."""
    chosen = load(standard) if isinstance(standard, str) else standard
    pack, rule = chosen.pack, chosen.pack.rule
    complete = _complete(pack, _read(pack, facts))
    raise_errors(missing_facts(rule.conditions, complete.values))
    undefined = rule.undefined(complete.values)
    return level_limits(rule, () if undefined else rule.limits(complete.values, pack.tie.sign))


def used_facts(pack: Pack) -> tuple[str, ...]:
    """The facts a standard reads, the needed ones first."""
    optional = (item.fact for item in pack.applies.without)
    measure = (MEASURE,) if _is_of_emissions(pack) else ()
    rule = pack.rule
    return tuple(dict.fromkeys((rule.value, *rule.conditions, *rule.optional, *optional, *measure)))


def _placed(standard: Standard, evidence: Evidence, about: set[str]) -> Grade:
    """The grade of facts that were read: by a level granted without the value, by its limits, or by none."""
    rule, values = standard.pack.rule, evidence.values
    noted = _noted(standard.pack, evidence, about)
    if granted := rule.granted(values):
        return grant(standard, granted, noted)
    raise_errors(missing_facts((rule.value, *rule.conditions), values))
    if undefined := rule.undefined(values):
        return refuse(standard, undefined.outcome, undefined.reason, noted)
    name = rule.outside(values)
    if name is None:
        return place(standard, noted)
    told = Phrase("outside", {"fact": fact_label(name), "value": said(name, values[name])})
    return refuse(standard, "not-graded", told, _resting_on(noted, rule.source.status))


def _read(pack: Pack, facts: Mapping[str, object]) -> Evidence:
    values = read_facts(facts, used_facts(pack), {pack.rule.value: pack.rule.unit})
    return Evidence(values, asserted=tuple(values))


def _complete(pack: Pack, evidence: Evidence) -> Evidence:
    """With what the document says counts where a fact is not given, and each note on what was taken."""
    values, scrap = evidence.values, pack.scrap
    unknown = scrap.unknown if scrap else "refuse"
    if scrap and SCRAP_SHARE in pack.rule.conditions and SCRAP_SHARE not in values and unknown != "refuse":
        evidence = replace(
            evidence,
            values={**values, SCRAP_SHARE: exact(unknown)},
            assumed=(SCRAP_SHARE,),
            notes=(Phrase("share-assumed", {"fact": fact_label(SCRAP_SHARE), "value": unknown}),),
            statuses=(*evidence.statuses, inherit(scrap.details.get("unknown"), scrap.source).status),
        )
    for name, (low, high) in pack.rule.bounds.items():
        value = evidence.values.get(name)
        if isinstance(value, Fraction) and not low <= value <= high:
            ends = f"{number_text(low)} .. {number_text(high)}"
            raise fail("fact.range", Where(name=name), found=number_text(value), expected=ends)
    return evidence


def _noted(pack: Pack, evidence: Evidence, about: set[str]) -> Evidence:
    optional = dict.fromkeys(item.fact for item in pack.applies.without)
    unstated = [
        Phrase("not-stated", {"fact": fact_label(name)})
        for name in optional
        if name not in evidence.values and name not in pack.rule.optional
    ]
    notes = (*evidence.notes, *corrections(pack.rule, evidence.values), *unstated)
    return replace(evidence, notes=(*notes, *open_points(pack, about)))


def _resting_on(evidence: Evidence, *statuses: str) -> Evidence:
    return replace(evidence, statuses=(*evidence.statuses, *statuses))


def _excluded(pack: Pack, values: Mapping[str, FactValue]) -> Exclusion | None:
    for item in pack.applies.without:
        value = values.get(item.fact)
        if value in item.one_of:
            return item
        if item.at_least is not None and isinstance(value, Fraction) and value >= exact(item.at_least):
            return item
    return None


def _other_measure(standard: Standard, facts: Mapping[str, object]) -> Phrase | None:
    pack = standard.pack
    measure, name = pack.measure, pack.rule.value
    if not _is_of_emissions(pack):
        return None
    own, named = measure.id if measure else pack.id, facts.get(MEASURE)
    if named is not None and str(named) not in {own, pack.id}:
        return Phrase("other-measure", {"found": str(named), "expected": own})
    needed = measure.functional_unit.of if measure else pack.counts
    if name not in facts or needed is None:
        return None
    counted = quantity_of(facts, name).unit.substance
    if counted == "C":
        raise fail("unit.mismatch", Where(name=name), found=str(facts[name]), expected=f"kg {needed}/t")
    if counted and counted != needed:
        return Phrase("other-gases", {"found": counted, "expected": needed})
    return None


def _is_of_emissions(pack: Pack) -> bool:
    """Whether a value can be of another measure: also where the standard's own is not known."""
    return pack.measure is not None or pack.rule.value == INTENSITY


def _measured(pack: Pack, subject: Subject) -> dict[str, FactValue]:
    rule, found = pack.rule, dict[str, FactValue]()
    if subject.value is not None:
        factor = parse_unit(subject.unit).to(parse_unit(rule.unit))
        found[rule.value] = _finite(subject.value, rule.value) * factor
    if subject.scrap_share is not None and SCRAP_SHARE in rule.conditions:
        found[SCRAP_SHARE] = _finite(subject.scrap_share, SCRAP_SHARE)
    return found


def _gaps(pack: Pack, subject: Subject) -> tuple[Gap, ...]:
    gaps = list(subject.gaps)
    refused = pack.scrap is None or pack.scrap.unknown == "refuse"
    if subject.value is None and not gaps:
        gaps.append(_gap(pack.rule.value))
    named = any(gap.block == SCRAP_SHARE for gap in gaps)
    if SCRAP_SHARE in pack.rule.conditions and subject.scrap_share is None and refused and not named:
        gaps.append(_gap(SCRAP_SHARE))
    return tuple(gaps)


def _gap(name: str) -> Gap:
    return Gap(name, problem("fact.not-measured", Where(name=name), found=name))


def _measure_statuses(pack: Pack) -> list[str]:
    parts = [part for part in (pack.measure, pack.scrap) if part is not None]
    return [source.status for part in parts for source in part.sources]


def _finite(value: float | Fraction, name: str) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if not isfinite(value):
        raise fail("fact.far", Where(name=name), found=value, expected="805 kg/t")
    # The shortest decimal that is this float: what a person would read, and what the columns use.
    return Fraction(Decimal(repr(float(value))))
