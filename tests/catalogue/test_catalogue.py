"""The catalogue is complete, consistent in itself, and answers in both languages."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from tanlian import catalogue
from tanlian.problems import Problems, Where
from tanlian.units import parse_unit

GROUPS = {
    "ore",
    "coal",
    "coke",
    "liquid_fuel",
    "gas_fuel",
    "process_gas",
    "flux",
    "metallic",
    "alloy",
    "carbon_material",
    "intermediate",
    "steel",
    "by_product",
    "residue",
    "utility",
    "electricity",
    "heat",
    "emission",
    "waste_fuel",
    "biomass",
}


@pytest.mark.parametrize("table", ["flows", "processes", "blocks", "regions", "gwp", "ranges"])
def test_tables_have_whole_rows_and_no_duplicates(table: str) -> None:
    text = files("tanlian.catalogue").joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    assert {len(row) for row in rows} == {len(rows[0])}
    keys = [tuple(row[:3]) if table in {"gwp", "ranges"} else row[0] for row in rows]
    assert len(keys) == len(set(keys))


def test_flows_use_only_the_words_of_the_design() -> None:
    for item in catalogue.flows().values():
        assert item.en and item.zh
        assert item.group in GROUPS, item.id
        assert item.phase in {"solid", "liquid", "gas", "energy"}, item.id
        assert item.calculation in {"combustion", "process", "mass_balance", "none"}, item.id
        assert item.units and set(item.units) <= {"t", "1000 m3N", "m3", "GJ", "MWh"}, item.id
        assert item.block == "" or item.block in catalogue.blocks(), item.id
        assert item.metallic in {"", "primary", "scrap", "alloy"}, item.id
        assert item.stage in {"", "crude_steel", "hot_rolled", "cold_rolled", "coated"}, item.id
        assert bool(item.stage) == (item.group == "steel"), item.id


def test_names_are_unique_in_each_language() -> None:
    for words in ([f.en for f in catalogue.flows().values()], [f.zh for f in catalogue.flows().values()]):
        assert len(words) == len(set(words))


def test_process_kinds_stand_in_known_blocks_and_make_known_flows() -> None:
    for kind in catalogue.process_kinds().values():
        assert kind.block in catalogue.blocks()
        assert kind.product == "" or kind.product in catalogue.flows()
    melts = {kind.id for kind in catalogue.process_kinds().values() if kind.melt}
    assert melts == {"basic_oxygen_furnace", "electric_arc_furnace"}


def test_own_and_purchased_coke_are_the_same_block() -> None:
    assert catalogue.flow("coke").block == catalogue.process_kind("coking").block
    assert catalogue.flow("sinter").block == catalogue.process_kind("sintering").block
    assert catalogue.flow("burnt_lime").block == catalogue.process_kind("lime_kiln").block


def test_a_flow_is_found_by_id_and_by_either_name() -> None:
    assert catalogue.flow("焦炭") == catalogue.flow("Coke") == catalogue.flow("coke")
    assert catalogue.flow("hot metal").id == "hot_metal"
    assert catalogue.flow("natural_gas").units[0] == "1000 m3N"
    assert catalogue.flow("electricity").label("zh") == "电力"


def test_unknown_words_suggest_the_nearest() -> None:
    with pytest.raises(Problems) as raised:
        catalogue.flow("hot_metl", Where("plant.xlsx", "exchanges", "C7"))
    (problem,) = raised.value.problems
    assert (problem.code, problem.expected) == ("catalogue.unknown-flow", "hot_metal")
    assert "hot_metal" in problem.text("zh") and "exchanges!C7" in problem.text("en")
    for look_up, name in (
        (catalogue.process_kind, "blast_furnance"),
        (catalogue.block, "cokng"),
        (catalogue.region, "CN-XX"),
    ):
        with pytest.raises(Problems):
            look_up(name)


def test_regions_have_known_parents() -> None:
    for item in catalogue.regions().values():
        assert item.parent == "" or item.parent in catalogue.regions()
    grids = {r.id for r in catalogue.regions().values() if r.parent == "CN" and r.en.endswith("grid")}
    assert len(grids) == 7
    assert len([r for r in catalogue.regions().values() if r.parent == "EU"]) == 27


def test_gwp_keeps_fossil_and_biogenic_methane_apart_in_ar6() -> None:
    assert catalogue.gwp("AR5", "CH4", "fossil").number == 28
    assert catalogue.gwp("AR6", "CH4", "fossil").number == 29.8
    assert catalogue.gwp("AR6", "CH4", "land_use").number == 27.0
    assert catalogue.gwp("EU-2025-2547", "N2O").status == "official"
    with pytest.raises(Problems, match="AR6/CH4"):
        catalogue.gwp("AR6", "CH4")
    with pytest.raises(Problems, match="AR5"):
        catalogue.gwp("AR9", "CO2")


def test_sanity_ranges_are_wide_and_make_no_claim() -> None:
    assert catalogue.ranges()
    for (kind, flow, direction), item in catalogue.ranges().items():
        assert kind in catalogue.process_kinds() and direction in {"in", "out"}
        unit, per = item.unit.split("/")
        assert unit in catalogue.flow(flow).units
        assert per in catalogue.flow(catalogue.process_kind(kind).product).units
        parse_unit(unit)
        assert 100 <= item.high / item.low < 1e6
        assert item.status == "illustrative"
