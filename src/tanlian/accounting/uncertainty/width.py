"""How uncertain a number is, stated as people state it, as a relative standard uncertainty and a shape."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import expm1, log, sqrt

from tanlian.footprint.uncertainty import LOGNORMAL, NORMAL, TRIANGULAR, UNIFORM
from tanlian.problems import fail
from tanlian.status import weakest

SHAPES = {"normal": NORMAL, "lognormal": LOGNORMAL, "uniform": UNIFORM, "triangular": TRIANGULAR}
INDICATORS = ("reliability", "completeness", "temporal", "geographical", "technological")
# A normal number with more than this would be negative too often to stand for an amount or a factor.
_WIDEST_NORMAL = 0.2
_WIDEST = 10.0


@dataclass(frozen=True, slots=True)
class Width:
    """Relative standard uncertainty ``u`` (0.02 = 2 %) of a number whose mean is the number itself.

    ``shape`` : normal, lognormal, uniform or triangular. ``status`` of what the width rests on.
    """

    u: float
    shape: str = "lognormal"
    status: str = "user"


def standard(u: float, shape: str = "lognormal") -> Width:
    """From a relative standard uncertainty. Raises ``uncertainty.too-wide``."""
    limits = {"normal": _WIDEST_NORMAL, "uniform": 1 / sqrt(3), "triangular": 1 / sqrt(6)}
    limit = limits.get(shape, _WIDEST)
    if not 0 <= u <= limit:
        raise fail("uncertainty.too-wide", found=f"{u:.3g}", expected=f"{limit:.3g}", shape=shape)
    return Width(u, shape)


def expanded(width: float, k: float, shape: str = "normal") -> Width:
    """From an expanded uncertainty with its coverage factor, as certificates of calibration state it."""
    if k <= 0:
        raise fail("uncertainty.k", found=k)
    return standard(width / k, shape)


def half_width(width: float, shape: str = "uniform") -> Width:
    """From limits: the number lies within plus or minus the width (uniform or triangular)."""
    divisor = {"uniform": sqrt(3), "triangular": sqrt(6)}.get(shape)
    if divisor is None:
        raise fail("uncertainty.half-width", found=shape)
    return standard(width / divisor, shape)


def geometric(gsd: float) -> Width:
    """From a geometric standard deviation (1.05 and more for most factors)."""
    if gsd < 1:
        raise fail("uncertainty.gsd", found=gsd)
    return _lognormal(log(gsd))


def pedigree(scores: Sequence[int], basic: float = 1.0) -> Width:
    """From five scores of 1 (best) to 5: reliability, completeness, time, geography, technology.

    Each score has a factor U, the squared geometric standard deviation it adds; with ``basic``, that of the
    kind of number itself: ln GSD = sqrt(ln^2 basic + sum ln^2 U) / 2. Raises ``uncertainty.pedigree``.
    """
    if len(scores) != len(INDICATORS) or not all(1 <= score <= 5 for score in scores):
        raise fail("uncertainty.pedigree", found=" ".join(map(str, scores)), expected=", ".join(INDICATORS))
    if basic < 1:
        raise fail("uncertainty.gsd", found=basic)
    table = _pedigree()
    parts = [basic, *(table[name][0][score - 1] for name, score in zip(INDICATORS, scores, strict=True))]
    found = _lognormal(sqrt(sum(log(part) ** 2 for part in parts)) / 2)
    return Width(found.u, found.shape, weakest(status for _, status in table.values()))


def _lognormal(sigma: float) -> Width:
    return standard(sqrt(expm1(sigma**2)), "lognormal")


@cache
def _pedigree() -> dict[str, tuple[tuple[float, ...], str]]:
    text = files("tanlian.accounting.uncertainty").joinpath("data/pedigree.csv").read_text(encoding="utf-8")
    return {
        row["indicator"]: (tuple(float(row[f"score_{score}"]) for score in range(1, 6)), row["status"])
        for row in csv.DictReader(text.splitlines())
    }
