"""From hot metal to coil and bar: converters, ladle refining, casters, mills."""

from __future__ import annotations

from dataclasses import dataclass

from integrated_works.ironworks import gas
from integrated_works.laboratory import carbon, iron
from integrated_works.month import RECOVERED_STEAM, Month

CONVERTERS, REFINING, SLABS, BILLETS, STRIP, BARS, COLD = (
    "converters",
    "ladle_refining",
    "slab_caster",
    "billet_caster",
    "hot_strip_mill",
    "bar_mill",
    "cold_mill",
)
TAP_IRON, TAP_CARBON = 0.9850, 0.0006
STEEL_IRON = 0.9830
OWN_CARBON = 0.0013  # of the crops, by the usual analysis


@dataclass(frozen=True)
class Heats:
    """Liquid steel tapped, t, and the iron that scrap must bring, t Fe."""

    steel: float
    scrap_iron: float


def converters(month: Month, hot_metal: float) -> Heats:
    """Iron balance gives the scrap (see `charge_scrap`), carbon balance the gas."""
    m, at = month, CONVERTERS
    steel = hot_metal / m.vary("hot metal ratio", 0.886, 0.008)
    slag = steel * m.vary("converter slag", 0.104, 0.03)
    sludge = steel * m.vary("converter sludge", 0.0142, 0.05)
    manganese = steel * m.vary("ferromanganese", 0.0029, 0.06)
    iron_out = steel * TAP_IRON + slag * iron(m, "steel_slag") + sludge * iron(m, "sludge")
    iron_in = hot_metal * iron(m, "hot_metal") + manganese * iron(m, "ferromanganese")
    scrap_iron = iron_out - iron_in

    m.take(at, "hot_metal", hot_metal)
    m.take(at, "ferromanganese", manganese, of="purchased", supply="ALLOY-A")
    lime = steel * m.vary("converter lime", 0.0425, 0.03)
    dolime = steel * m.vary("converter dolime", 0.0155, 0.04)
    m.take(at, "burnt_lime", lime)
    m.take(at, "burnt_dolomite", dolime)
    for flow, rate, supply in (
        ("fluorspar", 0.0009, "STONE-C"),
        ("desulphuriser", 0.0028, "DESULPH-A"),
        ("refractory", 0.0074, "REF-A"),
    ):
        m.take(at, flow, steel * m.vary(flow, rate, 0.08), of="purchased", supply=supply)
    m.take(at, "oxygen", steel * m.vary("converter oxygen", 0.0525, 0.02))
    m.take(at, "nitrogen", steel * m.vary("converter nitrogen", 0.026, 0.04))
    m.take(at, "argon", steel * m.vary("converter argon", 0.0004, 0.05))
    gas(m, at, "converter_gas", steel * m.vary("ladle drying", 0.058, 0.05))
    m.take(at, "electricity", steel * m.vary("converter power", 0.0365, 0.03))
    m.take(at, "compressed_air", steel * m.vary("converter air", 0.018, 0.05))
    m.take(at, "fresh_water", steel * m.vary("converter water", 0.42, 0.05))

    m.lab["liquid_steel"] = {"carbon_content": TAP_CARBON, "iron_content": TAP_IRON}
    m.make(at, "liquid_steel", steel, to=REFINING)
    carbon_in = hot_metal * carbon(m, "hot_metal") + scrap_iron / 0.97 * 0.0019
    carbon_in += manganese * carbon(m, "ferromanganese")
    carbon_in += lime * carbon(m, "burnt_lime") + dolime * carbon(m, "burnt_dolomite")
    carbon_out = steel * TAP_CARBON + sludge * carbon(m, "sludge")
    blown = (carbon_in - carbon_out) * 0.998 / carbon(m, "converter_gas")
    # The first and last minutes of a blow are too lean to keep.
    lean = blown * m.vary("lean gas", 0.135, 0.10)
    m.make(at, "converter_gas", blown - lean)
    m.make(at, "converter_gas", lean, to="flare")
    m.make(at, "steam", steel * m.vary("converter steam", 0.205, 0.04), **RECOVERED_STEAM)
    m.make(at, "steel_slag", slag * 0.7, to="sold")
    m.make(at, "steel_slag", slag * 0.3, to="waste")
    m.make(at, "sludge", sludge)
    return Heats(steel, scrap_iron)


