"""From energy in coal equivalent to emissions of a product and back, as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True, slots=True)
class Carried:
    """What one carrier brings per t of product: its amount in its own unit, and t of emissions."""

    amount: float
    emissions_t: float


def carried(
    energy_kgce: float,
    shares: Mapping[str, float],
    kgce_per_unit: Mapping[str, float],
    kg_per_unit: Mapping[str, float],
) -> dict[str, Carried]:
    """Amount and emissions of each carrier of an energy use, per t of product.

    energy_kgce : comprehensive energy, kgce/t. shares : of each carrier in it. kgce_per_unit, kg_per_unit :
    coal equivalent and emissions (kg CO2 or kg CO2e) per unit of the carrier (kWh, m3N, kg).
    """
    amounts = {name: energy_kgce * share / kgce_per_unit[name] for name, share in shares.items()}
    return {name: Carried(amount, amount * kg_per_unit[name] / 1000) for name, amount in amounts.items()}


def with_other_energy(footprint_t: float, old: Mapping[str, Carried], new: Mapping[str, Carried]) -> float:
    """A footprint whose energy is replaced: the rest stays. All in t per t of product."""
    return fsum(
        [
            footprint_t,
            *(-item.emissions_t for item in old.values()),
            *(item.emissions_t for item in new.values()),
        ]
    )
