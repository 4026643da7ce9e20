"""The inventory: all exchanges of one site in one period, with their evidence.

Small tables (processes, supplies, products, evidence) are tuples of records; exchanges are a Polars
frame, because a year of a works has thousands of rows and a group has millions. The columns of every
sheet, with type, unit and explanation in both languages, are declared once in ``data/columns.csv``;
template, reader, writer and documentation all read that table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from tanlian.inventory.period import Period

# Amounts are in the canonical unit named in `unit`; ``*_given`` keep what was written, for writing back.
# Properties are per canonical unit of the amount: GJ, t C, t Fe or t CO2 per t, 1000 m3N, GJ or MWh.
EXCHANGE_SCHEMA: dict[str, pl.DataType] = {
    "row": pl.UInt32(),  # 1, 2, 3 ... in the inventory; lines and ledger rows point here
    "place": pl.String(),  # sheet and cell row in the source, for messages
    "process": pl.String(),  # process id or "site"
    "start": pl.Date(),
    "end": pl.Date(),
    "direction": pl.String(),  # in | out
    "flow": pl.String(),
    "label": pl.String(),
    "amount": pl.Float64(),  # null where not applicable
    "unit": pl.String(),
    "amount_given": pl.String(),
    "unit_given": pl.String(),
    "partner": pl.String(),  # purchased | sold | stock | waste | flare | site | a process id
    "ncv": pl.Float64(),
    "carbon_content": pl.Float64(),
    "iron_content": pl.Float64(),
    "oxidation_share": pl.Float64(),
    "biomass_share": pl.Float64(),
    "emission_factor": pl.Float64(),
    "emission_factor_energy": pl.Float64(),  # t CO2/TJ
    "calculation": pl.String(),  # as given; null = the catalogue decides (see `rules.calculation`)
    "role": pl.String(),
    "scrap_origin": pl.String(),
    "metallic_share": pl.Float64(),
    "alloy": pl.Boolean(),
    "electricity_source": pl.String(),
    "instrument": pl.String(),
    "instrument_amount": pl.Float64(),  # MWh
    "instrument_factor": pl.Float64(),  # t CO2/MWh
    "region": pl.String(),
    "year": pl.Int32(),
    "price": pl.Float64(),  # per canonical unit of the amount, in one currency throughout
    "supply": pl.String(),
    "evidence": pl.String(),
    "note": pl.String(),
}

SITE = "site"
PARTNERS = ("purchased", "sold", "stock", "waste", "flare", SITE)


@dataclass(frozen=True, slots=True)
class Site:
    """An installation. ``region`` is the grid region of location-based electricity."""

    name: str
    organization: str
    country: str
    plant_type: str
    region: str = ""
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Process:
    """A unit process. ``direct_emissions_t`` (t CO2e) is given only where it is not to be computed."""

    id: str
    kind: str
    name: str = ""
    production_process: str = ""
    category: str = ""
    route: str = ""
    output_t: float | None = None
    direct_emissions_t: float | None = None
    direct_emissions_source: str = ""


@dataclass(frozen=True, slots=True)
class Supply:
    """What a supplier says of a purchased input. Emissions in t per t (or 1000 m3N) of the input; only those
    of a product footprint (``pcf_*``) are in kg CO2e per declared unit, as such declarations state them."""

    id: str
    supplier: str = ""
    country: str = ""
    cn_code: str = ""
    category: str = ""
    route: str = ""
    see_direct: float | None = None
    see_indirect: float | None = None
    electricity: float | None = None  # MWh/t
    electricity_factor: float | None = None  # t CO2/MWh
    data: str = ""  # measured | default | unknown
    verification: str = ""
    verification_period: str = ""  # reporting period of the report, as `Period.parse` reads it
    production_period: str = ""  # when it was produced; the site's period where empty
    sefa: float | None = None  # specific embedded free allocation, verified, t CO2e/t
    carbon_price: float | None = None
    currency: str = ""
    price_share: float | None = None
    price_emissions: float | None = None  # t CO2e/t
    price_evidence: str = ""  # id of the document that proves the payment
    upstream_co2: float | None = None
    upstream_ch4: float | None = None
    upstream_n2o: float | None = None
    upstream_co2e: float | None = None
    pcf_fossil: float | None = None
    pcf_biogenic: float | None = None  # without biogenic CO2
    pcf_land_use: float | None = None
    declared_unit: str = ""
    declared_amount: float | None = None
    declared_mass: float | None = None  # kg
    boundary: str = ""  # cradle_to_gate where empty
    rule: str = ""
    year: int | None = None  # that the figures are for
    valid_until: date | None = None  # the last day
    gwp: str = ""
    covers: str = ""  # further blocks the upstream figures cover, such as "transport"
    primary_share: float | None = None
    status: str = "user"
    document: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of the journey of a supply. ``factor`` in kg CO2e per t km; the chosen set's where None."""

    id: str
    supply: str
    mode: str
    distance_km: float
    factor: float | None = None
    gwp: str = ""
    status: str = "user"
    document: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A good that leaves a process, with its CN code and qualifying parameters (shares 0..1)."""

    id: str
    process: str
    flow: str
    name: str = ""
    cn_code: str = ""
    mass_t: float | None = None
    mn_share: float | None = None
    cr_share: float | None = None
    ni_share: float | None = None
    other_alloys_share: float | None = None
    carbon_share: float | None = None
    scrap_per_t: float | None = None
    reducing_agent: str = ""
    steel_kind: str = ""  # as in the facts of standards: quality, reinforcing, structural, stainless


@dataclass(frozen=True, slots=True)
class Evidence:
    """A meter, lab report or document that an exchange rests on."""

    id: str
    kind: str
    title: str = ""
    reference: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """One site, one period. ``factors`` names the factor set per role (``direct``, ``electricity``,
    ``residual``, ``upstream``, ``transport``, or ``upstream.<flow>`` for one flow): `accounting.choice`."""

    site: Site
    period: Period
    processes: tuple[Process, ...]
    exchanges: pl.DataFrame  # EXCHANGE_SCHEMA
    supplies: tuple[Supply, ...] = ()
    products: tuple[Product, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    factors: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    legs: tuple[Leg, ...] = ()

    def process(self, process_id: str) -> Process:
        """The process of that id. Raises KeyError: ids are checked when an inventory is read."""
        return {item.id: item for item in self.processes}[process_id]

    def supply(self, supply_id: str) -> Supply:
        """The supply of that id. Raises KeyError likewise."""
        return {item.id: item for item in self.supplies}[supply_id]
