"""How charts look: colours by theme, sizes by language, and the one Vega-Lite configuration made of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from tanlian.accounting.statement import Text
from tanlian.problems import Lang

Theme = Literal["light", "dark"]
# Faces of the reader's machine: Helvetica or its local equal, then a Chinese face. Nothing is fetched.
FACES = (
    '"Helvetica Neue", "Segoe UI", Arial, "Liberation Sans", '
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
)
REGULAR, BOLD = 400, 600


@dataclass(frozen=True, slots=True)
class Look:
    """A language and a theme, with what follows from them. ``wide`` is the width of the whole figure, px."""

    lang: Lang
    theme: Theme
    wide: float

    def colour(self, token: str) -> str:
        """The colour of a design token (``ink``, ``fam-less``, ``flow-gas``)."""
        return _tokens()[token][self.theme]

    def on(self, token: str) -> str:
        """The token of words on a field of a colour: ink or paper, whichever stands out more."""
        field = _brightness(self.colour(token))
        return max(("ink", "paper"), key=lambda name: abs(_brightness(self.colour(name)) - field))

    @property
    def flow_alpha(self) -> float:
        """How opaque a band of a flow is."""
        return float(_tokens()["flow-alpha"][self.theme])

    @property
    def small(self) -> float:
        """Units, ticks, notes. Chinese is never under 12 px."""
        return 12 if self.lang == "zh" else 11

    @property
    def text(self) -> float:
        """Labels."""
        return 12

    @property
    def title(self) -> float:
        """The sentence above a chart."""
        return 13

    def say(self, text: Text) -> str:
        """A text in the language."""
        return text.of(self.lang)


def config(look: Look) -> dict[str, Any]:
    """The Vega-Lite configuration of a theme and language."""
    tick = look.colour("chart-tick")
    return {
        "font": FACES,
        "background": look.colour("chart-bg"),
        # The picture has one label that says what it shows; a label on each mark would only be noise.
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            "domainColor": look.colour("chart-axis"),
            "tickColor": look.colour("chart-axis"),
            "gridColor": look.colour("chart-grid"),
            "labelColor": tick,
            "labelFontSize": look.small,
            "titleColor": tick,
            "titleFontSize": look.small,
            "titleFontWeight": REGULAR,
            "tickSize": 4,
        },
        "text": {"color": look.colour("chart-label"), "fontSize": look.text},
    }


def _brightness(colour: str) -> float:
    """Perceived lightness of a hex colour, 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return float((0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2) ** (1 / 3))


@cache
def _tokens() -> Mapping[str, Mapping[Theme, str]]:
    """Values by token and theme, copied from the design tokens of the house."""
    text = files("tanlian.charts").joinpath("data/colours.csv").read_text(encoding="utf-8")
    return {
        row["token"]: {"light": row["light"], "dark": row["dark"]}
        for row in csv.DictReader(text.splitlines())
    }
