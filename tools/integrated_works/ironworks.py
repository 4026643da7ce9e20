"""From coal and ore to hot metal: coke ovens, sinter, pellets, lime, blast furnaces."""

from __future__ import annotations

from dataclasses import dataclass

from integrated_works.laboratory import carbon, heating_value, iron
from integrated_works.month import RECOVERED_STEAM, Month

COKE, SINTER, PELLETS, LIME, FURNACES = (
    "coke_ovens",
    "sinter_plant",
    "pellet_plant",
    "lime_kiln",
    "blast_furnaces",
)
# Ore fines of two origins, coal of three: share of the blend and how they differ from its mean.
ORES = (("Fines A", "ORE-A", 0.62, 0.0040), ("Fines B", "ORE-B", 0.38, -0.0065))
COALS = (
    ("Hard coking coal", "COAL-A", 0.50, 0.0080),
    ("Fat coal", "COAL-B", 0.32, -0.0030),
    ("Gas coal", "COAL-C", 0.18, -0.0169),
)


@dataclass(frozen=True)
class Burden:
    """What the blast furnaces ask of the plants before them, t."""

    hot_metal: float
    coke: float
    sinter: float
    pellet: float


def gas(month: Month, process: str, flow: str, energy_GJ: float) -> None:
    """A process burns an amount of gas given by its energy."""
    month.take(process, flow, energy_GJ / heating_value(month, flow))


def blast_furnaces(month: Month, hot_metal: float) -> Burden:
    """Iron balance gives the sinter, carbon balance the top gas."""
    m, at = month, FURNACES
    own_pellet = hot_metal * m.vary("own pellet", 0.195, 0.03)
    bought_pellet = hot_metal * m.vary("bought pellet", 0.105, 0.05)
    lump = hot_metal * m.vary("lump", 0.095, 0.05)
    slag = hot_metal * m.vary("slag", 0.315, 0.02)
    dust = hot_metal * m.vary("dust", 0.0125, 0.08)
    pellet_fe = iron(m, "pellet") + 0.004
    iron_out = hot_metal * iron(m, "hot_metal") + slag * iron(m, "granulated_slag") + dust * iron(m, "dust")
    iron_in = own_pellet * iron(m, "pellet") + bought_pellet * pellet_fe + lump * iron(m, "lump_ore")
    sinter = (iron_out - iron_in) / iron(m, "sinter")
    coke = hot_metal * m.vary("coke rate", 0.384, 0.012)
    anthracite = hot_metal * m.vary("pci anthracite", 0.096, 0.03)
    bituminous = hot_metal * m.vary("pci bituminous", 0.058, 0.03)

    m.take(at, "sinter", sinter)
    m.take(at, "pellet", own_pellet)
    m.take(
        at,
        "pellet",
        bought_pellet,
        of="purchased",
        supply="PELLET-A",
        label="Bought pellets",
        iron_content=round(pellet_fe, 4),
    )
    m.take(at, "lump_ore", lump, of="purchased", supply="ORE-C")
    m.take(at, "coke", coke)
    m.take(at, "anthracite", anthracite, label="Injection coal")
    m.take(at, "bituminous_coal", bituminous, label="Injection coal")
    m.take(at, "oxygen", hot_metal * m.vary("bf oxygen", 0.046, 0.04))
    m.take(at, "nitrogen", hot_metal * m.vary("bf nitrogen", 0.032, 0.05))
    m.take(at, "steam", hot_metal * m.vary("bf steam", 0.050, 0.05))
    m.take(at, "electricity", hot_metal * m.vary("bf power", 0.112, 0.02))
    m.take(at, "compressed_air", hot_metal * m.vary("bf air", 0.022, 0.05))
    m.take(at, "fresh_water", hot_metal * m.vary("bf water", 0.62, 0.05))
    m.take(
        at, "refractory", hot_metal * m.vary("bf refractory", 0.0011, 0.15), of="purchased", supply="REF-A"
    )
    gas(m, at, "blast_furnace_gas", hot_metal * m.vary("stoves", 1.88, 0.015))
    gas(m, at, "coke_oven_gas", hot_metal * m.vary("runner drying", 0.018, 0.10))

    m.make(at, "hot_metal", hot_metal)
    carbon_in = coke * carbon(m, "coke") + anthracite * carbon(m, "anthracite")
    carbon_in += bituminous * carbon(m, "bituminous_coal")
    carbon_out = hot_metal * carbon(m, "hot_metal") + dust * carbon(m, "dust")
    # 0.2 % is carbon that no instrument finds: sludge, furnace gas at tapping.
    top_gas = (carbon_in * 0.998 - carbon_out) / carbon(m, "blast_furnace_gas")
    flared = top_gas * m.vary("bfg flare", 0.016, 0.4)
    m.make(at, "blast_furnace_gas", top_gas - flared)
    m.make(at, "blast_furnace_gas", flared, to="flare")
    m.make(at, "granulated_slag", slag, to="sold")
    m.make(at, "dust", dust)
    m.make(
        at,
        "electricity",
        hot_metal * m.vary("trt", 0.0385, 0.03),
        electricity_source="other_own",
        label="Top-pressure turbine",
        emission_factor=0.0,
        note="Driven by the pressure of the top gas, which is burnt later elsewhere: no fuel is burnt for it",
    )
    return Burden(hot_metal, coke, sinter, own_pellet)


