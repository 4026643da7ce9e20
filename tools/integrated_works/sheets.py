"""The small sheets: site, processes, supplies, products, evidence. Names and figures are invented."""

from __future__ import annotations

NAME = "Illustrative Integrated Works 示例联合钢厂"
INVENTED = "Illustrative: invented, not measured"

SITE_ROWS: tuple[tuple[str, str], ...] = (
    ("name", NAME),
    ("organization", "Illustrative Iron and Steel 示例钢铁公司"),
    ("country", "CN"),
    ("region", "CN"),
    ("plant_type", "integrated"),
    ("period", "2025"),
    ("time_zone", "Asia/Shanghai"),
    ("factors.direct", "ndrc-2013"),
    ("factors.direct.diesel", "ndrc-2013"),
    ("factors.electricity", "cn-grid-co2-2023"),
    ("factors.residual", "cn-grid-co2-2023"),
)

# id, kind, name in the works
PROCESSES: tuple[tuple[str, str, str], ...] = (
    ("coke_ovens", "coking", "Coke ovens, dry quenching 焦炉（干熄焦）"),
    ("sinter_plant", "sintering", "Sinter plant 烧结厂"),
    ("pellet_plant", "pelletizing", "Pellet plant, grate-kiln 球团厂（链篦机-回转窑）"),
    ("lime_kiln", "lime_kiln", "Lime kilns 石灰窑"),
    ("blast_furnaces", "blast_furnace", "Blast furnaces 1 and 2 with stoves 1、2 号高炉（含热风炉）"),
    ("converters", "basic_oxygen_furnace", "Converters 转炉"),
    ("ladle_refining", "refining", "Ladle furnaces and RH LF 与 RH 精炼"),
    ("slab_caster", "continuous_casting", "Slab caster 板坯连铸"),
    ("billet_caster", "continuous_casting", "Billet caster 方坯连铸"),
    ("hot_strip_mill", "hot_rolling", "Hot strip mill 热连轧"),
    ("bar_mill", "bar_rolling", "Bar mill 棒材轧机"),
    ("cold_mill", "cold_rolling", "Pickling and cold mill 酸洗冷轧"),
    ("oxygen_plant", "oxygen_plant", "Air separation 空分"),
    ("power_plant", "power_plant", "Gas-fired power plant 煤气发电"),
    ("boiler_house", "boiler", "Boiler house 锅炉房"),
    ("utilities", "auxiliary", "Compressed air, water, offices, transport 空压、给水、办公与厂内运输"),
)

# Sinter and pellets share one CN code, slabs and billets differ in shape only: each pair is one production
# process of CBAM (2547 Art. 4(6), Annex II A.4). All others stand alone.
PRODUCTION_PROCESSES = {
    "sinter_plant": "agglomerated_ore",
    "pellet_plant": "agglomerated_ore",
    "converters": "crude_steel",
    "ladle_refining": "crude_steel",
    "slab_caster": "crude_steel",
    "billet_caster": "crude_steel",
}

