"""A waterfall: from one number to another in ordered steps that add up exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Literal

from tanlian.accounting.statement import Text
from tanlian.problems import Lang

REST = Text("Not broken down", "未分解部分")
OTHER = Text("Other", "其他")
# Beyond this share of what moves, a difference is no rounding and gets a bar of its own.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``value`` is what stands (start, end) or what changes; ``total`` what is reached after it."""

    id: str
    label: Text
    kind: Literal["start", "change", "end"]
    value: float
    total: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Bars in order; the changes sum (`math.fsum`) from the first to the last bar, to the last digit that
    numbers of their size have."""

    unit: str
    bars: tuple[Bar, ...]

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """JSON form, unrounded."""
        return {
            "unit": self.unit,
            "bars": [
                {
                    "id": bar.id,
                    "label": bar.label.of(lang),
                    "kind": bar.kind,
                    "value": bar.value,
                    "total": bar.total,
                }
                for bar in self.bars
            ],
        }


@dataclass(frozen=True, slots=True)
class Move:
    """A named change."""

    id: str
    label: Text
    value: float


def waterfall(
    start: tuple[Text, float], end: tuple[Text, float], moves: Sequence[Move], unit: str, most: int = 0
) -> Waterfall:
    """Bars from start to end in the order of the moves.

    ``most`` : how many moves get a bar of their own, the largest; the others become one bar at the end.
    0 = all. What the moves do not explain is a bar of its own unless it is rounding, which goes to the
    largest move.
    """
    shown = _merged([move for move in moves if move.value], most)
    left = end[1] - fsum([start[1], *(move.value for move in shown)])
    size = fsum([abs(start[1]), abs(end[1]), *(abs(move.value) for move in shown)])
    if abs(left) > _ROUNDING * size:
        shown.append(Move("rest", REST, left))
    changes = _exact(start[1], end[1], [move.value for move in shown])
    bars = [Bar("start", start[0], "start", start[1], start[1])]
    for index, move in enumerate(shown):
        last = index + 1 == len(shown)
        reached = end[1] if last else fsum([start[1], *changes[: index + 1]])
        bars.append(Bar(move.id, move.label, "change", changes[index], reached))
    bars.append(Bar("end", end[0], "end", end[1], end[1]))
    return Waterfall(unit, tuple(bars))


def _merged(moves: list[Move], most: int) -> list[Move]:
    if not most or len(moves) <= most:
        return moves
    largest = sorted(range(len(moves)), key=lambda index: (-abs(moves[index].value), index))[:most]
    rest = fsum(move.value for index, move in enumerate(moves) if index not in largest)
    return [moves[index] for index in sorted(largest)] + [Move("other", OTHER, rest)]


def _exact(start: float, end: float, changes: list[float]) -> list[float]:
    """Changes that lead to the last digit of the end; rounding goes to the largest that can hold it."""
    for index in sorted(range(len(changes)), key=lambda item: -abs(changes[item])):
        # Exact up to one rounding, which the next smaller change, with finer digits, takes over.
        left = fsum([end, -start, *(-value for value in changes)])
        if not left:
            break
        changes[index] += left
    return changes
