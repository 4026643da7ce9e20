"""The nodes that carbon enters and leaves by: one for a fuel, one for a family of lesser carriers."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from tanlian.accounting.statement import Text
from tanlian.catalogue import flow
from tanlian.charts.places import GAS, Place, places
from tanlian.charts.texts import flow_name, joined, lowered, said

AIR = "air"
FLARE = "flare"
_ENTERING, _LEAVING, _FIRING = "in:", "out:", "firing:"
FIRST_COLUMN, LAST_COLUMN = 0, 6
_AIR_RANK, _FLARE_RANK, _FIRING_RANK = 5, 20, 4
# A family is called after its one or two main flows where they are nearly all of it.
_MAIN_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the picture: column and rank are its fixed place, ``colour`` a design token."""

    id: str
    name: Text
    column: int
    rank: int
    colour: str


def entering_node(name: str) -> str:
    """The node by which a flow comes in."""
    return _ENTERING + (_carrier(name)["entering"] or name)


def leaving_node(name: str) -> str:
    """The node by which a flow leaves."""
    return _LEAVING + (_carrier(name)["leaving"] or name)


def is_entering(node_id: str) -> bool:
    """Whether carbon comes into the works there."""
    return node_id.startswith(_ENTERING)


def is_leaving(node_id: str) -> bool:
    """Whether carbon leaves the works there otherwise than to air."""
    return node_id.startswith(_LEAVING)


def firing_node(place: Place) -> str:
    """The node at which a place burns gas of the network."""
    return _FIRING + place.id


def colour_of(name: str) -> str:
    """The colour token of a flow, the same in every chart."""
    own = _table("carrier_colours", "flow").get(name)
    return own["colour"] if own else _carrier(name)["colour"]


def node(
    node_id: str,
    place_names: Mapping[str, Text],
    carried: Sequence[tuple[str, float]],
    makers: frozenset[str] = frozenset(),
) -> Node:
    """The node of an id.

    carried : the flows that pass it with their tonnes, for the name of a family. makers : places that make
    process gas and so stand before the network, wherever they stand else.
    """
    if node_id == AIR:
        return Node(AIR, said("node.air"), LAST_COLUMN, _AIR_RANK, "flow-co2")
    if node_id == FLARE:
        return Node(FLARE, said("node.flare"), places()["power"].column, _FLARE_RANK, "flow-gas")
    if node_id.startswith(_FIRING):
        place = places()[node_id.removeprefix(_FIRING)]
        column = places()["power"].column
        name = place.firing if place.firing.en else said("node.firing", place=place_names[place.id])
        return Node(node_id, name, column, _FIRING_RANK + place.rank, "flow-gas")
    if is_entering(node_id):
        return _border_node(node_id, "entering", FIRST_COLUMN, carried)
    if is_leaving(node_id):
        return _border_node(node_id, "leaving", LAST_COLUMN, carried)
    place = places()[node_id]
    name = said("node.gas") if node_id == GAS else place_names[node_id]
    column = min(place.column, places()[GAS].column - 1) if node_id in makers else place.column
    return Node(node_id, name, column, place.rank, place.colour)


def _border_node(
    node_id: str, side: Literal["entering", "leaving"], column: int, carried: Sequence[tuple[str, float]]
) -> Node:
    ordered = sorted(carried, key=lambda item: -item[1])
    main = ordered[0][0]
    carrier = _carrier(main)
    own = _table("carrier_colours", "flow").get(main)
    rank = int(own["entering_rank"] if own and side == "entering" else carrier[f"{side}_rank"])
    steel = side == "leaving" and carrier["leaving"] == "steel"
    colour = "flow-prod" if steel else colour_of(main)
    return Node(node_id, _name(node_id, ordered), column, rank, colour)


def _name(node_id: str, ordered: Sequence[tuple[str, float]]) -> Text:
    family = node_id.partition(":")[2]
    total = sum(t for _, t in ordered)
    for count in (1, 2):
        if sum(t for _, t in ordered[:count]) >= _MAIN_SHARE * total:
            first, *rest = (flow_name(name) for name, _ in ordered[:count])
            return joined([first, *(lowered(item) for item in rest)])
    return said(f"family.{family}")


def _carrier(name: str) -> Mapping[str, str]:
    return _table("carriers", "group")[flow(name).group]


@cache
def _table(name: str, key: str) -> Mapping[str, Mapping[str, str]]:
    text = files("tanlian.charts").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return {row[key]: row for row in csv.DictReader(text.splitlines())}
