"""ISO 14404: direct + upstream - credit, bought less sold, one world average of power."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.accounting.methods.common.intensity import (
    after_export,
    by_metallics,
    off_gas_power,
    power_from_energy,
)
from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.factors import load, read_file
from tanlian.problems import Problems
from tests.works import exchange, inventory

POWER = exchange("site", "in", "electricity", None, "MWh", "purchased")
PROCESSES = [("BF", "blast_furnace"), ("BOF", "basic_oxygen_furnace"), ("CC", "continuous_casting")]


def bought(flow: str, amount: float, unit: str = "t", **more: Any) -> dict[str, Any]:
    return exchange("site", "in", flow, amount, unit, "purchased", **more)


def sold(flow: str, amount: float, unit: str = "t", **more: Any) -> dict[str, Any]:
    return exchange("site", "out", flow, amount, unit, "sold", **more)


def run(
    *rows: dict[str, Any],
    factors: dict[str, str] | None = None,
    named: dict[str, str] | None = None,
    **options: str,
) -> Statement:
    works = inventory(PROCESSES, [POWER, *rows], factors=named)
    return account(works, "iso-14404", factors=factors, options=options)


def codes(*rows: dict[str, Any], factors: dict[str, str] | None = None, **options: str) -> list[str]:
    with pytest.raises(Problems) as raised:
        run(*rows, factors=factors, **options)
    assert all(item.text("en") and item.text("zh") for item in raised.value.problems)
    return [item.code for item in raised.value.problems]


def test_total_is_direct_plus_upstream_less_credit_per_tonne_of_crude_steel() -> None:
    statement = run(
        bought("coking_coal", 100),
        bought("coke", 50),
        exchange("site", "out", "coke", 10, "t", "stock"),
        sold("pig_iron", 20),
        bought("limestone", 30),
        bought("burnt_lime", 5),
        exchange("CC", "out", "slab", 80, "t", "site"),
    )
    direct = 100 * 3.059 + 40 * 3.257 - 20 * 0.172 + 30 * 0.440
    upstream = 40 * 0.224 + 5 * 0.950
    credit = 20 * 1.855
    assert statement.value("direct") == pytest.approx(direct)
    assert statement.value("upstream") == pytest.approx(upstream)
    assert statement.value("credit") == pytest.approx(credit)
    assert statement.value("total") == pytest.approx(direct + upstream - credit)
    assert statement.value("intensity") == pytest.approx((direct + upstream - credit) / 80)
    assert statement.line("upstream.coke").status == "secondary"
    assert statement.status == statement.line("direct.coke").status == "unconfirmed"
    assert "iso14404.unconfirmed" in {item.code for item in statement.warnings}
    assert statement.document.startswith("ISO 14404-1")


@pytest.mark.parametrize("gas", ["coke_oven_gas", "blast_furnace_gas", "converter_gas"])
def test_gas_is_direct_where_it_burns_and_upstream_less_direct_beside_it(gas: str) -> None:
    """Both together are the upstream factor times bought less sold."""
    factors = load("iso-14404-worldsteel")
    direct, upstream = (factors.need(gas, name, gas="CO2").number for name in ("emission", "upstream"))
    statement = run(bought(gas, 30, "1000 m3N"), sold(gas, 10, "1000 m3N"))
    assert statement.value("direct") == pytest.approx(20 * direct)
    assert statement.value("upstream") == pytest.approx(30 * (upstream - direct))
    assert statement.value("credit") == pytest.approx(10 * (upstream - direct))
    assert statement.value("total") == pytest.approx(20 * upstream)


def test_power_is_one_world_average_whatever_is_chosen_and_certified() -> None:
    certified = bought(
        "electricity", 100, "MWh", region="CN-N", instrument="x", instrument_amount=100, instrument_factor=0.0
    )
    statement = run(
        certified,
        sold("electricity", 40, "MWh", emission_factor=0.9),
        factors={"electricity": "cn-grid-co2-2022", "upstream": "rmi-2022"},
    )
    assert statement.value("total") == pytest.approx(60 * 0.504)
    assert statement.line("upstream.electricity").status == "secondary"


def test_measured_carbon_and_own_factors_stand_before_the_table(tmp_path: Path) -> None:
    measured = run(
        bought("cleaned_coal", 10, carbon_content=0.76), bought("ferrosilicon", 2, carbon_content=0)
    )
    assert measured.value("direct") == pytest.approx(7.6 * 44 / 12)
    assert not [item for item in measured.warnings if item.code == "iso14404.unconfirmed"]
    own = tmp_path / "own.csv"
    row = "coking_coal,emission,CO2,fossil,3.1,t CO2/t"
    own.write_text(f"flow,quantity,gas,origin,value,unit\n{row}\n", encoding="utf-8")
    works = inventory(PROCESSES, [POWER, bought("coking_coal", 10)], factors={"direct": "own"})
    statement = account(works, "iso-14404", own_sets={"own": read_file(own)})
    assert (statement.value("direct"), statement.status) == (pytest.approx(31), "user")


def test_the_set_of_the_plant_file_serves_other_methods_and_rmi_can_be_chosen() -> None:
    coal = bought("coking_coal", 10)
    assert run(coal, named={"direct": "ndrc-2013"}).value("direct") == pytest.approx(30.59)
    other = run(coal, bought("natural_gas", 2, "1000 m3N", ncv=35.0), factors={"direct": "rmi-2022"})
    assert other.value("direct") == pytest.approx(30.4 + 2 * 35.0 * 0.05627)
    assert other.line("direct").status == "official"
    assert other.factor_sets.keys() == {"rmi-2022", "iso-14404-worldsteel"}


def test_slag_is_credited_only_where_it_is_said_to_replace_clinker() -> None:
    rows = (sold("granulated_slag", 100), sold("steel_slag", 40), sold("captured_co2", 3))
    silent = run(*rows)
    assert silent.value("credit") == pytest.approx(3)
    told = next(item for item in silent.warnings if item.code == "iso14404.slag")
    assert told.found == "granulated_slag, steel_slag"
    said = run(*rows, slag_to_cement="granulated_slag")
    assert said.value("credit") == pytest.approx(3 + 55)
    assert codes(*rows, slag_to_cement="slag") == ["method.option-value"]


def test_scrap_bears_nothing_and_biomass_nothing() -> None:
    statement = run(bought("scrap", 100, carbon_content=0.002), bought("charcoal", 10, carbon_content=0.8))
    assert statement.value("total") == 0


def test_what_is_missing_is_named() -> None:
    slab = exchange("site", "in", "slab", 10, "t", "purchased")
    assert codes(
        bought("cleaned_coal", 10),
        bought("diesel", 10),
        bought("ferromanganese", 1),
        slab,
        bought("heat", 5, "GJ"),
        bought("steam", 5, "GJ"),
    ) == [
        "account.no-ncv",
        "account.unit",
        "account.no-factor",
        "iso14404.no-upstream",
        "iso14404.unit",
        "iso14404.no-upstream",
    ]
    assert run(slab | {"calculation": "none"}).value("total") == 0
    stock = exchange("site", "in", "slab", 10, "t", "stock")
    assert run(stock).value("total") == 0
    told = next(item for item in run(bought("hydrogen", 1)).warnings if item.code == "iso14404.not-listed")
    assert told.found == "hydrogen"


def test_a_factor_of_all_gases_does_not_serve_a_total_of_co2() -> None:
    assert codes(bought("pellet", 10), factors={"upstream": "rmi-2022"}) == ["iso14404.gas-split"]


def test_purchased_power_is_given_or_said_not_to_apply() -> None:
    with pytest.raises(Problems) as raised:
        account(inventory(PROCESSES, [bought("coke", 1)]), "iso-14404")
    assert [item.code for item in raised.value.problems] == ["account.no-electricity"]


def test_the_part_of_the_standard_follows_the_plant() -> None:
    def document(*kinds: str, **options: str) -> str:
        made = [(kind, kind) for kind in kinds]
        return account(inventory(made, [POWER]), "iso-14404", options=options).document

    assert document("electric_arc_furnace").startswith("ISO 14404-2")
    assert document("direct_reduction", "electric_arc_furnace").startswith("ISO 14404-3")
    assert document("electric_arc_furnace", part="1").startswith("ISO 14404-1")


@given(st.floats(0.001, 1000))
def test_doubling_leaves_the_intensity(scale: float) -> None:
    rows = (
        bought("coking_coal", 100),
        bought("electricity", 10, "MWh"),
        sold("coke_oven_gas", 5, "1000 m3N"),
        exchange("CC", "out", "slab", 80, "t", "site"),
    )
    scaled = run(*(row | {"amount": row["amount"] * scale} for row in rows))
    assert scaled.value("intensity") == pytest.approx(run(*rows).value("intensity"), rel=1e-12)


# Published: RMI Steel GHG Emissions Reporting Guidance 2022 (official), worldsteel user guide (secondary).


def test_rmi_exhibit_2_splits_a_site_by_its_metallics() -> None:
    split = by_metallics(iron_t=5.0e6, steelmaking_t=0.5e6, primary_share=0.8, steel_t=3.0e6)
    assert split.primary == pytest.approx(2.25, abs=1e-9)
    assert split.secondary == pytest.approx(0.1 / 0.6, abs=1e-9)  # printed 0.16: cut, not rounded
    assert by_metallics(iron_t=1, steelmaking_t=1, primary_share=0, steel_t=1).primary is None
    with pytest.raises(Problems):
        by_metallics(iron_t=1, steelmaking_t=1, primary_share=80, steel_t=1)


def test_rmi_exhibit_3_takes_sold_pellets_off_the_site() -> None:
    per_tonne, site = after_export(site_t=5.625e6, step_t=0.5e6, made_t=4.0e6, sold_t=1.0e6)
    assert (per_tonne, site) == (pytest.approx(0.125, abs=1e-9), pytest.approx(5.5e6, rel=1e-12))


def test_rmi_power_from_off_gas() -> None:
    found = off_gas_power({"bfg": 0.6, "cog": 0.4}, {"bfg": 260, "cog": 44}, 0.37)
    assert found == pytest.approx(1.689081081081081, abs=1e-9)  # printed: about 1.7


def test_worldsteel_power_from_primary_energy() -> None:
    found = power_from_energy(9.8, 0.0514)
    assert found == pytest.approx(0.50372, abs=1e-9)
    assert round(found, 3) == load("iso-14404-worldsteel").need("electricity", "upstream", gas="CO2").number
