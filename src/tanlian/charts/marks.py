"""Marks placed in pixels: words, boxes, bands and lines. Bars and scales add marks in units of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt

from tanlian.charts.look import REGULAR, Look

Rows = Sequence[Mapping[str, object]]
Align = Literal["left", "center", "right"]
# A custom path of this size is drawn in pixels.
_PIXELS = 4
_HALO = 3.0


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text. ``halo`` lays a rim of paper under it where it crosses a band."""

    x: float
    y: float
    text: str
    align: Align = "left"
    weight: int = REGULAR
    colour: str = "ink"
    size: float | None = None
    halo: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """A mark with its encoding, and the rows it is drawn for."""

    mark: alt.Chart
    rows: Rows


def labels(items: Iterable[Label], look: Look) -> list[Layer]:
    """Layers of text; halos lie under all of it."""
    known = [item for item in items if item.text]
    haloed = [item for item in known if item.halo]
    layers = [_text(haloed, look, _HALO)] if haloed else []
    return [*layers, _text(known, look, 0)] if known else []


def _text(items: Sequence[Label], look: Look, rim: float) -> Layer:
    rows = [
        {
            "x": px(item.x),
            "y": px(item.y),
            "text": item.text,
            "align": item.align,
            "weight": item.weight,
            "size": item.size or look.text,
            "colour": look.colour(item.colour),
        }
        for item in items
    ]
    mark = (
        alt.Chart()
        .mark_text(
            align=alt.expr("datum.align"),
            baseline="alphabetic",
            fontWeight=alt.expr("datum.weight"),
            fontSize=alt.expr("datum.size"),
            stroke=look.colour("paper") if rim else alt.Undefined,
            strokeWidth=rim or alt.Undefined,
            strokeJoin="round" if rim else alt.Undefined,
            strokeOpacity=0.85 if rim else alt.Undefined,
        )
        .encode(
            x=across("x"),
            y=down("y"),
            text=alt.Text("text", type="nominal"),
            color=alt.Color("colour", type="nominal", scale=None),
        )
    )
    return Layer(mark, rows)


def bands(rows: Rows, opacity: float) -> Layer:
    """Bands given by their outline: ``path`` (SVG, in px), ``colour`` (hex), ``tip`` (hover text)."""
    mark = (
        alt.Chart()
        .mark_point(filled=True, opacity=opacity, strokeWidth=0)
        .encode(
            x=alt.value(0),
            y=alt.value(0),
            shape=alt.Shape("path", type="nominal", scale=None),
            size=alt.value(_PIXELS),
            fill=alt.Fill("colour", type="nominal", scale=None),
            tooltip=alt.Tooltip("tip", type="nominal"),
        )
    )
    return Layer(mark, rows)


def lines(rows: Rows, opacity: float) -> Layer:
    """Lines along a path: ``path`` (SVG, in px), ``thick`` (px), ``colour`` (hex), ``tip``."""
    mark = (
        alt.Chart()
        .mark_point(filled=False, opacity=opacity, strokeCap="butt")
        .encode(
            x=alt.value(0),
            y=alt.value(0),
            shape=alt.Shape("path", type="nominal", scale=None),
            size=alt.value(_PIXELS),
            strokeWidth=alt.StrokeWidth("thick", type="quantitative", scale=None),
            stroke=alt.Stroke("colour", type="nominal", scale=None),
            tooltip=alt.Tooltip("tip", type="nominal"),
        )
    )
    return Layer(mark, rows)


def boxes(rows: Rows) -> Layer:
    """Filled boxes: ``x``, ``x2``, ``y``, ``y2`` (px), ``colour`` (hex), ``tip``."""
    mark = (
        alt.Chart()
        .mark_rect()
        .encode(
            x=across("x"),
            x2=alt.X2("x2"),
            y=down("y"),
            y2=alt.Y2("y2"),
            color=alt.Color("colour", type="nominal", scale=None),
            tooltip=alt.Tooltip("tip", type="nominal"),
        )
    )
    return Layer(mark, rows)


def rules(rows: Rows, colour: str, *, dash: Sequence[float] = (), thick: float = 1) -> Layer:
    """Straight lines from ``x``, ``y`` to ``x2``, ``y2`` (px). Dashed: a limit or a projection."""
    mark = (
        alt.Chart()
        .mark_rule(color=colour, strokeDash=list(dash), strokeWidth=thick)
        .encode(x=across("x"), x2=alt.X2("x2"), y=down("y"), y2=alt.Y2("y2"))
    )
    return Layer(mark, rows)


def across(field: str) -> alt.X:
    """A field that holds px from the left."""
    return alt.X(field, type="quantitative", scale=None, axis=None)


def down(field: str) -> alt.Y:
    """A field that holds px from the top."""
    return alt.Y(field, type="quantitative", scale=None, axis=None)


def px(value: float) -> float:
    """A place to a tenth of a pixel: finer digits would differ by platform and show nothing."""
    return round(value, 1) + 0.0
