"""The rules of CBAM one by one, on plants small enough to check by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tanlian.accounting.methods.cbam.energy import heat_factor
from tanlian.inventory.model import Process, Product, Supply
from tests.accounting.cbam.plants import DEFINITIVE, EAF, ROLL, TRANSITIONAL, codes, plant, run, steel
from tests.works import exchange

BOTH = pytest.mark.parametrize("method", [TRANSITIONAL, DEFINITIVE])


@pytest.mark.parametrize(
    ("row", "tonnes", "terajoule"),
    [
        (
            exchange(
                "site",
                "in",
                "fuel_oil",
                252000,
                "t",
                "purchased",
                ncv=45.0,
                emission_factor_energy=73.0,
                oxidation_share=1.0,
            ),
            827820,
            11340,
        ),
        (
            exchange(
                "site",
                "in",
                "limestone",
                121000,
                "t",
                "purchased",
                emission_factor=0.08794,
                oxidation_share=1.0,
            ),
            10640.74,
            0,
        ),
        (
            exchange("site", "out", "slab", 1808226, "t", "sold", carbon_content=0.003878),
            -25693.068768192,
            0,
        ),
    ],
    ids=["combustion", "process", "mass balance"],
)
def test_rows_of_the_template(row: dict[str, object], tonnes: float, terajoule: float) -> None:
    """B_EmInst rows 14 to 16 of the template V2.1 (published; N2O and CO2 by measurement are left out)."""
    statement = run(plant([replace(EAF, output_t=1.0)], [row]))
    assert statement.value("installation.direct") == pytest.approx(tonnes, rel=1e-12)
    assert statement.value("installation.energy") == pytest.approx(terajoule, rel=1e-12)


def test_heat_of_a_boiler_holds_its_efficiency() -> None:
    """G_FurtherGuidance G132 of the template: 96 t CO2/TJ at 90 % is 106.67 t CO2/TJ of heat."""
    assert heat_factor(96, 0.9) == pytest.approx(106.66666666666667, rel=1e-15)
    rows = [
        exchange("BOILER", "in", "anthracite", 1000, "GJ", "purchased", emission_factor_energy=96.0),
        exchange("BOILER", "out", "steam", 900, "GJ", "site"),
        exchange("EAF", "in", "steam", 600, "GJ", "site"),
        exchange("ROLL", "in", "steam", 300, "GJ", "BOILER"),
        exchange("BOILER", "out", "steam", 300, "GJ", "ROLL"),
        steel("EAF", "sold", 10),
        exchange("ROLL", "out", "bar", 10, "t", "sold", carbon_content=0.0),
    ]
    rows[1]["amount"] = 600
    statement = run(plant([Process("BOILER", "boiler"), EAF, ROLL], rows))
    assert statement.value("process.EAF.heat_imported") == pytest.approx(0.6 * 96 / 0.9)
    assert statement.value("process.ROLL.heat_imported") == pytest.approx(0.3 * 96 / 0.9)
    assert statement.value("rest.direct") == pytest.approx(0, abs=1e-9)
    assert "process.BOILER.see_direct" not in {line.id for line in statement.lines}


@BOTH
def test_recovered_heat_of_unknown_origin_takes_the_usual_fuel_at_90_percent(method: str) -> None:
    rows = [
        exchange("EAF", "in", "limestone", 1000, "t", "purchased"),
        exchange("EAF", "out", "steam", 500, "GJ", "sold"),
        steel("EAF", "sold", 100),
    ]
    statement = run(plant([EAF], rows), method, {"heat_fuel": "natural_gas"})
    line = statement.line("process.EAF.heat_exported")
    assert line.value == pytest.approx(0.5 * 56.1 / 0.9)
    assert "Annex III, A.2.2" in line.inputs[0].source
    assert statement.value("process.EAF.attributed_direct") == pytest.approx(440 - 0.5 * 56.1 / 0.9)


def gas_works() -> list[dict[str, object]]:
    """A furnace gives gas to the site's net; it, a mill and a power plant burn it, some is flared."""
    gas = {"ncv": 3.5}
    return [
        exchange("BF", "in", "coke", 1000, "t", "purchased", carbon_content=0.8),
        exchange("BF", "out", "hot_metal", 500, "t", "sold", carbon_content=0.04),
        exchange("BF", "out", "blast_furnace_gas", 120, "1000 m3N", "site", **gas),
        exchange("BF", "out", "blast_furnace_gas", 10, "1000 m3N", "flare", **gas),
        exchange("BF", "in", "blast_furnace_gas", 20, "1000 m3N", "site"),
        exchange("ROLL", "in", "blast_furnace_gas", 40, "1000 m3N", "site"),
        exchange("PP", "in", "blast_furnace_gas", 60, "1000 m3N", "site"),
        exchange("PP", "out", "electricity", 20, "MWh", "site"),
        exchange("ROLL", "in", "electricity", 20, "MWh", "site"),
        exchange("ROLL", "out", "bar", 100, "t", "sold", carbon_content=0.0),
    ]


