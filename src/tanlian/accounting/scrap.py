"""The scrap share of a product, from the metallic charge of the melting furnaces it came through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from tanlian.accounting.ledger import Ledger

SCRAP = "scrap"


@dataclass(frozen=True, slots=True)
class ScrapRule:
    """A standard's own definition: which scrap counts, beside which primary metal, weighed how.

    ``metallic`` : default metallic fraction by flow, used where a row gives none.
    """

    origins: tuple[str, ...]
    primary: tuple[str, ...]
    weight: Literal["mass", "metallic"] = "mass"
    alloys_are_primary: bool = False
    metallic: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScrapShare:
    """``value`` in 0..1, or None with what is ``missing``. ``scrap_t`` and ``metal_t`` per t of product."""

    value: float | None
    scrap_t: float = 0.0
    metal_t: float = 0.0
    missing: tuple[str, ...] = ()


def scrap_share(ledger: Ledger, rule: ScrapRule, shares: Mapping[str, float]) -> ScrapShare:
    """Scrap over scrap plus primary metal charged into BOF and EAF, each furnace by what the product takes.

    shares : what one unit of the product takes of each node (`Works.shares`).
    """
    is_scrap = pl.col("metallic") == SCRAP
    is_primary = pl.col("flow").is_in(rule.primary) & ~is_scrap
    if rule.alloys_are_primary:
        is_primary |= pl.col("alloy")
    charge = ledger.exchanges.filter(
        pl.col("melt").fill_null(value=False) & (pl.col("direction") == "in") & (is_scrap | is_primary)
    ).with_columns(
        share=pl.concat_str([pl.lit("process:"), pl.col("process")]).replace_strict(
            dict(shares), default=0.0, return_dtype=pl.Float64
        ),
        is_scrap=is_scrap,
        fraction=_fraction(rule),
    )
    charge = charge.filter(pl.col("share") != 0)
    missing = tuple(
        f"{what} {flow}"
        for what, gap in (
            ("scrap_origin", pl.col("is_scrap") & pl.col("scrap_origin").is_null()),
            ("metallic_share", pl.col("fraction").is_null()),
        )
        for flow in charge.filter(gap)["flow"].unique(maintain_order=True)
    )
    if missing or not charge.height:
        return ScrapShare(None, missing=missing or ("metallic charge",))
    counts = ~pl.col("is_scrap") | pl.col("scrap_origin").is_in(rule.origins)
    weight = pl.col("amount") * pl.col("share") * pl.col("fraction")
    scrap_t = charge.filter(counts & pl.col("is_scrap")).select(weight.sum()).item()
    metal_t = charge.filter(counts).select(weight.sum()).item()
    return ScrapShare(scrap_t / metal_t if metal_t else None, scrap_t, metal_t)


def _fraction(rule: ScrapRule) -> pl.Expr:
    if rule.weight == "mass":
        return pl.lit(1.0)
    default = pl.col("flow").replace_strict(dict(rule.metallic), default=None, return_dtype=pl.Float64)
    return pl.coalesce("metallic_share", default)
