"""Networks as pairs of stacked bars: what fills one above what is drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from tanlian.accounting.statement import Text
from tanlian.charts.figures import Scale
from tanlian.charts.look import BOLD, Look
from tanlian.charts.marks import Label, Layer, down, labels, px, rules
from tanlian.charts.model import Picture
from tanlian.charts.sankey.carriers import colour_of
from tanlian.charts.texts import joined, said
from tanlian.charts.typeset import width

_ROW, _BAR, _APART = 21.0, 17.0, 12.0
_GAP, _INSIDE, _SEAM = 8.0, 5.0, 1.0
# The longest bar leaves this part of the plot for the names that do not fit on bars.
_BARS_SHARE = 0.66
_LEAST = 2.5


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of a bar, GJ."""

    name: Text
    GJ: float


@dataclass(frozen=True, slots=True)
class Network:
    """Supply and use of one flow, large parts first, and what supply has more than use, GJ."""

    flow: str
    name: Text
    supply: tuple[Part, ...]
    use: tuple[Part, ...]
    gap: float


@dataclass(frozen=True, slots=True)
class _Bar:
    """One bar: its network, side, top and parts; ``gap`` is what the other side has more, GJ."""

    network: Network
    side: str
    top: float
    parts: tuple[Part, ...]
    gap: float

    @property
    def total(self) -> float:
        """GJ of all parts."""
        return sum(part.GJ for part in self.parts)


def draw_networks(networks: Sequence[Network], scale: Scale, look: Look) -> Picture:
    """A pair of bars for each network, from top to bottom, all to one scale."""
    sides = {side: look.say(said(f"side.{side}")) for side in ("supply", "use")}
    names = max(width(look.say(item.name), look.text, bold=True) for item in networks)
    left = names + max(width(side, look.small) for side in sides.values()) + 3 * _GAP
    plot = look.wide - left
    high = max(
        max(sum(part.GJ for part in item.supply), sum(part.GJ for part in item.use)) for item in networks
    )
    per_GJ = _BARS_SHARE * plot / high
    bars = _bars(networks)
    depth = bars[-1].top + _ROW
    words: list[Label] = []
    for bar in bars:
        y = bar.top + _ROW / 2 + look.text / 3
        words.append(Label(-_GAP, y, sides[bar.side], "right", colour="chart-note", size=look.small))
        if bar.side == "supply":
            words.append(Label(-left, y, look.say(bar.network.name), weight=BOLD))
        words += _bar_words(bar, per_GJ, plot, scale, look)
    zero = [{"x": 0.0, "x2": 0.0, "y": 0.0, "y2": px(depth)}]
    return Picture(
        layers=[
            _segments(bars, per_GJ, (0.0, plot / per_GJ), scale, look),
            rules(zero, look.colour("chart-axis")),
            *labels(words, look),
        ],
        width=plot,
        height=depth,
        left=left,
    )


def _bars(networks: Sequence[Network]) -> list[_Bar]:
    found: list[_Bar] = []
    top = 0.0
    for item in networks:
        found.append(_Bar(item, "supply", top, item.supply, max(-item.gap, 0.0)))
        found.append(_Bar(item, "use", top + _ROW, item.use, max(item.gap, 0.0)))
        top += 2 * _ROW + _APART
    return found


def _segments(
    bars: Sequence[_Bar], per_GJ: float, domain: tuple[float, float], scale: Scale, look: Look
) -> Layer:
    rows: list[dict[str, object]] = []
    for bar in bars:
        at = 0.0
        seam = _SEAM / per_GJ
        edges = {"y": px(bar.top + (_ROW - _BAR) / 2), "y2": px(bar.top + (_ROW + _BAR) / 2)}
        for part in bar.parts:
            end = at + part.GJ
            tip = f"{look.say(part.name)} {scale.number(part.GJ)} {scale.unit}"
            colour = look.colour(colour_of(bar.network.flow))
            rows.append({"start": at, "end": max(end - seam, at), **edges, "colour": colour, "tip": tip})
            at = end
        if not scale.rounds_to_zero(bar.gap):
            # Never thinner than can be seen: the number beside it is exact.
            end = at + max(bar.gap, _LEAST / per_GJ)
            tip = f"{look.say(said('side.gap'))} {scale.number(bar.gap)} {scale.unit}"
            rows.append({"start": at, "end": end, **edges, "colour": look.colour("flow-gap"), "tip": tip})
    mark = (
        alt.Chart()
        .mark_rect()
        .encode(
            x=alt.X("start", type="quantitative", scale=alt.Scale(domain=list(domain)), axis=None),
            x2=alt.X2("end"),
            y=down("y"),
            y2=alt.Y2("y2"),
            fill=alt.Fill("colour", type="nominal", scale=None),
            tooltip=alt.Tooltip("tip", type="nominal"),
        )
    )
    return Layer(mark, rows)


def _bar_words(bar: _Bar, per_GJ: float, plot: float, scale: Scale, look: Look) -> list[Label]:
    """Names on the segments that have room for them; total, gap and the other names behind the bar."""
    y = bar.top + _ROW / 2 + look.text / 3
    ink = look.on(colour_of(bar.network.flow))
    found: list[Label] = []
    rest: list[Part] = []
    at = 0.0
    for part in bar.parts:
        text = f"{look.say(part.name)} {scale.number(part.GJ)}"
        if width(text, look.small) + 2 * _INSIDE <= part.GJ * per_GJ:
            found.append(Label(at * per_GJ + _INSIDE, y, text, colour=ink, size=look.small))
        else:
            rest.append(part)
        at += part.GJ
    x = at * per_GJ + _GAP
    if not scale.rounds_to_zero(bar.gap):
        x += max(bar.gap * per_GJ, _LEAST)
    total = scale.number(bar.total)
    found.append(Label(x, y, total, weight=BOLD))
    x += width(total, look.text, bold=True) + _GAP
    if not scale.rounds_to_zero(bar.gap):
        sign = scale.signed(-bar.gap if bar.side == "use" else bar.gap)
        found.append(Label(x, y, sign, colour="flow-gap"))
        x += width(sign, look.text) + _GAP
    listed = _listed(rest, plot - x, scale, look)
    return [*found, Label(x, y, listed, colour="chart-note", size=look.small)]


def _listed(parts: Sequence[Part], room: float, scale: Scale, look: Look) -> str:
    """As many parts by name and number as there is room for, and the others as one."""
    for count in range(len(parts), -1, -1):
        shown = [f"{look.say(part.name)} {scale.number(part.GJ)}" for part in parts[:count]]
        others = parts[count:]
        if others:
            more = said("bars.more", count=len(others))
            shown.append(f"{look.say(more)} {scale.number(sum(part.GJ for part in others))}")
        text = look.say(joined(Text(item, item) for item in shown))
        if width(text, look.small) <= room:
            return text
    return ""
