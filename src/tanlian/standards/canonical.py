"""One spelling of plain data, so that equal content has one hash whatever the layout of its file."""

from __future__ import annotations

import hashlib
import json


def canonical(data: object) -> bytes:
    """Compact JSON with sorted keys in UTF-8. Numbers of packs are strings, so no float is ever spelled."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def sha256(data: object) -> str:
    """Hex SHA-256 of `canonical` data."""
    return hashlib.sha256(canonical(data)).hexdigest()
