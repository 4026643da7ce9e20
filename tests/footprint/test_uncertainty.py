"""Uncertainty on plain arrays: samples against closed forms, one seed one answer, shared variables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.footprint.uncertainty import (
    LOGNORMAL,
    NORMAL,
    TRIANGULAR,
    UNIFORM,
    Response,
    Spread,
    covariance,
    evaluate,
    joined,
    relative,
    samples,
    uniforms,
    variance_shares,
)

SHAPES = (NORMAL, LOGNORMAL, UNIFORM, TRIANGULAR)


def spread(u: list[float], shape: int = LOGNORMAL, prefix: str = "v") -> Spread:
    names = tuple(f"{prefix}{index}" for index in range(len(u)))
    return Spread(names, np.full(len(u), shape, dtype=np.int8), np.array(u))


def of_factors(cell: list[list[float]], factor: list[int], variables: int) -> Response:
    size = len(cell)
    return Response(
        constant=np.zeros(size),
        cell=np.array(cell),
        factor=np.array(factor, dtype=np.int32),
        amount=np.full(len(factor), -1, dtype=np.int32),
        node=np.zeros(len(factor), dtype=np.int32),
        elasticity=np.zeros((size, 1, variables)),
        rest=np.zeros((size, variables)),
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_has_mean_one_and_its_standard_deviation(shape: int) -> None:
    of = spread([0.02, 0.15], shape)
    r = relative(of, uniforms(1, of.names, 40_000))
    assert r.mean(axis=0) == pytest.approx([1, 1], abs=4 * 0.15 / 200)
    assert r.std(axis=0) == pytest.approx(of.u, rel=0.03)
    assert (r > 0).all()


def test_two_products_that_share_a_factor_by_hand() -> None:
    """y1 = 3a + 4b, y2 = 6a with u(a) = 10 %, u(b) = 5 %.

    Variances 0.3^2 + 0.2^2 = 0.13 and 0.6^2 = 0.36, covariance 0.3 x 0.6 = 0.18, so that the correlation
    is 0.18 / sqrt(0.13 x 0.36) = 0.832; a makes 0.09/0.13 = 69 % of the variance of y1.
    """
    response = of_factors([[3, 4, 0], [0, 0, 6]], [0, 1, 0], 2)
    of = spread([0.1, 0.05])
    closed = covariance(response.columns, of.u)
    assert closed == pytest.approx(np.array([[0.13, 0.18], [0.18, 0.36]]))
    assert variance_shares(response.columns, of.u)[0] == pytest.approx([9 / 13, 4 / 13])
    drawn = samples(response, of, 40_000, seed=7)
    assert drawn.mean(axis=0) == pytest.approx(response.value, rel=0.003)
    assert np.cov(drawn.T) == pytest.approx(closed, rel=0.05)
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0.18 / np.sqrt(0.13 * 0.36), abs=0.01)


def test_a_product_of_lognormals_has_its_exact_mean_and_variance() -> None:
    """Factor times amount: (1 + 0.2^2)(1 + 0.1^2) - 1 is the variance; first order says 0.2^2 + 0.1^2."""
    response = Response(
        constant=np.array([1.0]),
        cell=np.array([[10.0]]),
        factor=np.array([0], dtype=np.int32),
        amount=np.array([1], dtype=np.int32),
        node=np.array([0], dtype=np.int32),
        elasticity=np.zeros((1, 1, 2)),
        rest=np.zeros((1, 2)),
    )
    of = spread([0.2, 0.1])
    drawn = samples(response, of, 60_000, seed=3)
    assert drawn.mean() == pytest.approx(11, rel=0.003)
    assert drawn.var() == pytest.approx(100 * (1.04 * 1.01 - 1), rel=0.05)
    assert covariance(response.columns, of.u).item() == pytest.approx(100 * 0.05)


@given(seed=st.integers(0, 2**32), first=st.integers(0, 5000), count=st.integers(1, 50))
def test_a_sample_is_the_same_number_in_any_order_batch_and_company(
    seed: int, first: int, count: int
) -> None:
    alone = uniforms(seed, ["b"], count, first)
    whole = uniforms(seed, ["a", "b"], first + count)
    assert (whole[first:, 1:] == alone).all()
    assert (uniforms(seed, ["b", "a"], first + count)[:, ::-1] == whole).all()
    assert ((whole > 0) & (whole < 1)).all()


def test_the_numbers_of_a_seed_stay_what_they_are() -> None:
    """A stored result can be made again: these are the first numbers of seed 1."""
    found = uniforms(1, ["coke"], 3)[:, 0]
    assert found == pytest.approx([0.942461746718751, 0.3288235513992028, 0.5418165979061071], rel=1e-12)


@given(seed=st.integers(0, 10**6))
def test_the_columns_are_the_slope_of_the_response(seed: int) -> None:
    draw = np.random.default_rng(seed)
    cells, variables, nodes = 12, 5, 4
    response = Response(
        constant=draw.random(2),
        cell=draw.normal(size=(2, cells)),
        factor=draw.integers(-1, variables, cells, dtype=np.int32),
        amount=draw.integers(-1, variables, cells, dtype=np.int32),
        node=draw.integers(0, nodes, cells, dtype=np.int32),
        elasticity=draw.normal(size=(2, nodes, variables)),
        rest=draw.normal(size=(2, variables)),
    )
    step = 1e-6
    r = np.vstack([np.ones(variables), np.ones((variables, variables)) + step * np.eye(variables)])
    at = evaluate(response, r)
    assert at[0] == pytest.approx(response.value)
    slopes = (at[1:] - at[0]).T / step
    assert slopes == pytest.approx(response.columns, abs=1e-4)


def test_joined_results_share_what_has_one_name() -> None:
    """Two plants, one grid factor in common: half of the variance of each is common, none of the rest is."""
    one = of_factors([[3, 3]], [0, 1], 2)
    shape = np.full(2, NORMAL, dtype=np.int8)
    a = Spread(("grid", "meter a"), shape, np.array([0.1, 0.1]))
    b = Spread(("meter b", "grid"), shape, np.array([0.1, 0.1]))
    response, both = joined((one, a), (one, b))
    assert both.names == ("grid", "meter a", "meter b")
    closed = covariance(response.columns, both.u)
    assert closed == pytest.approx(np.array([[0.18, 0.09], [0.09, 0.18]]))
    alone = samples(one, a, 100, seed=5)
    assert samples(response, both, 100, seed=5)[:, :1] == pytest.approx(alone)
