"""The chain against a dense solve, forward against adjoint, and loops that cannot exist."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.footprint.chain import Chain, activity, footprints
from tanlian.problems import Problems


def random_chain(seed: int, size: int) -> tuple[Chain, np.ndarray]:
    draw = np.random.default_rng(seed)
    links = draw.integers(0, size, (2, 3 * size), dtype=np.int32)
    quantity = draw.random(3 * size)
    weights = np.zeros((size, size))
    np.add.at(weights, (links[0], links[1]), quantity)
    scale = 0.9 / max(np.abs(np.linalg.eigvals(weights)).max(), 1e-9)
    nodes = tuple(f"n{index}" for index in range(size))
    return Chain(nodes, links[0], links[1], quantity * scale), weights * scale


@given(seed=st.integers(0, 10**6), size=st.integers(2, 30))
def test_equal_to_a_dense_solve_loops_included(seed: int, size: int) -> None:
    chain, weights = random_chain(seed, size)
    burden = np.random.default_rng(seed + 1).random((size, 3))
    expected = np.linalg.solve(np.eye(size) - weights, burden)
    np.testing.assert_allclose(footprints(chain, burden), expected, rtol=1e-8)


@given(seed=st.integers(0, 10**6), size=st.integers(2, 30))
def test_adjoint_equals_forward(seed: int, size: int) -> None:
    chain, _ = random_chain(seed, size)
    draw = np.random.default_rng(seed + 2)
    burden, demand = draw.random(size), draw.random(size)
    assert activity(chain, demand) @ burden == pytest.approx(demand @ footprints(chain, burden), rel=1e-8)


def test_a_loop_that_eats_all_it_makes_is_refused_by_name() -> None:
    links = np.array([0, 1], dtype=np.int32)
    chain = Chain(("gas", "power"), links, links[::-1].copy(), np.array([2.0, 0.5]))
    with pytest.raises(Problems) as caught:
        footprints(chain, np.ones(2))
    assert caught.value.problems[0].code == "chain.endless"
    assert "gas, power" in str(caught.value)