# id, supplier, country, upstream CO2 and CH4 in t per unit of the input, primary share
SUPPLIES: tuple[tuple[str, str, str, float, float, float], ...] = (
    ("COAL-A", "Coal mine A", "AU", 0.062, 0.0072, 0.6),
    ("COAL-B", "Coal mine B", "CN", 0.049, 0.0098, 0.0),
    ("COAL-C", "Coal mine C", "CN", 0.046, 0.0081, 0.0),
    ("COAL-D", "Coal mine D (anthracite)", "CN", 0.044, 0.0105, 0.0),
    ("COAL-E", "Coal mine E (bituminous)", "CN", 0.038, 0.0052, 0.0),
    ("COKE-A", "Coke works A", "CN", 0.46, 0.0128, 0.0),
    ("ORE-A", "Iron ore mine A", "AU", 0.026, 0.00003, 0.7),
    ("ORE-B", "Iron ore mine B", "BR", 0.041, 0.00004, 0.7),
    ("ORE-C", "Iron ore mine C (lump)", "ZA", 0.032, 0.00004, 0.0),
    ("ORE-D", "Iron ore concentrator D", "CN", 0.068, 0.00012, 0.4),
    ("PELLET-A", "Pellet works A", "BR", 0.128, 0.00018, 0.0),
    ("STONE-A", "Limestone quarry", "CN", 0.007, 0.00001, 0.0),
    ("STONE-B", "Dolomite quarry", "CN", 0.008, 0.00001, 0.0),
    ("STONE-C", "Fluorspar mine", "CN", 0.11, 0.0002, 0.0),
    ("LIME-A", "Lime works", "CN", 1.12, 0.0009, 0.0),
    ("BENT-A", "Bentonite mine", "CN", 0.09, 0.0002, 0.0),
    ("SCRAP-A", "Stamping works, new scrap", "CN", 0.0, 0.0, 0.0),
    ("SCRAP-B", "Scrap yards, old scrap", "CN", 0.0, 0.0, 0.0),
    ("ALLOY-A", "Ferromanganese works", "CN", 2.4, 0.006, 0.0),
    ("ALLOY-B", "Silicomanganese works", "CN", 4.6, 0.009, 0.0),
    ("ALLOY-C", "Ferrosilicon works", "CN", 7.4, 0.012, 0.0),
    ("ALLOY-D", "Calcium silicon works", "CN", 8.9, 0.013, 0.0),
    ("ALLOY-E", "Aluminium smelter", "CN", 13.8, 0.021, 0.0),
    ("CARBON-A", "Carburiser works", "CN", 0.85, 0.004, 0.0),
    ("ELECTRODE-A", "Graphite electrode works", "CN", 3.9, 0.006, 0.0),
    ("REF-A", "Refractories works", "CN", 0.95, 0.0011, 0.0),
    ("DESULPH-A", "Desulphurising agent works", "CN", 1.9, 0.003, 0.0),
    ("ACID-A", "Sulphuric acid works", "CN", 0.14, 0.0002, 0.0),
    ("ACID-B", "Hydrochloric acid works", "CN", 0.62, 0.0008, 0.0),
    ("H2-A", "Hydrogen supplier", "CN", 10.4, 0.019, 0.0),
    ("GAS-A", "Industrial gases A, oxygen", "CN", 0.46, 0.0006, 0.0),
    ("GAS-B", "Industrial gases B, argon", "CN", 0.71, 0.0009, 0.0),
    ("NG-A", "Gas utility", "CN", 0.25, 0.0087, 0.0),
    ("DIESEL-A", "Refinery", "CN", 0.46, 0.0019, 0.0),
    ("GRID-A", "Grid company, fuel supply and losses", "CN", 0.038, 0.00054, 0.0),
    ("WATER-A", "Water company", "CN", 0.00028, 0.0, 0.0),
)

# CBAM precursors among them: CN code, embedded direct t CO2e/t, electricity MWh/t and its factor t CO2/MWh.
# Direct and indirect together stay under the upstream figure, which also holds mining and transport.
PRECURSORS: dict[str, tuple[str, float, float, float]] = {
    "PELLET-A": ("26011200", 0.068, 0.048, 0.07),
    "ALLOY-A": ("72021180", 1.28, 1.95, 0.5306),
    "ALLOY-E": ("76011090", 1.9, 13.4, 0.5306),
    "H2-A": ("28041000", 9.3, 0.5, 0.5306),
}

# id, name, process, flow, CN code, kind of steel, then shares of Mn, Cr, Ni, other alloys, carbon
PRODUCTS: tuple[tuple[str | float, ...], ...] = (
    (
        *("HRC", "Hot-rolled coil 热轧卷板", "hot_strip_mill", "hot_rolled_coil", "72083900", "quality"),
        *(0.004, 0.0003, 0.0002, 0.002, 0.0013),
    ),
    (
        *("REBAR", "Reinforcing bar 钢筋", "bar_mill", "rebar", "72142000", "reinforcing"),
        *(0.013, 0.0005, 0.0003, 0.004, 0.0022),
    ),
    (
        *("CRC", "Cold-rolled coil 冷轧卷板", "cold_mill", "cold_rolled_coil", "72091690", "quality"),
        *(0.003, 0.0003, 0.0002, 0.002, 0.0008),
    ),
)

# id, kind, title
EVIDENCE: tuple[tuple[str, str, str], ...] = (
    ("SCALE", "weighbridge", "Belt scales, weigh hoppers, torpedo and crane scales"),
    ("GATE", "weighbridge", "Weighbridge and draught survey at the gate and the berth"),
    ("METER", "meter", "Gas, steam, water and power meters of the network"),
    ("BILL", "document", "Bills of the grid, gas and water companies"),
    ("SURVEY", "estimate", "Survey of stockpiles at the end of the month"),
)


def evidence_of(direction: str, flow_unit: str, partner: str, flow: str) -> str:
    """Which kind of evidence a row would rest on."""
    if partner == "stock":
        return "SURVEY"
    if partner == "purchased" and flow in {"electricity", "natural_gas", "fresh_water", "heat"}:
        return "BILL"
    if partner in {"purchased", "sold", "waste"} and flow_unit == "t":
        return "GATE"
    return "SCALE" if flow_unit == "t" else "METER"
