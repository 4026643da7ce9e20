"""What no rewriting of the same plant may change: size, order, names, months, the basis of electricity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import ledger
from tanlian.accounting.product import Options, footprints, pcf, rule
from tanlian.accounting.product.declared import decimal_text, exact
from tanlian.inventory.model import Inventory
from tanlian.inventory.period import Period
from tanlian.inventory.slice import for_period
from tests.accounting.steel import book, melt_shop
from tests.works import loop_works

ISO = rule("iso-14067-2018")
NAMES = {"BF": "一号高炉", "PP": "PP.2", "eaf": "furnace", "coke": "焦炭-A", "scrap": "s 1"}
AMOUNTS = ("fossil", "biogenic", "land_use", "uptake", "biogenic_CO2", "fossil_carbon")


def sold_burden(inv: Inventory) -> float:
    """kg CO2e that leave with everything sold."""
    made = ledger(inv, choose(inv))
    value = {item.flow: item.value() for item in footprints(made)}
    sold = made.exchanges.filter(pl.col("partner") == "sold").group_by("flow").agg(pl.col("amount").sum())
    return sum(value.get(flow, 0.0) * amount for flow, amount in sold.iter_rows())


def numbers(inv: Inventory, options: Options | None = None) -> list[float]:
    record = pcf(book(inv), "billet", ISO, options)
    return [*(float(getattr(record, name)) for name in AMOUNTS), record.primary_share]


@settings(max_examples=10)
@given(factor=st.floats(1e-3, 1e6))
def test_twice_the_plant_has_twice_the_emissions_and_the_same_footprint(factor: float) -> None:
    inv = melt_shop()
    scaled = inv.exchanges.with_columns(pl.col("amount", "instrument_amount") * factor)
    large = replace(inv, exchanges=scaled)
    assert book(large).frame["kg"].sum() == pytest.approx(factor * book(inv).frame["kg"].sum())
    assert numbers(large) == pytest.approx(numbers(inv))


@settings(max_examples=10)
@given(order=st.permutations(range(6)))
def test_names_and_order_change_nothing(order: list[int]) -> None:
    inv = melt_shop()
    renamed = replace(
        inv,
        exchanges=inv.exchanges[order].with_columns(pl.col("process", "supply").replace(NAMES)),
        processes=tuple(replace(item, id=NAMES[item.id], name="") for item in inv.processes),
        supplies=tuple(replace(item, id=NAMES.get(item.id, item.id)) for item in reversed(inv.supplies)),
    )
    assert numbers(renamed) == pytest.approx(numbers(inv))
    by_mass = Options(allocation={"default": "mass"})
    assert numbers(renamed, by_mass) == pytest.approx(numbers(inv, by_mass))


@settings(max_examples=10)
@given(scale=st.lists(st.floats(0.1, 10), min_size=3, max_size=3), power=st.floats(1, 9))
def test_months_sum_to_the_year(scale: list[float], power: float) -> None:
    """Loops and all: what the months' products carry away is what the quarter's carry."""
    months = [date(2025, month, 1) for month in (1, 2, 3, 4)]
    base = loop_works()
    parts = []
    for factor, (start, end) in zip(scale, pairwise(months), strict=True):
        amount = pl.when(pl.col("partner") == "sold").then(pl.col("amount") * power).otherwise("amount")
        parts.append(
            base.exchanges.with_columns(amount=amount * factor, start=pl.lit(start), end=pl.lit(end))
        )
    quarter = replace(base, period=Period(months[0], months[-1]), exchanges=pl.concat(parts))
    by_month = [for_period(quarter, Period(*ends)) for ends in pairwise(months)]
    assert sum(map(sold_burden, by_month)) == pytest.approx(sold_burden(quarter), rel=1e-9)
    own = [ledger(inv, choose(inv)).frame["kg"].sum() for inv in (quarter, *by_month)]
    assert sum(own[1:]) == pytest.approx(own[0], rel=1e-9)


@settings(max_examples=10)
@given(location=st.floats(0, 2), market=st.floats(0, 2))
def test_location_and_market_differ_only_by_electricity(location: float, market: float) -> None:
    inv = melt_shop()
    power = pl.col("flow") == "electricity"
    rows = inv.exchanges.with_columns(
        emission_factor=pl.when(power).then(location),
        instrument_amount=pl.when(power).then(40.0),
        instrument_factor=pl.when(power).then(market),
    )
    made = book(replace(inv, exchanges=rows))
    one, other = (pcf(made, "billet", ISO, Options(electricity=basis)) for basis in ("location", "market"))
    for name in AMOUNTS[1:]:
        assert getattr(one, name) == getattr(other, name)
    difference = 40 * (location - market) * 1000 / 100 / 1000
    assert float(one.fossil - other.fossil) == pytest.approx(difference, abs=1e-9)
    kept = [
        item.taken.rows.filter(~((pl.col("scope") == "2") & (pl.col("group") == "electricity")))["kg_CO2e"]
        for item in (one, other)
    ]
    assert kept[0].to_list() == kept[1].to_list()


@given(value=st.floats(-1e9, 1e9, allow_nan=False))
def test_exact_decimals_are_plain_and_close(value: float) -> None:
    text = decimal_text(exact(value))
    assert "e" not in text.lower()
    assert float(Decimal(text)) == pytest.approx(value, rel=1e-11, abs=1e-300)
