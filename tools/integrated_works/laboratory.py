"""What the laboratory says of a month: carbon, iron, calorific values. Invented, of usual size."""

from __future__ import annotations

from integrated_works.month import Month, Props

# flow: carbon t C per unit, iron t Fe per t, NCV GJ per unit; each wanders by its spread from month to month.
_SPREAD = {"carbon_content": 0.006, "iron_content": 0.004, "ncv": 0.010}
_MEANS: dict[str, Props] = {
    "cleaned_coal": {"carbon_content": 0.7640, "ncv": 29.4},
    "coke": {"carbon_content": 0.8660, "ncv": 28.9},
    "coke_breeze": {"carbon_content": 0.8520, "ncv": 28.2},
    "anthracite": {"carbon_content": 0.8150, "ncv": 29.9},
    "bituminous_coal": {"carbon_content": 0.7450, "ncv": 27.6},
    "natural_gas": {"carbon_content": 0.5370, "ncv": 35.9},
    "coke_oven_gas": {"carbon_content": 0.2120, "ncv": 17.6},
    "blast_furnace_gas": {"carbon_content": 0.2450, "ncv": 3.38},
    "converter_gas": {"carbon_content": 0.3750, "ncv": 7.15},
    "coal_tar": {"carbon_content": 0.9150, "ncv": 36.8},
    "crude_benzol": {"carbon_content": 0.9200, "ncv": 40.6},
    "charge_carbon": {"carbon_content": 0.9800, "ncv": 32.6},
    "iron_ore_fines": {"iron_content": 0.6150},
    "iron_ore_concentrate": {"iron_content": 0.6560},
    "lump_ore": {"iron_content": 0.6230},
    "sinter": {"iron_content": 0.5720},
    "pellet": {"iron_content": 0.6440},
    "hot_metal": {"carbon_content": 0.0450, "iron_content": 0.9455},
    "dust": {"carbon_content": 0.3300, "iron_content": 0.3600},
    "sludge": {"carbon_content": 0.0120, "iron_content": 0.5600},
    "mill_scale": {"carbon_content": 0.0, "iron_content": 0.7150},
    "granulated_slag": {"carbon_content": 0.0, "iron_content": 0.0040},
    "steel_slag": {"carbon_content": 0.0, "iron_content": 0.1800},
    "pickling_sludge": {"iron_content": 0.3800},
    "ferromanganese": {"carbon_content": 0.0670, "iron_content": 0.1500},
    "silicomanganese": {"carbon_content": 0.0180, "iron_content": 0.1400},
    "ferrosilicon": {"carbon_content": 0.0010, "iron_content": 0.2300},
    "calcium_silicon": {"carbon_content": 0.0060, "iron_content": 0.0400},
    "electrode": {"carbon_content": 0.9900},
    "limestone": {"carbon_content": 0.1195},
    "dolomite": {"carbon_content": 0.1275},
    "burnt_lime": {"carbon_content": 0.0040},
    "burnt_dolomite": {"carbon_content": 0.0045},
}


def analyse(month: Month) -> None:
    """Fill the month's contents. Steel follows from its heat, see `steelworks`."""
    for flow, means in _MEANS.items():
        month.lab[flow] = {
            name: round(month.vary(f"{flow} {name}", float(mean), _SPREAD[name]), 4)
            for name, mean in means.items()
        }
    # Scrap and steel hold little carbon; iron is what is left beside manganese and silicon.
    month.lab["scrap"] = {"carbon_content": 0.0020, "iron_content": 0.9650}


def carbon(month: Month, flow: str) -> float:
    """t C per unit of a flow this month."""
    return float(month.lab[flow]["carbon_content"])


def iron(month: Month, flow: str) -> float:
    """t Fe per t of a flow this month."""
    return float(month.lab[flow]["iron_content"])


def heating_value(month: Month, flow: str) -> float:
    """GJ per 1000 m3N of a gas this month."""
    return float(month.lab[flow]["ncv"])
