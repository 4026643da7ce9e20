"""The carbon Sankey as marks: bands, nodes with what is missing there in red, and their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tanlian.charts.figures import Scale
from tanlian.charts.look import BOLD, REGULAR, Look
from tanlian.charts.marks import Label, bands, boxes, labels, lines, px
from tanlian.charts.model import Picture
from tanlian.charts.places import GAS, places
from tanlian.charts.sankey import bands as ribbons
from tanlian.charts.sankey.carriers import (
    FIRST_COLUMN,
    LAST_COLUMN,
    Node,
    colour_of,
    is_entering,
    is_leaving,
)
from tanlian.charts.sankey.flows import CO2, Gap, Link
from tanlian.charts.sankey.layout import NODE_WIDTH, Box, Layout, Room, layout
from tanlian.charts.texts import flow_name, lowered
from tanlian.charts.typeset import width

_HEIGHT = 470.0
_BESIDE, _ABOVE, _SPACE = 8.0, 6.0, 5.0
_BOTTOM = 6.0
# A band carries its own name where that fits on it.
_NAMED_THICK = 14.0
# A thinner band may run across a label.
_CROSSING = 4.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn: nodes by id, one link a band, gaps, and the tonnes that pass each node."""

    nodes: Mapping[str, Node]
    links: tuple[Link, ...]
    gaps: tuple[Gap, ...]
    through: Mapping[str, float]
    scale: Scale


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a label in a style of its own."""

    text: str
    weight: int = REGULAR
    colour: str = "ink"


def draw(plan: Plan, look: Look) -> Picture:
    """The picture of a plan in a language and theme."""
    gaps = _gaps(plan)
    shown = [plan.nodes[name] for name in dict.fromkeys((*_ends(plan.links), *gaps))]
    left = _margin(plan, shown, FIRST_COLUMN, gaps, look)
    right = _margin(plan, shown, LAST_COLUMN, gaps, look)
    beside = frozenset({FIRST_COLUMN, places()["power"].column, LAST_COLUMN})
    room = Room(look.wide - left - right, _HEIGHT, beside)
    made = layout(shown, plan.links, _sizes(plan), room)
    drawn = ribbons.bands(made)
    depth = max((band.middle[1] + band.thick / 2 - room.height for band in drawn), default=0.0)
    words = [*_band_labels(plan, drawn, look), *_node_labels(plan, made, gaps, look)]
    return Picture(
        layers=[
            bands(_band_rows(plan, [band for band in drawn if band.filled], look), look.flow_alpha),
            lines(_band_rows(plan, [band for band in drawn if not band.filled], look), look.flow_alpha),
            boxes(_box_rows(plan, made, gaps, look)),
            *labels(words, look),
        ],
        width=room.width,
        height=room.height,
        left=left,
        right=right,
        top=max(look.text - min(line.y for line in words), 0.0),
        bottom=_BOTTOM + max(depth, 0.0),
    )


def _ends(links: Iterable[Link]) -> Iterable[str]:
    for link in links:
        yield link.source
        yield link.target


def _sizes(plan: Plan) -> dict[str, float]:
    """Tonnes each node is drawn for: the greater of what comes in and what goes out."""
    leaving: dict[str, float] = defaultdict(float)
    for link in plan.links:
        leaving[link.source] += link.t
    return {name: max(plan.through.get(name, 0.0), leaving.get(name, 0.0)) for name in plan.nodes}


def _gaps(plan: Plan) -> dict[str, float]:
    """Tonnes missing at each node, where anything is left of them at the decimals shown."""
    sums: dict[str, float] = defaultdict(float)
    for gap in plan.gaps:
        sums[gap.node] += gap.t
    return {name: t for name, t in sums.items() if not plan.scale.rounds_to_zero(t)}


def _margin(plan: Plan, shown: Sequence[Node], column: int, gaps: Mapping[str, float], look: Look) -> float:
    """Room beside the plot for the labels of its first or last column."""
    names = [_line(plan, item, gaps, look) for item in shown if item.column == column]
    return max((_length(line, look) for line in names), default=0.0) + _BESIDE + _SPACE


def _line(plan: Plan, item: Node, gaps: Mapping[str, float], look: Look) -> list[_Piece]:
    """The label of a node: name, tonnes, what is missing; tonnes first where things leave."""
    name = _Piece(look.say(item.name))
    value = _Piece(plan.scale.number(plan.through.get(item.id, 0.0)), BOLD)
    missing = [_Piece(plan.scale.signed(-gaps[item.id]), colour="flow-gap")] if item.id in gaps else []
    return [value, name] if item.column == LAST_COLUMN else [name, value, *missing]


def _length(line: Sequence[_Piece], look: Look) -> float:
    parts = [width(piece.text, look.text, bold=piece.weight == BOLD) for piece in line]
    return sum(parts) + _SPACE * (len(parts) - 1)


def _set(line: Sequence[_Piece], x: float, y: float, look: Look, *, halo: bool = True) -> list[Label]:
    """The pieces of a line one after another from x on."""
    found = []
    for piece in line:
        found.append(Label(x, y, piece.text, weight=piece.weight, colour=piece.colour, halo=halo))
        x += width(piece.text, look.text, bold=piece.weight == BOLD) + _SPACE
    return found


def _node_labels(plan: Plan, made: Layout, gaps: Mapping[str, float], look: Look) -> list[Label]:
    found: list[Label] = []
    taken: list[_Spot] = []
    for box in sorted(made.boxes, key=lambda item: item.x):
        line = _line(plan, box.node, gaps, look)
        spot = _spot(made, box, _length(line, look), look, taken)
        taken.append(spot)
        beside = box.node.column in {FIRST_COLUMN, LAST_COLUMN}
        found += _set(line, spot.x, spot.y, look, halo=not beside)
    return found


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a label of a length starts."""

    x: float
    y: float
    length: float

    def meets(self, other: _Spot, height: float) -> bool:
        """Whether two labels of a height lie over each other."""
        apart = self.x > other.x + other.length + _SPACE or other.x > self.x + self.length + _SPACE
        return not apart and abs(self.y - other.y) < height


