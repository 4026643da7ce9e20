"""The one envelope of every standard: who says what, since when, of which measure, and the rule by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from tanlian.standards.kinds import Rule
from tanlian.standards.measure import Measure, Scrap
from tanlian.standards.values import (
    Filled,
    Id,
    Number,
    PackStatus,
    Part,
    PartialDate,
    Sign,
    Source,
    Text,
)

SCHEMA_VERSION = 1

CustodyModel = Literal[
    "identity-preserved", "segregated", "controlled-blending", "mass-balance", "book-and-claim"
]


class Document(Part):
    """A document the pack quotes. ``seen`` says how it was seen when that was not the document itself."""

    id: Id
    title: Filled
    publisher: Filled
    edition: Filled | None = None
    date: PartialDate | None = None
    url: Filled | None = None
    seen: Filled | None = None


class InForce(Part):
    """Days from and until (not included) which the standard holds, as far as the document says."""

    since: PartialDate | None = None
    until: PartialDate | None = None


class Exclusion(Part):
    """What the standard has no scale for: a fact that is one of some words, or reaches a number."""

    fact: Filled
    one_of: tuple[Filled, ...] = ()
    at_least: Number | None = None
    reason: Text
    source: Source


class Applies(Part):
    """The standard applies to its scope except where an exclusion holds (outcome ``not-applicable``)."""

    without: tuple[Exclusion, ...] = ()


class Tie(Part):
    """Whether a value exactly on a limit reaches the level. A level of the rule may differ."""

    sign: Sign
    source: Source


class Rounding(Part):
    """How a value is rounded, in the unit of the rule, before it is compared."""

    places: int = Field(ge=0, le=12)
    mode: Literal["half-up", "half-even"]
    source: Source


class Custody(Part):
    """Chain of custody models (ISO 22095) that may stand behind a grade; certificates never change it."""

    models: tuple[CustodyModel, ...]
    level: Literal["site", "group", "any"]
    offsets: Literal["refused", "allowed", "not-stated"]
    note: Text
    source: Source


class Reading(Part):
    """One way to read an open point."""

    id: Id
    text: Text
    source: Source


class OpenPoint(Part):
    """Something the sources leave open or contradict. ``taken`` is the reading this pack follows, if any."""

    id: Id
    about: Literal["rule", "measure", "scrap"]
    text: Text
    readings: tuple[Reading, ...] = ()
    taken: Id | None = None
    source: Source


class Expected(Part):
    """What an example must come to. Only what is written is compared; ``level: null`` means no level."""

    outcome: Filled | None = None
    level: Filled | None = None
    limit: Filled | None = None
    limits: Mapping[Filled, Filled | None] = Field(default_factory=dict)
    margin: Filled | None = None
    next_level: Filled | None = None
    extra: Mapping[Filled, Mapping[Filled, Number]] = Field(default_factory=dict)


class Example(Part):
    """A worked example. ``published``: input and result stand in the source; ``derived``: the result is
    computed from published values; ``constructed``: the input is made up.
    """

    id: Id
    kind: Literal["published", "derived", "constructed"]
    facts: Mapping[Filled, Filled]
    expect: Expected
    note: Filled | None = None
    source: Source


class Pack(Part):
    """A standard as data. ``status`` is the weakest status of the limits.

    A standard of emissions carries the ``measure`` of its limits or, where that is not known, what
    their mass ``counts``; one of another fact has neither.
    """

    schema_version: Literal[1]
    id: Id
    publisher: Text
    number: Filled | None = None
    title: Text
    edition: Filled
    published: PartialDate | None = None
    in_force: InForce = InForce()
    supersedes: tuple[Id, ...] = ()
    conflicts_with: tuple[Id, ...] = ()
    status: PackStatus
    scope: Text
    applies: Applies = Applies()
    measure: Measure | None = None
    counts: Literal["CO2", "CO2e"] | None = None
    scrap: Scrap | None = None
    tie: Tie
    rounding: Rounding | None = None
    chain_of_custody: Custody
    sources: tuple[Document, ...] = Field(min_length=1)
    open_points: tuple[OpenPoint, ...] = ()
    properties: tuple[Literal["monotone", "continuous"], ...] = ()
    rule: Rule
    examples: tuple[Example, ...] = Field(min_length=1)
