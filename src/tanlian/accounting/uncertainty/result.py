"""What is known of the uncertainty of results: closed form at once, samples on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanlian.accounting.uncertainty.variables import Variable
from tanlian.footprint.uncertainty import (
    Response,
    Spread,
    covariance,
    joined,
    samples,
    variance_shares,
)
from tanlian.problems import fail, nearest
from tanlian.status import weakest

Floats = NDArray[np.float64]
LEVELS = (0.025, 0.5, 0.975)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a result (by size of its contributions) has an uncertain factor, and an uncertain amount.

    ``exact`` names the factors that no entry of the sheet fits: they are taken as exact.
    """

    factors: float
    amounts: float
    exact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Second less first: value, standard uncertainty with what both share cancelled, correlation of the two,
    and the probability that the second is the lower one (normal)."""

    value: float
    u: float
    correlation: float
    lower: float


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Results of one plant, or of several put side by side, with their uncertain inputs.

    ``subjects`` are flows, or ``site``; ``units`` theirs. The closed form is exact for factors and first
    order for amounts; `percentiles` draws samples, the same for the same ``seed``.
    """

    subjects: tuple[str, ...]
    units: tuple[str, ...]
    response: Response
    spread: Spread
    variables: tuple[Variable, ...]
    coverage: tuple[Coverage, ...]
    sheet: str
    sheet_hash: str
    seed: int
    status: str

    def value(self, subject: str) -> float:
        """The result itself."""
        return float(self.response.value[self._place(subject)])

    def u(self, subject: str) -> float:
        """Standard uncertainty, in the unit of the result."""
        place = self._place(subject)
        return sqrt(covariance(self.response.columns, self.spread.u)[place, place])

    def relative(self, subject: str) -> float:
        """Standard uncertainty as a fraction of the result; infinite of a result of zero."""
        value = abs(self.value(subject))
        return self.u(subject) / value if value else inf

    def contributions(self, subject: str) -> pl.DataFrame:
        """Every variable: name, kind, what, width, sensitivity, share, status; largest share first.

        ``width`` is relative; ``sensitivity`` the change of the result, in its unit, per relative change;
        ``share`` the part of the variance.
        """
        place = self._place(subject)
        columns = self.response.columns[place]
        shares = variance_shares(self.response.columns, self.spread.u)[place]
        return pl.DataFrame(
            {
                "name": [item.name for item in self.variables],
                "kind": [item.kind for item in self.variables],
                "what": [item.what for item in self.variables],
                "width": self.spread.u,
                "sensitivity": columns,
                "share": shares,
                "status": [item.width.status for item in self.variables],
            }
        ).sort("share", "name", descending=[True, False])

    def correlation(self, first: str, second: str) -> float:
        """Correlation of two results; 0 where one of them does not vary."""
        a, b = self._place(first), self._place(second)
        found = covariance(self.response.columns, self.spread.u)
        size = sqrt(found[a, a] * found[b, b])
        return float(found[a, b] / size) if size else 0.0

    def difference(self, first: str, second: str) -> Difference:
        """Second less first. Raises ``compare.unit`` where they are in different units."""
        a, b = self._place(first), self._place(second)
        if self.units[a] != self.units[b]:
            raise fail("compare.unit", found=self.units[a], expected=self.units[b])
        value = self.value(second) - self.value(first)
        # Of nearly equal results the slopes are subtracted, not the variances: nothing is lost to rounding.
        columns = self.response.columns[b] - self.response.columns[a]
        u = sqrt(float(((columns * self.spread.u) ** 2).sum()))
        lower = NormalDist(value, u).cdf(0.0) if u else float(value < 0)
        return Difference(value, u, self.correlation(first, second), lower)

    def samples(self, count: int, seed: int | None = None) -> Floats:
        """Samples of every result, shape (count, subjects)."""
        return samples(self.response, self.spread, count, self.seed if seed is None else seed)

    def percentiles(
        self, subject: str, levels: Sequence[float] = LEVELS, count: int = 2000, seed: int | None = None
    ) -> tuple[float, ...]:
        """Values below which the result lies with these probabilities, from samples."""
        drawn = self.samples(count, seed)[:, self._place(subject)]
        return tuple(float(value) for value in np.quantile(drawn, list(levels)))

    def as_dict(self, count: int = 0) -> dict[str, Any]:
        """JSON form, unrounded; with percentiles where a number of samples is given."""
        drawn = self.samples(count) if count else None
        return {
            "sheet": self.sheet,
            "sheet_hash": self.sheet_hash,
            "seed": self.seed,
            "samples": count,
            "status": self.status,
            "results": {
                subject: {
                    "value": self.value(subject),
                    "unit": self.units[index],
                    "u": self.u(subject),
                    "relative": self.relative(subject) if self.value(subject) else None,
                    "expanded_k2": 2 * self.u(subject),
                    "percentiles": None
                    if drawn is None
                    else {str(level): float(np.quantile(drawn[:, index], level)) for level in LEVELS},
                    "coverage": {
                        "factors": self.coverage[index].factors,
                        "amounts": self.coverage[index].amounts,
                        "exact": list(self.coverage[index].exact),
                    },
                    "contributions": self.contributions(subject).to_dicts(),
                }
                for index, subject in enumerate(self.subjects)
            },
        }

    def _place(self, subject: str) -> int:
        if subject not in self.subjects:
            hint = nearest(subject, self.subjects) or ", ".join(self.subjects)
            raise fail("uncertainty.no-subject", found=subject, expected=hint)
        return self.subjects.index(subject)


def beside(first: Uncertainty, second: Uncertainty, names: tuple[str, str]) -> Uncertainty:
    """Two plants, or a base and a scenario, as one: ``<name>: <subject>``. Factors that both use are shared.

    Raises ``uncertainty.conflict`` where both give one variable another width.
    """
    known = {item.name: item for item in first.variables}
    for item in second.variables:
        other = known.setdefault(item.name, item)
        if (other.width.u, other.width.shape) != (item.width.u, item.width.shape):
            found = f"{item.width.shape} {item.width.u:.3g}"
            expected = f"{other.width.shape} {other.width.u:.3g}"
            raise fail("uncertainty.conflict", found=found, expected=expected, name=item.name)
    response, spread = joined((first.response, first.spread), (second.response, second.spread))
    return replace(
        first,
        subjects=tuple(
            f"{name}: {subject}"
            for name, part in zip(names, (first, second), strict=True)
            for subject in part.subjects
        ),
        units=(*first.units, *second.units),
        response=response,
        spread=spread,
        variables=tuple(known.values()),
        coverage=(*first.coverage, *second.coverage),
        sheet=", ".join(dict.fromkeys((first.sheet, second.sheet))),
        sheet_hash=", ".join(dict.fromkeys((first.sheet_hash, second.sheet_hash))),
        status=weakest((first.status, second.status)),
    )
