"""CETS-AG-03.01: direct emissions only, two levels that meet, and what is said when something is missing."""

from __future__ import annotations

from math import fsum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.accounting.methods.cets_ag_03_01.table import SET, materials
from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.factors import load, read_file
from tanlian.inventory.model import Inventory
from tanlian.problems import Problems
from tests.works import exchange, inventory

METHOD = "cets-ag-03.01-v01-2024"
OF = 0.93  # of coke, 0.90 of cleaned coal, 0.99 of gas: ndrc-2013, chosen here for the fuels
PROCESSES = [
    ("COK", "coking"),
    ("SIN", "sintering"),
    ("BF", "blast_furnace"),
    ("BOF", "basic_oxygen_furnace"),
    ("CC", "continuous_casting"),
    ("HSM", "hot_rolling"),
    ("PP", "power_plant"),
]


def bought(flow: str, amount: float, unit: str = "t", **more: Any) -> dict[str, Any]:
    return exchange("site", "in", flow, amount, unit, "purchased", **more)


def works(*rows: dict[str, Any], **factors: str) -> Inventory:
    return inventory(PROCESSES, rows, factors={"direct": "ndrc-2013", **factors})


def run(*rows: dict[str, Any], level: str = "both", **factors: str) -> Statement:
    return account(works(*rows, **factors), METHOD, options={"level": level})


ROWS = (
    bought("cleaned_coal", 1000, carbon_content=0.76),
    bought("coke", 50, carbon_content=0.86),
    bought("limestone", 100),
    exchange("COK", "in", "cleaned_coal", 1000, "t", "site", carbon_content=0.76),
    exchange("COK", "out", "coke", 700, "t", "site", carbon_content=0.86),
    exchange("COK", "out", "coke_breeze", 60, "t", "site", carbon_content=0.85),
    exchange("COK", "out", "coke_oven_gas", 300, "1000 m3N", "site", carbon_content=0.21),
    exchange("COK", "out", "coke_oven_gas", 4, "1000 m3N", "flare", carbon_content=0.21),
    exchange("SIN", "in", "coke_breeze", 58, "t", "site", carbon_content=0.85),
    exchange("SIN", "in", "limestone", 99, "t", "site"),
    exchange("SIN", "out", "sinter", 900, "t", "BF"),
    exchange("BF", "in", "sinter", 900, "t", "SIN"),
    exchange("BF", "in", "coke", 740, "t", "site", carbon_content=0.86),
    exchange("BF", "out", "hot_metal", 800, "t", "BOF", carbon_content=0.045),
    exchange("BF", "out", "blast_furnace_gas", 1200, "1000 m3N", "site", carbon_content=0.245),
    exchange("BF", "out", "dust", 9, "t", "site", carbon_content=0.33),
    exchange("BOF", "in", "hot_metal", 800, "t", "BF", carbon_content=0.045),
    exchange("BOF", "in", "scrap", 100, "t", "purchased"),
    exchange("BOF", "out", "converter_gas", 80, "1000 m3N", "site", carbon_content=0.37),
    exchange("BOF", "out", "liquid_steel", 880, "t", "CC", carbon_content=0.001),
    exchange("CC", "in", "liquid_steel", 880, "t", "BOF", carbon_content=0.001),
    exchange("CC", "out", "slab", 860, "t", "HSM"),
    exchange("HSM", "in", "slab", 860, "t", "CC"),
    exchange("HSM", "in", "coke_oven_gas", 290, "1000 m3N", "site", carbon_content=0.21),
    exchange("HSM", "out", "hot_rolled_coil", 850, "t", "sold"),
    exchange("PP", "in", "blast_furnace_gas", 1190, "1000 m3N", "site", carbon_content=0.245),
    exchange("PP", "in", "converter_gas", 80, "1000 m3N", "site", carbon_content=0.37),
    exchange("PP", "out", "electricity", 500, "MWh", "sold"),
)


def co2(carbon: float) -> float:
    return carbon * 44 / 12


def test_no_electricity_and_no_heat() -> None:
    alone = run(*ROWS)
    more = run(*ROWS, bought("electricity", 900, "MWh", region="CN"), bought("heat", 50, "GJ"))
    assert more.value("total") == alone.value("total")
    assert more.value("units") == alone.value("units")


def test_enterprise_level_by_hand() -> None:
    statement = run(*ROWS, level="enterprise")
    assert statement.value("combustion") == pytest.approx(co2(760 * 0.90 + 43 * OF))
    assert statement.value("process") == pytest.approx(44 + 3.7)  # limestone 0.440, scrap 0.037
    assert statement.value("sequestered") == pytest.approx(860 * 0.0154)
    assert statement.value("total") == pytest.approx(
        statement.value("combustion") + statement.value("process") - statement.value("sequestered")
    )
    assert statement.value("intensity") == pytest.approx(statement.value("total") / 860)
    assert not [line.id for line in statement.lines if line.id.startswith(("at.", "unit", "difference"))]


