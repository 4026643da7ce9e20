"""What is bought: suppliers' footprints in any declared unit, mixtures, transport leg by leg."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.accounting.product import footprints
from tanlian.factors.model import FactorSet
from tanlian.factors.own import read_file
from tanlian.inventory.model import Leg, Supply
from tanlian.problems import Problems
from tests.works import exchange, inventory


def book(
    *bought: tuple[str, float, str, str],
    supplies: tuple[Supply, ...] = (),
    legs: tuple[Leg, ...] = (),
    own_sets: dict[str, FactorSet] | None = None,
) -> Ledger:
    """A furnace that buys (flow, amount, unit, supply) and gives 10 t of steel; nothing else counts."""
    rows = [
        exchange("EAF", "in", flow, amount, unit, "purchased", supply=supply, carbon_content=0.0)
        for flow, amount, unit, supply in bought
    ]
    rows.append(exchange("EAF", "out", "billet", 10, "t", "sold", carbon_content=0.0))
    factors = {"transport": "haulage"} if own_sets else {}
    inv = replace(inventory([("EAF", "electric_arc_furnace")], rows, supplies, factors), legs=legs)
    return ledger(inv, choose(inv, own_sets=own_sets))


def upstream(made: Ledger) -> float:
    """kg CO2e of all upstream rows."""
    return float(made.frame.filter(pl.col("kind") == "upstream")["kg"].sum())


def gaps(made: Ledger) -> list[str]:
    return [text for text in made.frame["missing"].to_list() if text]


DECLARED: dict[str, Any] = {"pcf_fossil": 2.0, "gwp": "AR6", "covers": "transport"}


@pytest.mark.parametrize(
    ("flow", "unit", "declared", "kg_per_unit"),
    [
        ("coke", "t", {"declared_unit": "kilogram"}, 2000.0),
        ("coke", "t", {"declared_unit": "kilogram", "declared_amount": 1000.0}, 2.0),
        ("coke", "t", {"declared_unit": "piece", "declared_mass": 50.0}, 40.0),
        ("fuel_oil", "m3", {"declared_unit": "liter", "declared_amount": 10.0}, 200.0),
        ("fuel_oil", "m3", {"declared_unit": "cubic_meter"}, 2.0),
        ("electricity", "MWh", {"declared_unit": "kilowatt_hour"}, 2000.0),
        ("steam", "GJ", {"declared_unit": "megajoule", "declared_amount": 100.0}, 20.0),
        ("steam", "GJ", {"declared_unit": "kilowatt_hour"}, 2.0 / 0.0036),
    ],
)
def test_a_declared_unit_becomes_the_unit_of_the_exchange(
    flow: str, unit: str, declared: dict[str, Any], kg_per_unit: float
) -> None:
    made = book((flow, 3, unit, "s"), supplies=(Supply(id="s", **DECLARED, **declared),))
    assert upstream(made) == pytest.approx(3 * kg_per_unit)


def test_parts_of_a_footprint_keep_their_origin() -> None:
    supply = Supply(id="s", pcf_biogenic=0.5, pcf_land_use=0.25, declared_unit="kilogram", **DECLARED)
    made = book(("charcoal", 1, "t", "s"), supplies=(supply,)).frame.filter(pl.col("category") == "3.3")
    sums = dict(made.group_by("origin").agg(pl.col("kg").sum()).iter_rows())
    assert sums == pytest.approx({"fossil": 2000, "biogenic": 500, "land_use": 250})
    assert made["gwp"].unique().to_list() == ["AR6"]


@pytest.mark.parametrize(
    ("declared", "what"),
    [
        ({"declared_unit": "cubic_meter"}, "upstream natural_gas (s: cubic_meter → 1000 m3N)"),
        ({}, "upstream natural_gas (s: - → 1000 m3N)"),
        (
            {"declared_unit": "kilogram", "boundary": "gate_to_gate"},
            "upstream natural_gas (s: gate_to_gate)",
        ),
    ],
)
def test_a_footprint_that_does_not_fit_is_missing_by_name(declared: dict[str, Any], what: str) -> None:
    made = book(("natural_gas", 1, "1000 m3N", "s"), supplies=(Supply(id="s", **DECLARED, **declared),))
    assert gaps(made) == [what]
    boundary = "boundary" in declared
    assert [item.code for item in made.warnings] == ["ledger.supply-boundary"] * boundary


def test_emissions_given_twice_are_refused() -> None:
    twice = Supply(id="s", upstream_co2=0.1, declared_unit="kilogram", **DECLARED)
    with pytest.raises(Problems) as caught:
        book(("coke", 1, "t", "s"), supplies=(twice,))
    assert caught.value.problems[0].code == "ledger.supply-twice"
    assert book(("coke", 1, "t", ""), supplies=(twice,)).warnings == ()


@settings(max_examples=25)
@given(
    amounts=st.lists(st.floats(1, 1000), min_size=3, max_size=3),
    values=st.lists(st.floats(0, 3), min_size=3, max_size=3),
)
def test_a_mixture_of_supplies_is_their_mean_by_mass(amounts: list[float], values: list[float]) -> None:
    supplies = tuple(
        Supply(id=f"s{index}", upstream_co2=value, covers="transport") for index, value in enumerate(values)
    )
    bought = [("pig_iron", amount, "t", f"s{index}") for index, amount in enumerate(amounts)]
    (steel,) = footprints(book(*bought, supplies=supplies))
    mean = sum(a * v for a, v in zip(amounts, values, strict=True)) / sum(amounts)
    assert steel.value() == pytest.approx(1000 * mean * sum(amounts) / 10)


ORE = Supply(id="ore", upstream_co2=0.0)
BY_SEA = Leg("1", "ore", "sea", 10_000, factor=0.005, gwp="AR6", status="secondary", document="carrier")
BY_RAIL = Leg("2", "ore", "rail", 300, factor=0.02, gwp="AR6")


def test_legs_stand_in_for_missing_transport() -> None:
    """100 t x (10 000 km x 0.005 + 300 km x 0.02) = 5600 kg."""
    made = book(("iron_ore_fines", 100, "t", "ore"), supplies=(ORE,), legs=(BY_SEA, BY_RAIL))
    rows = made.frame.filter((pl.col("category") == "3.4") & (pl.col("block") == "transport"))
    assert rows["kg"].to_list() == pytest.approx([5000, 600])
    assert rows["amount"].to_list() == pytest.approx([1_000_000, 30_000])
    assert rows.select("unit", "gwp", "status").row(0) == ("t km", "AR6", "secondary")
    assert gaps(made) == []
    (steel,) = footprints(made)
    assert steel.value() == pytest.approx(560)
    assert gaps(book(("iron_ore_fines", 100, "t", "ore"), supplies=(ORE,))) == ["transport iron_ore_fines"]


def test_a_supplier_who_covers_transport_makes_legs_idle() -> None:
    covered = replace(ORE, covers="transport")
    made = book(("iron_ore_fines", 100, "t", "ore"), supplies=(covered,), legs=(BY_SEA,))
    assert upstream(made) == 0
    assert [item.code for item in made.warnings] == ["ledger.supply-legs"]


def test_a_leg_takes_its_factor_from_an_own_set_by_mode(tmp_path: Path) -> None:
    file = tmp_path / "haulage.csv"
    file.write_text(
        "flow,quantity,variant,gas,origin,gwp,value,unit\n"
        "freight,transport,rail,CO2e,,AR6,20,g CO2e/(t km)\n"
        "freight,transport,road,CO2,fossil,,0.08,kg CO2/(t km)\n",
        encoding="utf-8",
    )
    sets = {"haulage": read_file(file)}
    legs = tuple(replace(BY_RAIL, id=mode, mode=mode, factor=None) for mode in ("rail", "road", "air"))
    made = book(("iron_ore_fines", 1, "t", "ore"), supplies=(ORE,), legs=legs, own_sets=sets)
    assert upstream(made) == pytest.approx(300 * 0.02 + 300 * 0.08)
    assert gaps(made) == ["transport iron_ore_fines (air)"]


def test_what_is_not_weighed_cannot_be_carried_by_the_tonne() -> None:
    gas = Supply(id="ore", upstream_co2=0.1)
    made = book(("natural_gas", 1, "1000 m3N", "ore"), supplies=(gas,), legs=(BY_RAIL,))
    assert gaps(made) == ["transport natural_gas (1000 m3N → t)"]


def test_a_measure_of_a_family_of_gases_counts_each_of_them(tmp_path: Path) -> None:
    """CF4 is a PFC: 2 t of aluminium x 0.1 kg/t x 7380 (AR6) on 10 t of steel."""
    file = tmp_path / "smelter.csv"
    head = "flow,quantity,gas,origin,value,unit\n"
    file.write_text(f"{head}aluminium,upstream,CF4,fossil,0.1,kg/t\n", encoding="utf-8")
    rows = [
        exchange("EAF", "in", "aluminium", 2, "t", "purchased", carbon_content=0.0),
        exchange("EAF", "out", "billet", 10, "t", "sold", carbon_content=0.0),
    ]
    inv = inventory([("EAF", "electric_arc_furnace")], rows, (), {"upstream": "smelter"})
    (steel,) = footprints(ledger(inv, choose(inv, own_sets={"smelter": read_file(file)})))
    assert steel.value() == pytest.approx(2 * 0.1 * 7380 / 10)
