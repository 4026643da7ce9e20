"""Gas, steam, oxygen and power: what the works makes, and where the rest goes."""

from __future__ import annotations

from integrated_works.ironworks import gas
from integrated_works.laboratory import heating_value
from integrated_works.month import Month

OXYGEN, POWER, BOILER, UTILITIES = "oxygen_plant", "power_plant", "boiler_house", "utilities"
# Share of each network that leaks, is vented or is lost in lines: no meter sees it.
_UNSEEN = {"blast_furnace_gas": 0.005, "coke_oven_gas": 0.006, "converter_gas": 0.008, "steam": 0.018}
_LINE_LOSS = 0.011


def utilities(month: Month) -> None:
    """Compressed air, water works, offices, locomotives."""
    m, at = month, UTILITIES
    air = -m.pools["compressed_air"] * 1.008
    winter = 1.0 if m.period[-2:] in {"12", "01", "02"} else 0.3
    m.take(at, "electricity", 9200 * m.vary("site power", 1.0, 0.05) + air * 0.118)
    m.take(at, "steam", 34000 * winter * m.vary("site heating", 1.0, 0.08))
    m.take(at, "diesel", m.vary("diesel", 232, 0.06), of="purchased", supply="DIESEL-A")
    m.take(at, "fresh_water", m.vary("site water", 61000, 0.05))
    m.make(at, "compressed_air", air, role="product")


def oxygen_plant(month: Month) -> None:
    """Air separation for furnaces and converters; a little liquid gas is bought."""
    m, at = month, OXYGEN
    m.buy("oxygen", m.vary("liquid oxygen", 310, 0.2), "GAS-A", label="Liquid oxygen")
    m.buy("argon", m.vary("liquid argon", 45, 0.2), "GAS-B", label="Liquid argon")
    oxygen = -m.pools["oxygen"] * 1.013
    m.take(at, "electricity", oxygen * m.vary("air separation", 0.615, 0.015))
    m.take(at, "fresh_water", oxygen * m.vary("air separation water", 1.9, 0.05))
    m.make(at, "oxygen", oxygen)
    m.make(at, "nitrogen", -m.pools["nitrogen"] * 1.015)
    m.make(at, "argon", -m.pools["argon"] * 1.010)


def boiler_house(month: Month) -> None:
    """A standing boiler for steam that must not fail."""
    m, at = month, BOILER
    steam = m.vary("boiler steam", 46000, 0.06)
    gas(m, at, "blast_furnace_gas", steam / 0.885 * 0.8)
    gas(m, at, "coke_oven_gas", steam / 0.885 * 0.2)
    m.take(at, "electricity", steam * 0.0042)
    m.take(at, "fresh_water", steam * 0.31)
    m.make(at, "steam", steam)


def power_plant(month: Month) -> None:
    """Burns every gas and takes all steam that is left; the grid brings the rest."""
    m, at = month, POWER
    heat = 0.0
    for flow in ("blast_furnace_gas", "coke_oven_gas", "converter_gas"):
        made = sum(float(row["amount"]) for row in m.rows if _fills(row, flow))
        rest = m.pools[flow] - made * _UNSEEN[flow]
        m.take(at, flow, rest)
        heat += rest * heating_value(m, flow)
    made = sum(float(row["amount"]) for row in m.rows if _fills(row, "steam"))
    steam = m.pools["steam"] - made * _UNSEEN["steam"]
    m.take(at, "steam", steam)
    generated = (heat * m.vary("power efficiency", 0.372, 0.01) + steam * 0.235) / 3.6
    sold = generated * m.vary("power sold", 0.012, 0.3)
    m.take(at, "electricity", generated * m.vary("power own use", 0.058, 0.02))
    m.take(at, "fresh_water", generated * m.vary("power water", 1.6, 0.05))
    m.make(at, "electricity", generated - sold, electricity_source="process_gas")
    m.make(at, "electricity", sold, to="sold", electricity_source="process_gas")


def purchases(month: Month) -> None:
    """Natural gas, water and power for what the site does not make itself."""
    m = month
    m.buy("natural_gas", -m.pools["natural_gas"] * 1.002, "NG-A")
    m.buy("fresh_water", -m.pools["fresh_water"] * 1.02, "WATER-A")
    used = sum(
        float(row["amount"]) for row in m.rows if row["flow"] == "electricity" and row["direction"] == "in"
    )
    need = -m.pools["electricity"] + used * _LINE_LOSS
    green = m.vary("green power", 8000, 0.04)
    m.buy("electricity", need - green, "GRID-A", electricity_source="grid")
    m.buy(
        "electricity",
        green,
        "GRID-A",
        label="With certificates",
        electricity_source="grid",
        instrument="Green electricity certificates (invented)",
        instrument_factor=0.0,
    )


def _fills(row: dict[str, str | float], flow: str) -> bool:
    return (row["flow"], row["direction"], row["partner"]) == (flow, "out", "site")
