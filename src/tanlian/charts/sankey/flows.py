"""Where the carbon of a works flows: from what comes in, through places and the gas network, to what leaves.

All carbon is kept: what enters a node leaves it or is a gap, and the gaps of all nodes add up to the
closing error of the site. Process gases of every kind pass the gas network, and what a place burns of
them is a node of its own behind the network, so that gas never runs back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import polars as pl

from tanlian.charts.places import GAS, Place, by_process, places
from tanlian.charts.sankey.carriers import AIR, FLARE, entering_node, firing_node, leaving_node
from tanlian.factors.choice import Choice
from tanlian.inventory.carbon import with_contents
from tanlian.inventory.model import SITE, Inventory
from tanlian.inventory.rules import resolved

CO2 = "co2"
GAS_GROUP = "process_gas"
ACROSS = ("purchased", "sold", "stock", "waste")


@dataclass(frozen=True, slots=True)
class Link:
    """Tonnes of carbon that go from one node to another with a flow."""

    source: str
    target: str
    flow: str
    t: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Carbon not accounted for at a node, t, positive where more went in than came out.

    ``of`` is what it belongs to: ``process:<id>``, ``pool:<flow>`` or ``<giver> > <taker>``.
    """

    node: str
    of: str
    t: float


@dataclass(frozen=True, slots=True)
class Flows:
    """All carbon of a works. ``unknown``: flows whose carbon nobody gave, in no link. ``makers``: places
    that give gas to the network."""

    links: tuple[Link, ...]
    gaps: tuple[Gap, ...]
    entered: float
    unknown: tuple[str, ...]
    makers: frozenset[str]

    @property
    def to_air(self) -> float:
        """Tonnes that leave as CO2."""
        return sum(link.t for link in self.links if link.target == AIR)

    @property
    def lost(self) -> float:
        """Tonnes not accounted for, a gain taken off."""
        return sum(gap.t for gap in self.gaps)


@dataclass(slots=True)
class _Book:
    """Links and gaps as they are found."""

    places: Mapping[str, Place]
    makers: frozenset[str]
    links: dict[tuple[str, str, str], float] = field(default_factory=lambda: defaultdict(float))
    gaps: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))

    def link(self, source: str, target: str, flow: str, t: float) -> None:
        if t and source != target:
            self.links[source, target, flow] += t

    def run(self, nodes: Sequence[str], flow: str, t: float) -> None:
        for source, target in pairwise(nodes):
            self.link(source, target, flow, t)

    def gap(self, node: str, of: str, t: float) -> None:
        if t:
            self.gaps[node, of] += t


@dataclass(frozen=True, slots=True)
class _Row:
    """Exchanges of one process, flow, direction and partner, added up."""

    process: str
    direction: str
    flow: str
    group: str
    partner: str
    burnt: bool
    keeps: bool
    t: float


def flows_of(inventory: Inventory, choice: Choice) -> Flows:
    """The carbon flows of an inventory, t C, by the same rules as its carbon balance."""
    contents = with_contents(resolved(inventory), choice)
    rows = _rows(contents)
    by_id = by_process(inventory)
    book = _Book(by_id, _gas_makers(rows, by_id))
    for process, own in _grouped(rows).items():
        if process != SITE:
            _process(book, process, own)
    _transfers(book, rows)
    _pools(book, rows)
    unknown = contents.filter(pl.col("carbon_t").is_null())["flow"].unique(maintain_order=True).to_list()
    return Flows(
        links=tuple(Link(*key, t) for key, t in book.links.items()),
        gaps=tuple(Gap(*key, t) for key, t in book.gaps.items()),
        entered=sum(row.t for row in rows if row.direction == "in" and row.partner in ACROSS),
        unknown=tuple(unknown),
        makers=book.makers,
    )


def _rows(contents: pl.DataFrame) -> list[_Row]:
    summed = (
        contents.with_columns(
            burnt=pl.col("calculation").is_in(["combustion", "process"]),
            keeps=(pl.col("carbon_goes") == "kept").fill_null(value=False),
        )
        .group_by("process", "direction", "flow", "group", "partner", "burnt", "keeps", maintain_order=True)
        .agg(pl.col("carbon_t").sum())
        .filter(pl.col("carbon_t") != 0)
    )
    return [_Row(*row) for row in summed.iter_rows()]


def _gas_makers(rows: Iterable[_Row], by_id: Mapping[str, Place]) -> frozenset[str]:
    """The places that give process gas to the network."""
    return frozenset(
        by_id[row.process].id
        for row in rows
        if row.group == GAS_GROUP and row.direction == "out" and row.process in by_id
    )


def _grouped(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.process, []).append(row)
    return found


