"""Put a value on the ladder of a standard and say why it stands there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tanlian.standards.kinds.ladder import FactValue, Granted, Ladder, Limit, decide
from tanlian.standards.library import Standard
from tanlian.standards.model import Rounding
from tanlian.standards.notes import fact_label
from tanlian.standards.phrases import Phrase, Word
from tanlian.standards.result import Amount, Gap, Grade, Outcome, number_text, spoken
from tanlian.standards.values import inherit
from tanlian.status import weakest


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a grade rests on: facts read, which were given by hand, which assumed, with notes and statuses."""

    values: dict[str, FactValue]
    asserted: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    notes: tuple[Phrase, ...] = ()
    statuses: tuple[str, ...] = ()
    period: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A value between two limits: ``index`` is the level reached, beyond the last one none is."""

    value: Fraction
    limits: tuple[Limit, ...]
    index: int

    @property
    def reached(self) -> Limit | None:
        return self.limits[self.index] if self.index < len(self.limits) else None

    @property
    def better(self) -> Limit | None:
        """The better level that the smallest change reaches; corrections may part the order of limits."""
        if not self.index:
            return None
        before = self.limits[: self.index]
        nearest = [limit for limit in before if limit.value == max(each.value for each in before)]
        return next((limit for limit in nearest if limit.holds(limit.value)), nearest[-1])

    @property
    def touched(self) -> Limit | None:
        """The limit the value stands exactly on."""
        return next((limit for limit in self.limits if limit.value == self.value), None)


def place(standard: Standard, evidence: Evidence) -> Grade:
    """The grade of complete evidence."""
    pack, rule = standard.pack, standard.pack.rule
    written = Fraction(evidence.values[rule.value])
    value = rounded(written, pack.rounding)
    limits = rule.limits(evidence.values, pack.tie.sign)
    spot = _Spot(value, limits, decide(value, limits))
    level = spot.reached.level if spot.reached else rule.above.level
    remarks = rule.remarks(evidence.values, value, level)
    return Grade(
        standard=pack.id,
        edition=pack.edition,
        content_hash=standard.content_hash,
        outcome="not-graded" if level is None else "graded",
        status=weakest((*evidence.statuses, *_statuses(standard, spot), *(item.status for item in remarks))),
        reason=_reason(rule, spot, evidence),
        value=rule.value,
        level=level,
        limit=_amount(spot.reached, rule.unit),
        sign=spot.reached.sign if spot.reached else None,
        next_level=spot.better.level if spot.better else None,
        next_limit=_amount(spot.better, rule.unit),
        limits=level_limits(rule, limits),
        amount=Amount(written, rule.unit),
        facts=_other_facts(rule, evidence),
        period=evidence.period,
        asserted=evidence.asserted,
        assumed=evidence.assumed,
        notes=(*evidence.notes, *_notes(standard, spot, written), *(item.note for item in remarks)),
        extra=rule.extra(value, limits),
    )


def grant(standard: Standard, granted: Granted, evidence: Evidence) -> Grade:
    """The grade of a subject that reaches a level whatever its value is."""
    pack, rule = standard.pack, standard.pack.rule
    value = evidence.values.get(rule.value)
    return Grade(
        standard=pack.id,
        edition=pack.edition,
        content_hash=standard.content_hash,
        outcome="graded",
        status=weakest((*evidence.statuses, granted.source.status)),
        reason=granted.reason,
        value=rule.value,
        level=granted.level,
        limits=level_limits(rule, rule.limits(evidence.values, pack.tie.sign)),
        amount=Amount(value, rule.unit) if isinstance(value, Fraction) else None,
        facts=_other_facts(rule, evidence),
        period=evidence.period,
        asserted=evidence.asserted,
        assumed=evidence.assumed,
        notes=evidence.notes,
    )


def refuse(
    standard: Standard, outcome: Outcome, reason: Phrase, evidence: Evidence, missing: tuple[Gap, ...] = ()
) -> Grade:
    """A grade without a level: not applicable, or not comparable with what is missing by name."""
    pack, rule = standard.pack, standard.pack.rule
    value = evidence.values.get(rule.value)
    return Grade(
        standard=pack.id,
        edition=pack.edition,
        content_hash=standard.content_hash,
        outcome=outcome,
        status=weakest(evidence.statuses or (pack.status,)),
        reason=reason,
        value=rule.value,
        amount=Amount(value, rule.unit) if isinstance(value, Fraction) else None,
        facts=_other_facts(rule, evidence),
        period=evidence.period,
        asserted=evidence.asserted,
        assumed=evidence.assumed,
        missing=missing,
        notes=evidence.notes,
    )


def rounded(value: Fraction, rule: Rounding | None) -> Fraction:
    """The value as the standard rounds it before comparing."""
    if rule is None:
        return value
    if rule.mode == "half-even":
        return Fraction(round(value, rule.places))
    scale = 10**rule.places
    return Fraction((value * scale + Fraction(1, 2)).__floor__(), scale)


def level_limits(rule: Ladder, limits: Iterable[Limit]) -> dict[str, Amount | None]:
    """Limits by level, best first; None for the level above the last limit."""
    found = {limit.level: Amount(limit.value, rule.unit) for limit in limits}
    return {level: found.get(level) for level in rule.levels}


def _statuses(standard: Standard, spot: _Spot) -> list[str]:
    pack, rule = standard.pack, standard.pack.rule
    statuses = [limit.source.status for limit in (spot.reached, spot.better) if limit]
    if spot.reached is None:
        statuses.append(inherit(rule.above.source, rule.source).status)
    if spot.touched:
        statuses.append(pack.tie.source.status)
    if pack.rounding:
        statuses.append(pack.rounding.source.status)
    return [str(status) for status in statuses]


def _notes(standard: Standard, spot: _Spot, written: Fraction) -> list[Phrase]:
    notes = []
    if spot.value != written:
        values: dict[str, Word] = {"written": number_text(written), "value": number_text(spot.value)}
        notes.append(Phrase("rounded", values))
    if spot.touched:
        status = str(standard.pack.tie.source.status)
        notes.append(Phrase("on-limit", {"level": spot.touched.level, "status": status}))
    return notes


def _reason(rule: Ladder, spot: _Spot, evidence: Evidence) -> Phrase:
    if not spot.limits:
        return Phrase("no-limits")
    near = [limit.value for limit in (spot.reached, spot.better) if limit]
    values: dict[str, Word] = {"value": f"{spoken(spot.value, near)} {rule.unit}"}
    shown = spot.reached or spot.better
    if shown is not None:
        values["line"] = _line(rule, shown, spot, evidence)
    if spot.reached is not None:
        values["level"] = spot.reached.level
        values["under"] = Phrase("at-or-under" if spot.reached.sign == "<=" else "under")
    if spot.better is not None:
        values["better"] = spot.better.level
        values["better_limit"] = f"{spoken(spot.better.value, [spot.value])} {rule.unit}"
        values["above"] = Phrase("above" if spot.better.sign == "<=" else "at-or-above")
    if spot.reached is not None:
        return Phrase("between" if spot.better else "best", values)
    if rule.above.level is None:
        return Phrase("no-level", values)
    return Phrase("above-all", {**values, "level": rule.above.level})


def _line(rule: Ladder, limit: Limit, spot: _Spot, evidence: Evidence) -> Phrase:
    values: dict[str, Word] = {
        "formula": limit.formula,
        "limit": f"{spoken(limit.value, [spot.value])} {rule.unit}",
    }
    if not limit.formula:
        return Phrase("plain", values)
    if not rule.conditions or rule.conditions[0] not in rule.bounds:
        return Phrase("corrected", values)
    if len(rule.conditions) > 1:
        told = {name: _said(evidence.values[name]) for name in rule.conditions}
        at = tuple(Phrase("fact-at", {"fact": fact_label(name), "at": text}) for name, text in told.items())
        return Phrase("computed-at", {**values, "facts": at})
    name = rule.conditions[0]
    return Phrase("computed", {**values, "fact": fact_label(name), "at": _said(evidence.values[name])})


def _other_facts(rule: Ladder, evidence: Evidence) -> dict[str, FactValue | None]:
    names = dict.fromkeys((*rule.conditions, *evidence.values))
    return {name: evidence.values.get(name) for name in names if name != rule.value}


def _amount(limit: Limit | None, unit: str) -> Amount | None:
    return Amount(limit.value, unit) if limit else None


def _said(value: FactValue) -> str:
    return spoken(value) if isinstance(value, Fraction) else value
