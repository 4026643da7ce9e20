"""What only the XML of a worksheet tells: failed formulas, and cells so far out that no grid could hold them.

The reader fills a dense grid from corner to corner, so one stray cell can ask for terabytes; and it hands
out a failed formula as an empty cell, which would be read as "not given".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tanlian.problems import Where, fail

MOST_ROWS = 1_048_576
MOST_COLUMNS = 256  # to IV
_CELL = rb"<(?:\w+:)?c\s(?=[^>]*\br=[\"'](?P<cell>[A-Za-z]{1,3}[0-9]{1,7})[\"'])"
_FAILED = re.compile(_CELL + rb"[^>]*\bt=[\"']e[\"']")
_NO_VALUE = re.compile(
    _CELL + rb"(?![^>]*\bt=[\"']str[\"'])[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
_FORMULA_END = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>|</(?:\w+:)?c>)"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """Cells without a usable value, by problem code; and whether the sheet has merged cells."""

    broken: dict[str, str]
    merged: bool


def marks(xml: bytes, where: Where) -> Marks:
    """Look through one worksheet. Raises ``inventory.far-cell``."""
    filled = xml.count(b"<c ")
    # Spreadsheet programs write it so; whatever is written otherwise is looked through with more patience.
    usual = filled > 0 and filled == xml.count(b'<c r="') and b":c " not in xml[:4096]
    if far := _far_cell(xml, filled if usual else filled + xml.count(b":c "), usual):
        raise fail("inventory.far-cell", where, found=far)
    broken: dict[str, str] = {}
    if not usual or b't="e"' in xml:
        broken |= {hit["cell"].decode(): "inventory.formula-error" for hit in _FAILED.finditer(xml)}
    if (not usual or b"<f" in xml) and _FORMULA_END.search(xml):
        broken |= {hit["cell"].decode(): "inventory.formula-empty" for hit in _NO_VALUE.finditer(xml)}
    return Marks(broken, b"mergeCell " in xml)


def _far_cell(xml: bytes, filled: int, usual: bool) -> str:
    """A cell that would make the grid far larger than what is in it: most of its cells empty."""
    spare = 2_000_000 + 40 * filled
    rows = min(MOST_ROWS, spare // MOST_COLUMNS)
    columns = rb"(?:[A-Za-z]{3,}|[Ii][W-Zw-z]|[J-Zj-z][A-Za-z])"
    far = rb"(?P<cell>%s[0-9]+|[A-Za-z]{1,3}(?:%s))[\"']" % (columns, _greater(rows))
    hit = re.search(rb'<c r="' + far if usual else rb"\br\s*=\s*[\"']" + far, xml)
    return hit["cell"].decode() if hit else ""


def _greater(limit: int) -> bytes:
    """A pattern for whole numbers above ``limit``."""
    digits = str(limit)
    options = [f"[0-9]{{{len(digits) + 1},}}"]
    for index, digit in enumerate(digits):
        if digit != "9":
            rest = len(digits) - index - 1
            options.append(f"{digits[:index]}[{int(digit) + 1}-9]" + (f"[0-9]{{{rest}}}" if rest else ""))
    return "|".join(options).encode()
