"""Text of a file in whatever encoding spreadsheets of the field leave it."""

from __future__ import annotations

import codecs
from pathlib import Path

from tanlian.problems import Where, fail

MOST_BYTES = 1 << 29
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path, file: str) -> str:
    """Decode by byte order mark, else UTF-8, else GB18030.

    Raises ``inventory.file-empty``, ``file-bomb``, ``file-encoding``, or ``file-kind`` for a workbook in
    disguise.
    """
    where = Where(file=file)
    if path.stat().st_size > MOST_BYTES:
        raise fail("inventory.file-bomb", where, found=f"{path.stat().st_size / 1e6:,.0f} MB")
    data = path.read_bytes()
    if not data.strip():
        raise fail("inventory.file-empty", where)
    if data.startswith((b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))):
        raise fail("inventory.file-kind", where, found=path.suffix, expected=".xlsx")
    known = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in known or ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise fail("inventory.file-encoding", where)