def charge_scrap(month: Month, scrap_iron: float, returned: dict[str, float]) -> None:
    """Crops of the casters and the mills first; the rest is bought.

    returned : crops by caster, cast from this shop's own steel.
    """
    m, at = month, CONVERTERS
    home = m.pools["scrap"]
    for caster, crops in returned.items():
        m.take(
            at,
            "scrap",
            crops,
            of=caster,
            scrap_origin="same_melt_unit",
            metallic_share=0.99,
            carbon_content=OWN_CARBON,
            iron_content=STEEL_IRON,
        )
    m.take(
        at,
        "scrap",
        home,
        scrap_origin="home",
        metallic_share=0.99,
        carbon_content=OWN_CARBON,
        iron_content=STEEL_IRON,
    )
    own = (home + sum(returned.values())) * STEEL_IRON
    bought = (scrap_iron - own) / iron(m, "scrap")
    for origin, supply, part, share in (
        ("pre_consumer", "SCRAP-A", 0.27, 0.98),
        ("post_consumer", "SCRAP-B", 0.73, 0.97),
    ):
        m.take(
            at,
            "scrap",
            bought * part,
            of="purchased",
            supply=supply,
            scrap_origin=origin,
            metallic_share=share,
        )


def ladle_refining(month: Month, tapped: float) -> float:
    """Alloying and heating. Returns liquid steel for the casters."""
    m, at = month, REFINING
    added = {
        "silicomanganese": (tapped * m.vary("silicomanganese", 0.0062, 0.05), "ALLOY-B"),
        "ferrosilicon": (tapped * m.vary("ferrosilicon", 0.0021, 0.05), "ALLOY-C"),
        "calcium_silicon": (tapped * m.vary("calcium silicon", 0.0003, 0.08), "ALLOY-D"),
        "charge_carbon": (tapped * m.vary("charge carbon", 0.0007, 0.05), "CARBON-A"),
        "aluminium": (tapped * m.vary("aluminium", 0.0008, 0.06), "ALLOY-E"),
        "electrode": (tapped * m.vary("electrode", 0.00027, 0.05), "ELECTRODE-A"),
    }
    slag = tapped * m.vary("ladle slag", 0.0125, 0.05)
    alloys = ("silicomanganese", "ferrosilicon", "calcium_silicon")
    iron_in = tapped * TAP_IRON + sum(added[flow][0] * iron(m, flow) for flow in alloys)
    refined = (iron_in - slag * 0.12) / STEEL_IRON
    carbon_in = tapped * TAP_CARBON + sum(added[flow][0] * carbon(m, flow) for flow in alloys)
    carbon_in += 0.76 * added["charge_carbon"][0] * carbon(m, "charge_carbon")
    cast_carbon = round(carbon_in / refined, 5)

    m.take(at, "liquid_steel", tapped, of=CONVERTERS)
    for flow, (amount, supply) in added.items():
        m.take(at, flow, amount, of="purchased", supply=supply)
    m.take(at, "burnt_lime", tapped * m.vary("ladle lime", 0.0045, 0.05))
    m.take(at, "argon", tapped * m.vary("ladle argon", 0.0005, 0.05))
    m.take(at, "electricity", tapped * m.vary("ladle power", 0.0405, 0.03))
    m.take(at, "steam", tapped * m.vary("vacuum steam", 0.058, 0.05))
    m.take(at, "fresh_water", tapped * m.vary("ladle water", 0.12, 0.05))
    steel = {"carbon_content": cast_carbon, "iron_content": STEEL_IRON}
    for flow in ("liquid_steel", "slab", "billet", "hot_rolled_coil", "rebar", "cold_rolled_coil"):
        m.lab[flow] = dict(steel)
    m.make(at, "liquid_steel", refined * 0.62, to=SLABS)
    m.make(at, "liquid_steel", refined * 0.38, to=BILLETS)
    m.make(at, "steel_slag", slag, to="waste", iron_content=0.12)
    return refined


