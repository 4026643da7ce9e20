"""Countries of origin: those with a table of default values, those outside the CBAM, and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tanlian.catalogue import regions
from tanlian.factors.cbam_tables.codes import table
from tanlian.factors.cbam_tables.model import OTHER, UNKNOWN
from tanlian.problems import fail, nearest

# Regulation (EU) 2023/956, Annex III point 1; goods of Union origin are no imports.
_OUTSIDE = frozenset({"EU", "IS", "LI", "NO", "CH"})


@cache
def origins() -> Mapping[str, tuple[str, str]]:
    """Origins with a table of their own in Annex I to (EU) 2025/2621, and ``OTHER``: (name, 中文) by code."""
    return {row["origin"]: (row["en"], row["zh"]) for row in table("origins")}


def origin_named(name: str) -> str:
    """The code of an origin by the name the Commission prints, or ``""``."""
    return _by_name().get(_folded(name), "")


def origin_code(text: str) -> str:
    """The code of an origin written as ISO code, grid or province id, or name in English or Chinese.

    ``OTHER`` stands for a country without a table, ``UNKNOWN`` for a precursor whose origin nobody knows.
    Raises ``factors.origin-missing``, ``factors.origin-unknown``, ``factors.origin-exempt``.
    """
    if not text.strip():
        raise fail("factors.origin-missing")
    code = _by_name().get(_folded(text), "")
    if not code:
        # A neighbour of a short code would be another country.
        near = nearest(text, (name for pair in origins().values() for name in pair)) if len(text) > 3 else ""
        raise fail("factors.origin-unknown", found=text, expected=near or "CN")
    region = regions().get(code)
    if code in _OUTSIDE or (region is not None and region.parent == "EU"):
        raise fail("factors.origin-exempt", found=text)
    return code


@cache
def _by_name() -> Mapping[str, str]:
    names = {_folded(OTHER): OTHER, _folded(UNKNOWN): UNKNOWN, "eu": "EU"}
    for item in regions().values():
        if item.iso2:
            names |= {_folded(word): item.iso2 for word in (item.id, item.en, item.zh)}
    for code, pair in origins().items():
        names |= {_folded(word): code for word in (code, *pair)}
    return names


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
