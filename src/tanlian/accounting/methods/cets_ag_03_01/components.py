"""The signed parts of both totals, as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping

from tanlian.accounting.methods.cets_ag_03_01.table import steps
from tanlian.accounting.methods.common.components import Component, total
from tanlian.problems import fail, nearest


def enterprise(
    *, combustion: float, process: float, other: float, sequestered: float
) -> tuple[Component, ...]:
    """The four parts of the enterprise total, direct emissions only; ``sequestered`` is subtracted."""
    return (
        Component("combustion", combustion),
        Component("process", process),
        Component("other", other),
        Component("sequestered", sequestered, -1),
    )


def processes(values: Mapping[str, float]) -> float:
    """The sum of process results, by the ids of the process list. Raises ``cets.unknown-process``."""
    known = [item.id for item in steps()]
    for name in values:
        if name not in known:
            raise fail(
                "cets.unknown-process",
                found=name,
                expected=", ".join(known),
                nearest=nearest(name, known) or known[0],
            )
    return total(Component(name, value) for name, value in values.items())
