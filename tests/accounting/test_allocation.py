"""Sharing a burden: each method against arithmetic anyone can repeat; nothing is lost by any of them."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import Ledger, allocated, ledger
from tanlian.accounting.product import Options, Substitute, footprints, pcf, rule
from tanlian.footprint.allocation import Allocation, Method
from tanlian.inventory.model import Inventory, Supply
from tanlian.problems import Problems
from tests.works import exchange, inventory

COAL = Supply(id="coal", upstream_co2=1.0, covers="transport")


def coke_and_iron(**more: Any) -> Inventory:
    """100 t of coal with 100 t CO2 upstream; coke 70 t, gas and tar; iron 80 t, slag 20 t. No carbon counted.

    Coke 70 t x 28 = 1960 GJ, gas 30 x 18 = 540 GJ (20 to the furnace, 10 sold), tar 5 t x 40 = 200 GJ.
    Worth: coke 70 x 200 = 14 000, tar 5 x 400 = 2 000; iron 80 x 290 = 23 200, slag 20 x 40 = 800.
    """
    bare = {"carbon_content": 0.0}
    return inventory(
        [("ovens", "coking"), ("furnace", "blast_furnace")],
        [
            exchange("ovens", "in", "coking_coal", 100, "t", "purchased", supply="coal", **bare),
            exchange("ovens", "out", "coke", 70, "t", "furnace", ncv=28.0, price=200.0, **bare),
            exchange("ovens", "out", "coke_oven_gas", 30, "1000 m3N", "site", ncv=18.0, **bare),
            exchange("ovens", "out", "coal_tar", 5, "t", "sold", ncv=40.0, price=400.0, **bare),
            exchange("ovens", "out", "coke_oven_gas", 3, "1000 m3N", "flare", ncv=18.0, **bare),
            exchange("furnace", "in", "coke", 70, "t", "ovens", **bare),
            exchange("furnace", "in", "coke_oven_gas", 20, "1000 m3N", "site", **bare),
            exchange("site", "out", "coke_oven_gas", 10, "1000 m3N", "sold", **bare),
            exchange("furnace", "out", "hot_metal", 80, "t", "sold", price=290.0, **bare),
            exchange("furnace", "out", "granulated_slag", 20, "t", "sold", **bare, **more),
        ],
        [COAL],
    )


def book(**more: Any) -> Ledger:
    inv = coke_and_iron(**more)
    return ledger(inv, choose(inv))


def values(made: Ledger, allocation: Allocation) -> dict[str, float]:
    return {item.flow: item.value() / 1000 for item in footprints(allocated(made, allocation))}


def test_the_main_product_carries_everything() -> None:
    assert values(book(), Allocation()) == pytest.approx({"coke": 100 / 70, "hot_metal": 100 / 80})


def test_by_mass() -> None:
    """Coke 70 of 75 t, tar 5 of 75 t; iron 80 of 100 t. Gas is no mass and carries nothing."""
    assert values(book(), Allocation("mass")) == pytest.approx(
        {
            "coke": 100 / 75,
            "coal_tar": 100 / 75,
            "hot_metal": 100 * 70 / 75 / 100,
            "granulated_slag": 100 * 70 / 75 / 100,
        }
    )


def test_by_energy_where_the_furnace_burns_some_of_the_gas() -> None:
    """1960, 540 and 200 of 2700 GJ; two thirds of the gas go on into iron. Flared gas carries nothing."""
    found = values(book(), Allocation("main_product", {"coking": "energy"}))
    assert found["coke"] == pytest.approx(100 * 1960 / 2700 / 70)
    assert found["coke_oven_gas"] == pytest.approx(100 * 540 / 2700 / 30)
    assert found["coal_tar"] == pytest.approx(100 * 200 / 2700 / 5)
    assert found["hot_metal"] == pytest.approx((100 * 1960 / 2700 + 100 * 540 / 2700 * 20 / 30) / 80)


def test_by_value() -> None:
    found = values(book(price=40.0), Allocation("economic"))
    coke = 100 * 14_000 / 16_000
    assert found["coke"] == pytest.approx(coke / 70)
    assert found["hot_metal"] == pytest.approx(coke * 23_200 / 24_000 / 80)
    assert found["granulated_slag"] == pytest.approx(coke * 800 / 24_000 / 20)


def test_by_given_shares() -> None:
    shares = {"blast_furnace": {"hot_metal": 0.93, "granulated_slag": 0.07}}
    found = values(book(), Allocation(processes={"blast_furnace": "partition"}, partition=shares))
    assert found["granulated_slag"] == pytest.approx(100 * 0.07 / 20)
    assert found["hot_metal"] == pytest.approx(100 * 0.93 / 80)


def test_by_system_expansion() -> None:
    """20 t of slag replace 100 kg each: 2 of 100 t leave the iron."""
    slag = Substitute("clinker", 100.0, "test")
    options = Options(allocation={"blast_furnace": "system_expansion"}, substitutes={"granulated_slag": slag})
    record = pcf(book(), "hot_metal", rule("iso-14067-2018"), options)
    assert float(record.fossil) == pytest.approx(98 / 80)


def test_an_output_can_be_taken_in_or_left_out() -> None:
    found = values(
        book(), Allocation("mass", flows={"granulated_slag": "residue", "ovens/coal_tar": "residue"})
    )
    assert found == pytest.approx({"coke": 100 / 70, "hot_metal": 100 / 80})
    gas = Allocation("economic", flows={"coke_oven_gas": "share", "granulated_slag": "residue"})
    with pytest.raises(Problems) as caught:
        values(book(), gas)
    assert [(item.code, item.found) for item in caught.value.problems] == [
        ("allocation.no-price", "coke_oven_gas")
    ]


@pytest.mark.parametrize(
    ("allocation", "code", "found"),
    [
        (Allocation("economic"), "allocation.no-price", "granulated_slag"),
        (Allocation("energy"), "allocation.no-energy", "hot_metal"),
        (Allocation("mass", flows={"coke_oven_gas": "share"}), "allocation.no-mass", "coke_oven_gas"),
        (Allocation(processes={"furnace": "partition"}), "allocation.no-partition", ""),
    ],
)
def test_what_a_method_needs_and_nobody_gave_is_named(allocation: Allocation, code: str, found: str) -> None:
    with pytest.raises(Problems) as caught:
        values(book(), allocation)
    (fault,) = caught.value.problems
    assert fault.code == code
    assert not found or fault.found == found


def test_shares_that_do_not_make_one_or_belong_to_nothing_are_refused() -> None:
    wrong = {"furnace": {"hot_metal": 0.9, "sinter": 0.2}}
    with pytest.raises(Problems) as caught:
        values(book(), Allocation(processes={"furnace": "partition"}, partition=wrong))
    assert {item.code for item in caught.value.problems} == {"allocation.not-made", "allocation.not-whole"}


PRICES = st.floats(0.1, 5000)
AMOUNTS = st.floats(1, 1000)


@settings(max_examples=25)
@given(
    ovens=st.sampled_from(["main_product", "mass", "energy", "economic", "partition", "system_expansion"]),
    furnace=st.sampled_from(["main_product", "mass", "economic", "partition", "system_expansion"]),
    prices=st.lists(PRICES, min_size=10, max_size=10),
    amounts=st.lists(AMOUNTS, min_size=4, max_size=4),
    part=st.floats(0, 1),
)
def test_every_method_conserves(
    ovens: Method, furnace: Method, prices: list[float], amounts: list[float], part: float
) -> None:
    """What leaves the site carries what entered it: coal, gas and tar sold, iron and slag."""
    rows = coke_and_iron().exchanges.with_columns(price=pl.Series(prices)).to_dicts()
    sold = {"coal_tar": amounts[0], "hot_metal": amounts[1], "granulated_slag": amounts[2]}
    for row in rows:
        row["amount"] = sold.get(row["flow"], row["amount"])
    inv = inventory([("furnace", "blast_furnace"), ("ovens", "coking")], rows, [COAL])
    shares = {
        "ovens": {"coke": part, "coal_tar": 1 - part},
        "furnace": {"hot_metal": 1 - part, "granulated_slag": part},
    }
    allocation = Allocation(processes={"ovens": ovens, "furnace": furnace}, partition=shares)
    made = ledger(inv, choose(inv))
    value = values(made, allocation)
    leaves = {**sold, "coke_oven_gas": 10.0}
    total = sum(value.get(flow, 0.0) * amount for flow, amount in leaves.items())
    assert total == pytest.approx(made.frame["kg"].sum() / 1000, rel=1e-9)