def test_waste_gas_stays_with_its_maker_and_counts_as_natural_gas_elsewhere() -> None:
    processes = [Process("BF", "blast_furnace"), ROLL, Process("PP", "power_plant")]
    statement = run(plant(processes, gas_works()))
    burnt = (1000 * 0.8 - 500 * 0.04) * 3.664
    assert statement.value("installation.direct") == pytest.approx(burnt)
    assert statement.value("process.BF.direct_emissions") == pytest.approx(burnt)
    assert statement.value("process.BF.waste_gas_exported") == pytest.approx(0.35 * 56.1 * 0.667)
    assert statement.value("process.ROLL.direct_emissions") == 0
    assert statement.value("process.ROLL.waste_gas_imported") == pytest.approx(0.14 * 56.1)
    # The set's 260 t CO2/TJ of the gas is above natural gas, so the power counts 56.1.
    assert statement.value("process.ROLL.attributed_indirect") == pytest.approx(0.21 * 56.1)
    assert codes(statement) == {"cbam.rest-direct"}


def test_a_gas_with_less_carbon_than_natural_gas_counts_as_it_is() -> None:
    rows = gas_works()
    rows[6] = rows[6] | {"emission_factor_energy": 44.4}
    processes = [Process("BF", "blast_furnace"), ROLL, Process("PP", "power_plant")]
    statement = run(plant(processes, rows))
    assert statement.value("process.ROLL.attributed_indirect") == pytest.approx(0.21 * 44.4)


@pytest.mark.parametrize(("method", "deducted"), [(TRANSITIONAL, 4.0), (DEFINITIVE, 10.0)])
def test_own_electricity_of_a_joint_process(method: str, deducted: float) -> None:
    """The template deducts what leaves the process, eq. 55 all that is made in it."""
    processes = [
        Process("EAF", "electric_arc_furnace", production_process="P"),
        Process("PP", "power_plant", production_process="P", category="crude_steel"),
    ]
    rows = [
        exchange("PP", "in", "natural_gas", 50, "t", "purchased"),
        exchange("PP", "out", "electricity", 6, "MWh", "EAF", emission_factor=1.0),
        exchange("PP", "out", "electricity", 4, "MWh", "sold", emission_factor=1.0),
        exchange("EAF", "in", "electricity", 6, "MWh", "PP"),
        steel("EAF", "sold", 10),
    ]
    statement = run(plant(processes, rows), method)
    assert statement.value("process.P.direct_emissions") == pytest.approx(50 * 48 / 1000 * 56.1)
    assert statement.value("process.P.electricity_deducted") == pytest.approx(deducted)
    assert statement.value("process.P.electricity") == 6


@BOTH
def test_negative_attributed_emissions_are_zero_and_said(method: str) -> None:
    rows = [
        exchange("EAF", "in", "limestone", 10, "t", "purchased"),
        exchange("EAF", "out", "steam", 900, "GJ", "sold", emission_factor_energy=60.0),
        steel("EAF", "sold", 100),
    ]
    statement = run(plant([EAF], rows), method)
    assert statement.value("process.EAF.attributed_direct") == 0
    assert statement.value("process.EAF.see_direct") == 0
    assert codes(statement) >= {"cbam.negative"}


