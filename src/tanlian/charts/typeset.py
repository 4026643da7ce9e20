"""How wide text is and where it breaks, without asking for a font.

The faces of the house share the widths of Helvetica, so that one table serves and a chart comes out the
same on every machine; a Chinese character is as wide as it is high.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

_UNKNOWN = (0.556, 0.611)
# Signs that may not begin, or end, a line of Chinese.
_CLOSING = "，。；：、！？）》」』”’％"
_OPENING = "（《「『“‘"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in px of one line at a font size in px."""
    return size * sum(_advance(sign)[bold] for sign in text)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Lines no wider than ``room`` px, as far as the text can be broken."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width((line + piece).rstrip(), size, bold=bold) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> Iterator[str]:
    """Words with the space after them; each Chinese character with the signs that must follow it."""
    piece = ""
    for sign in text:
        if piece and _breaks(piece[-1], sign):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _breaks(before: str, after: str) -> bool:
    if after == " " or after in _CLOSING or before in _OPENING:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _advance(sign: str) -> tuple[float, float]:
    return _advances().get(sign) or ((1.0, 1.0) if _is_wide(sign) else _UNKNOWN)


@cache
def _advances() -> Mapping[str, tuple[float, float]]:
    """Widths by character, regular and bold, as a part of the font size."""
    text = files("tanlian.charts").joinpath("data/advances.csv").read_text(encoding="utf-8")
    return {
        row["character"]: (int(row["regular"]) / 1000, int(row["bold"]) / 1000)
        for row in csv.DictReader(text.splitlines())
    }
