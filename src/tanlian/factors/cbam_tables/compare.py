"""Two editions of the default values side by side."""

from __future__ import annotations

from dataclasses import dataclass

from tanlian.factors.cbam_tables.model import UNKNOWN, DefaultRow, DefaultTable


@dataclass(frozen=True, slots=True)
class DefaultDifference:
    """Lines only in the new table, only in the old, changed (old, new), and how many are equal."""

    added: tuple[DefaultRow, ...]
    removed: tuple[DefaultRow, ...]
    changed: tuple[tuple[DefaultRow, DefaultRow], ...]
    equal: int


def diff_defaults(old: DefaultTable, new: DefaultTable) -> DefaultDifference:
    """What changed between two tables, line by line as printed; Annex IV counts where both hold it."""
    left_out = set() if UNKNOWN in old.by_origin.keys() & new.by_origin.keys() else {UNKNOWN}
    before = {(row.origin, row.cn): row for row in old.rows if row.origin not in left_out}
    after = {(row.origin, row.cn): row for row in new.rows if row.origin not in left_out}
    shared = [key for key in before if key in after]
    changed = tuple((before[key], after[key]) for key in shared if before[key] != after[key])
    return DefaultDifference(
        added=tuple(row for key, row in after.items() if key not in before),
        removed=tuple(row for key, row in before.items() if key not in after),
        changed=changed,
        equal=len(shared) - len(changed),
    )
