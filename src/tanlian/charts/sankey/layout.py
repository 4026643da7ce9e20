"""Where nodes and bands stand: columns are fixed, heights are to scale, bands run as straight as they can.

A band that passes a column takes a lane of it, so that no band runs through a node; lanes start above the
nodes (gas on its way to the network, by-products) or below them and move to where bands cross least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tanlian.charts.places import GAS
from tanlian.charts.sankey.carriers import AIR, FIRST_COLUMN, LAST_COLUMN, Node
from tanlian.charts.sankey.flows import Link
from tanlian.charts.sankey.uncross import uncross

NODE_WIDTH = 9.0
_LANE_GAP, _SIDE_GAP, _SIDE_LEAST, _LABEL_ROOM = 4.0, 7.0, 15.0, 24.0
_SWEEPS = 24


@dataclass(frozen=True, slots=True)
class Room:
    """The plot, px, and the columns whose labels stand beside their nodes."""

    width: float
    height: float
    beside: frozenset[int]


@dataclass(slots=True)
class Slot:
    """A node, or the lane of one band in a column it passes.

    ``free``: may change places with its neighbours, as lanes and the nodes at the border may. ``size`` is
    its height and ``top`` its place, px.
    """

    free: bool
    key: tuple[float, ...]
    column: int
    size: float
    above: float
    least: float
    top: float = 0.0
    entering: list[Segment] = field(default_factory=list)
    leaving: list[Segment] = field(default_factory=list)

    @property
    def slot(self) -> float:
        """Height with the room that its label needs."""
        return max(self.size, self.least)

    @property
    def bar(self) -> float:
        """Top of what is drawn."""
        return self.top + (self.slot - self.size) / 2


@dataclass(slots=True)
class Segment:
    """The part of a band between two columns. ``start`` and ``end``: its middle within the slots, px."""

    source: Slot
    target: Slot
    thick: float
    start: float = 0.0
    end: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A node as drawn, px."""

    node: Node
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Nodes as drawn, the way of each link forward, the links that go back, px per tonne and per column."""

    boxes: tuple[Box, ...]
    ways: tuple[tuple[Link, tuple[Segment, ...]], ...]
    back: tuple[Link, ...]
    slots: Mapping[str, Slot]
    scale: float
    step: float


def layout(nodes: Sequence[Node], links: Sequence[Link], through: Mapping[str, float], room: Room) -> Layout:
    """Place nodes and bands.

    nodes : those drawn. links : those drawn, in any order. through : tonnes that pass each node.
    """
    by_id = {node.id: node for node in nodes}
    columns = {column: index for index, column in enumerate(sorted({node.column for node in nodes}))}
    forward = [link for link in links if by_id[link.source].column < by_id[link.target].column]
    back = [link for link in links if link not in forward]
    slots, routes = _slots(nodes, forward, columns, room)
    scale = _scale(slots, routes, through, room)
    ways = _segments(routes, scale)
    _relax(slots, room)
    step = (room.width - NODE_WIDTH) / max(len(columns) - 1, 1)
    boxes = [
        Box(node, slots[node.id].column * step, slots[node.id].bar, slots[node.id].size) for node in nodes
    ]
    return Layout(tuple(boxes), ways, tuple(back), slots, scale, step)


def _slots(
    nodes: Sequence[Node], links: Sequence[Link], columns: Mapping[int, int], room: Room
) -> tuple[dict[str, Slot], dict[Link, list[Slot]]]:
    """A slot for each node and each lane, and the slots each link passes."""
    by_id = {node.id: node for node in nodes}
    slots: dict[str, Slot] = {}
    for node in nodes:
        beside = node.column in room.beside
        above, least = (_SIDE_GAP, _SIDE_LEAST) if beside else (_LABEL_ROOM, 2.0)
        free = node.column in {FIRST_COLUMN, LAST_COLUMN}
        slots[node.id] = Slot(free, (1, node.rank), columns[node.column], 0.0, above, least)
    routes: dict[Link, list[Slot]] = {}
    for link in links:
        source, target = by_id[link.source], by_id[link.target]
        route = [slots[link.source]]
        for column in range(columns[source.column] + 1, columns[target.column]):
            lane = Slot(True, _lane_key(source, target), column, 0.0, _LANE_GAP, 1.0)
            slots[f"{link.source}>{link.target}>{link.flow}@{column}"] = lane
            route.append(lane)
        routes[link] = [*route, slots[link.target]]
    return slots, routes


def _lane_key(source: Node, target: Node) -> tuple[float, ...]:
    """Over the nodes (0) or under them (2), then so that bands cross little."""
    if target.id == GAS:
        return (0, 1, source.column, source.rank)
    if target.column == LAST_COLUMN and target.id != AIR and source.column == 1:
        return (0, 0, target.rank, source.rank)
    return (2, target.column, target.rank, source.column, source.rank)


def _scale(
    slots: Mapping[str, Slot],
    routes: Mapping[Link, list[Slot]],
    through: Mapping[str, float],
    room: Room,
) -> float:
    """Give every slot its height; returns px per tonne, the most that the fullest column bears."""
    tonnes = {id(slot): through.get(name, 0.0) for name, slot in slots.items()}
    for link, route in routes.items():
        for lane in route[1:-1]:
            tonnes[id(lane)] = link.t
    columns: dict[int, list[Slot]] = {}
    for slot in slots.values():
        columns.setdefault(slot.column, []).append(slot)
    low, high = 0.0, room.height / max(tonnes.values(), default=1.0)
    for _ in range(50):
        middle = (low + high) / 2
        needed = max(
            sum(max(tonnes[id(slot)] * middle, slot.least) + slot.above for slot in members)
            - members[0].above
            for members in columns.values()
        )
        low, high = (middle, high) if needed <= room.height else (low, middle)
    for slot in slots.values():
        slot.size = tonnes[id(slot)] * low
    return low


def _segments(
    routes: Mapping[Link, Sequence[Slot]], scale: float
) -> tuple[tuple[Link, tuple[Segment, ...]], ...]:
    ways = []
    for link, route in routes.items():
        way = tuple(Segment(source, target, link.t * scale) for source, target in pairwise(route))
        for segment in way:
            segment.source.leaving.append(segment)
            segment.target.entering.append(segment)
        ways.append((link, way))
    return tuple(ways)


def _relax(slots: Mapping[str, Slot], room: Room) -> None:
    """Move the slots of each column, in their order, to where their bands run straightest."""
    columns: list[list[Slot]] = []
    for index in range(max(slot.column for slot in slots.values()) + 1):
        members = [slot for slot in slots.values() if slot.column == index]
        columns.append(sorted(members, key=lambda slot: slot.key))
    uncross(columns)
    for members in columns:
        _settle(members, [0.0] * len(members), room.height)
    for sweep in range(_SWEEPS):
        leftward = sweep % 2 == 0
        for members in reversed(columns) if leftward else columns:
            _ports(members)
            _settle(members, [_wish(slot, leftward=leftward) for slot in members], room.height)
    for members in columns:
        _ports(members)


def _wish(slot: Slot, *, leftward: bool) -> float:
    """The top at which the bands of one side would run straight."""
    segments = slot.leaving if leftward else slot.entering
    segments = segments or slot.entering or slot.leaving
    weight = sum(segment.thick for segment in segments)
    if not weight:
        return slot.top
    bent = sum(
        segment.thick
        * (
            (segment.target.bar + segment.end) - (segment.source.bar + segment.start)
            if segment.source is slot
            else (segment.source.bar + segment.start) - (segment.target.bar + segment.end)
        )
        for segment in segments
    )
    return slot.top + bent / weight


def _settle(members: Sequence[Slot], wishes: Sequence[float], height: float) -> None:
    """The tops nearest to what is wished (least squares) that keep order, gaps and the plot."""
    offsets, used = [], 0.0
    for index, slot in enumerate(members):
        used += slot.above if index else 0.0
        offsets.append(used)
        used += slot.slot
    blocks: list[tuple[float, float, int]] = []
    for slot, wish, offset in zip(members, wishes, offsets, strict=True):
        mean, weight, count = wish - offset, slot.size + 1.0, 1
        while blocks and blocks[-1][0] > mean:
            before, heavy, many = blocks.pop()
            mean = (before * heavy + mean * weight) / (heavy + weight)
            weight, count = heavy + weight, many + count
        blocks.append((mean, weight, count))
    shifts = [mean for mean, _, count in blocks for _ in range(count)]
    for slot, shift, offset in zip(members, shifts, offsets, strict=True):
        slot.top = offset + min(max(shift, 0.0), max(height - used, 0.0))


def _ports(members: Sequence[Slot]) -> None:
    """Where each band leaves and enters a slot: in the order of where it goes or comes from."""
    for slot in members:
        down = 0.0
        for segment in sorted(slot.leaving, key=lambda item: item.target.bar + item.target.size / 2):
            segment.start, down = down + segment.thick / 2, down + segment.thick
        down = 0.0
        for segment in sorted(slot.entering, key=lambda item: item.source.bar + item.source.size / 2):
            segment.end, down = down + segment.thick / 2, down + segment.thick
