"""The ledger, the chain and the cradle-to-gate measure, against arithmetic anyone can repeat."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import LEDGER_SCHEMA, ledger
from tanlian.accounting.measure import Measure, Selection, take
from tanlian.accounting.product import cradle_to_gate, footprints
from tanlian.accounting.scrap import ScrapRule, scrap_share
from tanlian.inventory.model import Supply
from tests.works import exchange, inventory, loop_works


def test_own_emissions_are_the_carbon_no_output_carries() -> None:
    inv = loop_works()
    rows = ledger(inv, choose(inv)).frame.filter(pl.col("kind") == "own")
    by_node = dict(rows.group_by("node").agg(pl.col("kg").sum()).iter_rows())
    assert by_node["process:BF"] == pytest.approx(18 * 44 / 12 * 1000)
    assert by_node["process:PP"] == pytest.approx(60 * 44 / 12 * 1000)
    assert rows.columns == list(LEDGER_SCHEMA)


def test_power_made_from_gas_comes_back_to_the_furnace() -> None:
    """(66 t own + 30 t upstream of coke + 4 MWh x 22 t/MWh) / 50 t hot metal."""
    inv = loop_works()
    by_flow = {item.flow: item for item in footprints(ledger(inv, choose(inv)))}
    assert by_flow["hot_metal"].value() == pytest.approx((66 + 30 + 4 * 22) / 50 * 1000)
    assert by_flow["electricity"].value() == pytest.approx(22_000)
    assert by_flow["hot_metal"].parts()["upstream"] == pytest.approx(600)
    assert by_flow["hot_metal"].contributions()["kg_CO2e"].sum() == pytest.approx(3680)


def test_what_leaves_carries_all_that_came_in() -> None:
    inv = loop_works()
    book = ledger(inv, choose(inv))
    value = {item.flow: item.value() for item in footprints(book)}
    sold = 50 * value["hot_metal"] + 6 * value["electricity"]
    assert sold == pytest.approx(book.frame["kg"].sum())


def test_a_missing_upstream_is_named_and_never_zero() -> None:
    inv = inventory(
        [("EAF", "electric_arc_furnace")],
        [
            exchange(
                "EAF", "in", "scrap", 110, "t", "purchased", scrap_origin="post_consumer", carbon_content=0
            ),
            exchange("EAF", "in", "electricity", 40, "MWh", "purchased", emission_factor=0.5),
            exchange("EAF", "out", "crude_steel", 100, "t", "sold", carbon_content=0),
        ],
    )
    (steel,) = footprints(ledger(inv, choose(inv)))
    what = {gap.what for gap in steel.gaps("market")}
    assert what == {
        "upstream scrap",
        "transport scrap",
        "upstream electricity",
        "market-based electricity (instrument or residual mix)",
    }
    assert not steel.taken["market"].complete
    assert steel.value("location") == pytest.approx(200)
    assert steel.value("market") == 0


def test_market_counts_the_instrument_and_location_does_not() -> None:
    bought = exchange(
        "EAF",
        "in",
        "electricity",
        40,
        "MWh",
        "purchased",
        emission_factor=0.5,
        instrument="GEC-1",
        instrument_amount=40.0,
        instrument_factor=0.0,
    )
    steel = exchange("EAF", "out", "crude_steel", 100, "t", "sold", carbon_content=0)
    inv = inventory([("EAF", "electric_arc_furnace")], [bought, steel])
    (product,) = footprints(ledger(inv, choose(inv)))
    assert (product.value("location"), product.value("market")) == (pytest.approx(200), 0)


def test_a_co2e_figure_never_serves_a_co2_measure() -> None:
    rows = [
        exchange("EAF", "in", "pig_iron", 10, "t", "purchased", supply="pig", carbon_content=0),
        exchange("EAF", "out", "crude_steel", 100, "t", "sold", carbon_content=0),
    ]
    pig = Supply(id="pig", upstream_co2e=2.0, gwp="AR5", covers="transport")
    inv = inventory([("EAF", "electric_arc_furnace")], rows, [pig])
    book = ledger(inv, choose(inv))
    shares = book.works.shares("crude_steel")

    def measured(gwp: str, gases: tuple[str, ...], aggregate: bool) -> set[str]:
        selection = Selection(("ironmaking",), ("3",), gases, aggregate)
        taken = take(book, Measure("test", gwp, (selection,), ("ironmaking",)), shares, "location")
        assert taken.complete == (not taken.gaps)
        return {gap.kind for gap in taken.gaps}

    assert measured("AR5", ("CO2",), False) == {"gas-split"}
    assert measured("AR6", ("CO2", "CH4", "N2O"), True) == {"gwp"}
    assert measured("AR5", ("CO2", "CH4", "N2O"), True) == set()


def test_each_standard_takes_its_own_scrap_share_from_the_one_charge() -> None:
    inv = inventory(
        [("EAF", "electric_arc_furnace")],
        [
            exchange("EAF", "in", "scrap", 60, "t", "purchased", scrap_origin="post_consumer"),
            exchange("EAF", "in", "scrap", 10, "t", "purchased", scrap_origin="same_melt_unit"),
            exchange("EAF", "in", "pig_iron", 30, "t", "purchased"),
            exchange("EAF", "in", "ferrochromium", 10, "t", "purchased"),
            exchange("EAF", "out", "crude_steel", 100, "t", "sold"),
        ],
    )
    book = ledger(inv, choose(inv))
    shares = book.works.shares("crude_steel")
    origins = ("home", "pre_consumer", "post_consumer")
    plain = scrap_share(book, ScrapRule(origins, ("pig_iron",)), shares)
    assert plain.value == pytest.approx(60 / 90)
    weighted = ScrapRule(
        origins,
        ("pig_iron",),
        weight="metallic",
        alloys_are_primary=True,
        metallic={"scrap": 0.98, "pig_iron": 0.94, "ferrochromium": 1.0},
    )
    assert scrap_share(book, weighted, shares).value == pytest.approx(58.8 / (58.8 + 28.2 + 10))
    unknown = ScrapRule(origins, ("pig_iron",), weight="metallic")
    assert "metallic_share scrap" in scrap_share(book, unknown, shares).missing


@settings(max_examples=20)
@given(factor=st.floats(0.01, 1000), order=st.permutations(range(7)))
def test_scale_and_order_change_no_intensity(factor: float, order: list[int]) -> None:
    base = loop_works()
    expected = {item.flow: item.value() for item in footprints(ledger(base, choose(base)))}
    rows = base.exchanges[order].with_columns(pl.col("amount") * factor)
    other = inventory([("PP", "power_plant"), ("BF", "blast_furnace")], rows.to_dicts(), base.supplies)
    for item in footprints(ledger(other, choose(other)), measure=cradle_to_gate()):
        assert item.value() == pytest.approx(expected[item.flow], rel=1e-9)
