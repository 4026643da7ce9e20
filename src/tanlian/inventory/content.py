"""The hash of what an inventory says, whatever kind of file it was read from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from tanlian.inventory.model import EXCHANGE_SCHEMA, Inventory

# Where a row stood and how its amount was written: the same amount in kg and in t is the same inventory.
_LAYOUT = ("place", "amount_given", "unit_given")


def content_hash(inventory: Inventory) -> str:
    """Hex SHA-256 of site, period, records and exchanges in canonical units; the order of rows counts."""
    told = {
        "site": asdict(inventory.site),
        "period": asdict(inventory.period),
        "factors": dict(inventory.factors),
        "records": [
            [_filled(asdict(record)) for record in records]
            for records in (
                inventory.processes,
                inventory.supplies,
                inventory.legs,
                inventory.products,
                inventory.evidence,
            )
        ],
    }
    digest = hashlib.sha256(_spelled(told))
    for row in inventory.exchanges.select(set(EXCHANGE_SCHEMA) - set(_LAYOUT)).iter_rows(named=True):
        digest.update(_spelled(_filled(row)))
    return digest.hexdigest()


def _filled(record: dict[str, object]) -> dict[str, object]:
    """Without what is empty, so that a column added later changes no hash."""
    return {name: value for name, value in record.items() if value is not None and value != ""}


def _spelled(data: object) -> bytes:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return text.encode("utf-8") + b"\n"
