"""Horizontal bars in rows, named at the left, with their values beside them: waterfalls and comparisons.

Bars start at zero, or where the bar before them ended; nothing has an axis, since every bar has its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import altair as alt

from tanlian.accounting.statement import Text
from tanlian.charts.look import BOLD, REGULAR, Look
from tanlian.charts.marks import Label, Layer, down, labels, px, rules
from tanlian.charts.model import NOTHING, Picture
from tanlian.charts.typeset import width, wrapped

Style = Literal["head", "step", "total"]
_ROW, _BAR, _HEAD_ROW, _TOTAL_ROW = 22.0, 13.0, 28.0, 28.0
_NAME_GAP, _VALUE_GAP, _INDENT, _LEADING, _APART = 12.0, 6.0, 12.0, 4.0, 8.0
_NAMES_SHARE = 0.42
# Some faces are wider than the house's by this much.
_SPARE = 1.1


@dataclass(frozen=True, slots=True)
class Row:
    """A row. A ``head`` names the rows under it and has no bar; a ``total`` stands on its own from zero.

    name, value : what stands at the left and beside the bar. detail : a second line under the name, in grey.
    start, end : of the bar, in the unit of the chart. colour : a design token. hollow : only an outline.
    linked : a line joins the end of this bar to the next one.
    """

    name: Text
    value: str = ""
    start: float = 0.0
    end: float = 0.0
    style: Style = "step"
    colour: str = "chart-mute"
    hollow: bool = False
    linked: bool = False
    detail: Text = NOTHING


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a name or of its detail."""

    text: str
    size: float
    weight: int
    colour: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values lie: the plot runs from ``low`` to ``high``; names take ``left`` px before it.

    ``headed``: rows under heads are set in.
    """

    left: float
    plot: float
    low: float
    high: float
    headed: bool

    def indent(self, row: Row) -> float:
        """How far a name is set in, px."""
        return _INDENT if self.headed and row.style == "step" else 0.0

    def at(self, value: float) -> float:
        """The place of a value, px."""
        return (value - self.low) / ((self.high - self.low) or 1.0) * self.plot


def draw_rows(rows: Sequence[Row], look: Look) -> Picture:
    """Rows from top to bottom."""
    left = _names_width(rows, look) + _NAME_GAP
    ends = [0.0, *(row.start for row in rows), *(row.end for row in rows)]
    values = max(width(row.value, look.text, bold=True) for row in rows if row.style != "head")
    right = _SPARE * values + _VALUE_GAP
    frame = _Frame(left, look.wide - left - right, min(ends), max(ends), _has_heads(rows))
    tops, depth = [], 0.0
    for row in rows:
        tops.append(depth)
        depth += _height(row, frame, look)
    places = list(zip(rows, tops, strict=True))
    zero = px(frame.at(0.0))
    return Picture(
        layers=[
            *_bars(places, frame, look),
            rules(_links(places, frame), look.colour("chart-axis")),
            rules([{"x": zero, "x2": zero, "y": 0.0, "y2": px(depth)}], look.colour("chart-axis")),
            *labels(_words(places, frame, look), look),
        ],
        width=frame.plot,
        height=depth,
        left=left,
        right=right,
    )


def _names_width(rows: Sequence[Row], look: Look) -> float:
    """Room for the longest name, or for two fifths of the figure."""
    needed = max(
        width(look.say(row.name), look.text, bold=row.style != "step")
        + (_INDENT if row.style == "step" and _has_heads(rows) else 0.0)
        + (width(row.value, look.text, bold=True) + _NAME_GAP if row.style == "head" else 0.0)
        for row in rows
    )
    details = max((width(look.say(row.detail), look.small) for row in rows), default=0.0)
    return min(max(needed, details), _NAMES_SHARE * look.wide)


def _has_heads(rows: Sequence[Row]) -> bool:
    return any(row.style == "head" for row in rows)


def _height(row: Row, frame: _Frame, look: Look) -> float:
    extra = sum(line.size + _LEADING for line in _lines(row, frame, look)[1:])
    return {"head": _HEAD_ROW, "step": _ROW, "total": _TOTAL_ROW}[row.style] + (
        extra + _APART if extra else 0.0
    )


def _lines(row: Row, frame: _Frame, look: Look) -> list[_Line]:
    """The name, over several lines where it is long, and the detail under it."""
    room = frame.left - _NAME_GAP
    bold = row.style != "step"
    names = wrapped(look.say(row.name), look.text, room - frame.indent(row), bold=bold)
    details = wrapped(look.say(row.detail), look.small, room)
    name = [_Line(line, look.text, BOLD if bold else REGULAR, "ink") for line in names]
    return [*name, *(_Line(line, look.small, REGULAR, "chart-note") for line in details)]


def _middle(row: Row, top: float) -> float:
    """The line on which bar and words of a row stand: heads and totals keep away from what is above."""
    return top + {"head": _HEAD_ROW - _ROW / 2, "step": _ROW / 2, "total": _TOTAL_ROW - _ROW / 2}[row.style]


def _bar_top(row: Row, top: float) -> float:
    return _middle(row, top) - _BAR / 2


def _bars(places: Sequence[tuple[Row, float]], frame: _Frame, look: Look) -> list[Layer]:
    """Filled bars, and outlines for hollow ones, in the unit of the chart."""
    layers = []
    for hollow in (False, True):
        rows = [
            {
                "start": row.start,
                "end": row.end,
                "y": px(_bar_top(row, top)),
                "y2": px(_bar_top(row, top) + _BAR),
                "colour": look.colour(row.colour),
                "tip": f"{look.say(row.name)} {row.value}",
            }
            for row, top in places
            if row.style != "head" and row.hollow == hollow
        ]
        fill = alt.Fill("colour", type="nominal", scale=None)
        stroke = alt.Stroke("colour", type="nominal", scale=None)
        mark = (
            alt.Chart()
            .mark_rect(strokeWidth=1.5 if hollow else 0, fill="transparent" if hollow else alt.Undefined)
            .encode(
                x=alt.X(
                    "start", type="quantitative", scale=alt.Scale(domain=[frame.low, frame.high]), axis=None
                ),
                x2=alt.X2("end"),
                y=down("y"),
                y2=alt.Y2("y2"),
                tooltip=alt.Tooltip("tip", type="nominal"),
            )
        )
        layers.append(Layer(mark.encode(stroke=stroke) if hollow else mark.encode(fill=fill), rows))
    return [layer for layer in layers if layer.rows]


def _links(places: Sequence[tuple[Row, float]], frame: _Frame) -> list[dict[str, float]]:
    """Lines that lead the eye from the end of a bar to the start of the next."""
    barred = [(row, top) for row, top in places if row.style != "head"]
    return [
        {
            "x": px(frame.at(row.end)),
            "x2": px(frame.at(row.end)),
            "y": px(_bar_top(row, top) + _BAR),
            "y2": px(_bar_top(below, under)),
        }
        for (row, top), (below, under) in pairwise(barred)
        if row.linked
    ]


def _words(places: Sequence[tuple[Row, float]], frame: _Frame, look: Look) -> list[Label]:
    found: list[Label] = []
    for row, top in places:
        y = _middle(row, top) + look.text / 3
        weight = REGULAR if row.style == "step" else BOLD
        if row.style == "head":
            found.append(Label(-_NAME_GAP, y, row.value, "right", BOLD))
        else:
            beyond = frame.at(max(row.start, row.end)) + _VALUE_GAP
            found.append(Label(beyond, y, row.value, weight=weight))
        for line in _lines(row, frame, look):
            x = -frame.left + frame.indent(row)
            found.append(Label(x, y, line.text, weight=line.weight, colour=line.colour, size=line.size))
            y += line.size + _LEADING
    return found
