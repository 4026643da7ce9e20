"""What another choice of factor sets does to a plant: each line with its old and its new factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tanlian.accounting.ledger import Ledger

# What makes two rows of two ledgers the same contribution.
_SAME = ("row", "node", "block", "kind", "category", "basis", "flow", "gas", "origin", "unit")
_TOLD = ("node", "block", "kind", "category", "basis", "flow", "gas", "origin", "unit")
_OLD_NEW = tuple(f"{name}_{side}" for name in ("factor", "source", "status", "missing") for side in "ab")


@dataclass(frozen=True, slots=True)
class FactorEffect:
    """Lines whose factor, source or gap changed.

    ``frame`` : node, block, kind, category, basis, flow, gas, origin, unit, amount, factor_a, factor_b (kg of
    the gas per unit), source_a, source_b, status_a, status_b, missing_a, missing_b, kg_a, kg_b, difference;
    largest difference first. A side without the line, or with a gap, has null kg and no difference.
    """

    frame: pl.DataFrame
    sets_a: Mapping[str, str]
    sets_b: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """JSON form, unrounded."""
        return {
            "factor_sets": [dict(self.sets_a), dict(self.sets_b)],
            "lines": self.frame.to_dicts(),
        }


def factor_effect(a: Ledger, b: Ledger) -> FactorEffect:
    """Two ledgers of one inventory under two choices of factor sets, joined row by row.

    Rows of one meter with the same factors are summed to one line.
    """
    sides = [_numbered(book.frame, name) for book, name in ((a, "a"), (b, "b"))]
    keys = [*_SAME, "index"]
    joined = sides[0].join(
        sides[1], on=keys, how="full", coalesce=True, nulls_equal=True, maintain_order="left_right"
    )
    changed = (
        ~pl.col("factor_a").eq_missing(pl.col("factor_b"))
        | ~pl.col("source_a").eq_missing(pl.col("source_b"))
        | ~pl.col("missing_a").eq_missing(pl.col("missing_b"))
    )
    lines = (
        joined.filter(changed)
        .group_by(*_TOLD, *_OLD_NEW, maintain_order=True)
        .agg(
            pl.coalesce("amount_a", "amount_b").sum().alias("amount"),
            # A null among the rows is a gap of the line, not a zero.
            *(
                pl.when(pl.col(name).is_null().any()).then(None).otherwise(pl.col(name).sum()).alias(name)
                for name in ("kg_a", "kg_b")
            ),
        )
        .with_columns(difference=pl.col("kg_b") - pl.col("kg_a"))
        .with_columns(size=pl.col("difference").abs())
        .sort("size", descending=True, nulls_last=True, maintain_order=True)
    )
    order = (*_TOLD, "amount", *_OLD_NEW, "kg_a", "kg_b", "difference")
    return FactorEffect(lines.select(order), a.factor_sets, b.factor_sets)


def _numbered(frame: pl.DataFrame, side: str) -> pl.DataFrame:
    """The columns of a side; rows that are alike in all keys are told apart by their order."""
    named = {name: f"{name}_{side}" for name in ("amount", "factor", "source", "status", "missing", "kg")}
    index = pl.int_range(pl.len()).over(_SAME).alias("index")
    return frame.with_columns(index).select(*_SAME, "index", *named).rename(named)
