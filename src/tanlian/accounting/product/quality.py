"""Data quality ratings of a footprint, from what the ledger knows of each contribution."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl
import yaml

from tanlian.accounting.measure import sizes
from tanlian.accounting.product.options import Ratings
from tanlian.accounting.statement import Text
from tanlian.catalogue import regions
from tanlian.inventory.model import Inventory

_NEAR = ("own", "supplier")


def ratings(rows: pl.DataFrame, inventory: Inventory) -> Ratings:
    """Technological, geographical and temporal rating, weighted by the size of each contribution.

    rows : rows of a taken measure.
    """
    matrix = _matrix()
    technology, area = matrix["technological"], matrix["geographical"]
    here = inventory.site.region or inventory.site.country
    near = pl.col("data").is_in(_NEAR)
    primary = pl.col("primary")
    scored = rows.select(
        size=sizes(),
        technological=primary * technology["primary"] + (1 - primary) * technology["other"],
        geographical=pl.when(near | (pl.col("region") == here))
        .then(area["same"])
        .when(pl.col("region").is_in(_ancestors(here)))
        .then(area["around"])
        .otherwise(area["unknown"]),
        temporal=pl.when(pl.col("data") == "own")
        .then(1)
        .otherwise(_age(inventory.period.start.year, matrix["temporal"], matrix["unknown"])),
    )
    total = float(scored["size"].sum())

    def mean(name: str) -> float:
        if not total:
            return float(matrix["unknown"])
        return float((scored["size"] * scored[name]).sum()) / total

    return Ratings(mean("technological"), mean("geographical"), mean("temporal"))


def rating_rule() -> Text:
    """The rule of `ratings` in both languages."""
    words = _matrix()["text"]
    return Text(words["en"], words["zh"])


def _age(year: int, limits: Mapping[int, int], unknown: int) -> pl.Expr:
    apart = (pl.col("year") - year).abs()
    score: pl.Expr = pl.lit(unknown)  # also where the year is not known
    for rating, years in sorted(limits.items(), reverse=True):
        score = pl.when(apart < years).then(rating).otherwise(score)
    return score


def _ancestors(region: str) -> list[str]:
    found = []
    while region in regions() and (region := regions()[region].parent):
        found.append(region)
    return found


@cache
def _matrix() -> dict[str, Any]:
    text = files("tanlian.accounting").joinpath("product/data/pedigree.yaml").read_text(encoding="utf-8")
    matrix: dict[str, Any] = yaml.safe_load(text)
    return matrix