def coke_ovens(month: Month, coke: float) -> None:
    """The coal follows from the carbon of everything it becomes."""
    m, at = month, COKE
    bought = coke * m.vary("bought coke", 0.030, 0.30)
    to_stock = coke * 0.012 * (1 if int(m.period[-2:]) % 2 else -1)
    lump = coke - bought + to_stock
    breeze = lump * m.vary("breeze", 0.088, 0.03)
    gross = lump + breeze
    coal_guess = gross / 0.757
    products = {
        "coke": lump,
        "coke_breeze": breeze,
        "coke_oven_gas": coal_guess * m.vary("cog yield", 0.322, 0.01),
        "coal_tar": coal_guess * m.vary("tar yield", 0.0345, 0.02),
        "crude_benzol": coal_guess * m.vary("benzol yield", 0.0096, 0.02),
    }
    carbon_out = sum(amount * carbon(m, flow) for flow, amount in products.items())
    # 0.3 % burns off at pushing and dry quenching.
    coal = carbon_out / 0.997 / carbon(m, "cleaned_coal")

    m.take(at, "cleaned_coal", coal, label="Blend")
    heat_need = coal * m.vary("underfiring", 2.86, 0.012)
    gas(m, at, "blast_furnace_gas", heat_need * 0.58)
    gas(m, at, "coke_oven_gas", heat_need * 0.42)
    m.take(at, "electricity", gross * m.vary("coke power", 0.052, 0.03))
    m.take(at, "steam", gross * m.vary("coke steam", 0.155, 0.06))
    m.take(at, "nitrogen", gross * m.vary("quenching nitrogen", 0.014, 0.05))
    m.take(at, "compressed_air", gross * m.vary("coke air", 0.009, 0.05))
    m.take(at, "fresh_water", gross * m.vary("coke water", 0.48, 0.05))
    acid = coal * m.vary("coke acid", 0.0072, 0.05)
    m.take(at, "acid", acid, of="purchased", supply="ACID-A", label="Sulphuric acid")

    m.make(at, "coke", lump)
    m.make(at, "coke_breeze", breeze)
    flared = products["coke_oven_gas"] * m.vary("cog flare", 0.008, 0.5)
    m.make(at, "coke_oven_gas", products["coke_oven_gas"] - flared)
    m.make(at, "coke_oven_gas", flared, to="flare")
    m.make(at, "coal_tar", products["coal_tar"], to="sold")
    m.make(at, "crude_benzol", products["crude_benzol"], to="sold")
    m.make(at, "ammonium_sulphate", coal * m.vary("sulphate", 0.0094, 0.04), to="sold")
    m.make(at, "steam", lump * m.vary("dry quenching", 1.36, 0.03), **RECOVERED_STEAM)

    m.buy("coke", bought, "COKE-A", label="Bought coke", carbon_content=0.8580)
    m.settle("coke")
    for label, supply, share, offset in COALS:
        part = coal * share * m.vary(f"{label} purchase", 1.0, 0.06)
        content = round(carbon(m, "cleaned_coal") + offset, 4)
        m.buy("cleaned_coal", part, supply, label=label, carbon_content=content)
    m.settle("cleaned_coal", label="Blend")


