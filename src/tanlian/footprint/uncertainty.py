"""Uncertainty on plain arrays: exact variances of shared factors, first order for amounts, samples.

Every uncertain input is a relative random variable with mean 1: a factor that many rows share is one
variable, a meter that many amounts share is one. A result ``k`` is::

    y_k = constant_k + sum over cells c of  cell[k, c] * r[factor_c] * r[amount_c] * s[k, node_c] + rest

where ``s`` is what the share of a node becomes when amounts move, ``s = prod r ** elasticity``, and the rest
is linear in the amounts. In factors alone this is linear, so that variances and correlations are exact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

NORMAL, LOGNORMAL, UNIFORM, TRIANGULAR = range(4)
# A draw of a normal variable below this is cut: an amount is never negative.
LEAST = 0.01
_BLOCK = 1024  # samples of one counter of the generator
_BATCH = 256  # samples held at once
_BITS = 2.0**-53


@dataclass(frozen=True, slots=True)
class Spread:
    """Independent relative variables, each with mean 1.

    names : what each stands for; a name is also its stream of random numbers
    shape : int8 of shape (m,), NORMAL, LOGNORMAL, UNIFORM or TRIANGULAR
    u : float64 of shape (m,), standard deviation
    """

    names: tuple[str, ...]
    shape: NDArray[np.int8]
    u: Floats


@dataclass(frozen=True, slots=True)
class Response:
    """How k results answer to m variables.

    constant : (k,)
    cell : (k, c), values at r = 1
    factor, amount : int32 (c,), variable of each cell, -1 where it has none
    node : int32 (c,)
    elasticity : (k, n, m), relative change of a node's share per relative change of a variable
    rest : (k, m), what a variable adds to a result per relative change, beside the cells
    """

    constant: Floats
    cell: Floats
    factor: Ints
    amount: Ints
    node: Ints
    elasticity: Floats
    rest: Floats

    @property
    def value(self) -> Floats:
        """The results where nothing is uncertain, shape (k,)."""
        return np.asarray(self.constant + self.cell.sum(axis=1), dtype=np.float64)

    @property
    def columns(self) -> Floats:
        """Change of each result per relative change of each variable at r = 1, shape (k, m)."""
        found = self.rest.copy()
        nodes, size = self.elasticity.shape[1:]
        for k, cells in enumerate(self.cell):
            for index in (self.factor, self.amount):
                has = index >= 0
                found[k] += np.bincount(index[has], weights=cells[has], minlength=size)
            found[k] += np.bincount(self.node, weights=cells, minlength=nodes) @ self.elasticity[k]
        return found


def covariance(columns: Floats, u: Floats) -> Floats:
    """Covariance of results that are linear in independent variables.

    columns : (k, m), change of each result per relative change of each variable; u : (m,).
    Returns (k, k). Exact where the results are linear, first order else.
    """
    scaled = columns * u
    return np.asarray(scaled @ scaled.T, dtype=np.float64)


def variance_shares(columns: Floats, u: Floats) -> Floats:
    """Part of the variance of each result that each variable makes, (k, m); zero where nothing varies."""
    parts = (columns * u) ** 2
    whole = parts.sum(axis=1, keepdims=True)
    return np.asarray(parts / np.where(whole > 0, whole, 1.0), dtype=np.float64)


def uniforms(seed: int, names: Sequence[str], count: int, first: int = 0) -> Floats:
    """Numbers in (0, 1) of shape (count, m): sample ``first + i`` of each name.

    Counter-based (Philox) with the key hashed from seed and name: a sample of a variable is the same
    number whatever other variables, batches or threads there are.
    """
    found = np.empty((count, len(names)))
    blocks = range(first // _BLOCK, (first + count - 1) // _BLOCK + 1)
    for column, name in enumerate(names):
        key = int.from_bytes(hashlib.sha256(f"{seed}|{name}".encode()).digest()[:16], "little")
        raw = [np.random.Philox(key=key, counter=block << 64).random_raw(_BLOCK) for block in blocks]
        start = first - blocks.start * _BLOCK
        words = np.concatenate(raw)[start : start + count] if raw else np.empty(0, dtype=np.uint64)
        found[:, column] = ((words >> np.uint64(11)).astype(np.float64) + 0.5) * _BITS
    return found


def relative(spread: Spread, numbers: Floats) -> Floats:
    """Values of the variables for numbers in (0, 1), shape (count, m): mean 1, standard deviation u."""
    found = np.empty_like(numbers)
    for shape in (NORMAL, LOGNORMAL, UNIFORM, TRIANGULAR):
        has = spread.shape == shape
        if has.any():
            found[:, has] = _shaped(shape, spread.u[has], numbers[:, has])
    return found


def samples(response: Response, spread: Spread, count: int, seed: int, first: int = 0) -> Floats:
    """``count`` samples of every result, shape (count, k)."""
    found = np.empty((count, response.cell.shape[0]))
    for start in range(0, count, _BATCH):
        size = min(_BATCH, count - start)
        numbers = uniforms(seed, spread.names, size, first + start)
        found[start : start + size] = evaluate(response, relative(spread, numbers))
    return found


def evaluate(response: Response, r: Floats) -> Floats:
    """The results for given values of the variables; r of shape (count, m), returns (count, k)."""
    ones = np.ones((r.shape[0], 1))
    padded = np.hstack([r, ones])  # index -1 is the one
    direct = padded[:, response.factor] * padded[:, response.amount]
    logs = np.log(r)
    found = np.empty((r.shape[0], response.cell.shape[0]))
    for k, cells in enumerate(response.cell):
        moved = np.exp(logs @ response.elasticity[k].T)[:, response.node]
        found[:, k] = response.constant[k] + (direct * moved) @ cells + (r - 1) @ response.rest[k]
    return found


def joined(first: tuple[Response, Spread], second: tuple[Response, Spread]) -> tuple[Response, Spread]:
    """Two sets of results over one set of variables: a name that both have is the same variable."""
    (a, of_a), (b, of_b) = first, second
    place = {name: index for index, name in enumerate(dict.fromkeys((*of_a.names, *of_b.names)))}
    size = len(place)
    maps = [np.array([place[name] for name in part.names] + [-1], dtype=np.int32) for part in (of_a, of_b)]
    shape, u = np.zeros(size, dtype=np.int8), np.zeros(size)
    for part, where in ((of_b, maps[1]), (of_a, maps[0])):
        shape[where[:-1]], u[where[:-1]] = part.shape, part.u
    return (
        Response(
            constant=np.concatenate([a.constant, b.constant]),
            cell=_corners(a.cell, b.cell),
            factor=np.concatenate([maps[0][a.factor], maps[1][b.factor]]),
            amount=np.concatenate([maps[0][a.amount], maps[1][b.amount]]),
            node=np.concatenate([a.node, b.node + np.int32(a.elasticity.shape[1])]),
            elasticity=_elastic(a, b, maps, size),
            rest=np.vstack([_placed(part.rest, where, size) for part, where in ((a, maps[0]), (b, maps[1]))]),
        ),
        Spread(tuple(place), shape, u),
    )


def _shaped(shape: int, u: Floats, numbers: Floats) -> Floats:
    if shape == UNIFORM:
        return np.asarray(1 + u * np.sqrt(3) * (2 * numbers - 1), dtype=np.float64)
    if shape == TRIANGULAR:
        below = numbers < 0.5
        side = np.where(below, np.sqrt(2 * numbers) - 1, 1 - np.sqrt(2 * (1 - numbers)))
        return np.asarray(1 + u * np.sqrt(6) * side, dtype=np.float64)
    z = ndtri(numbers)
    if shape == LOGNORMAL:
        variance = np.log1p(u**2)
        return np.asarray(np.exp(np.sqrt(variance) * z - variance / 2), dtype=np.float64)
    return np.asarray(np.maximum(1 + u * z, LEAST), dtype=np.float64)


def _corners(a: Floats, b: Floats) -> Floats:
    found = np.zeros((a.shape[0] + b.shape[0], a.shape[1] + b.shape[1]))
    found[: a.shape[0], : a.shape[1]] = a
    found[a.shape[0] :, a.shape[1] :] = b
    return found


def _elastic(a: Response, b: Response, maps: Sequence[Ints], size: int) -> Floats:
    (ka, na, _), (kb, nb, _) = a.elasticity.shape, b.elasticity.shape
    found = np.zeros((ka + kb, na + nb, size))
    found[:ka, :na, maps[0][:-1]] = a.elasticity
    found[ka:, na:, maps[1][:-1]] = b.elasticity
    return found


def _placed(rest: Floats, where: Ints, size: int) -> Floats:
    found = np.zeros((rest.shape[0], size))
    found[:, where[:-1]] = rest
    return found
