"""CN codes and the sectors they belong to."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from tanlian.factors.model import Header
from tanlian.problems import Lang, Problems, fail

_LENGTHS = (4, 6, 8, 10)
_SHORTEST = 4
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the CBAM and the CN prefixes of its goods."""

    id: str
    en: str
    zh: str
    prefixes: tuple[str, ...]

    def label(self, lang: Lang = "en") -> str:
        """The name in one language."""
        return self.zh if lang == "zh" else self.en


@cache
def sectors() -> Mapping[str, Sector]:
    """All sectors by id."""
    return {
        row["sector"]: Sector(row["sector"], row["en"], row["zh"], tuple(row["prefixes"].split()))
        for row in table("sectors")
    }


def cn_code(text: str) -> str:
    """The digits of a CN code of 4, 6 or 8 digits; a TARIC code of 10 loses its last two.

    Raises ``factors.cn-code``.
    """
    digits = "".join(text.split()).replace(".", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in _LENGTHS):
        raise fail("factors.cn-code", found=text, expected="7208 10 00")
    return digits[:8]


def spaced(code: str) -> str:
    """A CN code as it is printed: ``7208 10 00``."""
    return " ".join(part for part in (code[:4], code[4:6], code[6:]) if part)


def sector_of(code: str) -> str:
    """The sector of a CN code by its prefix, ``""`` outside the CBAM."""
    hits = [(prefix, item.id) for item in sectors().values() for prefix in item.prefixes]
    return next((name for prefix, name in hits if code.startswith(prefix) or prefix.startswith(code)), "")


def longest(lines: Mapping[str, Line], code: str) -> Line | None:
    """The line whose code is the longest prefix of ``code``, or None."""
    for size in range(len(code), _SHORTEST - 1, -1):
        if code[:size] in lines:
            return lines[code[:size]]
    return None


def need_sector(code: str, loaded: frozenset[str], header: Header, known: Collection[str]) -> None:
    """Refuse a code that no line can serve.

    Raises ``factors.cn-not-bundled`` for a sector left out, ``factors.cn-short`` for a code that ends above
    the lines, ``factors.cn-not-listed`` for a good that is not in the table at all.
    """
    sector = sectors().get(sector_of(code))
    if sector is not None and sector.id not in loaded:
        raise fail(
            "factors.cn-not-bundled",
            found=spaced(code),
            document=header.document,
            en=sector.en,
            zh=sector.zh,
        )
    if any(code[:size] in known for size in range(len(code), _SHORTEST - 1, -1)):
        return
    below = [item for item in known if item.startswith(code)]
    if below:
        raise short(code, below, header)
    raise fail("factors.cn-not-listed", found=spaced(code), document=header.document)


def short(code: str, below: Collection[str], header: Header) -> Problems:
    """The problem of a code that ends above its lines."""
    codes = sorted(below)
    told = ", ".join(spaced(item) for item in codes[:6]) + (", …" if len(codes) > 6 else "")
    return fail("factors.cn-short", found=spaced(code), expected=told, document=header.document)


def table(name: str) -> list[dict[str, str]]:
    """Rows of one of the bundled tables."""
    text = files("tanlian.factors.cbam_tables").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
