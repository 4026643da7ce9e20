"""Small published calculations around the intensity of steel, each a function of plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from tanlian.inventory.carbon import GJ_PER_MWH
from tanlian.problems import fail


@dataclass(frozen=True, slots=True)
class ByMetallics:
    """Emissions per t of steel from primary and from secondary metal; None where there is none of it."""

    primary: float | None
    secondary: float | None


def by_metallics(*, iron_t: float, steelmaking_t: float, primary_share: float, steel_t: float) -> ByMetallics:
    """Split the emissions of a site by its metallics: ironmaking to primary, steelmaking to both by share.

    iron_t, steelmaking_t : t CO2. steel_t : t. Source: RMI Steel GHG Emissions Reporting Guidance 2022,
    Exhibit 2. Raises ``share.range``.
    """
    _share(primary_share)
    primary, secondary = primary_share, 1 - primary_share
    return ByMetallics(
        (iron_t + steelmaking_t * primary) / (steel_t * primary) if primary else None,
        steelmaking_t * secondary / (steel_t * secondary) if secondary else None,
    )


def after_export(*, site_t: float, step_t: float, made_t: float, sold_t: float) -> tuple[float, float]:
    """Emissions per t of an intermediate, and those of the site without what it sold of it.

    site_t, step_t : t CO2 of the site and of the step that makes the intermediate. made_t, sold_t : t.
    Source: RMI 2022, Exhibit 3.
    """
    per_tonne = step_t / made_t
    return per_tonne, site_t - per_tonne * sold_t


def off_gas_power(
    energy_shares: Mapping[str, float], factors_kg_per_GJ: Mapping[str, float], efficiency: float
) -> float:
    """t CO2/MWh of power made from off-gas. Source: RMI 2022, Exhibit 8. Raises ``share.range``.

    energy_shares : share of each gas in the energy burnt. factors_kg_per_GJ : kg CO2/GJ of each.
    """
    for share in (*energy_shares.values(), efficiency):
        _share(share)
    per_GJ = fsum(share * factors_kg_per_GJ[gas] for gas, share in energy_shares.items())
    return per_GJ * GJ_PER_MWH / efficiency / 1000


def power_from_energy(GJ_per_MWh: float, t_per_GJ: float) -> float:
    """t CO2/MWh from primary energy and its factor. Source: worldsteel CO2 data collection user guide."""
    return GJ_per_MWh * t_per_GJ


def _share(value: float) -> None:
    if not 0 <= value <= 1:
        raise fail("share.range", found=value)