ZERO = Supply("S", country="DE", cn_code="72071114", see_direct=2.0, see_indirect=0.4, data="measured")


@pytest.mark.parametrize(
    ("method", "country", "direct"),
    [(DEFINITIVE, "DE", 0.0), (DEFINITIVE, "NO", 0.0), (DEFINITIVE, "CN", 2.2), (TRANSITIONAL, "DE", 2.2)],
)
def test_precursors_of_exempt_origin(method: str, country: str, direct: float) -> None:
    """Zero in the definitive period (2547 Annex III B), the mass is still reported."""
    supply = replace(ZERO, country=country, verification="" if country in {"DE", "NO"} else "VR")
    rows = [
        exchange("ROLL", "in", "slab", 110, "t", "purchased", supply="S", carbon_content=0.0),
        exchange("ROLL", "out", "bar", 100, "t", "sold", carbon_content=0.0),
    ]
    statement = run(plant([ROLL], rows, [supply]), method)
    assert statement.value("process.ROLL.see_direct") == pytest.approx(direct)
    assert statement.value("process.ROLL.mass_share.S") == pytest.approx(1.1)
    assert statement.value("precursor.S.mass") == 110


@BOTH
@pytest.mark.parametrize("flow", ["scrap", "ferrosilicon", "silicomanganese", "ferromolybdenum"])
def test_goods_outside_annex_i_are_zero_but_their_carbon_counts(flow: str, method: str) -> None:
    supply = Supply("S", country="CN", see_direct=3.0, see_indirect=1.0)
    rows = [
        exchange("EAF", "in", flow, 50, "t", "purchased", carbon_content=0.01, supply="S"),
        steel("EAF", "sold", 100),
    ]
    statement = run(plant([EAF], rows, [supply]), method)
    assert statement.value("process.EAF.see_direct") == pytest.approx(50 * 0.01 * 3.664 / 100)
    assert codes(statement) == {"cbam.not-a-precursor"}


def test_aluminium_is_a_precursor_only_in_the_definitive_period() -> None:
    supply = Supply(
        "AL", country="CN", cn_code="76011090", see_direct=10.0, see_indirect=0.0, verification="VR"
    )
    rows = [exchange("EAF", "in", "aluminium", 1, "t", "purchased", supply="AL"), steel("EAF", "sold", 100)]
    made = plant([EAF], rows, [supply])
    assert run(made).value("process.EAF.see_direct") == 0
    assert run(made, DEFINITIVE).value("process.EAF.see_direct") == pytest.approx(0.1)


def chain() -> tuple[list[Process], list[dict[str, object]]]:
    """Sinter, pig iron and steel, each with its own electricity of 1 t CO2/MWh."""
    processes = [
        Process("SP", "sintering"),
        Process("BF", "blast_furnace"),
        Process("BOF", "basic_oxygen_furnace", category="crude_steel"),
    ]
    power = {"emission_factor": 1.0, "electricity_source": "direct_line"}
    rows = [
        exchange("SP", "in", "electricity", 30, "MWh", "purchased", **power),
        exchange("SP", "out", "sinter", 300, "t", "BF"),
        exchange("BF", "in", "sinter", 300, "t", "SP"),
        exchange("BF", "in", "electricity", 20, "MWh", "purchased", **power),
        exchange("BF", "out", "hot_metal", 200, "t", "BOF", carbon_content=0.0),
        exchange("BOF", "in", "hot_metal", 200, "t", "BF", carbon_content=0.0),
        exchange("BOF", "in", "electricity", 50, "MWh", "purchased", **power),
        steel("BOF", "sold", 250),
    ]
    return processes, rows


def test_steel_takes_over_the_indirect_emissions_of_sinter_but_not_its_own() -> None:
    """The sinter trap: 2547 Annex I, 3.1."""
    transitional, definitive = (run(plant(*chain()), method) for method in (TRANSITIONAL, DEFINITIVE))
    assert transitional.value("process.BOF.see_indirect") == pytest.approx(100 / 250)
    assert definitive.value("process.SP.see_indirect") == pytest.approx(0.1)
    assert definitive.value("process.BF.see_indirect") == pytest.approx(30 / 200)
    assert definitive.value("process.BOF.see_indirect") == pytest.approx(30 / 250)
    assert "process.BOF.attributed_indirect" not in {line.id for line in definitive.lines}