def _process(book: _Book, process: str, rows: list[_Row]) -> None:
    """What a process sends to air, burns behind the network, flares, and does not give out again."""
    place, of = book.places[process], f"process:{process}"
    entered = sum(row.t for row in rows if row.direction == "in")
    left = sum(row.t for row in rows if row.direction == "out" and row.partner != FLARE)
    flared = [row for row in rows if row.direction == "out" and row.partner == FLARE]
    fired = [row for row in rows if row.direction == "in" and _is_fired(book, place, row)]
    burnt = sum(row.t for row in rows if row.direction == "in" and row.burnt) + sum(row.t for row in flared)
    to_air = burnt if any(row.keeps for row in rows) else max(entered - left, 0.0)
    book.gap(place.id, of, entered - left - to_air)
    for row in fired:
        t = min(row.t, to_air)
        to_air -= t
        book.link(firing_node(place), AIR, CO2, t)
        book.gap(firing_node(place), of, row.t - t)
        book.gap(place.id, of, t - row.t)
    for row in flared:
        t = min(row.t, to_air)
        to_air -= t
        book.run((place.id, *_by_network(row), FLARE), row.flow, t)
        book.link(FLARE, AIR, CO2, t)
    book.link(place.id, AIR, CO2, to_air)
    for row in rows:
        if row.partner in ACROSS and row.direction == "in":
            book.run((entering_node(row.flow), *_by_network(row), _user(book, place, row)), row.flow, row.t)
        elif row.partner in ACROSS:
            book.run((place.id, *_by_network(row), leaving_node(row.flow)), row.flow, row.t)


def _transfers(book: _Book, rows: Iterable[_Row]) -> None:
    """What one process hands straight to another: what was taken counts, the rest is a gap at the giver."""
    given: dict[tuple[str, str, str], float] = defaultdict(float)
    taken: dict[tuple[str, str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.process in book.places and row.partner in book.places:
            if row.direction == "out":
                given[row.process, row.partner, row.flow] += row.t
            else:
                taken[row.partner, row.process, row.flow].append(row)
    for key in dict.fromkeys((*given, *taken)):
        giver, taker, flow = key
        uses = taken[key]
        for row in uses:
            route = (book.places[giver].id, *_by_network(row), _user(book, book.places[taker], row))
            book.run(route, flow, row.t)
        book.gap(book.places[giver].id, f"{giver} > {taker}", given[key] - sum(row.t for row in uses))


def _pools(book: _Book, rows: Iterable[_Row]) -> None:
    """What the site hands on: makers and purchases fill a pool, users, sales and stock draw from it."""
    pools: dict[str, list[_Row]] = {}
    for row in rows:
        if SITE in {row.process, row.partner}:
            pools.setdefault(row.flow, []).append(row)
    for flow, own in pools.items():
        fills = [(_filler(book, row), row.t) for row in own if _fills(row)]
        draws = [(_drawer(book, row), row.t) for row in own if not _fills(row)]
        if own[0].group == GAS_GROUP:
            for node, t in fills:
                book.link(node, GAS, flow, t)
            for node, t in draws:
                book.link(GAS, node, flow, t)
            book.gap(GAS, f"pool:{flow}", sum(t for _, t in fills) - sum(t for _, t in draws))
        else:
            _mix(book, flow, fills or [(entering_node(flow), 0.0)], draws)
        for node, t in draws:
            if node == FLARE:
                book.link(FLARE, AIR, CO2, t)


def _mix(book: _Book, flow: str, fills: list[tuple[str, float]], draws: list[tuple[str, float]]) -> None:
    """Every user draws from every filler in the same proportion; each filler bears its part of the gap."""
    filled, drawn = sum(t for _, t in fills), sum(t for _, t in draws)
    for filler, t in fills:
        part = t / filled if filled else 1 / len(fills)
        for drawer, taken in draws:
            book.link(filler, drawer, flow, part * taken)
        book.gap(filler, f"pool:{flow}", t - part * drawn)


def _fills(row: _Row) -> bool:
    return (row.direction == "in") == (row.process == SITE)


def _filler(book: _Book, row: _Row) -> str:
    return entering_node(row.flow) if row.process == SITE else book.places[row.process].id


def _drawer(book: _Book, row: _Row) -> str:
    if row.process != SITE:
        return _user(book, book.places[row.process], row)
    return FLARE if row.partner == FLARE else leaving_node(row.flow)


def _user(book: _Book, place: Place, row: _Row) -> str:
    return firing_node(place) if _is_fired(book, place, row) else place.id


def _is_fired(book: _Book, place: Place, row: _Row) -> bool:
    """Whether a place that stands before the network burns gas of it."""
    before = place.column < places()[GAS].column or place.id in book.makers
    return row.group == GAS_GROUP and row.burnt and before


def _by_network(row: _Row) -> tuple[str, ...]:
    return (GAS,) if row.group == GAS_GROUP else ()
