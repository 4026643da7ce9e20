"""A standard whose limits are fixed: one band a level from zero, and the mark of the product."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from tanlian.accounting.statement import Text
from tanlian.charts.ladder import Axis, Ladder, tick_label, ticks
from tanlian.charts.look import BOLD, REGULAR, Look
from tanlian.charts.marks import Label, Layer, labels, px, rules
from tanlian.charts.model import Picture
from tanlian.charts.typeset import width

_BAND, _BAND_TOP, _AXIS_ROOM, _NAME_INSET = 28.0, 26.0, 40.0, 6.0
_REACHED, _OTHER, _OVER = 0.42, 0.16, 5.0


def draw_bands(ladder: Ladder, product: Text, look: Look) -> Picture:
    """Bands from zero, best level first, with the product's mark across them."""
    axis = ladder.axis
    right = 3 * look.small / 2
    left = look.small / 2
    plot = look.wide - left - right
    mark = ladder.point.value / axis.top * plot if ladder.point else -1.0
    words: list[Label] = []
    rows: list[dict[str, object]] = []
    start = 0.0
    ordered = sorted(ladder.lines, key=lambda item: item.places[0][1])
    edges = [*((line.level, line.places[0][1]) for line in ordered), (ladder.above, axis.top)]
    for level, end in edges:
        reached = level == ladder.reached and ladder.point is not None
        rows.append({"start": start, "end": end, "level": level, "alpha": _REACHED if reached else _OTHER})
        x, x2 = start / axis.top * plot + _NAME_INSET, end / axis.top * plot - _NAME_INSET
        wide = width(level, look.text, bold=True)
        x = mark + _NAME_INSET if x - _NAME_INSET < mark < x + wide + _NAME_INSET else x
        weight = BOLD if reached else REGULAR
        if wide <= x2 - x:
            words.append(Label(x, _BAND_TOP + _BAND / 2 + look.text / 3, level, weight=weight))
        else:
            middle = (start + end) / 2 / axis.top * plot
            words.append(Label(middle, _BAND_TOP - _OVER, level, "center", weight))
        start = end
    layers = [_band_boxes(rows, axis, ladder.colour, look)]
    if ladder.point:
        cut = [{"x": px(mark), "x2": px(mark), "y": _BAND_TOP - _OVER, "y2": _BAND_TOP + _BAND + 6}]
        layers.append(rules(cut, look.colour("accent"), thick=2))
        name = f"{look.say(product)} {axis.scale.number(ladder.point.value)}"
        wide = width(name, look.text, bold=True)
        start = min(max(mark - wide / 2, 0.0), plot - wide)
        words.append(Label(start, _BAND_TOP + _BAND + 6 + look.text + 2, name, weight=BOLD, colour="accent"))
    return Picture(
        layers=[*layers, *labels(words, look)],
        width=plot,
        height=_BAND_TOP + _BAND + 32,
        left=left,
        right=right,
        bottom=_AXIS_ROOM,
    )


def _band_boxes(rows: Sequence[dict[str, object]], axis: Axis, colour: str, look: Look) -> Layer:
    mark = (
        alt.Chart()
        .mark_rect(color=look.colour(colour), stroke=look.colour("paper"), strokeWidth=1)
        .encode(
            x=alt.X(
                "start",
                type="quantitative",
                scale=alt.Scale(domain=[0, axis.top], nice=False),
                axis=alt.Axis(
                    values=ticks(axis.top),
                    labelExpr=tick_label(axis.top),
                    title=axis.unit,
                    titleAnchor="end",
                    titlePadding=6,
                    grid=False,
                    labelFlush=False,
                ),
            ),
            x2=alt.X2("end"),
            y=alt.value(_BAND_TOP),
            y2=alt.value(_BAND_TOP + _BAND),
            opacity=alt.Opacity("alpha", type="quantitative", scale=None),
            tooltip=alt.Tooltip("level", type="nominal"),
        )
    )
    return Layer(mark, list(rows))