def caster(month: Month, at: str, steel: float, product: str) -> float:
    """Crops go back to the converters, scale to the sinter plant. Returns the crops."""
    m = month
    crops = steel * m.vary(f"{at} crops", 0.0125, 0.05)
    scale = steel * m.vary(f"{at} scale", 0.0055, 0.08)
    cast = (steel - crops) - scale * iron(m, "mill_scale") / STEEL_IRON
    m.take(at, "liquid_steel", steel, of=REFINING)
    gas(m, at, "coke_oven_gas", steel * m.vary(f"{at} cutting", 0.019, 0.06))
    m.take(at, "oxygen", steel * m.vary(f"{at} oxygen", 0.0022, 0.06))
    m.take(at, "electricity", steel * m.vary(f"{at} power", 0.0118, 0.03))
    m.take(at, "compressed_air", steel * m.vary(f"{at} air", 0.012, 0.05))
    m.take(at, "fresh_water", steel * m.vary(f"{at} water", 0.22, 0.05))
    refractory = steel * m.vary(f"{at} refractory", 0.0021, 0.08)
    m.take(at, "refractory", refractory, of="purchased", supply="REF-A")
    m.make(at, product, cast)
    m.make(at, "scrap", crops, to=CONVERTERS, carbon_content=OWN_CARBON, iron_content=STEEL_IRON)
    m.make(at, "mill_scale", scale)
    return crops


@dataclass(frozen=True)
class Pass:
    """A rolling mill: what it rolls into what, crops and scale per tonne, GJ of gas and MWh per tonne."""

    at: str
    source: str
    product: str
    crops: float
    scale: float
    fuels: dict[str, float]
    power: float


STRIP_MILL = Pass(
    STRIP,
    "slab",
    "hot_rolled_coil",
    0.0125,
    0.0105,
    {"blast_furnace_gas": 0.44, "coke_oven_gas": 0.58, "converter_gas": 0.21},
    0.101,
)
BAR_MILL = Pass(
    BARS, "billet", "rebar", 0.0165, 0.0090, {"blast_furnace_gas": 0.70, "converter_gas": 0.36}, 0.083
)


def mill(month: Month, rolls: Pass, steel: float) -> None:
    """Heat and roll."""
    m, at = month, rolls.at
    crops = steel * m.vary(f"{at} crops", rolls.crops, 0.04)
    scale = steel * m.vary(f"{at} scale", rolls.scale, 0.04)
    product = steel - crops - scale * iron(m, "mill_scale") / STEEL_IRON
    m.take(at, rolls.source, steel)
    for flow, energy in rolls.fuels.items():
        gas(m, at, flow, steel * m.vary(f"{at} {flow}", energy, 0.02))
    m.take(at, "electricity", steel * m.vary(f"{at} power", rolls.power, 0.02))
    m.take(at, "compressed_air", steel * m.vary(f"{at} air", 0.010, 0.05))
    m.take(at, "fresh_water", steel * m.vary(f"{at} water", 0.45, 0.05))
    m.make(at, rolls.product, product)
    m.make(at, "scrap", crops, carbon_content=OWN_CARBON, iron_content=STEEL_IRON)
    m.make(at, "mill_scale", scale)


def cold_mill(month: Month, coil: float) -> None:
    """Pickle, roll, anneal."""
    m, at = month, COLD
    trim = coil * m.vary("cold trim", 0.048, 0.04)
    sludge = coil * m.vary("pickling sludge", 0.011, 0.06)
    product = coil - trim - sludge * iron(m, "pickling_sludge") / STEEL_IRON
    m.take(at, "hot_rolled_coil", coil)
    gas(m, at, "natural_gas", coil * m.vary("annealing", 0.88, 0.03))
    m.take(at, "electricity", coil * m.vary("cold power", 0.142, 0.02))
    m.take(at, "steam", coil * m.vary("pickling steam", 0.44, 0.04))
    m.take(at, "nitrogen", coil * m.vary("annealing nitrogen", 0.068, 0.04))
    hydrogen = coil * m.vary("annealing hydrogen", 0.00006, 0.06)
    m.take(at, "hydrogen", hydrogen, of="purchased", supply="H2-A")
    acid = coil * m.vary("pickling acid", 0.0062, 0.05)
    m.take(at, "acid", acid, of="purchased", supply="ACID-B", label="Hydrochloric acid")
    m.take(at, "compressed_air", coil * m.vary("cold air", 0.024, 0.05))
    m.take(at, "fresh_water", coil * m.vary("cold water", 0.55, 0.05))
    m.make(at, "cold_rolled_coil", product)
    m.make(at, "scrap", trim, carbon_content=OWN_CARBON, iron_content=STEEL_IRON)
    m.make(at, "pickling_sludge", sludge, to="waste")
