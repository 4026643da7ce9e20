"""Two footprints side by side: every contribution of both, what changed, and the way from one to the other.

Two periods, two sites, two suppliers of a product, a base and a scenario, two choices of factor sets: all
are two measures taken of two ledgers, and are compared in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

import polars as pl

from tanlian.accounting.compare.labels import label_of
from tanlian.accounting.compare.waterfall import Move, Waterfall, waterfall
from tanlian.accounting.measure import Basis, Taken
from tanlian.accounting.product import ProductFootprint
from tanlian.accounting.statement import Text
from tanlian.problems import Lang, Problem, Where, fail, problem

KEYS = ("block", "flow", "kind")
_FIRST, _SECOND = Text("First", "前者"), Text("Second", "后者")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Contributions of two sides in kg CO2e per ``unit``.

    ``frame`` : block, flow, kind, a, b, difference (b - a), largest difference first; a contribution that
    one side does not have stands as null there and counts as nothing in the difference. ``warnings`` say
    what makes the sides unlike: another measure, GWP set or basis, something missing on one of them.
    """

    names: tuple[Text, Text]
    unit: str
    a: float
    b: float
    frame: pl.DataFrame
    warnings: tuple[Problem, ...]

    @property
    def difference(self) -> float:
        """kg CO2e per unit, second less first."""
        return self.b - self.a

    def waterfall(self, by: str = "block", most: int = 12) -> Waterfall:
        """From the first to the second by ``block``, ``flow`` or ``kind``, largest change first.

        Raises ``compare.unknown-key``.
        """
        if by not in KEYS:
            raise fail("compare.unknown-key", found=by, expected=", ".join(KEYS))
        sums = self.frame.group_by(by, maintain_order=True).agg(pl.col("difference"))
        moves = [Move(name or by, label_of(by, name), fsum(values)) for name, values in sums.iter_rows()]
        moves.sort(key=lambda move: (-abs(move.value), move.id))
        return waterfall((self.names[0], self.a), (self.names[1], self.b), moves, self.unit, most)

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """JSON form, unrounded."""
        return {
            "names": [name.of(lang) for name in self.names],
            "unit": self.unit,
            "a": self.a,
            "b": self.b,
            "difference": self.difference,
            "contributions": self.frame.to_dicts(),
            "waterfall": self.waterfall().as_dict(lang),
            "warnings": [warning.as_dict(lang) for warning in self.warnings],
        }


def compare_footprints(
    a: ProductFootprint,
    b: ProductFootprint,
    basis: Basis = "location",
    names: Sequence[Text] = (_FIRST, _SECOND),
) -> Comparison:
    """Two product footprints on one basis. Raises ``compare.unit`` where they are per different units."""
    if a.unit != b.unit:
        raise fail("compare.unit", Where(name=f"{a.flow}, {b.flow}"), found=a.unit, expected=b.unit)
    return compare_taken(a.taken[basis], b.taken[basis], f"kg CO2e/{a.unit}", names)


def compare_taken(a: Taken, b: Taken, unit: str, names: Sequence[Text] = (_FIRST, _SECOND)) -> Comparison:
    """Two measures side by side; ``unit`` is that of both, such as ``kg CO2e/t``."""
    sides = [
        taken.rows.group_by(KEYS, maintain_order=True).agg(pl.col("kg_CO2e").sum().alias(name))
        for taken, name in ((a, "a"), (b, "b"))
    ]
    frame = (
        sides[0]
        .join(sides[1], on=KEYS, how="full", coalesce=True, maintain_order="left_right")
        .with_columns(difference=pl.col("b").fill_null(0.0) - pl.col("a").fill_null(0.0))
        .with_columns(size=pl.col("difference").abs())
        .sort("size", *KEYS, descending=[True, False, False, False], nulls_last=True)
        .drop("size")
    )
    return Comparison((names[0], names[1]), unit, a.kg_CO2e, b.kg_CO2e, frame, tuple(_unlike(a, b, names)))


def _unlike(a: Taken, b: Taken, names: Sequence[Text]) -> Iterator[Problem]:
    told = (("measure", a.measure, b.measure), ("gwp", a.gwp, b.gwp), ("basis", a.basis, b.basis))
    for what, first, second in told:
        if first != second:
            yield problem(f"compare.unlike.{what}", found=first, expected=second, severity="warning")
    gaps = [{(gap.block, gap.what) for gap in side.gaps} for side in (a, b)]
    for name, only in ((names[0], gaps[0] - gaps[1]), (names[1], gaps[1] - gaps[0])):
        if only:
            what = ", ".join(sorted(f"{part} ({block})" for block, part in only))
            yield problem("compare.gaps", severity="warning", found=what, side_en=name.en, side_zh=name.zh)
