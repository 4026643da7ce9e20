"""The measure of a standard, as its pack writes it: what is summed, per tonne of what, and its scrap share.

Two intensities may only be compared when they are the same measure: `fingerprint` is the hash of all that
changes the number (not of the words around it).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from tanlian.standards.canonical import sha256
from tanlian.standards.values import Filled, Id, Number, NumberOrRefuse, Part, PartSource, Source, Text

Gas = Literal["CO2", "CH4", "N2O", "HFC", "PFC", "SF6", "NF3"]
Basis = Literal["location", "market"]
ScrapOrigin = Literal["same_melt_unit", "home", "pre_consumer", "post_consumer"]


class FunctionalUnit(Part):
    """Emissions per tonne of the product at a ``stage`` of the chain; ``of`` is what the mass counts."""

    stage: Literal["crude_steel", "hot_rolled"]
    unit: Filled
    of: Literal["CO2", "CO2e"] = "CO2e"


class Selection(Part):
    """Contributions that are summed: of these blocks, scopes and gases.

    ``scopes`` holds a scope (``3``) or a scope 3 category (``3.4``). ``aggregate`` says whether a factor
    given only in CO2e may serve. ``only_flows`` narrows a block to some flows; ``without_processes``
    leaves process kinds of these blocks out.
    """

    blocks: tuple[Filled, ...] = Field(min_length=1)
    scopes: tuple[Filled, ...] = Field(min_length=1)
    gases: tuple[Gas, ...] = Field(min_length=1)
    aggregate: Literal["accept", "refuse"]
    only_flows: tuple[Filled, ...] = ()
    without_processes: tuple[Filled, ...] = ()
    source: PartSource | None = None


class Credit(Part):
    """An amount subtracted per unit of a flow that leaves: a ``value``, or a ``basis`` that names one."""

    id: Filled
    flows: tuple[Filled, ...] = Field(min_length=1)
    basis: Literal["fixed", "national_factor", "global_grid", "ets_heat_benchmark"]
    value: Number | None = None
    unit: Filled | None = None
    when: Text
    source: PartSource | None = None


class Measure(Part):
    """A named selection over the ledger.

    ``gwp: any`` where the document names no set. ``electricity`` lists the bases the document allows, the
    first is the default. A block in ``required_blocks`` without data makes the result not comparable.
    """

    id: Id
    functional_unit: FunctionalUnit
    gwp: Literal["AR5", "AR6", "any"]
    electricity: tuple[Basis, ...] = Field(min_length=1)
    selections: tuple[Selection, ...] = Field(min_length=1)
    required_blocks: tuple[Filled, ...]
    credits: tuple[Credit, ...] = ()
    notes: tuple[Text, ...] = ()
    source: Source

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all its parts."""
        own = (*(item.source for item in self.selections), *(item.source for item in self.credits))
        return (self.source, *(source.within(self.source) for source in own if source))


class Scrap(Part):
    """How the standard computes its scrap share from the one metallic charge.

    ``scrap`` of ``origins`` over itself plus the ``primary`` flows, by plain ``mass`` or by ``metallic``
    content (``metallic_defaults`` where a row gives none). ``unknown`` is the share that counts when none
    is known, or ``refuse``. ``details`` are sources of single fields that differ from ``source``.
    """

    origins: tuple[ScrapOrigin, ...] = Field(min_length=1)
    weight: Literal["mass", "metallic"]
    metallic_defaults: Mapping[Filled, Number] = Field(default_factory=dict)
    primary: tuple[Filled, ...] = Field(min_length=1)
    alloys: Literal["excluded", "primary"]
    unknown: NumberOrRefuse
    notes: tuple[Text, ...] = ()
    source: Source
    details: Mapping[Filled, PartSource] = Field(default_factory=dict)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all its fields."""
        return (self.source, *(part.within(self.source) for part in self.details.values()))


def fingerprint(measure: Measure, scrap: Scrap | None) -> str:
    """SHA-256 of what decides the two numbers: measure and scrap definition without words and sources."""
    return sha256({"measure": _terms(measure), "scrap": _terms(scrap) if scrap else None})


def _terms(part: Part) -> dict[str, Any]:
    words = {"source", "notes", "details", "when"}

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if key not in words and item is not None}
        return [bare(item) for item in value] if isinstance(value, list) else value

    terms: dict[str, Any] = bare(part.model_dump(mode="json"))
    return terms
