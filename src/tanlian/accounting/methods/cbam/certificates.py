"""Free allocation, net emissions and cost per tonne in exact decimals; the default path from end to end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext

from tanlian.factors.cbam_tables import (
    Benchmark,
    Dated,
    DefaultValue,
    benchmark,
    cbam_factor,
    cscf,
    defaults,
)
from tanlian.status import weakest

LATEST_EDITION = "2026-1740"
_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class DefaultPath:
    """One tonne of a good declared by default values (2547 Art. 11; 2620 Annex, point 4).

    ``correction`` is the cross-sectoral correction factor; ``with_correction`` replaces the assumed one.
    ``price`` in EUR per certificate, or None.
    """

    default: DefaultValue
    benchmark: Benchmark
    cbam_factor: Dated
    correction: Decimal
    correction_status: str
    price: Decimal | None

    @property
    def see(self) -> Decimal:
        """Specific embedded emissions with mark-up, t CO2e per t."""
        return self.default.value

    @property
    def sefa(self) -> Decimal:
        """Specific embedded free allocation, t CO2e per t."""
        return specific_free_allocation(self.cbam_factor.value, self.correction, self.benchmark.value)

    @property
    def net(self) -> Decimal:
        """Certificates per tonne, unrounded."""
        return net_emissions(self.see, self.sefa)

    @property
    def cost(self) -> Decimal | None:
        """EUR per t; None without a price."""
        return None if self.price is None else cost(self.net, self.price)

    @property
    def status(self) -> str:
        """The weakest of all parts."""
        parts = (self.default, self.benchmark, self.cbam_factor)
        return weakest([*(item.status for item in parts), self.correction_status])

    def with_correction(self, value: Decimal) -> DefaultPath:
        """The same with a correction factor of the user's."""
        return replace(self, correction=value, correction_status="user")


def default_path(
    cn: str, origin: str, year: int, edition: str = LATEST_EDITION, price: Decimal | None = None
) -> DefaultPath:
    """SEE with mark-up, SEFA by column B and the route of the origin, what is left, and its price.

    ``origin`` as in `factors.cbam_tables.defaults`; ``price`` in EUR per certificate. No carbon price is
    taken off: for default values only the Commission's default carbon prices count (2023/956 Art. 9(4) as
    amended), and none was found. Raises ``factors.*`` for a code, origin, year or edition without a value.
    """
    value = defaults(cn, origin, year, edition)
    mark = benchmark(cn, year, "B", value.route)
    correction = cscf(year)
    return DefaultPath(
        default=value,
        benchmark=mark,
        cbam_factor=cbam_factor(year),
        correction=correction.value,
        correction_status=correction.status,
        price=price,
    )


def specific_free_allocation(factor: Decimal, correction: Decimal, mark: Decimal) -> Decimal:
    """CBAM factor * correction factor * benchmark, t CO2e per t (2620 Annex eq. 2 and 6)."""
    with localcontext(_EXACT):
        return factor * correction * mark


def net_emissions(see: Decimal, sefa: Decimal, paid: Decimal = Decimal(0)) -> Decimal:
    """What certificates are due for, t CO2e per t: never below zero, unrounded (Commission Q&A 3.7, 4.32)."""
    with localcontext(_EXACT):
        return max(Decimal(0), see - sefa - paid)


def cost(net: Decimal, price: Decimal) -> Decimal:
    """EUR per t."""
    with localcontext(_EXACT):
        return net * price
