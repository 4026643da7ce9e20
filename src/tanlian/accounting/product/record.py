"""The full record of a product footprint: parts, carbon, quality, and what it says in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from tanlian.accounting.measure import Basis, Taken
from tanlian.accounting.product.declared import Declared, decimal_text
from tanlian.accounting.product.options import Exemption, Ratings
from tanlian.accounting.product.recycling import Recycling
from tanlian.accounting.product.rule import FullRule
from tanlian.accounting.statement import Text
from tanlian.catalogue import flow
from tanlian.inventory.period import Period
from tanlian.problems import Lang, Problem

_AMOUNTS = (
    "fossil",
    "biogenic",
    "land_use",
    "excluding_uptake",
    "uptake",
    "including_uptake",
    "biogenic_CO2",
    "fossil_carbon",
    "biogenic_carbon",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A set of secondary factors the footprint rests on."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Pcf:
    """A product footprint, cradle to gate. All kg are per declared unit; kg of greenhouse gas in CO2e.

    ``fossil`` is after credits; ``biogenic`` is without CO2; ``uptake`` is the CO2 still in the product, as a
    negative number. ``biogenic_CO2`` was released on the way and is in no sum. ``status`` is the weakest
    status of the numbers, ``rule_status`` that of the rule's clauses.
    """

    product: str
    rule: FullRule
    declared: Declared
    period: Period
    country: str  # ISO 3166-1
    subdivision: str  # ISO 3166-2, "" where only the country is known
    basis: Basis
    gwp: str
    fossil: Decimal
    biogenic: Decimal
    land_use: Decimal
    uptake: Decimal
    biogenic_CO2: Decimal
    fossil_carbon: Decimal
    biogenic_carbon: Decimal
    exemption: Exemption
    boundary: Text
    allocation: Text
    uncertainty: str
    primary_share: float
    ratings: Ratings
    sources: tuple[Source, ...]
    status: str
    rule_status: str
    recycling: Recycling | None
    warnings: tuple[Problem, ...]
    taken: Taken

    @property
    def excluding_uptake(self) -> Decimal:
        """The footprint without the CO2 that the product holds."""
        return self.fossil + self.biogenic + self.land_use

    @property
    def including_uptake(self) -> Decimal:
        """The footprint with it."""
        return self.excluding_uptake + self.uptake

    @property
    def carbon(self) -> Decimal:
        """kg C in one declared unit."""
        return self.fossil_carbon + self.biogenic_carbon

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """JSON form; amounts as decimal text, in kg per declared unit."""
        return {
            "product": self.product,
            "name": flow(self.product).label(lang),
            "rule": self.rule.id,
            "rule_title": self.rule.title.of(lang),
            "rule_status": self.rule_status,
            "declared_unit": self.declared.unit,
            "declared_amount": decimal_text(self.declared.amount),
            "mass_kg": decimal_text(self.declared.mass_kg),
            "period": str(self.period),
            "geography": self.subdivision or self.country,
            "electricity": self.basis,
            "gwp": self.gwp,
            **{name: decimal_text(getattr(self, name)) for name in _AMOUNTS},
            "exempted": asdict(self.exemption),
            "boundary": self.boundary.of(lang),
            "allocation": self.allocation.of(lang),
            "uncertainty": self.uncertainty,
            "primary_share": self.primary_share,
            "ratings": asdict(self.ratings),
            "sources": [asdict(item) for item in self.sources],
            "status": self.status,
            "recycling": asdict(self.recycling) if self.recycling else None,
            "warnings": [item.as_dict(lang) for item in self.warnings],
        }
