"""From a chart to what a page, a report or a file takes: a Vega-Lite specification, an SVG, a PNG."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import altair as alt
import vl_convert

from tanlian.charts.fonts import missing_signs, portable
from tanlian.charts.look import BOLD, FACES, Look, Theme, config
from tanlian.charts.marks import Label, labels
from tanlian.charts.model import Chart, Picture
from tanlian.charts.typeset import wrapped
from tanlian.problems import Lang, fail

# The release of Vega-Lite that our specifications are written for.
VEGA_LITE = "6.4"
_FACES_ATTRIBUTE = f' font-family="{escape(FACES)}"'
_HEAD_GAP, _NOTE_GAP, _LEADING, _EDGE = 12, 18, 5, 4


def spec(
    chart: Chart, lang: Lang = "en", theme: Theme = "light", *, wide: float | None = None, words: bool = True
) -> dict[str, Any]:
    """The chart as a Vega-Lite specification that needs nothing beside it.

    wide : width of the whole figure in px, else the chart's own.
    words : with title, subtitle and note inside; a page that prints them itself leaves them out.
    """
    look = Look(lang, theme, wide or chart.wide)
    picture = chart.draw(look)
    head = _head(chart, look, picture) if words else []
    notes = _notes(chart, look, picture) if words else []
    layers = [*picture.layers, *labels([*head, *notes], look)]
    made = alt.layer(*(layer.mark for layer in layers)).properties(
        width=picture.width,
        height=picture.height,
        padding={
            "left": picture.left,
            "right": picture.right,
            "top": max([picture.top, *(_EDGE + look.title - line.y for line in head[:1])]),
            "bottom": max([picture.bottom, *(line.y - picture.height + _EDGE for line in notes[-1:])]),
        },
        autosize=alt.AutoSizeParams(type="none"),
        description=look.say(chart.aria),
    )
    written: dict[str, Any] = made.to_dict()
    for mark, layer in zip(written["layer"], layers, strict=True):
        mark["data"] = {"values": list(layer.rows)}
    return {**written, "config": config(look)}


def svg(
    chart: Chart, lang: Lang = "en", theme: Theme = "light", *, wide: float | None = None, words: bool = True
) -> str:
    """The chart as SVG. Text stays text, in the reader's own faces; nothing is fetched."""
    look = Look(lang, theme, wide or chart.wide)
    drawn: str = vl_convert.vegalite_to_svg(
        spec(chart, lang, theme, wide=wide, words=words), vl_version=VEGA_LITE, allowed_base_urls=[]
    )
    label = escape(look.say(chart.aria))
    return drawn.replace(_FACES_ATTRIBUTE, "").replace(
        "<svg ", f'<svg role="img" aria-label="{label}" lang="{lang}"{_FACES_ATTRIBUTE} ', 1
    )


def png(chart: Chart, lang: Lang = "en", theme: Theme = "light", *, scale: float = 2) -> bytes:
    """The chart as a picture of ``scale`` dots per px.

    Raises ``chart.no-glyph`` where no font of this machine has a sign of the chart.
    """
    drawn = portable(svg(chart, lang, theme), lang)
    if missing := missing_signs(re.sub("<[^>]*>", "", drawn)):
        raise fail("chart.no-glyph", found="".join(missing[:12]))
    picture: bytes = vl_convert.svg_to_png(drawn, scale=scale)
    return picture


def _head(chart: Chart, look: Look, picture: Picture) -> list[Label]:
    """Title and subtitle over the plot, from the left edge of the figure."""
    x, y = -picture.left, -picture.top - _HEAD_GAP
    titles = wrapped(look.say(chart.title), look.title, look.wide, bold=True)
    subtitles = wrapped(look.say(chart.subtitle), look.text, look.wide)
    lines: list[Label] = []
    for line in reversed(subtitles):
        lines.append(Label(x, y, line, colour="chart-note", size=look.text))
        y -= look.text + _LEADING
    for line in reversed(titles):
        lines.append(Label(x, y, line, weight=BOLD, colour="chart-label", size=look.title))
        y -= look.title + _LEADING
    return lines[::-1]


def _notes(chart: Chart, look: Look, picture: Picture) -> list[Label]:
    """What is not drawn, under the plot."""
    top = picture.height + picture.bottom + _NOTE_GAP
    lines = wrapped(look.say(chart.note), look.small, look.wide)
    return [
        Label(
            -picture.left, top + index * (look.small + _LEADING), line, colour="chart-note", size=look.small
        )
        for index, line in enumerate(lines)
    ]
