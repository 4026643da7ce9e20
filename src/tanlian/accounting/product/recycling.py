"""Closed-loop recycling of steel (ISO 20915): a result beside the footprint, never in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tanlian.accounting.ledger import Ledger
from tanlian.accounting.product.options import Loop
from tanlian.accounting.scrap import ScrapRule, scrap_share
from tanlian.problems import Where, fail

# Scrap that came from outside the works; what returns within it is no net input.
_BOUGHT = ("pre_consumer", "post_consumer")
_PRIMARY = ("hot_metal", "pig_iron", "dri", "hbi")


@dataclass(frozen=True, slots=True)
class Recycling:
    """kg CO2e per unit of product: ``credit`` (negative: a burden) and ``value`` after it."""

    net_scrap_t: float
    credit: float
    value: float
    source: str

    def times(self, units: float) -> Recycling:
        """The same for another amount of product; scrap stays per t."""
        return replace(self, credit=self.credit * units, value=self.value * units)


def recycled(
    made: Ledger, flow: str, cradle_to_gate_kg: float, loop: Loop, shares: Mapping[str, float]
) -> Recycling:
    """``X - (RR - S) Y (X_pr - X_re)`` per t of product.

    shares : what one t of the product takes of each node. S is bought scrap charged to its furnaces per t,
    unless given. Raises ``product.loop-scrap`` where the charge does not tell it.
    """
    net = loop.net_scrap_t_per_t
    if net is None:
        found = scrap_share(made, ScrapRule(_BOUGHT, _PRIMARY), shares)
        if found.missing:
            raise fail("product.loop-scrap", Where(name=flow), found=", ".join(found.missing))
        net = found.scrap_t
    gain = loop.melt_yield * (loop.primary_kg_per_t - loop.recycled_kg_per_t)
    credit = (loop.recovery_rate - net) * gain
    return Recycling(net, credit, cradle_to_gate_kg - credit, loop.source)
