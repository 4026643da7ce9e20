"""Fewer crossings: lanes and border nodes change places; places of the works keep their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tanlian.charts.sankey.layout import Slot

_PASSES = 12


def uncross(columns: Sequence[list[Slot]]) -> None:
    """Order the slots of each column, in place, so that as little band as possible lies over other band."""
    rows = {id(slot): index for members in columns for index, slot in enumerate(members)}
    for _ in range(_PASSES):
        moved = False
        for members in columns:
            for index in range(len(members) - 1):
                upper, lower = members[index], members[index + 1]
                if not (upper.free or lower.free):
                    continue
                if _overlap(lower, upper, rows) < _overlap(upper, lower, rows) - 1e-9:
                    members[index], members[index + 1] = lower, upper
                    rows[id(lower)], rows[id(upper)] = index, index + 1
                    moved = True
        if not moved:
            return


def _overlap(upper: Slot, lower: Slot, rows: Mapping[int, int]) -> float:
    """How thick the bands are that cross when one slot stands over the other."""
    crossed = 0.0
    for one in upper.leaving:
        for other in lower.leaving:
            if rows[id(one.target)] > rows[id(other.target)]:
                crossed += min(one.thick, other.thick)
    for one in upper.entering:
        for other in lower.entering:
            if rows[id(one.source)] > rows[id(other.source)]:
                crossed += min(one.thick, other.thick)
    return crossed