def _spot(made: Layout, box: Box, length: float, look: Look, taken: Sequence[_Spot]) -> _Spot:
    """Beside the node at the border and for users of gas; else over it where no band rises, or under it."""
    middle = box.y + box.height / 2 + look.text / 3
    right = box.x + NODE_WIDTH
    if box.node.column == FIRST_COLUMN:
        return _Spot(box.x - _BESIDE - length, middle, length)
    if box.node.column in {places()["power"].column, LAST_COLUMN}:
        return _Spot(right + _BESIDE, middle, length)
    over = [_Spot(box.x, box.y - _ABOVE, length), _Spot(right - length, box.y - _ABOVE, length)]
    if _rises(made, box, right=True) and not _rises(made, box, right=False):
        over.reverse()
    under = _Spot(box.x, box.y + box.height + look.text + 2, length)
    free = (spot for spot in (*over, under) if not any(spot.meets(other, look.text + 2) for other in taken))
    return next(free, over[0])


def _rises(made: Layout, box: Box, *, right: bool) -> bool:
    """Whether the topmost band on a side of a node comes from or goes to a place above it."""
    slot = made.slots[box.node.id]
    ends = (
        [(item.start, item.target.bar + item.end) for item in slot.leaving if item.thick >= _CROSSING]
        if right
        else [(item.end, item.source.bar + item.start) for item in slot.entering if item.thick >= _CROSSING]
    )
    return bool(ends) and min(ends)[1] < box.y - _ABOVE


def _band_labels(plan: Plan, drawn: Sequence[ribbons.Band], look: Look) -> list[Label]:
    """Names on the bands between places; those at the border say it at their node."""
    found = []
    for band in drawn:
        link = band.link
        if link.flow == CO2 or is_entering(link.source) or is_leaving(link.target) or link.source == GAS:
            continue
        text = f"{look.say(lowered(flow_name(link.flow)))} {plan.scale.number(link.t)}"
        if band.thick >= _NAMED_THICK and width(text, look.small) <= band.reach - 4:
            x, y = band.middle
            found.append(Label(x, y + look.small / 3, text, "center", size=look.small))
    return found


def _band_rows(plan: Plan, drawn: Sequence[ribbons.Band], look: Look) -> list[dict[str, object]]:
    return [
        {
            "path": band.path,
            "thick": max(px(band.thick), 0.8),
            "colour": look.colour(band_colour(band.link)),
            "tip": _tip(plan, band.link, look),
        }
        for band in drawn
    ]


def band_colour(link: Link) -> str:
    """The colour token of a link: CO2 and sold steel by where they go, all else by the flow."""
    if link.flow == CO2:
        return "flow-co2"
    return "flow-prod" if link.target == "out:steel" else colour_of(link.flow)


def _tip(plan: Plan, link: Link, look: Look) -> str:
    ends = " → ".join(look.say(plan.nodes[name].name) for name in (link.source, link.target))
    flow = "CO₂" if link.flow == CO2 else look.say(flow_name(link.flow))
    return f"{ends}: {flow} {plan.scale.number(link.t)} {plan.scale.unit}"


def _box_rows(plan: Plan, made: Layout, gaps: Mapping[str, float], look: Look) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for box in made.boxes:
        tip = " ".join(piece.text for piece in _line(plan, box.node, gaps, look)) + f" {plan.scale.unit}"
        rows.append(_row(box, box.y, max(box.height, 1.6), look.colour(box.node.colour), tip))
        if box.node.id in gaps:
            # Never thinner than can be seen: the number beside it is exact.
            missing = min(max(abs(gaps[box.node.id]) * made.scale, 2.5), max(box.height, 2.5))
            bottom = box.y + box.height
            rows.append(_row(box, bottom - missing, missing, look.colour("flow-gap"), tip))
    return rows


def _row(box: Box, y: float, height: float, colour: str, tip: str) -> dict[str, object]:
    return {
        "x": px(box.x),
        "x2": px(box.x + NODE_WIDTH),
        "y": px(y),
        "y2": px(y + height),
        "colour": colour,
        "tip": tip,
    }
