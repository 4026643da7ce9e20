"""Bring a works back into balance after a change: who makes less, who buys more, all at once.

Every process runs in proportion: its inputs, gases and residues go with its products. The unknowns are
one multiplier for each bucket that has a taker, the equations say that each bucket loses or gains the
share it did before. All are linear, so one solve gives the new state, loops included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanlian.inventory.model import SITE
from tanlian.inventory.scenario.buckets import arriving, bucketed, flow_of, sides
from tanlian.inventory.scenario.rows import total
from tanlian.inventory.scenario.takers import ENERGY, MAKERS, OF_SITE, USERS, takers
from tanlian.problems import Where, fail

Floats = NDArray[np.float64]
# Below this a works has no one answer: two takers stand for the same thing.
_SINGULAR = 1e-12
_PRODUCTS = ("product", "co_product")


# Rows that agree in these move together.
_ALIKE = ("process", "direction", "flow", "partner", "fills", "bucket", "role", "group")


@dataclass(frozen=True, slots=True)
class _Flows:
    """The exchanges summed to one row for each meter, who takes up what, and the place of each unknown.

    A multiplier is a vector over the unknowns with the constant last.
    """

    frame: pl.DataFrame
    taker: Mapping[str, str]
    place: Mapping[str, int]

    def unit(self, bucket: str) -> Floats:
        """The multiplier of a bucket."""
        vector = np.zeros(len(self.place) + 1)
        vector[self.place[bucket]] = 1.0
        return vector

    def constant(self) -> Floats:
        """What does not change."""
        vector = np.zeros(len(self.place) + 1)
        vector[-1] = 1.0
        return vector


def follow(
    before: pl.DataFrame, after: pl.DataFrame, swing: Mapping[str, str], where: Where
) -> dict[int, float]:
    """New amounts by row, for every row that moves.

    before, after : frames of `inventory.carbon.with_contents`; the shares that buckets lose are those of
    ``before``. Raises ``scenario.no-solution`` where the takers leave more than one answer or none,
    ``scenario.below-zero`` where somebody would have to make or buy less than nothing.
    """
    frame = bucketed(after)
    found = takers(frame, swing, where)
    if not found:
        return {}
    unknown_energy = pl.col("energy_GJ").is_null().any()
    energy = pl.when(unknown_energy).then(None).otherwise(pl.col("energy_GJ").sum()).alias("energy_GJ")
    meters = frame.group_by(_ALIKE, maintain_order=True).agg(pl.col("amount").sum(), energy)
    flows = _Flows(meters, found, {bucket: index for index, bucket in enumerate(found)})
    multipliers = _multipliers(flows, where)
    solved = _solve(flows, multipliers, sides(bucketed(before)), where)
    for bucket, value in zip(found, solved, strict=True):
        if value < -1e-9:
            raise fail("scenario.below-zero", where, found=flow_of(bucket), taker=found[bucket])
    factors = np.maximum(multipliers @ np.append(np.maximum(solved, 0.0), 1.0), 0.0)
    moved = (
        frame.join(meters.select(_ALIKE).with_columns(factor=factors), on=_ALIKE, nulls_equal=True)
        .filter((pl.col("factor") - 1).abs() > 1e-12)
        .select("row", pl.col("amount") * pl.col("factor"))
    )
    return dict(moved.iter_rows())


def _solve(
    rows: _Flows, multipliers: Floats, before: Mapping[str, tuple[float, float]], where: Where
) -> Floats:
    size = len(rows.place)
    amounts = rows.frame["amount"].to_numpy()
    system = np.zeros((size, size + 1))
    for index, (bucket, fills) in enumerate(rows.frame.select("bucket", "fills").iter_rows()):
        equation = rows.place.get(bucket or "")
        if equation is not None:
            share = arriving(before, bucket)
            weight = amounts[index] * ((1.0 if share is None else share) if fills else -1.0)
            system[equation] += weight * multipliers[index]
    scale = np.abs(system).max(axis=1)
    if (scale == 0).any():
        raise _unsolved(rows, where)
    system /= scale[:, None]
    try:
        if np.linalg.cond(system[:, :-1]) > 1 / _SINGULAR:
            raise _unsolved(rows, where)
        return np.asarray(np.linalg.solve(system[:, :-1], -system[:, -1]), dtype=np.float64)
    except np.linalg.LinAlgError:
        raise _unsolved(rows, where) from None


def _unsolved(rows: _Flows, where: Where) -> Exception:
    told = ", ".join(f"{flow_of(bucket)}: {taker}" for bucket, taker in rows.taker.items() if taker != USERS)
    return fail("scenario.no-solution", where, found=told)


def _multipliers(rows: _Flows, where: Where) -> Floats:
    """One vector a meter."""
    levels = {
        str(process): _level(rows, str(process), part, where)
        for (process,), part in rows.frame.group_by("process", maintain_order=True)
        if process != SITE
    }
    columns = ("process", "partner", "fills", "bucket", "role", "group")
    return np.array([_multiplier(rows, levels, row) for row in rows.frame.select(columns).iter_rows()])


def _multiplier(
    rows: _Flows, levels: Mapping[str, Floats], row: tuple[str, str, bool, str | None, str | None, str]
) -> Floats:
    process, partner, fills, bucket, role, group = row
    taker = rows.taker.get(bucket or "", "")
    swings = process in rows.taker.values()
    if process == SITE:
        takes = taker == partner and taker in OF_SITE
        free, fixed = takes or (taker == MAKERS and partner == "purchased" and fills), True
    elif fills:
        made = role in _PRODUCTS and not swings
        # A product that goes out of the works is what the works is run for.
        free, fixed = made and taker == MAKERS, made and not taker
    else:
        # A process that takes up gas runs on the rest of its energy as before.
        free, fixed = taker in {USERS, process}, swings and group in ENERGY
    if bucket and free:
        return rows.unit(bucket)
    return rows.constant() if fixed else levels[process]


def _level(rows: _Flows, process: str, part: pl.DataFrame, where: Where) -> Floats:
    """How much a process runs: as its products, or as the energy left to it where it is a taker."""
    if process in rows.taker.values():
        return _by_energy(rows, process, part, where)
    level, whole = np.zeros(len(rows.place) + 1), 0.0
    made = part.filter((pl.col("direction") == "out") & pl.col("role").is_in(_PRODUCTS))
    for bucket, amount in made.select("bucket", "amount").iter_rows():
        taker = rows.taker.get(bucket or "", "")
        if taker in {"", MAKERS}:
            level += amount * (rows.unit(bucket) if taker else rows.constant())
            whole += amount
    return level / whole if whole else rows.constant()


def _by_energy(rows: _Flows, process: str, part: pl.DataFrame, where: Where) -> Floats:
    burnt = part.filter((pl.col("direction") == "in") & pl.col("group").is_in(ENERGY))
    if burnt["energy_GJ"].null_count() or not total(burnt, "energy_GJ"):
        names = burnt.filter(pl.col("energy_GJ").is_null())["flow"].unique(maintain_order=True)
        raise fail("scenario.no-energy", where, found=", ".join(names) or process)
    level = np.zeros(len(rows.place) + 1)
    for bucket, energy in burnt.select("bucket", "energy_GJ").iter_rows():
        takes = rows.taker.get(bucket or "") == process
        level += energy * (rows.unit(bucket) if takes else rows.constant())
    return np.asarray(level / total(burnt, "energy_GJ"), dtype=np.float64)
