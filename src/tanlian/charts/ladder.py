"""The levels of one standard as they are drawn: limits, the product's point, the axis they share."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

from tanlian.accounting.statement import Text
from tanlian.charts.figures import Scale, plain
from tanlian.standards.facts import vocabulary


@dataclass(frozen=True, slots=True)
class Line:
    """The limit of a level at places along the fact."""

    level: str
    places: tuple[tuple[float, float], ...]
    sign: str


@dataclass(frozen=True, slots=True)
class Point:
    """The product: where along the fact, its value, and the change that reaches the next level."""

    along: float
    value: float
    margin: float | None


@dataclass(frozen=True, slots=True)
class Axis:
    """What the plot spans: the ``fact`` from ``low`` to ``high``, the value from 0 to ``top`` in ``unit``."""

    low: float
    high: float
    top: float
    unit: str
    fact: str = ""

    @property
    def is_share(self) -> bool:
        """Whether the fact is a share, printed in percent."""
        return bool(self.fact) and vocabulary()[self.fact].type == "share"

    @property
    def along(self) -> Text:
        """The name of the fact."""
        label = vocabulary()[self.fact] if self.fact else None
        return Text(label.en, label.zh) if label else Text("", "")

    @property
    def scale(self) -> Scale:
        """How values are printed."""
        return plain(self.top, self.unit)


@dataclass(frozen=True, slots=True)
class Ladder:
    """All levels, best first, the level reached and the next one; ``above`` is the level over all lines."""

    lines: tuple[Line, ...]
    above: str
    reached: str | None
    following: str | None
    point: Point | None
    axis: Axis
    colour: str


def ticks(highest: float) -> list[float]:
    """Round values from 0 to the first one that is not below ``highest``, four to eight steps."""
    if highest <= 0:
        return [0.0, 1.0]
    power = 10.0 ** floor(log10(highest / 4))
    step = next(unit * power for unit in (1.0, 2.0, 2.5, 5.0, 10.0) if highest / (unit * power) <= 7)
    return [round(step * index, 12) for index in range(ceil(highest / step - 1e-9) + 1)]


def tick_label(top: float) -> str:
    """The expression that prints the ticks of an axis from 0 to ``top``, with the decimals they need."""
    step = ticks(top)[1]
    decimals = max(0, -floor(log10(step) + 1e-9)) if step < 1 else 0 if step == int(step) else 1
    return f"format(datum.value, ',.{decimals}f')"


def along_text(value: float, fact: str) -> str:
    """A value of a fact as it is printed: a share as 15.9 %, a number with its unit."""
    known = vocabulary()[fact]
    if known.type == "share":
        return f"{100 * value:.1f}".removesuffix(".0") + " %"
    return f"{value:g} {known.unit}".strip()
