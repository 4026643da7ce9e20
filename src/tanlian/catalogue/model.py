"""The words of the catalogue as plain data: flows, process kinds, blocks, regions, GWP values, ranges."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tanlian.problems import Lang

Status = Literal["official", "draft", "secondary", "unconfirmed", "illustrative", "user"]
Calculation = Literal["combustion", "process", "mass_balance", "none"]


@dataclass(frozen=True, slots=True)
class Named:
    """Anything with an id and a name in both languages."""

    id: str
    en: str
    zh: str

    def label(self, lang: Lang = "en") -> str:
        """The name in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Flow(Named):
    """A kind of material, energy carrier or emission.

    ``units`` are canonical (``t``, ``1000 m3N``, ``m3``, ``GJ``, ``MWh``), the preferred one first.
    ``calculation`` says how its carbon counts unless a row says otherwise. ``block`` is the boundary
    block that a purchased amount stands for, ``""`` where there is none. ``metallic`` is ``primary``,
    ``scrap``, ``alloy`` or ``""``; ``stage`` is set on steel products only.
    """

    group: str
    phase: str
    units: tuple[str, ...]
    calculation: Calculation
    block: str
    metallic: str
    stage: str

    @property
    def unit(self) -> str:
        """The preferred canonical unit."""
        return self.units[0]


@dataclass(frozen=True, slots=True)
class ProcessKind(Named):
    """A kind of unit process. ``melt`` is true where the metallic charge becomes crude steel (BOF, EAF).

    ``carbon`` says where carbon goes that no output carries: ``burnt`` or ``reducing`` (it leaves as CO2;
    in a reducing process solid carbon counts by mass balance), or ``kept`` (all of it should be found in
    products and gases, so that the difference is a closing error).
    """

    block: str
    melt: bool
    product: str
    cbam_category: str
    carbon: Literal["kept", "reducing", "burnt"]


@dataclass(frozen=True, slots=True)
class Block(Named):
    """A boundary block. ``kind`` is ``process`` (may be run by the site) or ``supply`` (only bought)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Region(Named):
    """A country, grid region or province. ``parent`` is geography, never a fallback for a factor."""

    parent: str
    iso2: str


@dataclass(frozen=True, slots=True)
class Gwp:
    """A 100-year global warming potential with its source, kg CO2e per kg of the gas."""

    set: str
    gas: str
    origin: str
    gwp100: Decimal
    document: str
    clause: str
    status: Status
    note: str

    @property
    def number(self) -> float:
        """The value as a float."""
        return float(self.gwp100)


@dataclass(frozen=True, slots=True)
class Range:
    """A wide sanity range per unit of the process's main output; it only spots slips of 10^3 and more."""

    process: str
    flow: str
    direction: str
    low: float
    high: float
    unit: str
    status: Status
    source: str
