"""A standard whose limits run along a fact: one line a level, and the point of the product."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from tanlian.accounting.statement import Text
from tanlian.charts.ladder import Ladder, Point, along_text, tick_label, ticks
from tanlian.charts.look import BOLD, REGULAR, Look
from tanlian.charts.marks import Label, Layer, labels, lines, px, rules
from tanlian.charts.model import Picture
from tanlian.charts.texts import capital, said
from tanlian.charts.typeset import width

_HEIGHT, _AXIS_ROOM, _TICK_GAP = 300.0, 40.0, 8.0
_NAME_INSET, _NAME_APART, _HEAD = 6.0, 13.0, 5.0
_DASH = (3, 3)
_DIM, _TINT = 0.45, 0.12


@dataclass(frozen=True, slots=True)
class _Plane:
    """From values to px."""

    ladder: Ladder
    width: float
    height: float

    def x(self, along: float) -> float:
        """Place along the fact."""
        axis = self.ladder.axis
        return (along - axis.low) / ((axis.high - axis.low) or 1.0) * self.width

    def y(self, value: float) -> float:
        """Place of a value."""
        return self.height * (1 - value / self.ladder.axis.top)


def draw_lines(ladder: Ladder, product: Text, look: Look) -> Picture:
    """Lines along a fact: the level reached strong, the next one clear, the others faint."""
    axis = ladder.axis
    left = max(width(axis.scale.number(tick), look.small) for tick in ticks(axis.top)) + _TICK_GAP + 4
    right = 3 * look.small / 2
    plane = _Plane(ladder, look.wide - left - right, _HEIGHT)
    words = _level_names(ladder, plane)
    layers = [*_tint(ladder, look), _level_lines(ladder, look)]
    if ladder.point:
        block, link = _point_words(plane, ladder.point, product, look)
        words += block
        layers += [*_guides(plane, ladder.point, link, look), _dot(plane, ladder.point, look)]
    return Picture(
        layers=[*layers, *labels(words, look)],
        width=plane.width,
        height=_HEIGHT,
        left=left,
        right=right,
        top=look.small,
        bottom=_AXIS_ROOM,
    )


def _level_lines(ladder: Ladder, look: Look) -> Layer:
    axis = ladder.axis
    named = {ladder.reached, ladder.following}
    rows = [
        {
            "along": along,
            "limit": limit,
            "level": line.level,
            "thick": 2.2 if line.level == ladder.reached else 1.2,
            "alpha": 1.0 if ladder.point is None or line.level in named else _DIM,
        }
        for line in ladder.lines
        for along, limit in line.places
    ]
    places = [axis.low + (axis.high - axis.low) * quarter / 4 for quarter in range(5)]
    title = said("standard.axis-share", fact=capital(axis.along)) if axis.is_share else capital(axis.along)
    mark = (
        alt.Chart()
        .mark_line(color=look.colour(ladder.colour))
        .encode(
            x=alt.X(
                "along",
                type="quantitative",
                scale=alt.Scale(domain=[axis.low, axis.high], nice=False, zero=False),
                axis=alt.Axis(
                    values=places,
                    labelExpr="format(datum.value * 100, '~g')"
                    if axis.is_share
                    else "format(datum.value, '~g')",
                    title=look.say(title),
                    titleAnchor="end",
                    titlePadding=6,
                    grid=False,
                    labelFlush=False,
                ),
            ),
            y=alt.Y(
                "limit",
                type="quantitative",
                scale=alt.Scale(domain=[0, axis.top], nice=False),
                axis=alt.Axis(
                    values=ticks(axis.top),
                    labelExpr=tick_label(axis.top),
                    labelPadding=_TICK_GAP,
                    title=None,
                    domain=False,
                    ticks=False,
                ),
            ),
            detail=alt.Detail("level", type="nominal"),
            strokeWidth=alt.StrokeWidth("thick", type="quantitative", scale=None),
            opacity=alt.Opacity("alpha", type="quantitative", scale=None),
        )
    )
    return Layer(mark, rows)


def _tint(ladder: Ladder, look: Look) -> list[Layer]:
    """The field of the level reached, down to the next better limit."""
    by_level = {line.level: line for line in ladder.lines}
    if ladder.reached not in by_level:
        return []
    upper = by_level[ladder.reached]
    lower = by_level.get(ladder.following or "")
    under = dict(lower.places) if lower else {}
    rows = [{"along": along, "limit": limit, "under": under.get(along, 0.0)} for along, limit in upper.places]
    mark = (
        alt.Chart()
        .mark_area(color=look.colour(ladder.colour), opacity=_TINT, line=False)
        .encode(
            x=alt.X("along", type="quantitative"),
            y=alt.Y("limit", type="quantitative"),
            y2=alt.Y2("under"),
        )
    )
    return [Layer(mark, rows)]


def _level_names(ladder: Ladder, plane: _Plane) -> list[Label]:
    """The name of each level over the start of its line, apart enough to be read."""
    found: list[Label] = []
    last = -_NAME_APART
    for line in sorted(ladder.lines, key=lambda item: -item.places[0][1]):
        y = max(plane.y(line.places[0][1]) - 4, last + _NAME_APART)
        weight = BOLD if line.level == ladder.reached else REGULAR
        x = plane.x(line.places[0][0]) + _NAME_INSET
        found.append(Label(x, y, line.level, weight=weight, halo=True))
        last = y
    if ladder.above and ladder.above == ladder.reached:
        found.append(Label(_NAME_INSET, found[0].y - _NAME_APART - 4, ladder.above, weight=BOLD, halo=True))
    return found


def _point_words(
    plane: _Plane, point: Point, product: Text, look: Look
) -> tuple[list[Label], tuple[float, float]]:
    """What is said of the product, in the empty corner over the lines, and where its line ends, px."""
    ladder, axis = plane.ladder, plane.ladder.axis
    where = along_text(point.along, axis.fact)
    value = f"{axis.scale.number(point.value)} {axis.unit}"
    reached = said("standard.point", product=product, level=ladder.reached or "")
    name = look.say(reached if ladder.reached else product)
    at = said("standard.at", value=value, along=where, fact=axis.along)
    block = [(name, BOLD, "ink"), (look.say(at), REGULAR, "ink")]
    if ladder.following and point.margin is not None:
        change = f"{axis.scale.signed(point.margin)} {axis.unit}"
        block.append((look.say(said("standard.to", margin=change, next=ladder.following)), BOLD, "accent"))
    wide = max(width(text, look.text, bold=weight == BOLD) for text, weight, _ in block)
    x, y, step = plane.x(point.along), plane.y(point.value), look.text + 4
    depth = step * len(block)
    start = min(max(x + 12, 0.36 * plane.width), plane.width - wide)
    if start < x + 8 and y < depth + 14:
        start = max(x - wide - 14, 0.0)
    words = [
        Label(start, look.text + step * index, text, weight=weight, colour=colour, halo=True)
        for index, (text, weight, colour) in enumerate(block)
    ]
    over = start <= x <= start + wide
    end = (x, depth + 4) if over else (start - 5 if x < start else start + wide + 5, depth / 2)
    return words, end


def _guides(plane: _Plane, point: Point, link: tuple[float, float], look: Look) -> list[Layer]:
    """Dashed to the axes, a thin line to the words, an arrow to the next limit."""
    x, y = px(plane.x(point.along)), px(plane.y(point.value))
    dashed = [
        {"x": 0.0, "x2": x, "y": y, "y2": y},
        {"x": x, "x2": x, "y": y, "y2": px(plane.height)},
    ]
    led = [{"x": x, "x2": px(link[0]), "y": y, "y2": px(link[1])}]
    layers = [
        rules(dashed, look.colour("chart-axis"), dash=_DASH),
        rules(led, look.colour("chart-axis")),
    ]
    if point.margin is not None and point.margin < 0:
        goal = px(plane.y(point.value + point.margin))
        if goal - y > 3 * _HEAD:
            path = f"M{x},{y}L{x},{goal}M{x - _HEAD},{goal - _HEAD}L{x},{goal}L{x + _HEAD},{goal - _HEAD}"
            row = {
                "path": path,
                "thick": 1.6,
                "colour": look.colour("accent"),
                "tip": plane.ladder.following or "",
            }
            layers.append(lines([row], 1.0))
    return layers


def _dot(plane: _Plane, point: Point, look: Look) -> Layer:
    rows = [{"x": px(plane.x(point.along)), "y": px(plane.y(point.value)), "value": point.value}]
    mark = (
        alt.Chart()
        .mark_point(filled=True, size=95, opacity=1, color=look.colour("accent"), stroke=look.colour("paper"))
        .encode(
            x=alt.X("x", type="quantitative", scale=None, axis=None),
            y=alt.Y("y", type="quantitative", scale=None, axis=None),
            strokeWidth=alt.value(1.5),
            tooltip=alt.Tooltip("value", type="quantitative"),
        )
    )
    return Layer(mark, rows)
