"""Allowances of the national ETS: exact arithmetic, dated rules, and a balance value that nobody invents."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.accounting.methods.cn_ets_allowance import allowance, rule, rules
from tanlian.accounting.run import METHODS, account
from tanlian.accounting.statement import Statement
from tanlian.inventory.model import Inventory
from tanlian.problems import Problems
from tests.works import exchange, inventory

DRAFT, FIXED = "cn-ets-allowance-2026-draft", "cn-ets-allowance-2024"
CASES = list(csv.DictReader((Path(__file__).parent / "cases/allowance.csv").read_text("utf-8").splitlines()))
POSITIVE = st.fractions(Fraction(1, 1000), 1000)


def works() -> Inventory:
    """Casts 100 t of steel from 55 t of burnt carbon, in 2025."""
    rows = [
        exchange(
            "EAF", "in", "natural_gas", 100, "1000 m3N", "purchased", carbon_content=0.55, oxidation_share=1
        ),
        exchange("EAF", "out", "billet", 100, "t", "sold", carbon_content=0.0),
    ]
    return inventory([("EAF", "electric_arc_furnace")], rows)


def run(method: str = DRAFT, **options: str) -> Statement:
    return account(works(), method, options=options)


def codes(method: str = DRAFT, **options: str) -> list[str]:
    with pytest.raises(Problems) as raised:
        run(method, **options)
    assert all(item.text("en") and item.text("zh") for item in raised.value.problems)
    return [item.code for item in raised.value.problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["intensity"])
def test_the_constructed_cases_are_exact(case: dict[str, str]) -> None:
    emissions, balance, intensity = (
        Fraction(case[name]) for name in ("emissions_t", "balance_value", "intensity")
    )
    found = allowance(emissions, intensity, balance, rule(DRAFT, 2026))
    assert (found.deviation, found.alpha, found.allowance) == tuple(
        Fraction(case[name]) for name in ("deviation", "alpha", "allowance_t")
    )
    statement = run(
        balance_value=f"{case['balance_value']} t/t; constructed",
        emissions=f"{case['emissions_t']} t; constructed",
        intensity=f"{case['intensity']} t CO2/t; constructed",
        year="2026",
    )
    for line, column in (("deviation", "deviation"), ("alpha", "alpha"), ("allowance", "allowance_t")):
        assert Decimal(repr(statement.value(line))) == Decimal(case[column])
    assert statement.value("surplus") == statement.value("allowance") - statement.value("emissions")
    assert statement.line("allowance").status == "draft"
    assert {item.code for item in statement.warnings} == {"ets.draft", "ets.other-period"}


@given(POSITIVE, POSITIVE, POSITIVE)
def test_alpha_is_capped_continuous_and_falls_with_intensity(
    emissions: Fraction, intensity: Fraction, balance: Fraction
) -> None:
    chosen = rule(DRAFT, 2026)
    found = allowance(emissions, intensity, balance, chosen)
    assert abs(found.alpha) <= chosen.cap
    assert chosen.slope * chosen.edge == chosen.cap
    assert allowance(emissions, intensity * 2, balance, chosen).alpha <= found.alpha
    assert allowance(2 * emissions, intensity, balance, chosen).allowance == 2 * found.allowance
    assert found.surplus == found.allowance - emissions


def test_emissions_and_intensity_come_from_the_direct_method_where_nothing_is_given() -> None:
    statement = run(balance_value="2.5 t/t; invented for this test")
    emissions = 55 * 44 / 12
    assert statement.value("emissions") == pytest.approx(emissions)
    assert statement.value("intensity") == pytest.approx(emissions / 100)
    deviation = (2.5 - emissions / 100) / 2.5
    assert deviation > 0.19
    assert statement.value("allowance") == pytest.approx(emissions * (1 + 0.15 * deviation))
    # The draft is not known to hold for 2025.
    assert statement.line("allowance").status == "unconfirmed"
    balance = statement.line("balance_value")
    assert (balance.status, balance.inputs[0].source) == ("user", "invented for this test")
    assert "cets-ag-03.01-v01-2024, total" in statement.line("emissions").inputs[0].source


def test_allowances_of_2024_are_the_verified_emissions() -> None:
    statement = run(FIXED, emissions="7811614.6 t; verifier's report", year="2024")
    assert statement.value("allowance") == statement.value("emissions") == 7811614.6
    assert statement.value("surplus") == 0
    assert statement.line("allowance").status == "secondary"


def test_the_balance_value_is_never_filled_in() -> None:
    assert codes() == ["ets.no-balance-value"]
    assert codes(balance_value="1.00 t/t") == ["ets.no-source"]
    assert codes(balance_value="1.00; a plan") == ["quantity.no-unit"]
    assert codes(balance_value="0 t/t; a plan") == ["ets.balance-value"]
    assert "balance_value" in METHODS[DRAFT].options


def test_a_rule_is_not_carried_to_another_year() -> None:
    assert codes(FIXED) == ["ets.year"]
    assert codes(balance_value="1 t/t; a plan", year="2027") == ["ets.year"]
    assert codes(balance_value="1 t/t; a plan", year="soon") == ["method.option-value"]
    assert [(item.year, item.status) for item in rules(DRAFT)] == [(2025, "unconfirmed"), (2026, "draft")]


def test_without_steel_the_intensity_must_be_given_and_all_is_told_at_once() -> None:
    bare = inventory([], [exchange("site", "in", "coke", 1, "t", "purchased")])
    with pytest.raises(Problems) as raised:
        account(bare, DRAFT)
    assert [item.code for item in raised.value.problems] == [
        "account.no-ncv",
        "ets.no-balance-value",
        "ets.no-intensity",
    ]
