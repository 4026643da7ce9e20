"""What the fonts of this machine can draw: asked only for a PNG, since an SVG keeps its text as text."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from pathlib import Path

import vl_convert

from tanlian.charts.look import FACES
from tanlian.problems import Lang

# Drawn by no font: what stands in for it is what stands in for any sign that is missing.
_NO_SIGN = "\U0010fffe"
_LOWERED = {
    ord(sign): f'<tspan baseline-shift="sub" font-size="75%">{figure}</tspan>'
    for sign, figure in zip("₂₃₄", "234", strict=True)
}
# Chinese goes first here so that it is one family, and not a serif by chance.
_HAN_FIRST = (
    '"Tanlian Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", '
    '"Noto Sans SC", "WenQuanYi Micro Hei", "Droid Sans Fallback", ' + FACES
)


def use_fonts(folder: Path) -> None:
    """Draw PNG also with the fonts of a folder, from now on in this process."""
    vl_convert.register_font_directory(str(folder))
    _drawn.cache_clear()


def missing_signs(text: str) -> list[str]:
    """The signs of a text that no font of this machine has, in order."""
    signs = dict.fromkeys(unescape(text))
    return [sign for sign in signs if not sign.isspace() and _drawn(sign) == _drawn(_NO_SIGN)]


def portable(svg: str, lang: Lang) -> str:
    """The SVG for renderers other than browsers, which take one family for a whole line of text.

    Small figures such as the 2 of CO₂ are set as figures, lowered; Chinese text names its own family first.
    """
    lowered = re.sub(">[^<]+<", lambda hit: hit[0].translate(_LOWERED), svg)
    return lowered.replace(escape(FACES), escape(_HAN_FIRST), 1) if lang == "zh" else lowered


@cache
def _drawn(sign: str) -> bytes:
    faces = escape(FACES)
    text = f'<text x="2" y="18" font-size="16" font-family="{faces}">{escape(sign)}</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">{text}</svg>'
    picture: bytes = vl_convert.svg_to_png(svg)
    return picture
