"""One production process per CN code; who may share one, who must, and what own power without fuel counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tanlian.inventory.model import Inventory, Process, Product, Supply
from tanlian.problems import Problems
from tests.accounting.cbam.plants import DEFINITIVE, codes, plant, run
from tests.works import exchange

SLAB = Supply("SLAB", country="IN", cn_code="72071210", data="default")
OTHER = Supply("OTHER", country="TR", cn_code="72071210", data="default")
PIG = Supply("PIG", country="IN", cn_code="72011011", data="default")
COILS = [
    Product("A", "MILL1", "hot_rolled_coil", cn_code="72083900"),
    Product("B", "MILL2", "hot_rolled_coil", cn_code="72083800"),
]


def mills(shared: str, second: dict[str, float], goods: list[Product] | None = None) -> Inventory:
    """Mill 1 rolls 105 t of slab to 100 t, mill 2 what is given to 50 t."""
    rows = [
        exchange("MILL1", "in", "slab", 105, "t", "purchased", supply="SLAB", carbon_content=0.0),
        *(
            exchange("MILL2", "in", "slab", amount, "t", "purchased", supply=name, carbon_content=0.0)
            for name, amount in second.items()
        ),
        exchange("MILL1", "out", "hot_rolled_coil", 100, "t", "sold", carbon_content=0.0),
        exchange("MILL2", "out", "hot_rolled_coil", 50, "t", "sold", carbon_content=0.0),
    ]
    processes = [Process(name, "hot_rolling", production_process=shared) for name in ("MILL1", "MILL2")]
    return plant(processes, rows, [SLAB, OTHER, PIG], COILS if goods is None else goods)


@pytest.mark.parametrize(
    ("shared", "second", "expected"),
    [
        ("P", {"SLAB": 52.5}, {"cbam.shared-process"}),
        ("P", {"OTHER": 52.5}, {"cbam.shared-process"}),
        ("P", {"SLAB": 52.5, "PIG": 1.0}, {"cbam.shared-process", "cbam.different-precursors"}),
        ("P", {"SLAB": 60.0}, {"cbam.shared-process", "cbam.different-precursors"}),
        ("", {"SLAB": 52.5}, {"cbam.must-share"}),
        ("", {"SLAB": 60.0}, set()),
        ("", {"OTHER": 60.0}, {"cbam.subset"}),
    ],
    ids=[
        "alike",
        "other supplier",
        "other kind",
        "other quantity",
        "must share",
        "apart",
        "one supplier each",
    ],
)
def test_goods_that_share_a_process(shared: str, second: dict[str, float], expected: set[str]) -> None:
    statement = run(mills(shared, second), DEFINITIVE)
    assert codes(statement) == expected
    if shared:
        values = [statement.value(f"good.{name}.see_total") for name in "AB"]
        assert values[0] == values[1]  # by functional unit, whichever mill made it (2547 Annex III A.2)
        assert statement.value("process.P.activity_level") == 150


def test_what_a_unit_takes_over_inside_its_process_counts_as_its_precursor() -> None:
    """Both coils come from the same steel, one through a mill of its own."""
    rows = [
        exchange("MILL1", "in", "slab", 210, "t", "purchased", supply="SLAB", carbon_content=0.0),
        exchange("MILL1", "out", "hot_rolled_coil", 100, "t", "sold", carbon_content=0.0),
        exchange("MILL1", "out", "hot_rolled_coil", 100, "t", "MILL2", carbon_content=0.0),
        exchange("MILL2", "in", "hot_rolled_coil", 100, "t", "MILL1", carbon_content=0.0),
        exchange("MILL2", "out", "hot_rolled_coil", 100, "t", "sold", carbon_content=0.0),
    ]
    processes = [Process(name, "hot_rolling", production_process="P") for name in ("MILL1", "MILL2")]
    assert codes(run(plant(processes, rows, [SLAB], COILS), DEFINITIVE)) == {"cbam.shared-process"}


def test_a_code_made_by_two_processes_is_refused() -> None:
    goods = [COILS[0], replace(COILS[1], cn_code="7208 39 00")]
    with pytest.raises(Problems) as caught:
        run(mills("", {"SLAB": 52.5}, goods), DEFINITIVE)
    found = [item for item in caught.value.problems if item.severity == "error"]
    assert [(item.code, item.where.name, item.found) for item in found] == [
        ("cbam.split-good", "72083900", "MILL1, MILL2")
    ]


def top_gas() -> list[dict[str, object]]:
    """A furnace with a turbine on its top gas, and a sinter plant that uses the power."""
    return [
        exchange("BF", "in", "coke", 100, "t", "purchased", carbon_content=0.8),
        exchange("BF", "out", "pig_iron", 50, "t", "sold", carbon_content=0.04),
        exchange("BF", "out", "electricity", 10, "MWh", "SP"),
        exchange("SP", "in", "electricity", 10, "MWh", "BF"),
        exchange("SP", "out", "sinter", 40, "t", "sold"),
    ]


def test_power_of_a_by_product_kind_has_no_fuel_and_so_no_factor() -> None:
    """2547 Annex II D.4.1, eq. 38: the fuels of the power over the power; a top-gas turbine burns none."""
    processes = [Process("BF", "blast_furnace"), Process("SP", "sintering")]
    statement = run(plant(processes, top_gas()), DEFINITIVE)
    assert statement.value("process.BF.electricity_deducted") == 0
    assert statement.value("process.SP.attributed_indirect") == 0
    assert "eq. 38" in statement.line("process.SP.attributed_indirect").inputs[0].source
    rows = top_gas()
    rows[2] = rows[2] | {"role": "co_product"}
    with pytest.raises(Problems, match="No emission factor is known for electricity"):
        run(plant(processes, rows), DEFINITIVE)


def test_grid_power_of_goods_outside_annex_ii_asks_for_the_factor_of_the_act() -> None:
    rows = top_gas()[3:]
    rows[0] = rows[0] | {"partner": "purchased"}
    made = plant([Process("SP", "sintering")], rows)
    assert codes(run(made, DEFINITIVE)) == {"cbam.grid-factor"}
    rows[0] = rows[0] | {"emission_factor": 0.605, "electricity_source": "direct_line"}
    assert codes(run(plant([Process("SP", "sintering")], rows), DEFINITIVE)) == set()


def test_a_year_before_the_definitive_period_is_a_trial() -> None:
    made = mills("", {"SLAB": 60.0})
    before = replace(made, period=replace(made.period, start=made.period.start.replace(year=2025)))
    before = replace(before, period=replace(before.period, end=made.period.start))
    trial = run(before, DEFINITIVE)
    assert codes(trial) == {"cbam.before-2026"}
    assert trial.value("precursor.SLAB.see_direct") == run(made, DEFINITIVE).value(
        "precursor.SLAB.see_direct"
    )
    assert codes(run(before, DEFINITIVE, {"year": "2027"})) == {"cbam.benchmarks-revised"}
