"""Where amounts must meet: the pools of a site, and what one process hands straight to another.

A bucket is ``site|<flow>`` or ``<maker>><user>|<flow>``. Meters never agree, so a bucket may lose or gain
a share on the way; a scenario leaves that share as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from tanlian.inventory.model import PARTNERS, SITE

# Beyond this share of a bucket two sums are not the same amount.
CLOSES = 1e-6
Sides = tuple[float, float]  # what enters, what leaves


def bucketed(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``bucket`` (null where the row meets no other) and ``fills`` (it puts into the bucket)."""
    at_site, enters = pl.col("process") == SITE, pl.col("direction") == "in"
    handed = ~pl.col("partner").is_in(PARTNERS)
    pair = (
        pl.when(handed & enters)
        .then(pl.concat_str("partner", pl.lit(">"), "process"))
        .when(handed)
        .then(pl.concat_str("process", pl.lit(">"), "partner"))
        .when(at_site | (pl.col("partner") == SITE))
        .then(pl.lit(SITE))
    )
    return rows.with_columns(bucket=pl.concat_str(pair, pl.lit("|"), "flow"), fills=at_site == enters)


def sides(rows: pl.DataFrame) -> dict[str, Sides]:
    """What enters and leaves each bucket (frame of `bucketed`), in the order of the rows."""
    fills = pl.col("fills")
    sums = (
        rows.filter(pl.col("bucket").is_not_null())
        .group_by("bucket", maintain_order=True)
        .agg(
            pl.col("amount").filter(fills).sum().alias("entered"),
            pl.col("amount").filter(~fills).sum().alias("left"),
        )
    )
    return {bucket: (entered, left) for bucket, entered, left in sums.iter_rows()}


def arriving(before: Mapping[str, Sides], bucket: str) -> float | None:
    """The share of what enters that leaves again; 1 for a new bucket, None where only one side is kept."""
    entered, left = before.get(bucket, (0.0, 0.0))
    if not entered and not left:
        return 1.0
    return left / entered if entered and left else None


def disturbed(before: Mapping[str, Sides], after: Mapping[str, Sides]) -> Iterator[tuple[str, float]]:
    """Buckets that a step brought out of balance, with what is left over (negative: lacking)."""
    for bucket, (entered, left) in after.items():
        share = arriving(before, bucket)
        if share is not None and abs(entered * share - left) > CLOSES * max(entered, left):
            yield bucket, entered * share - left


def flow_of(bucket: str) -> str:
    """The flow of a bucket."""
    return bucket.rpartition("|")[2]
