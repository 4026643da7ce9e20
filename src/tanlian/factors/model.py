"""A factor, and a set of them from one edition of one document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypedDict, Unpack

from tanlian.catalogue import Status, flows
from tanlian.factors.vocabulary import quantities
from tanlian.problems import Lang, Where, fail, nearest
from tanlian.units import parse_unit


@dataclass(frozen=True, slots=True)
class Factor:
    """One row of a factor set. ``value`` and ``unit`` are as the document prints them.

    ``variant`` is empty for the plain value of the document, else what sets the row apart
    (``residual``, ``fossil``, ``underground`` ...). ``gwp`` is set on CO2e only.
    """

    set_id: str
    flow: str
    quantity: str
    gas: str
    origin: str
    gwp: str
    value: Decimal
    unit: str
    region: str
    year: int | None
    clause: str
    status: Status
    document: str
    edition: str
    note: str = ""
    variant: str = ""

    @property
    def number(self) -> float:
        """The value as a float, in ``unit``."""
        return float(self.value)

    @property
    def source(self) -> str:
        """Document, edition and clause in one line."""
        edition = self.edition if self.edition not in self.document else ""
        return ", ".join(part for part in (self.document, edition, self.clause) if part)

    @property
    def denominator(self) -> str:
        """What the value is per, as written: ``t``, ``10^4 Nm3``; ``""`` for a share."""
        return self.unit.partition("/")[2].strip()

    def to(self, unit: str) -> float:
        """The value in another unit, such as ``GJ/1000 m3N``. Raises ``unit.mismatch``."""
        return float(Fraction(self.value) * parse_unit(self.unit).to(parse_unit(unit)))

    def per(self, unit: str) -> float:
        """The value in canonical units: GJ, tce, t C or t of the gas per t, 1000 m3N, m3, GJ or MWh.

        A share is returned as it is, 0 to 1. Raises ``unit.mismatch``.
        """
        numerator = quantities()[self.quantity].numerator
        if not self.denominator:
            return float(Fraction(self.value) * parse_unit(self.unit).factor)
        return self.to(f"{numerator}/{unit}")

    def fits(self, unit: str) -> bool:
        """Whether the value is per this kind of amount; a share fits every amount."""
        here = self.denominator
        return not here or parse_unit(here).dimension == parse_unit(unit).dimension


@dataclass(frozen=True, slots=True)
class Constant:
    """A number of the document that belongs to no flow, such as the mass of CO2 per mass of carbon."""

    set_id: str
    name: str
    value: str
    unit: str
    clause: str
    status: Status
    document: str
    note: str = ""

    @property
    def exact(self) -> Fraction:
        """The exact value; a percentage becomes a share. ``44/12`` is kept as a fraction."""
        return Fraction(self.value) / (100 if self.unit == "%" else 1)

    @property
    def number(self) -> float:
        """The exact value as a float."""
        return float(self.exact)

    @property
    def source(self) -> str:
        """Document and clause in one line."""
        return ", ".join(part for part in (self.document, self.clause) if part)


@dataclass(frozen=True, slots=True)
class Header:
    """What a factor set is: one edition of one document."""

    id: str
    title: Mapping[Lang, str]
    publisher: str
    document: str
    edition: str
    date: str
    url: str
    licence: str
    status: Status
    note: Mapping[Lang, str]
    supersedes: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()


class Which(TypedDict, total=False):
    """What narrows a factor down; see `FactorSet.find`."""

    gas: str | None
    origin: str | None
    region: str | None
    year: int | None
    per: str | None
    variant: str


@dataclass(frozen=True)
class FactorSet:
    """The factors of one edition of one document; never merged with another."""

    header: Header
    rows: tuple[Factor, ...]
    content_hash: str
    constants: Mapping[str, Constant] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the set."""
        return self.header.id

    def all(self, flow: str, quantity: str, **which: Unpack[Which]) -> tuple[Factor, ...]:
        """Every gas and origin of one quantity of a flow; see `find` for ``which``.

        Raises ``factors.ambiguous`` where two rows differ only in region, year or unit.
        """
        hits = tuple(row for row in self._by_key.get((flow, quantity), ()) if _matches(row, which))
        if len({(row.gas, row.origin) for row in hits}) < len(hits):
            raise self._ambiguous(hits)
        return hits

    def find(self, flow: str, quantity: str, **which: Unpack[Which]) -> Factor | None:
        """The one factor that fits, or None; nothing is filled in from a neighbour.

        ``per`` is the unit of the activity: a factor per tonne never serves an amount in m3.
        ``region`` and ``year`` must be those of the row, unless the document gives the row without one;
        left out, they must not be needed. ``variant`` is the plain value unless named.
        Raises ``factors.ambiguous`` where several rows fit.
        """
        hits = self.all(flow, quantity, **which)
        if len(hits) > 1:
            raise self._ambiguous(hits)
        return hits[0] if hits else None

    def need(self, flow: str, quantity: str, where: Where | None = None, **which: Unpack[Which]) -> Factor:
        """As `find`, but raises ``factors.missing``, which names what is missing and what the set has."""
        found = self.find(flow, quantity, **which)
        if found is not None:
            return found
        asked = (f"{name} {value}" for name, value in which.items() if value)
        has = [_told(row) for row in self.rows if row.flow == flow]
        raise fail(
            "factors.missing",
            where or Where(name=flow),
            found=", ".join((f"{flow} {quantity}", *asked)),
            expected="; ".join(has[:6]) + ("; …" if len(has) > 6 else "") or "–",
            set=self.id,
            **_labels(flow, quantity),
        )

    def constant(self, name: str) -> Constant:
        """A named number of the document. Raises ``factors.unknown-constant``."""
        if name not in self.constants:
            hint = nearest(name, self.constants) or ", ".join(self.constants) or "–"
            raise fail("factors.unknown-constant", found=name, expected=hint, set=self.id)
        return self.constants[name]

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], tuple[Factor, ...]]:
        index: dict[tuple[str, str], tuple[Factor, ...]] = {}
        for row in self.rows:
            index[row.flow, row.quantity] = (*index.get((row.flow, row.quantity), ()), row)
        return index

    def _ambiguous(self, hits: tuple[Factor, ...]) -> Exception:
        row = hits[0]
        return fail(
            "factors.ambiguous",
            Where(name=row.flow),
            found="; ".join(_told(hit) for hit in hits[:4]) + ("; …" if len(hits) > 4 else ""),
            set=self.id,
            **_labels(row.flow, row.quantity),
        )


def _matches(row: Factor, which: Which) -> bool:
    gas, origin, per = which.get("gas"), which.get("origin"), which.get("per")
    region, year = which.get("region"), which.get("year")
    return (
        row.variant == which.get("variant", "")
        and gas in {None, row.gas}
        and origin in {None, row.origin}
        and (region is None or row.region in {"", region})
        and (year is None or row.year in {None, year})
        and (per is None or row.fits(per))
    )


def _told(row: Factor) -> str:
    marks = (row.gas, row.origin, row.region, str(row.year or ""), row.variant)
    return " ".join(part for part in (row.quantity, f"[{row.unit}]", *marks) if part)


def _labels(flow: str, quantity: str) -> dict[str, str]:
    item, kind = flows().get(flow), quantities().get(quantity)
    return {
        "flow_en": item.en if item else flow,
        "flow_zh": item.zh if item else flow,
        "quantity_en": kind.en if kind else quantity,
        "quantity_zh": kind.zh if kind else quantity,
    }
