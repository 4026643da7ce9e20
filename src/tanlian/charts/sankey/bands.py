"""The bands of a Sankey as SVG paths, along the way that the layout gave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tanlian.charts.marks import px
from tanlian.charts.sankey.flows import Link
from tanlian.charts.sankey.layout import NODE_WIDTH, Layout, Segment

_BACK_ROOM, _BACK_GAP, _BACK_REACH = 10.0, 4.0, 34.0
_FILLED = 6.0
# A band has room for words where it rises less than this part of its thickness.
_LEVEL = 0.6


@dataclass(frozen=True, slots=True)
class Band:
    """A link as drawn: an SVG path, the outline of the band or a line of its thickness.

    A label may stand at ``middle``, no longer than ``reach`` px.
    """

    link: Link
    path: str
    filled: bool
    thick: float
    middle: tuple[float, float]
    reach: float


def bands(layout: Layout) -> tuple[Band, ...]:
    """All bands, those that go forward first, thick ones under thin ones."""
    forward = [_band(link, way, layout.step) for link, way in layout.ways]
    return (*sorted(forward, key=lambda band: -band.thick), *_returning(layout))


def _band(link: Link, way: Sequence[Segment], step: float) -> Band:
    thick = way[0].thick
    # A thin outline would all but vanish where it is steep, a thick line would break where it bends.
    filled = thick >= _FILLED
    half = thick / 2 if filled else 0.0
    over = _curve(way, step, -half)
    path = f"M{over}L{_curve(way, step, half, backward=True)}Z" if filled else f"M{over}"
    segment = min(way, key=_rise)
    x = (segment.source.column + segment.target.column) * step / 2 + NODE_WIDTH / 2
    y = (segment.source.bar + segment.start + segment.target.bar + segment.end) / 2
    level = _rise(segment) <= _LEVEL * thick
    return Band(link, path, filled, thick, (x, y), step - NODE_WIDTH if level else 0.0)


def _rise(segment: Segment) -> float:
    return abs(segment.source.bar + segment.start - segment.target.bar - segment.end)


def _curve(way: Sequence[Segment], step: float, shift: float, *, backward: bool = False) -> str:
    """The line through all parts of a way, ``shift`` px below its middle."""
    parts: list[str] = []
    for segment in reversed(way) if backward else way:
        x, y = segment.source.column * step + NODE_WIDTH, segment.source.bar + segment.start + shift
        x2, y2 = segment.target.column * step, segment.target.bar + segment.end + shift
        if backward:
            x, y, x2, y2 = x2, y2, x, y
        bend = (x + x2) / 2
        parts.append(f"{px(x)},{px(y)}C{px(bend)},{px(y)} {px(bend)},{px(y2)} {px(x2)},{px(y2)}")
    return "L".join(parts)


def _returning(layout: Layout) -> list[Band]:
    """Bands that go back: to a node below by an arc, else round below the picture."""
    found: list[Band] = []
    floor = max((box.y + box.height for box in layout.boxes), default=0.0) + _BACK_ROOM
    for link in layout.back:
        source, target = layout.slots[link.source], layout.slots[link.target]
        if source.column == target.column and source.bar < target.bar:
            found.append(_arc(layout, link))
        else:
            found.append(_round(layout, link, floor))
            floor += link.t * layout.scale + _BACK_GAP
    return found


def _arc(layout: Layout, link: Link) -> Band:
    source, target, thick = layout.slots[link.source], layout.slots[link.target], link.t * layout.scale
    x = source.column * layout.step + NODE_WIDTH
    far = x + _BACK_REACH
    y, y2 = source.bar + source.size - thick / 2, target.bar + thick / 2
    path = f"M{px(x)},{px(y)}C{px(far)},{px(y)} {px(far)},{px(y2)} {px(x)},{px(y2)}"
    return Band(link, path, False, thick, (far, (y + y2) / 2), 0.0)


def _round(layout: Layout, link: Link, floor: float) -> Band:
    source, target, thick = layout.slots[link.source], layout.slots[link.target], link.t * layout.scale
    x, y = source.column * layout.step + NODE_WIDTH, source.bar + source.size - thick / 2
    x2, y2 = target.column * layout.step, target.bar + target.size - thick / 2
    low = floor + thick / 2
    out, back = x + _BACK_REACH, x2 - _BACK_REACH
    path = (
        f"M{px(x)},{px(y)}C{px(out)},{px(y)} {px(out)},{px(low)} {px(x)},{px(low)}"
        f"L{px(x2)},{px(low)}C{px(back)},{px(low)} {px(back)},{px(y2)} {px(x2)},{px(y2)}"
    )
    return Band(link, path, False, thick, ((x + x2) / 2, low), x - x2)
