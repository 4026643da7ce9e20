"""Pools that lose, gain, strand, mix and sell: nothing may vanish between maker and product."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.accounting.measure import Credit, Measure, Selection, take
from tanlian.accounting.product import footprints
from tanlian.inventory.model import Supply
from tanlian.problems import Problems
from tests.works import exchange, inventory, loop_works


def book(*rows: dict[str, object], supplies: tuple[Supply, ...] = ()) -> Ledger:
    inv = inventory([("BF", "blast_furnace"), ("PP", "power_plant")], list(rows), supplies)
    return ledger(inv, choose(inv))


@settings(max_examples=20)
@given(gas=st.floats(20, 29.9), power=st.floats(1, 3.9))
def test_what_a_pool_loses_is_carried_by_what_arrives(gas: float, power: float) -> None:
    """Gas and power get lost on the way; the products still carry all that the site answers for."""
    used = {"PP": ("blast_furnace_gas", gas), "BF": ("electricity", power)}
    rows = [
        row | ({"amount": used[row["process"]][1]} if (row["process"], row["flow"]) in lossy else {})
        for row in loop_works().exchanges.to_dicts()
        for lossy in [{(name, flow) for name, (flow, _) in used.items() if row["direction"] == "in"}]
    ]
    result = book(*rows, supplies=loop_works().supplies)
    value = {item.flow: item.value() for item in footprints(result)}
    sold = 50 * value["hot_metal"] + 6 * value["electricity"]
    assert sold == pytest.approx(result.frame["kg"].sum(), rel=1e-9)


def test_a_purchase_that_no_process_draws_is_a_gap_of_every_product() -> None:
    result = book(
        exchange("site", "in", "electricity", 100, "MWh", "purchased", emission_factor=0.5),
        exchange("BF", "out", "hot_metal", 50, "t", "sold", carbon_content=0.0),
    )
    (iron,) = footprints(result)
    assert ("electricity", "undrawn") in {(gap.what, gap.kind) for gap in iron.gaps()}
    assert not iron.taken["location"].complete


def test_a_pool_in_two_units_is_refused() -> None:
    with pytest.raises(Problems) as caught:
        book(
            exchange("PP", "out", "steam", 10, "GJ", "site"),
            exchange("PP", "out", "electricity", 10, "MWh", "sold"),
            exchange("BF", "in", "steam", 4, "t", "site"),
            exchange("BF", "out", "hot_metal", 50, "t", "sold", carbon_content=0.0),
        )
    assert caught.value.problems[0].code == "footprint.mixed-pool"


def test_a_draw_from_the_stock_of_a_bought_input_carries_its_upstream() -> None:
    coke = Supply(id="coke", upstream_co2=0.3, covers="transport")
    result = book(
        exchange("BF", "in", "coke", 10, "t", "purchased", carbon_content=0.0, supply="coke"),
        exchange("BF", "in", "coke", 10, "t", "stock", carbon_content=0.0, supply="coke"),
        exchange("BF", "out", "hot_metal", 20, "t", "sold", carbon_content=0.0),
        supplies=(coke,),
    )
    (iron,) = footprints(result)
    assert iron.value() == pytest.approx(300)


def test_slag_sold_by_the_site_is_credited_to_the_furnace_that_made_it() -> None:
    slag = Credit(("granulated_slag",), 100.0, "test", "illustrative")
    measure = Measure("credit", "AR6", (Selection(("ironmaking",), ("1",), ("CO2",), False),), (), (slag,))
    for seller in ("BF", "site"):
        rows = [
            exchange("BF", "out", "hot_metal", 50, "t", "sold", carbon_content=0.0),
            exchange(seller, "out", "granulated_slag", 20, "t", "sold", carbon_content=0.0),
        ]
        if seller == "site":
            rows.append(exchange("BF", "out", "granulated_slag", 20, "t", "site", carbon_content=0.0))
        result = book(*rows)
        taken = take(result, measure, result.works.shares("hot_metal"), "location")
        assert taken.kg_CO2e == pytest.approx(-100 * 20 / 50)


def test_charcoal_lost_in_a_pool_is_biogenic() -> None:
    result = book(
        exchange("site", "in", "charcoal", 10, "t", "purchased", carbon_content=0.9),
        exchange("BF", "in", "charcoal", 8, "t", "site", carbon_content=0.9),
        exchange("BF", "out", "hot_metal", 50, "t", "sold", carbon_content=0.0),
    )
    own = result.frame.filter(pl.col("kind") == "own", pl.col("kg") != 0)
    assert own["origin"].unique().to_list() == ["biogenic"]
    assert own["kg"].sum() == pytest.approx(9 * 44 / 12 * 1000)


def test_an_instrument_of_zero_covers_nothing() -> None:
    result = book(
        exchange("BF", "in", "electricity", 10, "MWh", "purchased", emission_factor=0.5)
        | {"instrument": "GEC", "instrument_amount": 0.0, "instrument_factor": 0.0},
        exchange("BF", "out", "hot_metal", 50, "t", "sold", carbon_content=0.0),
    )
    (iron,) = footprints(result)
    assert any("market-based" in gap.what for gap in iron.gaps("market"))
