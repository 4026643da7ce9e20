"""The five parts of the enterprise total and their signs."""

from __future__ import annotations

from tanlian.accounting.methods.common.components import Component


def enterprise(
    *, combustion: float, process: float, electricity: float, heat: float, sequestered: float
) -> tuple[Component, ...]:
    """The five parts of the enterprise total; electricity and heat are net of what is sold.

    ``sequestered`` is the CO2 equivalent of the carbon that products carry away: given positive,
    counted negative.
    """
    return (
        Component("combustion", combustion),
        Component("process", process),
        Component("electricity", electricity),
        Component("heat", heat),
        Component("sequestered", sequestered, -1),
    )
