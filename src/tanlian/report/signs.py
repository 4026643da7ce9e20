"""Text as fonts can print it, and which signs they lack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

from tanlian.problems import Where, fail

_SHOWN = 12
# A run of letters this long may be wider than its column. Hashes are not: they have the page for themselves.
_LONG = re.compile(r"[^\s\u2e80-\uffff]{25,}")
_HASH = re.compile(r"[0-9a-f]{64}")
_PIECE = re.compile(r".{1,12}[._/-]+|.{12}")
_BREAK = "\u200b"


def printable(text: str) -> str:
    """Composed letters, no invisible signs, a blank for whatever would break a line or control a device."""
    composed = unicodedata.normalize("NFC", text)
    kinds = ((sign, unicodedata.category(sign)) for sign in composed)
    return "".join(" " if kind in {"Cc", "Zl", "Zp"} else sign for sign, kind in kinds if kind != "Cf")


def breakable(text: str) -> str:
    """The text with places at which a very long word may break, none of them seen."""
    return _LONG.sub(_broken, text)


def need_signs(text: str, fonts: Iterable[Path]) -> None:
    """Raise ``report.no-glyph`` for signs of a text that no font has, ``report.font`` for a bad file."""
    known = frozenset(map(ord, _BREAK)).union(*map(signs_of, fonts))
    if missing := [sign for sign in dict.fromkeys(text) if ord(sign) not in known and not sign.isspace()]:
        more = "" if len(missing) <= _SHOWN else f" +{len(missing) - _SHOWN}"
        raise fail("report.no-glyph", found=", ".join(map(_named, missing[:_SHOWN])) + more)


@cache
def signs_of(font: Path) -> frozenset[int]:
    """The code points a font file has signs for. Raises ``report.font``."""
    try:
        with font.open("rb") as stream:
            collection = stream.read(4) == b"ttcf"
        faces = TTCollection(font).fonts if collection else [TTFont(font)]
        return frozenset(code for face in faces for code in face.getBestCmap() or ())
    except (OSError, TTLibError) as error:
        raise fail("report.font", Where(file=font.name), found=font.name) from error


def _broken(hit: re.Match[str]) -> str:
    return hit[0] if _HASH.fullmatch(hit[0]) else _PIECE.sub(rf"\g<0>{_BREAK}", hit[0])


def _named(sign: str) -> str:
    code = f"U+{ord(sign):04X}"
    return code if unicodedata.category(sign) in {"Cs", "Cn", "Co"} else f"{sign} ({code})"