def test_each_process_counts_fuel_in_less_fuel_out_and_no_own_iron() -> None:
    statement = run(*ROWS)
    flared_stays = 760 * 0.90 - 602 * OF - 51 * OF - 63 * 0.99
    assert statement.value("unit.coking") == pytest.approx(co2(flared_stays))
    assert statement.value("unit.sintering") == pytest.approx(co2(58 * 0.85 * OF) + 99 * 0.440)
    assert statement.value("unit.blast_furnace") == pytest.approx(co2(740 * 0.86 * OF - 1200 * 0.245 * 0.99))
    assert statement.value("unit.converter") == pytest.approx(100 * 0.037 - co2(80 * 0.37 * 0.99))
    assert statement.value("unit.converter") < 0
    assert statement.value("unit.casting") == pytest.approx(-860 * 0.0154)
    assert statement.value("unit.rolling") == pytest.approx(co2(290 * 0.21 * 0.99))
    assert statement.value("unit.other") == pytest.approx(co2((1190 * 0.245 + 80 * 0.37) * 0.99))
    assert statement.value("intensity.blast_furnace") == pytest.approx(
        statement.value("unit.blast_furnace") / 800
    )
    assert statement.line("unit.converter").label.of("zh") == "转炉炼钢 (320641)"


def test_the_levels_meet_and_what_the_pools_lose_is_shown_flow_by_flow() -> None:
    statement = run(*ROWS)
    assert statement.value("difference") == pytest.approx(statement.value("total") - statement.value("units"))
    by_flow = {
        line.id.removeprefix("difference."): line.value
        for line in statement.lines
        if line.id.startswith("difference.")
    }
    assert by_flow == {
        "coke": pytest.approx(co2((50 + 700 - 740) * 0.86 * OF)),
        "coke_breeze": pytest.approx(co2((60 - 58) * 0.85 * OF)),
        "coke_oven_gas": pytest.approx(co2(10 * 0.21 * 0.99)),
        "blast_furnace_gas": pytest.approx(co2(10 * 0.245 * 0.99)),
        "limestone": pytest.approx(0.440),
    }
    assert fsum(by_flow.values()) == pytest.approx(statement.value("difference"))


def test_the_process_level_alone_shows_the_total_it_is_held_against() -> None:
    both, alone = run(*ROWS), run(*ROWS, level="process")
    ids = {line.id for line in alone.lines}
    assert {"total", "units", "difference", "at.COK.coke"} <= ids
    assert "combustion.coke" not in ids
    assert all(alone.value(line.id) == both.value(line.id) for line in alone.lines)
    assert "cets.process-reading" in {item.code for item in alone.warnings}


def test_what_the_site_uses_itself_stands_under_others() -> None:
    statement = run(*ROWS, bought("diesel", 10))
    assert statement.value("at.site.diesel") == pytest.approx(statement.value("combustion.diesel"))
    assert "difference.diesel" not in {line.id for line in statement.lines}


def test_bought_metal_counts_by_its_share_of_the_pool_and_own_metal_does_not() -> None:
    pooled = (
        bought("scrap", 300),
        exchange("HSM", "out", "scrap", 100, "t", "site"),
        exchange("BOF", "in", "scrap", 380, "t", "site"),
        bought("pig_iron", 50),
        exchange("BOF", "in", "pig_iron", 50, "t", "site"),
    )
    statement = run(*pooled)
    assert statement.value("at.BOF.scrap") == pytest.approx(380 * 0.75 * 0.037)
    assert "bought share" in statement.line("at.BOF.scrap").formula
    assert statement.value("at.BOF.pig_iron") == pytest.approx(50 * 0.172)
    assert statement.value("process.scrap") == pytest.approx(300 * 0.037)


def test_iron_sold_from_the_pool_is_taken_off_its_maker() -> None:
    statement = run(
        exchange("BF", "out", "pig_iron", 40, "t", "site"),
        exchange("site", "out", "pig_iron", 30, "t", "sold"),
    )
    assert statement.value("at.BF.pig_iron") == pytest.approx(-30 * 0.172)
    assert statement.value("sequestered.pig_iron") == pytest.approx(30 * 0.172)
    assert statement.value("difference") == 0