def sinter_plant(month: Month, sinter: float) -> None:
    """Iron balance gives the ore; dust, sludge and scale of the works come back here."""
    m, at = month, SINTER
    returned = {flow: m.pools[flow] for flow in ("dust", "sludge", "mill_scale")}
    iron_returned = sum(amount * iron(m, flow) for flow, amount in returned.items())
    iron_ore = sinter * iron(m, "sinter") - iron_returned
    concentrate = iron_ore * m.vary("concentrate share", 0.235, 0.05) / iron(m, "iron_ore_concentrate")
    fines = (iron_ore - concentrate * iron(m, "iron_ore_concentrate")) / iron(m, "iron_ore_fines")

    m.take(at, "iron_ore_fines", fines, label="Blend")
    m.take(at, "iron_ore_concentrate", concentrate)
    for flow, amount in returned.items():
        m.take(at, flow, amount)
    m.take(at, "limestone", sinter * m.vary("sinter limestone", 0.072, 0.04))
    m.take(at, "dolomite", sinter * m.vary("sinter dolomite", 0.046, 0.04))
    m.take(at, "burnt_lime", sinter * m.vary("sinter lime", 0.034, 0.04))
    breeze = m.pools["coke_breeze"]
    m.take(at, "coke_breeze", breeze)
    fuel_carbon = sinter * m.vary("sinter fuel", 0.0455, 0.02)
    own_carbon = breeze * carbon(m, "coke_breeze") + returned["dust"] * carbon(m, "dust")
    m.take(at, "anthracite", (fuel_carbon - own_carbon) / carbon(m, "anthracite"), label="Sinter fuel")
    gas(m, at, "coke_oven_gas", sinter * m.vary("ignition", 0.062, 0.03))
    m.take(at, "electricity", sinter * m.vary("sinter power", 0.0465, 0.02))
    m.take(at, "compressed_air", sinter * m.vary("sinter air", 0.008, 0.05))
    m.take(at, "fresh_water", sinter * m.vary("sinter water", 0.10, 0.05))
    m.make(at, "sinter", sinter)
    m.make(at, "steam", sinter * m.vary("cooler steam", 0.060, 0.05), **RECOVERED_STEAM)

    for label, supply, share, offset in ORES:
        part = fines * share * m.vary(f"{label} purchase", 1.0, 0.05)
        content = round(iron(m, "iron_ore_fines") + offset, 4)
        m.buy("iron_ore_fines", part, supply, label=label, iron_content=content)
    m.settle("iron_ore_fines", label="Blend")


def pellet_plant(month: Month, pellet: float) -> None:
    """Concentrate, bentonite and gas."""
    m, at = month, PELLETS
    m.take(at, "iron_ore_concentrate", pellet * iron(m, "pellet") / iron(m, "iron_ore_concentrate"))
    bentonite = pellet * m.vary("bentonite", 0.0145, 0.05)
    m.take(at, "bentonite", bentonite, of="purchased", supply="BENT-A")
    gas(m, at, "coke_oven_gas", pellet * m.vary("pellet coke gas", 0.56, 0.03))
    gas(m, at, "natural_gas", pellet * m.vary("pellet natural gas", 0.34, 0.04))
    m.take(at, "electricity", pellet * m.vary("pellet power", 0.0365, 0.03))
    m.take(at, "compressed_air", pellet * m.vary("pellet air", 0.006, 0.05))
    m.make(at, "pellet", pellet)

    need = -m.pools["iron_ore_concentrate"]
    bought = need * m.vary("concentrate purchase", 1.0, 0.05)
    m.buy("iron_ore_concentrate", bought, "ORE-D")
    m.settle("iron_ore_concentrate")


def lime_kiln(month: Month) -> None:
    """What sinter plant and steelworks ask for, less a little that is bought."""
    m, at = month, LIME
    bought = -m.pools["burnt_lime"] * m.vary("bought lime", 0.07, 0.2)
    m.buy("burnt_lime", bought, "LIME-A")
    lime, dolime = -m.pools["burnt_lime"], -m.pools["burnt_dolomite"]
    m.take(at, "limestone", lime * m.vary("limestone rate", 1.79, 0.01))
    m.take(at, "dolomite", dolime * m.vary("dolomite rate", 1.93, 0.01))
    heat_need = (lime + dolime) * m.vary("kiln heat", 4.05, 0.02)
    gas(m, at, "converter_gas", heat_need * 0.78)
    gas(m, at, "coke_oven_gas", heat_need * 0.22)
    m.take(at, "electricity", (lime + dolime) * m.vary("kiln power", 0.046, 0.03))
    m.take(at, "compressed_air", (lime + dolime) * m.vary("kiln air", 0.010, 0.05))
    m.make(at, "burnt_lime", lime)
    m.make(at, "burnt_dolomite", dolime, role="co_product")

    for flow, supply in (("limestone", "STONE-A"), ("dolomite", "STONE-B")):
        m.buy(flow, -m.pools[flow] * m.vary(f"{flow} purchase", 1.0, 0.03), supply)
        m.settle(flow)
    for flow, supply in (("anthracite", "COAL-D"), ("bituminous_coal", "COAL-E")):
        m.buy(flow, -m.pools[flow] * m.vary(f"{flow} purchase", 1.0, 0.04), supply)
        m.settle(flow)