def test_a_good_outside_annex_ii_takes_over_no_indirect_emissions_of_one_inside() -> None:
    processes, rows = chain()
    supply = Supply(
        "DRI", cn_code="72039000", country="IN", see_direct=1.0, see_indirect=0.5, verification="VR"
    )
    supply = replace(supply, verification_period="2026")
    rows.append(exchange("SP", "in", "dri", 3, "t", "purchased", supply="DRI", calculation="none"))
    statement = run(plant(processes, rows, [supply]), DEFINITIVE)
    assert statement.value("process.SP.see_direct") == pytest.approx(0.01)
    assert statement.value("process.SP.see_indirect") == pytest.approx(0.1)
    assert codes(statement) == {"cbam.indirect-taken-over"}


def test_loops_are_solved_at_once() -> None:
    """Steel 0.5 own + 0.1 bars, bars 0.1 own + 1.125 steel: 0.51 / 0.8875 and so on."""
    rows = [
        steel("EAF", "ROLL", 90),
        steel("EAF", "sold", 10),
        exchange("ROLL", "in", "crude_steel", 90, "t", "EAF", carbon_content=0.0),
        exchange("ROLL", "out", "bar", 70, "t", "sold", carbon_content=0.0),
        exchange("ROLL", "out", "bar", 10, "t", "EAF", carbon_content=0.0),
        exchange("EAF", "in", "bar", 10, "t", "ROLL", carbon_content=0.0),
    ]
    processes = [
        replace(EAF, direct_emissions_t=50.0, direct_emissions_source="meter"),
        replace(ROLL, direct_emissions_t=8.0),
    ]
    statement = run(plant(processes, rows))
    assert statement.value("process.EAF.see_direct") == pytest.approx(0.51 / 0.8875, rel=1e-12)
    assert statement.value("process.ROLL.see_direct") == pytest.approx(0.1 + 1.125 * 0.51 / 0.8875, rel=1e-12)
    # What is sold carries everything.
    sold = 10 * statement.value("process.EAF.see_direct") + 70 * statement.value("process.ROLL.see_direct")
    assert sold == pytest.approx(58, rel=1e-12)


def test_what_a_process_draws_from_the_site_is_mixed_from_purchases_and_own_output() -> None:
    rows = [
        steel("EAF", "site", 60),
        exchange("site", "in", "crude_steel", 40, "t", "purchased", supply="S", carbon_content=0.0),
        exchange("ROLL", "in", "crude_steel", 100, "t", "site", carbon_content=0.0),
        exchange("ROLL", "out", "bar", 100, "t", "sold", carbon_content=0.0),
    ]
    processes = [replace(EAF, direct_emissions_t=60.0), replace(ROLL, direct_emissions_t=0.0)]
    statement = run(plant(processes, rows, [replace(ZERO, country="CN")]))
    assert statement.value("process.ROLL.see_direct") == pytest.approx(0.6 * 1 + 0.4 * 2)


def test_goods_of_the_definitive_period() -> None:
    rows = [exchange("EAF", "in", "limestone", 100, "t", "purchased"), steel("EAF", "sold", 300)]
    goods = [
        Product("A", "EAF", "crude_steel", cn_code="7207 11 14"),
        Product("B", "EAF", "crude_steel", cn_code="72071116"),
    ]
    statement = run(plant([EAF], rows, goods=goods), DEFINITIVE)
    assert statement.value("good.A.see_direct") == pytest.approx(44 / 300)
    assert statement.value("good.A.see_direct_rounded") == 0.14667
    assert statement.value("installation.direct_whole_t") == 44
    assert statement.value("process.EAF.attributed_direct_whole_t") == 44
    assert codes(statement) == {"cbam.shared-process"}
    assert statement.totals[-2:] == ("good.B.sefa", "good.B.certificates_per_t")
