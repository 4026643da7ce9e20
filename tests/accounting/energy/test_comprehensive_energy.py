"""Comprehensive energy: coefficients by source, recovered energy negative, water and pollutants per tonne."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.accounting.methods.energy import carried, with_other_energy
from tanlian.accounting.methods.energy.carriers import carriers
from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.catalogue import flows
from tanlian.problems import Problems
from tests.works import exchange, inventory

POWER = exchange("site", "in", "electricity", 200, "MWh", "purchased")
PROCESSES = [
    ("BF", "blast_furnace"),
    ("BOF", "basic_oxygen_furnace"),
    ("CC1", "continuous_casting"),
    ("CC2", "continuous_casting"),
    ("PP", "power_plant"),
]
GJ = 1 / 29.3076  # tce
UNATTRIBUTED = "coal-equivalent-unattributed"


def bought(flow: str, amount: float, unit: str = "t", **more: Any) -> dict[str, Any]:
    return exchange("site", "in", flow, amount, unit, "purchased", **more)


def run(*rows: dict[str, Any], factors: dict[str, str] | None = None, **options: str) -> Statement:
    works = inventory(PROCESSES, [POWER, *rows])
    return account(works, "comprehensive-energy", factors=factors, options=options)


def codes(*rows: dict[str, Any], **factors: str) -> list[str]:
    with pytest.raises(Problems) as raised:
        run(*rows, factors=factors)
    assert all(item.text("en") and item.text("zh") for item in raised.value.problems)
    return [item.code for item in raised.value.problems]


ROWS = (
    bought("coke", 500, ncv=28.5),
    exchange("BF", "in", "coke", 500, "t", "site", ncv=28.5),
    exchange("BF", "out", "blast_furnace_gas", 1500, "1000 m3N", "site", ncv=3.3),
    exchange("BF", "out", "electricity", 30, "MWh", "site"),
    exchange("BF", "out", "hot_metal", 1000, "t", "BOF"),
    exchange("BOF", "in", "hot_metal", 1000, "t", "BF"),
    exchange("BOF", "in", "electricity", 40, "MWh", "site"),
    exchange("BOF", "out", "converter_gas", 100, "1000 m3N", "site", ncv=7.1),
    exchange("BOF", "out", "converter_gas", 20, "1000 m3N", "flare", ncv=7.1),
    exchange("BOF", "out", "steam", 300, "GJ", "site"),
    exchange("BOF", "out", "liquid_steel", 1100, "t", "CC1"),
    exchange("CC1", "in", "electricity", 10, "MWh", "site"),
    exchange("CC1", "out", "slab", 600, "t", "sold"),
    exchange("CC2", "in", "electricity", 20, "MWh", "site"),
    exchange("CC2", "out", "billet", 400, "t", "sold"),
    exchange("PP", "in", "blast_furnace_gas", 1480, "1000 m3N", "site", ncv=3.3),
    exchange("PP", "in", "converter_gas", 100, "1000 m3N", "site", ncv=7.1),
    exchange("PP", "in", "steam", 290, "GJ", "site"),
    exchange("PP", "out", "electricity", 60, "MWh", "sold"),
    exchange("PP", "in", "diesel", 5, "t", "purchased"),
)


def test_processes_take_energy_in_and_give_recovered_energy_back() -> None:
    statement = run(*ROWS)
    furnace = 500 * 28.5 * GJ - 1500 * 3.3 * GJ - 30 * 0.1229
    assert statement.value("at.BF") == pytest.approx(furnace)
    assert statement.value("intensity.BF") == pytest.approx(furnace / 1000 * 1000)
    converter = 40 * 0.1229 - 100 * 7.1 * GJ - 300 * 0.03412
    assert statement.value("at.BOF") == pytest.approx(converter)  # flared gas is not recovered
    assert statement.value("intensity.BOF") == pytest.approx(converter / 1100 * 1000)
    assert statement.value("intensity.BOF") < 0
    assert statement.line("intensity.BOF").unit == "kgce/t"
    assert statement.value("intensity.kind.continuous_casting") == pytest.approx(30 * 0.1229 / 1000 * 1000)


def test_the_works_counts_what_crosses_its_border_and_the_rest_is_pool_losses() -> None:
    statement = run(*ROWS)
    total = 500 * 28.5 * GJ + 200 * 0.1229 - 60 * 0.1229 + 5 * 1.4571
    assert statement.value("total") == pytest.approx(total)
    assert statement.value("intensity") == pytest.approx(total / 1000 * 1000)
    lost = {
        line.id.removeprefix("difference."): line.value
        for line in statement.lines
        if line.id.startswith("difference.")
    }
    assert lost == {
        "blast_furnace_gas": pytest.approx(20 * 3.3 * GJ),
        "steam": pytest.approx(10 * 0.03412),
        "electricity": pytest.approx((200 + 30 + 60 - 40 - 10 - 20 - 60) * 0.1229),
    }
    assert statement.value("units") + sum(lost.values()) == pytest.approx(total)
    assert statement.line("total").status == "secondary"


def test_a_measured_calorific_value_stands_before_a_coefficient() -> None:
    assert run(bought("diesel", 10)).value("total.diesel") == pytest.approx(14.571)
    assert run(bought("diesel", 10, ncv=42.0)).value("total.diesel") == pytest.approx(420 * GJ)
    assert run(bought("coke", 10, "GJ")).value("total.coke") == pytest.approx(10 * GJ)
    assert run(bought("steam", 10, ncv=2.8)).value("total.steam") == pytest.approx(28 * 0.03412)
    chosen = run(bought("coke", 10), factors={"energy.coke": UNATTRIBUTED})
    assert chosen.value("total.coke") == pytest.approx(9.714)
    assert chosen.factor_sets.keys() == {"gbt-2589-2020", UNATTRIBUTED}


def test_no_carrier_takes_a_value_that_its_set_does_not_give() -> None:
    assert codes(
        bought("coke", 1),
        bought("natural_gas", 1, "1000 m3N"),
        bought("oxygen", 1, "1000 m3N"),
        bought("steam", 1),
        bought("diesel", 1, "m3"),
        exchange("BF", "out", "blast_furnace_gas", 1, "1000 m3N", "site"),
    ) == [
        "energy.no-coefficient",
        "energy.natural-gas",
        "energy.unit",
        "energy.no-medium",
        "energy.no-coefficient",
        "energy.no-coefficient",
    ]
    # A range is no value, and two uses of nitrogen are two values.
    ranged = {"energy.coke_oven_gas": UNATTRIBUTED}
    assert codes(bought("coke_oven_gas", 1, "1000 m3N"), **ranged) == ["energy.unit"]
    assert run(bought("nitrogen", 10, "1000 m3N"), factors={"energy.nitrogen": "t-cisa-416-2024"}).value(
        "total.nitrogen"
    ) == pytest.approx(0.169)


def test_what_is_left_out_is_said() -> None:
    statement = run(*ROWS, bought("argon", 5, "1000 m3N"), leave_out="argon, oxygen")
    told = next(item for item in statement.warnings if item.code == "energy.left-out")
    assert told.found == "argon"
    with pytest.raises(Problems) as raised:
        run(leave_out="argone")
    assert (raised.value.problems[0].code, raised.value.problems[0].expected) == (
        "method.option-value",
        "argon",
    )


def test_water_and_pollutants_per_tonne_where_the_inventory_has_them() -> None:
    assert not [line for line in run(*ROWS).lines if line.unit in {"m3", "kg/t"}]
    statement = run(
        *ROWS,
        bought("fresh_water", 3000, "m3"),
        exchange("site", "out", "fresh_water", 500, "m3", "sold"),
        exchange("BF", "in", "fresh_water", 600, "m3", "site"),
        exchange("BF", "out", "so2", 0.2, "t", "waste"),
        exchange("PP", "out", "so2", 0.1, "t", "waste"),
        exchange("site", "out", "cod", 0.05, "t", "waste"),
    )
    assert statement.value("total.fresh_water") == pytest.approx(2500 * 0.2571 / 1000)
    assert statement.value("fresh_water_intensity") == pytest.approx(2.5)
    assert statement.value("fresh_water_intensity.BF") == pytest.approx(0.6)
    assert statement.value("so2") == pytest.approx(0.3)
    assert statement.value("so2_intensity") == pytest.approx(0.3)
    assert statement.value("so2_intensity.BF") == pytest.approx(0.2)
    assert statement.value("cod_intensity") == pytest.approx(0.05)
    assert statement.line("cod_intensity").unit == "kg/t"
    assert "so2_intensity.PP" not in {line.id for line in statement.lines}


def test_purchased_power_is_given_or_said_not_to_apply() -> None:
    with pytest.raises(Problems) as raised:
        account(inventory(PROCESSES, [bought("coke", 1, ncv=28.0)]), "comprehensive-energy")
    assert [item.code for item in raised.value.problems] == ["account.no-electricity"]


def test_carriers_are_flows_that_hold_energy() -> None:
    assert {"coke", "electricity", "steam", "oxygen", "coal_tar"} <= set(carriers()) <= set(flows())
    assert not {"electrode", "limestone", "hot_metal", "scrap", "so2"} & set(carriers())


@given(st.floats(0.001, 1000), st.permutations(range(len(ROWS))))
def test_scale_and_order_change_nothing_but_the_scale(scale: float, order: list[int]) -> None:
    one = run(*ROWS)
    rows = [ROWS[index] | {"amount": ROWS[index]["amount"] * scale} for index in order]
    works = inventory(PROCESSES, [POWER | {"amount": 200 * scale}, *rows])
    other = account(works, "comprehensive-energy")
    for name in ("intensity", "intensity.BF", "intensity.BOF"):
        assert other.value(name) == pytest.approx(one.value(name), rel=1e-9)
    assert other.value("total") == pytest.approx(one.value("total") * scale, rel=1e-9)


def test_a_published_chain_from_energy_to_a_footprint() -> None:
    """Sintered mullite to fused mullite: published 2.701546778 t CO2e/t (secondary source)."""
    per_unit, factor = (
        {"electricity": 0.1229, "natural_gas": 1.2143},
        {"electricity": 0.5777, "natural_gas": 2.792671012566},
    )
    sintered = carried(365, {"electricity": 0.76, "natural_gas": 0.24}, per_unit, factor)
    assert sintered["electricity"].emissions_t == pytest.approx(1.303937998, abs=1e-9)
    assert sintered["natural_gas"].emissions_t == pytest.approx(0.201464202, abs=1e-9)
    assert sum(item.emissions_t for item in sintered.values()) == pytest.approx(1.505402201, abs=1e-9)
    assert with_other_energy(3.431355, sintered, {}) == pytest.approx(1.925952799, abs=1e-9)
    fused = carried(165, {"electricity": 1.0}, per_unit, factor)
    assert fused["electricity"].amount == pytest.approx(1342.554923, abs=5e-7)
    assert fused["electricity"].emissions_t == pytest.approx(0.775593979, abs=1e-9)
    assert with_other_energy(3.431355, sintered, fused) == pytest.approx(2.701546778, abs=1e-9)