def test_a_chain_within_one_process_of_the_list_counts_its_net_output() -> None:
    mills = [
        ("HSM", "hot_rolling"),
        ("CRM", "cold_rolling"),
        ("BOF", "basic_oxygen_furnace"),
        ("LF", "refining"),
    ]
    rows = [
        exchange("BOF", "out", "liquid_steel", 100, "t", "LF"),
        exchange("LF", "in", "liquid_steel", 100, "t", "BOF"),
        exchange("LF", "in", "charge_carbon", 1, "t", "purchased", carbon_content=0.9),
        exchange("LF", "out", "liquid_steel", 101, "t", "site"),
        exchange("HSM", "in", "natural_gas", 5, "1000 m3N", "purchased"),
        exchange("HSM", "out", "hot_rolled_coil", 90, "t", "site"),
        exchange("CRM", "in", "hot_rolled_coil", 30, "t", "site"),
        exchange("CRM", "out", "cold_rolled_coil", 28, "t", "sold"),
        bought("hot_rolled_coil", 10),
    ]
    statement = account(inventory(mills, rows, factors={"direct": "ndrc-2013"}), METHOD)
    # A tenth of the coil in the pool was bought: 27 of the 30 t come from the own strip mill.
    assert statement.value("output.rolling") == pytest.approx(90 + 28 - 27)
    assert statement.value("output.refining") == pytest.approx(101)


def test_other_holds_only_what_the_user_says_counts() -> None:
    lime = bought("burnt_lime", 100, carbon_content=0.004)
    silent = run(lime)
    assert silent.value("other") == 0
    told = next(item for item in silent.warnings if item.code == "account.not-counted")
    assert told.found == "burnt_lime"
    said = run(lime | {"calculation": "process"})
    assert said.value("other") == pytest.approx(co2(0.4)) == pytest.approx(said.value("at.site.burnt_lime"))


def test_materials_take_the_factors_of_the_document_whatever_serves_the_fuels(tmp_path: Path) -> None:
    scrap = bought("scrap", 10)
    assert run(scrap).value("process.scrap") == pytest.approx(0.37)
    # The caller, the plant file's word on one flow, and a user's own set stand before it.
    own = tmp_path / "own.csv"
    own.write_text(
        "flow,quantity,gas,origin,value,unit\nscrap,emission,CO2,fossil,0.05,t CO2/t\n", encoding="utf-8"
    )
    sets = {"own": read_file(own)}
    for named in (
        account(works(scrap), METHOD, factors={"direct": "own"}, own_sets=sets),
        account(works(scrap), METHOD, factors={"direct.scrap": "own"}, own_sets=sets),
        account(inventory(PROCESSES, [scrap], factors={"direct": "own"}), METHOD, own_sets=sets),
        account(works(scrap, **{"direct.scrap": "own"}), METHOD, own_sets=sets),
    ):
        assert named.value("process.scrap") == pytest.approx(0.5)
    assert set(materials()) == {row.flow for row in load(SET).rows}


def test_without_a_fuel_table_a_fuel_must_be_measured() -> None:
    bare = inventory(PROCESSES, [bought("coke", 10), bought("limestone", 5)])
    with pytest.raises(Problems) as raised:
        account(bare, METHOD)
    (only,) = raised.value.problems
    assert (only.code, only.values["set"]) == ("account.no-ncv", SET)
    measured = bought("coke", 10, carbon_content=0.86, oxidation_share=0.98)
    assert account(inventory(PROCESSES, [measured]), METHOD).value("total") == pytest.approx(co2(8.6 * 0.98))
    warned = {item.code for item in run(bought("coke", 10)).warnings}
    assert "cets.fuel-table" in warned


def test_breeze_takes_the_oxidation_of_coke_and_says_so() -> None:
    line = run(*ROWS).line("at.SIN.coke_breeze")
    assert line.status == "unconfirmed"
    with pytest.raises(Problems):
        run(exchange("SIN", "in", "injection_coal", 5, "t", "purchased", carbon_content=0.7))


def test_a_wrong_level_is_refused_with_what_there_is() -> None:
    with pytest.raises(Problems) as raised:
        run(*ROWS, level="plant")
    assert raised.value.problems[0].code == "method.option-value"
    assert "enterprise" in raised.value.problems[0].expected


@given(st.floats(0.01, 1000), st.permutations(range(len(ROWS))))
def test_scale_and_order_change_nothing_but_the_scale(scale: float, order: list[int]) -> None:
    one = run(*ROWS)
    other = run(*(ROWS[index] | {"amount": ROWS[index]["amount"] * scale} for index in order))
    assert [line.id for line in other.lines] == [line.id for line in one.lines]
    for line in one.lines:
        per_unit = line.unit in {"1", "t CO2/t"}
        expected = line.value if per_unit else line.value * scale
        # Differences of pools are small beside the flows they are the rest of.
        assert other.value(line.id) == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale * 3000)
