"""A chain: who consumes how much of whom, and the footprint of everyone from one linear system.

With ``x`` the footprint per unit of each node, ``b`` its own burden per unit and ``W[j, i]`` the units
of node i that one unit of node j uses, ``x = b + W x``. Loops are legal as long as no node needs one or
more of itself to make one of itself. The same function serves the processes of a works, the
production processes of CBAM and any other chain that fits in memory as a sparse matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, eye_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from tanlian.problems import Where, fail

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chain:
    """Nodes by name and links between them.

    consumer, supplier : int32 of shape (m,), indices into ``nodes``
    quantity : float64 of shape (m,), units of supplier per unit of consumer; parallel links add up
    """

    nodes: tuple[str, ...]
    consumer: NDArray[np.int32]
    supplier: NDArray[np.int32]
    quantity: Floats

    @property
    def weights(self) -> csc_array:
        """``W`` of shape (n, n)."""
        size = len(self.nodes)
        return csc_array((self.quantity, (self.consumer, self.supplier)), shape=(size, size))


def footprints(chain: Chain, burden: Floats) -> Floats:
    """Solve ``x = b + W x`` for every node.

    burden : float64 of shape (n,) or (n, k), own burden per unit of node, k indicators at once.
    Returns the same shape. Raises ``chain.endless`` where a loop feeds itself with a gain of one or more.
    """
    _refuse_endless(chain)
    return np.asarray(splu(_system(chain)).solve(np.ascontiguousarray(burden)), dtype=np.float64)


def activity(chain: Chain, demand: Floats) -> Floats:
    """Units of every node that a demand takes, loops included: the adjoint of `footprints`.

    demand : float64 of shape (n,), units of each node asked for.
    Returns float64 of shape (n,) with ``activity @ burden == demand @ footprints(chain, burden)``,
    so that one solve traces one product back to every row of every node.
    """
    _refuse_endless(chain)
    return np.asarray(splu(_system(chain)).solve(np.ascontiguousarray(demand), trans="T"), dtype=np.float64)


def _system(chain: Chain) -> csc_array:
    return csc_array(eye_array(len(chain.nodes), format="csc") - chain.weights)


def _refuse_endless(chain: Chain) -> None:
    """A loop must lose something each time round: the spectral radius of each component stays under 1."""
    weights = chain.weights
    _, label = connected_components(weights, directed=True, connection="strong")
    sizes = np.bincount(label)
    own = weights.diagonal()
    for component in np.unique(np.concatenate([np.flatnonzero(sizes > 1), label[own != 0]])):
        members = np.flatnonzero(label == component)
        block = abs(weights[members][:, members]).toarray()
        if np.abs(np.linalg.eigvals(block)).max() >= 1 - 1e-12:
            raise fail("chain.endless", Where(name=", ".join(chain.nodes[node] for node in members)))
