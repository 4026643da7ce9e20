"""One month of the works: what each process truly takes and makes, and what its meters say of it.

The true amounts follow from balances. A meter reads them with a small error of its own, taken from a
hash of its name: the same on every machine, different for every meter, so that nothing closes exactly.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

SITE = "site"
Props = dict[str, str | float]

# How far a reading may be off, by flow; scales are better than gas meters.
_METER_ERROR = {
    "coke_oven_gas": 0.006,
    "blast_furnace_gas": 0.005,
    "converter_gas": 0.006,
    "steam": 0.010,
    "compressed_air": 0.015,
    "fresh_water": 0.015,
    "oxygen": 0.008,
    "nitrogen": 0.010,
    "argon": 0.010,
    "electricity": 0.002,
    "natural_gas": 0.003,
    "dust": 0.010,
    "sludge": 0.010,
    "mill_scale": 0.010,
}
_SCALE_ERROR = 0.002


def wobble(*names: object) -> float:
    """A number in [-1, 1) that depends on the names alone."""
    digest = hashlib.sha256("|".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**47 - 1


@dataclass
class Month:
    """Rows of one month, and what the pools of the site still hold (true amounts)."""

    period: str
    rows: list[Props] = field(default_factory=list)
    pools: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    lab: dict[str, Props] = field(default_factory=dict)

    def vary(self, name: str, mean: float, spread: float) -> float:
        """This month's value of a coefficient."""
        return mean * (1 + spread * wobble(name, self.period))

    def make(self, process: str, flow: str, amount: float, to: str = SITE, **props: str | float) -> None:
        """A process makes an amount and gives it to the site's pool, a process, a buyer, the flare."""
        if to == SITE:
            self.pools[flow] += amount
        self._row((process, "out", flow, to), amount, props)

    def take(self, process: str, flow: str, amount: float, of: str = SITE, **props: str | float) -> None:
        """A process takes an amount from the site's pool, a process or a supplier."""
        if of == SITE:
            self.pools[flow] -= amount
        self._row((process, "in", flow, of), amount, props)

    def buy(self, flow: str, amount: float, supply: str, **props: str | float) -> None:
        """The site buys an amount into its pool."""
        self.pools[flow] += amount
        self._row((SITE, "in", flow, "purchased"), amount, {"supply": supply, **props})

    def settle(self, flow: str, **props: str | float) -> None:
        """What a pool holds too much goes to stock; what it lacks comes from stock."""
        held = self.pools.pop(flow)
        if held > 0:
            self._row((SITE, "out", flow, "stock"), held, props)
        elif held < 0:
            self._row((SITE, "in", flow, "stock"), -held, props)

    def sell(self, flow: str, amount: float, **props: str | float) -> None:
        """The site sells an amount from its pool."""
        self.pools[flow] -= amount
        self._row((SITE, "out", flow, "sold"), amount, props)

    def _row(self, what: tuple[str, str, str, str], amount: float, props: Props) -> None:
        process, direction, flow, partner = what
        label = str(props.get("label", props.get("scrap_origin", "")))
        error = _METER_ERROR.get(flow, _SCALE_ERROR)
        reading = amount * (1 + error * wobble(process, direction, flow, label, partner, self.period))
        self.rows.append(
            {
                "process": process,
                "period": self.period,
                "direction": direction,
                "flow": flow,
                "amount": rounded(reading),
                "unit": UNITS.get(flow, "t"),
                "partner": partner,
                **self.lab.get(flow, {}),
                **props,
            }
        )


UNITS = {
    "coke_oven_gas": "1000 m3N",
    "blast_furnace_gas": "1000 m3N",
    "converter_gas": "1000 m3N",
    "natural_gas": "1000 m3N",
    "oxygen": "1000 m3N",
    "nitrogen": "1000 m3N",
    "argon": "1000 m3N",
    "compressed_air": "1000 m3N",
    "fresh_water": "m3",
    "steam": "GJ",
    "heat": "GJ",
    "electricity": "MWh",
}


# No fuel is burnt for recovered steam: natural gas at 56.1 t CO2/TJ and 90 % stands for it.
RECOVERED_STEAM: Props = {
    "emission_factor_energy": 62.333333,
    "note": "Recovered heat, no fuel of its own: natural gas 56.1 / 90 % stands for it (2547 Annex III A.3)",
}


def rounded(amount: float) -> float:
    """As a monthly report would print it: whole units above a thousand, else one or two decimals."""
    return round(amount, 0 if amount >= 1000 else 1 if amount >= 100 else 2)
