"""GB/T 32151.5: what counts, with which sign and source, and what is said when something is missing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.accounting.choice import choose
from tanlian.accounting.methods.gbt_32151_5 import GBT_32151_5_2015
from tanlian.accounting.statement import Statement
from tanlian.inventory.model import Process
from tanlian.problems import Problems
from tests.works import exchange, inventory

POWER = exchange("site", "in", "electricity", 100, "MWh", "purchased", region="CN")
PROCESSES = [
    ("COK", "coking"),
    ("BF", "blast_furnace"),
    ("BOF", "basic_oxygen_furnace"),
    ("CC", "continuous_casting"),
]


def bought(flow: str, amount: float | None, unit: str = "t", **more: Any) -> dict[str, Any]:
    return exchange("site", "in", flow, amount, unit, "purchased", **more)


def run(*rows: dict[str, Any], power: dict[str, Any] | None = POWER, **factors: str) -> Statement:
    works = inventory(PROCESSES, [*([power] if power else []), *rows])
    return GBT_32151_5_2015.run(works, choose(works, factors, GBT_32151_5_2015.defaults), {})


def codes(*rows: dict[str, Any], power: dict[str, Any] | None = POWER, **factors: str) -> list[str]:
    with pytest.raises(Problems) as raised:
        run(*rows, power=power, **factors)
    for item in raised.value.problems:
        assert item.text("en") and item.text("zh")
    return [item.code for item in raised.value.problems]


def test_net_use_is_bought_and_from_stock_less_to_stock_and_sold() -> None:
    statement = run(
        bought("coke", 1000),
        exchange("BF", "in", "coke", 50, "t", "stock"),
        exchange("site", "out", "coke", 20, "t", "stock"),
        exchange("site", "out", "coke", 30, "t", "sold"),
    )
    line = statement.line("combustion.coke")
    assert line.value == pytest.approx(
        (1000 + 50 - 20 - 30) * 28.447 * 29.50 / 1000 * 0.93 * 44 / 12, rel=1e-12
    )
    assert [(item.symbol, item.value) for item in line.inputs[:4]] == [
        ("purchased", 1000),
        ("from stock", 50),
        ("to stock", 20),
        ("sold", 30),
    ]
    assert line.formula == "(purchased + from stock - to stock - sold) x NCV x CC x OF x 44/12"
    assert line.rows == (2, 3, 4, 5)
    assert line.status == "secondary"


def test_what_the_site_makes_and_uses_itself_is_never_added() -> None:
    alone = run(bought("cleaned_coal", 1000))
    with_inside = run(
        bought("cleaned_coal", 1000),
        exchange("COK", "in", "cleaned_coal", 1000, "t", "site"),
        exchange("COK", "out", "coke", 750, "t", "site"),
        exchange("COK", "out", "coke_oven_gas", 320, "1000 m3N", "site"),
        exchange("COK", "out", "coke_oven_gas", 5, "1000 m3N", "flare"),
        exchange("BF", "in", "coke", 750, "t", "site"),
        exchange("BF", "out", "electricity", 40, "MWh", "site", electricity_source="process_gas"),
    )
    assert with_inside.value("total") == alone.value("total")


def test_by_products_sold_are_taken_off_the_fuel() -> None:
    statement = run(
        bought("cleaned_coal", 1000),
        exchange("COK", "out", "coal_tar", 35, "t", "sold"),
        exchange("COK", "out", "coke_oven_gas", 10, "1000 m3N", "sold"),
    )
    assert statement.value("combustion.coal_tar") == pytest.approx(-35 * 2.644571, rel=1e-6)
    assert statement.value("combustion.coke_oven_gas") == pytest.approx(-10 * 0.7622397, rel=1e-6)


@pytest.mark.parametrize(
    ("measured", "per_tonne"),
    [
        ({"ncv": 29.0}, 29.0 * 0.0295 * 0.93 * 44 / 12),
        ({"ncv": 29.0, "oxidation_share": 0.99}, 29.0 * 0.0295 * 0.99 * 44 / 12),
        ({"carbon_content": 0.86}, 0.86 * 0.93 * 44 / 12),
        ({"carbon_content": 0.86, "oxidation_share": 1.0, "ncv": 29.0}, 0.86 * 44 / 12),
        ({"emission_factor": 3.1}, 3.1),
        ({"emission_factor": 3.1, "oxidation_share": 0.98}, 3.1 * 0.98),
        ({"emission_factor_energy": 107.0, "ncv": 28.0}, 28.0 * 0.107),
        ({"carbon_content": 0.86, "biomass_share": 0.25}, 0.75 * 0.86 * 0.93 * 44 / 12),
    ],
)
def test_the_row_is_followed_before_the_set(measured: dict[str, float], per_tonne: float) -> None:
    assert run(bought("coke", 100, **measured)).value("combustion.coke") == pytest.approx(100 * per_tonne)


def test_a_line_shows_whether_a_value_is_measured_or_a_default() -> None:
    by_symbol = {
        item.symbol: item for item in run(bought("coke", 1, ncv=29.0)).line("combustion.coke").inputs
    }
    assert (by_symbol["NCV"].status, by_symbol["CC"].status) == ("user", "secondary")
    assert "焦炭" in by_symbol["CC"].source
    assert by_symbol["NCV"].source == "row 2"


@given(
    st.lists(
        st.tuples(st.floats(1, 1e6), st.floats(0.7, 0.9), st.sampled_from(["purchased", "stock", "sold"])),
        min_size=1,
        max_size=8,
    )
)
def test_a_line_with_months_of_analyses_is_the_sum_of_its_rows(rows: list[tuple[float, float, str]]) -> None:
    signed = [(amount if partner == "purchased" else -amount, carbon) for amount, carbon, partner in rows]
    statement = run(
        *(
            exchange(
                "site",
                "in" if partner == "purchased" else "out",
                "coke",
                amount,
                "t",
                partner,
                carbon_content=carbon,
            )
            for amount, carbon, partner in rows
        )
    )
    line = statement.line("combustion.coke")
    by_hand = sum(amount * carbon * 0.93 * 44 / 12 for amount, carbon in signed)
    size = sum(abs(amount) for amount, _ in signed)
    assert line.value == pytest.approx(by_hand, abs=1e-9 * size)
    values = {item.symbol: item.value for item in line.inputs}
    if "C" in values:  # the means shown reproduce the line
        net = sum(amount for amount, _ in signed)
        assert net * values["C"] * values["OF"] * 44 / 12 == pytest.approx(line.value, abs=1e-9 * size)
    else:
        assert line.formula.startswith("row by row")


def test_process_emissions_of_fluxes_electrodes_and_bought_metal() -> None:
    statement = run(
        bought("limestone", 100),
        bought("dolomite", 50),
        bought("electrode", 2),
        bought("pig_iron", 10),
        bought("ferrochromium", 4),
        bought("silicomanganese", 3, carbon_content=0.018),
        bought("burnt_lime", 20),
    )
    assert statement.value("process") == pytest.approx(
        100 * 0.440 + 50 * 0.471 + 2 * 3.663 + 10 * 0.172 + 4 * 0.275 + 3 * 0.018 * 44 / 12
    )


def test_scrap_counts_where_the_set_or_the_row_knows_its_carbon() -> None:
    scrap = bought("scrap", 100)
    without = run(scrap)
    assert "process.scrap" not in {line.id for line in without.lines}
    told = next(item for item in without.warnings if item.code == "account.not-counted")
    assert told.found == "scrap" and told.text("zh")
    assert run(scrap, **{"direct.scrap": "cets-ag-03.01-v01-2024"}).value("process.scrap") == pytest.approx(
        3.7
    )
    assert run(bought("scrap", 100, carbon_content=0.002)).value("process.scrap") == pytest.approx(
        0.2 * 44 / 12
    )
    # Home scrap sold was cast before, where its carbon was already taken out.
    sold = exchange("site", "out", "scrap", 40, "t", "sold", carbon_content=0.002)
    assert run(bought("scrap", 100, carbon_content=0.002), sold).value("process") == pytest.approx(
        0.2 * 44 / 12
    )


def test_products_carry_carbon_away_and_the_total_is_signed() -> None:
    statement = run(
        bought("coke", 100, carbon_content=0.86),
        bought("pig_iron", 5),
        exchange("BF", "out", "pig_iron", 8, "t", "sold"),
        exchange("COK", "out", "methanol", 2, "t", "sold"),
        exchange("BOF", "out", "liquid_steel", 103, "t", "CC"),
        exchange("CC", "out", "slab", 60, "t", "site"),
        exchange("CC", "out", "billet", 40, "t", "sold", carbon_content=0.002),
        exchange("site", "out", "hot_rolled_coil", 55, "t", "sold"),
    )
    by_hand = 60 * 0.0154 + 40 * 0.002 * 44 / 12 + 8 * 0.172 + 2 * 1.375
    assert statement.value("sequestered") == pytest.approx(by_hand)
    assert statement.value("process.pig_iron") == pytest.approx(5 * 0.172)
    parts = {
        name: statement.value(name)
        for name in ("combustion", "process", "electricity", "heat", "sequestered")
    }
    assert statement.value("total") == pytest.approx(
        parts["combustion"] + parts["process"] + parts["electricity"] + parts["heat"] - parts["sequestered"]
    )
    assert statement.value("crude_steel") == 100
    assert statement.value("intensity") == pytest.approx(statement.value("total") / 100)
    assert statement.totals[:2] == ("total", "intensity")


def test_steel_of_a_given_activity_level_stands_in_for_a_caster() -> None:
    works = inventory([], [POWER])
    works = type(works)(
        site=works.site,
        period=works.period,
        processes=(Process("P1", "electric_arc_furnace", output_t=200.0),),
        exchanges=works.exchanges,
    )
    statement = GBT_32151_5_2015.run(works, choose(works, None, GBT_32151_5_2015.defaults), {})
    assert statement.value("sequestered") == pytest.approx(200 * 0.0154)


def test_electricity_is_bought_less_sold_by_region_and_certificates_change_nothing() -> None:
    statement = run(
        bought("electricity", 50, "MWh", region="CN-N"),
        bought(
            "electricity",
            30,
            "MWh",
            region="CN",
            instrument="certificate",
            instrument_amount=30,
            instrument_factor=0.0,
        ),
        bought("electricity", 20, "MWh", emission_factor=0.4),
        exchange("BF", "out", "electricity", 10, "MWh", "sold", region="CN"),
    )
    assert statement.value("electricity.purchased.CN") == pytest.approx(130 * 0.5306)
    assert statement.value("electricity.purchased.CN-N") == pytest.approx(50 * 0.6361)
    assert statement.value("electricity.purchased.given") == pytest.approx(20 * 0.4)
    assert statement.value("electricity.sold.CN") == pytest.approx(-10 * 0.5306)
    earlier = run(power=POWER, electricity="cn-grid-co2-2022")
    assert earlier.value("electricity") == pytest.approx(100 * 0.5366)


def test_heat_by_default_factor_and_by_enthalpy() -> None:
    statement = run(
        bought("heat", 100, "GJ"),
        bought("steam", 10, "t", ncv=2.8),
        exchange("BF", "out", "steam", 50, "GJ", "sold"),
    )
    assert statement.value("heat") == pytest.approx((100 + 28 - 50) * 0.11)


def test_not_applicable_is_said_and_missing_is_refused() -> None:
    none_bought = bought("electricity", None, "MWh")
    assert run(bought("coke", 1), power=none_bought).value("electricity") == 0
    assert codes(bought("coke", 1), power=None) == ["account.no-electricity"]


def test_everything_missing_is_told_in_one_pass_and_never_zero() -> None:
    assert codes(
        bought("injection_coal", 10),
        bought("coking_coal", 10, carbon_content=0.76),
        bought("petroleum_coke", 10, ncv=32.0),
        bought("diesel", 10, "m3"),
        bought("natural_gas", 10, "t"),
        bought("silicomanganese", 1),
        bought("steam", 10, "t"),
        bought("electricity", 1, "MWh", region="CN-HE"),
    ) == [
        "account.no-oxidation-share",
        "account.no-ncv",
        "account.no-carbon-per-energy",
        "account.unit",
        "account.unit",
        "account.no-factor",
        "gbt.no-grid-factor",
        "gbt.heat-unit",
    ]


def test_a_row_may_say_that_its_carbon_does_not_count() -> None:
    statement = run(bought("coke", 10), bought("anthracite", 5, calculation="none"))
    assert "combustion.anthracite" not in {line.id for line in statement.lines}
    told = next(item for item in statement.warnings if item.code == "account.not-counted")
    assert told.found == "anthracite"


def test_biomass_is_not_part_of_the_total() -> None:
    assert run(bought("charcoal", 10)).value("combustion") == 0


def test_the_default_set_says_what_has_not_been_seen() -> None:
    warned = [item for item in run(bought("coke", 1)).warnings if item.code == "gbt.annex-unseen"]
    assert len(warned) == 1 and "ndrc-2013" in warned[0].what("en")
    own = run(bought("limestone", 1), direct="cets-ag-03.01-v01-2024")
    assert not [item for item in own.warnings if item.code == "gbt.annex-unseen"]


def test_order_of_rows_changes_nothing() -> None:
    rows = [
        bought("coke", 100, carbon_content=0.86),
        bought("anthracite", 50),
        bought("limestone", 20),
        exchange("CC", "out", "slab", 60, "t", "sold"),
    ]
    forward, backward = run(*rows), run(*reversed(rows))
    assert [(line.id, line.value) for line in forward.lines] == [
        (line.id, line.value) for line in backward.lines
    ]
