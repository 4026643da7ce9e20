"""What a standard says of a subject, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from tanlian.problems import Lang, Problem
from tanlian.standards.phrases import Phrase
from tanlian.standards.values import Sign
from tanlian.units import format_decimal, parse_unit

Outcome = Literal["graded", "not-graded", "not-comparable", "not-applicable"]


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact number with the unit it is stated in."""

    value: Fraction
    unit: str

    def to(self, unit: str) -> Amount:
        """The amount in another unit, exact. Raises ``unit.mismatch``."""
        return Amount(self.value * parse_unit(self.unit).to(parse_unit(unit)), unit)

    def __str__(self) -> str:
        return f"{number_text(self.value)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of the measure without data: its block (or ``scrap_share``) and what is wrong there."""

    block: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Grade:
    """The result. All amounts are in the unit of the pack.

    ``limit`` and ``sign`` belong to the level reached (none for a level without a limit); ``margin`` is
    the change of the value that reaches the next better level with all other facts unchanged;
    ``headroom`` is what is left to the limit of the level. ``asserted`` are facts given by hand.
    """

    standard: str
    edition: str
    content_hash: str
    outcome: Outcome
    status: str
    reason: Phrase
    value: str = "intensity"
    level: str | None = None
    limit: Amount | None = None
    sign: Sign | None = None
    next_level: str | None = None
    next_limit: Amount | None = None
    limits: Mapping[str, Amount | None] = field(default_factory=dict)
    amount: Amount | None = None
    facts: Mapping[str, Fraction | str | None] = field(default_factory=dict)
    period: str = ""
    asserted: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    missing: tuple[Gap, ...] = ()
    notes: tuple[Phrase, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def intensity(self) -> Amount | None:
        """The value graded, where it is an intensity."""
        return self.amount if self.value == "intensity" else None

    @property
    def margin(self) -> Amount | None:
        """Change needed to the limit of the next better level; None at the top."""
        return _difference(self.next_limit, self.amount)

    @property
    def headroom(self) -> Amount | None:
        """What is left to the limit of the level reached."""
        return _difference(self.limit, self.amount)

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """JSON form. Amounts and shares are decimal text, so nothing is rounded on the way."""
        return {
            "standard": self.standard,
            "edition": self.edition,
            "outcome": self.outcome,
            "level": self.level,
            "limit": _text(self.limit),
            "sign": self.sign,
            "margin": _text(self.margin),
            "next_level": self.next_level,
            "next_limit": _text(self.next_limit),
            "headroom": _text(self.headroom),
            "limits": {level: _text(limit) for level, limit in self.limits.items()},
            self.value: _text(self.amount),
            **{name: _plain(fact) for name, fact in self.facts.items()},
            "period": self.period or None,
            "status": self.status,
            "asserted": list(self.asserted),
            "assumed": list(self.assumed),
            "reason": self.reason.of(lang),
            "notes": [note.of(lang) for note in self.notes],
            "missing": [{"block": gap.block, "reason": gap.problem.what(lang)} for gap in self.missing],
            "extra": _plain(self.extra),
            "content_hash": self.content_hash,
        }


def number_text(value: Fraction) -> str:
    """A decimal without rounding where it ends, to 12 places where it does not."""
    places = next((n for n in range(12, 21) if (value * 10**n).denominator == 1), 12)
    return format_decimal(value, places)


def spoken(value: Fraction, apart_from: Iterable[Fraction] = ()) -> str:
    """A number for a sentence: exact where short, else six digits, or as many as tell it from its neighbours.

    ``apart_from`` are values it must not seem equal to; the exact value stands in the JSON form.
    """
    exact = number_text(value)
    others = [other for other in apart_from if other != value]
    if sum(sign.isdigit() for sign in exact) <= 8:
        return exact
    for digits in range(6, 16):
        rounded = Fraction(f"{float(value):.{digits}g}")
        if all(rounded != Fraction(f"{float(other):.{digits}g}") for other in others):
            return number_text(rounded)
    return exact


def _difference(limit: Amount | None, amount: Amount | None) -> Amount | None:
    return Amount(limit.value - amount.value, limit.unit) if limit and amount else None


def _text(amount: Amount | None) -> str | None:
    return str(amount) if amount is not None else None


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return number_text(value)
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, Mapping) else value
