"""A works that pools what it makes: groups of unit processes, what leaves them, and where the rest is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tanlian.inventory.model import Process, Product, Supply
from tests.accounting.cbam.plants import DEFINITIVE, EAF, TRANSITIONAL, codes, plant, run, steel
from tests.works import exchange

GAS = {"ncv": 3.5, "carbon_content": 0.25}
UNITS = [
    Process("OVENS", "coking"),
    Process("SP", "sintering"),
    Process("BF", "blast_furnace"),
    Process("BOF", "basic_oxygen_furnace"),
    Process("CC", "continuous_casting"),
    Process("ROLL", "bar_rolling"),
]
GROUPED = {"BOF": "STEEL", "CC": "STEEL"}


def works() -> list[dict[str, Any]]:
    """Everything but liquid steel goes through the pools of the site."""
    return [
        exchange("site", "in", "cleaned_coal", 800, "t", "purchased", ncv=29.0, carbon_content=0.76),
        exchange("OVENS", "in", "cleaned_coal", 800, "t", "site"),
        exchange("OVENS", "in", "blast_furnace_gas", 100, "1000 m3N", "site", **GAS),
        exchange("OVENS", "out", "coke", 600, "t", "site", carbon_content=0.86),
        exchange("OVENS", "in", "electricity", 10, "MWh", "site"),
        exchange("SP", "in", "limestone", 300, "t", "purchased", carbon_content=0.12),
        exchange("SP", "out", "sinter", 2000, "t", "site"),
        exchange("BF", "in", "sinter", 2000, "t", "site"),
        exchange("BF", "in", "coke", 600, "t", "site"),
        exchange("BF", "in", "electricity", 90, "MWh", "site"),
        exchange("BF", "out", "blast_furnace_gas", 400, "1000 m3N", "site", **GAS),
        exchange("BF", "out", "hot_metal", 1300, "t", "site", carbon_content=0.045),
        exchange("BOF", "in", "hot_metal", 1300, "t", "site"),
        exchange("BOF", "out", "liquid_steel", 1400, "t", "CC", carbon_content=0.001),
        exchange("CC", "out", "billet", 1390, "t", "site", carbon_content=0.001),
        exchange("ROLL", "in", "billet", 1390, "t", "site"),
        exchange("ROLL", "in", "blast_furnace_gas", 300, "1000 m3N", "site", **GAS),
        exchange("ROLL", "out", "rebar", 1350, "t", "sold", carbon_content=0.001),
        exchange("site", "in", "electricity", 100, "MWh", "purchased", emission_factor=0.6),
    ]


def grouped(groups: dict[str, str]) -> list[Process]:
    return [replace(unit, production_process=groups.get(unit.id, "")) for unit in UNITS]


BUBBLE = dict.fromkeys(("SP", "BF", "BOF", "CC"), "STEEL")


@pytest.mark.parametrize("method", [TRANSITIONAL, DEFINITIVE])
def test_one_joint_process_over_the_pools_gives_what_the_chain_gives(method: str) -> None:
    """What a group draws back from the pool is no product of it (2547 Annex II B.4.1)."""
    goods = [Product("BAR", "ROLL", "rebar", cn_code="72142000")]
    chain = run(plant(grouped(GROUPED), works(), goods=goods), method)
    bubble = run(plant(grouped(BUBBLE), works(), goods=goods), method)
    assert bubble.value("process.STEEL.activity_level") == 1390
    assert bubble.value("good.BAR.see_direct") == pytest.approx(chain.value("good.BAR.see_direct"), rel=1e-12)
    carbon = 300 * 0.12 + 600 * 0.86 - 1390 * 0.001
    freed = 0.3 * 3.5 * 56.1 * 0.667 + 0.1 * 3.5 * 56.1 * 0.667
    assert bubble.value("process.STEEL.attributed_direct") == pytest.approx(carbon * 3.664 - freed)


def test_two_scales_that_differ_make_no_product_but_what_others_draw_is_one() -> None:
    rows = works()
    rows[7] = rows[7] | {"amount": 1996.0}
    noisy = run(plant(grouped(BUBBLE), rows))
    assert noisy.value("process.STEEL.activity_level") == 1390
    foundry = [exchange("FOUNDRY", "in", "hot_metal", 100, "t", "site")]
    foundry.append(exchange("FOUNDRY", "out", "ingot", 90, "t", "sold", carbon_content=0.001))
    rows[12] = rows[12] | {"amount": 1200.0}
    units = [replace(item, category="crude_steel") if item.id == "CC" else item for item in grouped(BUBBLE)]
    shared = run(plant([*units, Process("FOUNDRY", "ingot_casting")], [*rows, *foundry]))
    assert shared.value("process.STEEL.activity_level") == pytest.approx(1390 + 1300 - 1200)


def test_coke_and_lime_of_a_unit_in_the_group_are_no_goods_of_it() -> None:
    """Ovens beside the furnace bring their emissions and their coke, not tonnes of output."""
    alone = run(plant(grouped(GROUPED), works()))
    inside = run(plant(grouped(GROUPED | {"OVENS": "IRON", "BF": "IRON"}), works()))
    assert inside.value("process.IRON.activity_level") == alone.value("process.BF.activity_level") == 1300
    coal = (800 * 0.76 - 600 * 0.86) * 3.664
    burnt = 0.1 * 3.5 * 56.1 * 0.667
    added = inside.value("process.IRON.attributed_direct") - alone.value("process.BF.attributed_direct")
    assert added == pytest.approx(coal + burnt)


def test_the_rest_says_where_it_is() -> None:
    statement = run(plant(grouped(GROUPED), works()))
    ovens = (800 * 0.76 - 600 * 0.86) * 3.664
    gas = (0.4 * 0.667 - 0.3) * 3.5 * 56.1
    assert statement.value("rest.direct.no_goods") == pytest.approx(ovens)
    assert [item.symbol for item in statement.line("rest.direct.no_goods").inputs] == ["OVENS"]
    assert statement.value("rest.direct.waste_gas") == pytest.approx(gas)
    assert statement.value("rest.direct") == pytest.approx(ovens + gas)
    assert statement.value("rest.direct.unexplained") == 0
    assert statement.value("rest.indirect.no_goods") == statement.value("rest.indirect") == pytest.approx(6.0)
    told = {item.code: item.what("en") for item in statement.warnings}
    assert told["cbam.rest-direct"].endswith(
        "337.088 t at processes without CBAM goods, -6.51882 t by waste gas, heat and electricity handed "
        "over, 0 t unexplained."
    )


def test_the_oxidation_factor_is_the_plants_own_or_one() -> None:
    """2547 Annex II B.3.1.1: OF is what this plant finds in its ash; a set's default is not."""
    rows = [
        exchange("EAF", "in", "coke", 10, "t", "purchased", calculation="combustion", carbon_content=0.8),
        exchange("EAF", "in", "diesel", 2, "t", "purchased", ncv=43.0, oxidation_share=0.9),
        steel("EAF", "sold", 100),
    ]
    made = plant([EAF], rows)
    statement = run(replace(made, factors={**made.factors, "direct": "ndrc-2013"}))
    coke, diesel = (statement.line(f"process.EAF.stream.in.{flow}") for flow in ("coke", "diesel"))
    assert coke.value == pytest.approx(10 * 0.8 * 3.664)
    assert diesel.value == pytest.approx(2 * 43 / 1000 * 20.2 * 3.664 * 0.9)


def test_sinter_and_pellets_are_one_good_of_the_definitive_period() -> None:
    rows = [
        exchange("SP", "out", "sinter", 10, "t", "sold"),
        exchange("PP", "out", "pellet", 10, "t", "sold"),
    ]
    units = [Process("SP", "sintering"), Process("PP", "pelletizing")]
    assert codes(run(plant(units, rows), DEFINITIVE)) == {"cbam.split-good"}
    joint = [replace(unit, production_process="ORE") for unit in units]
    assert codes(run(plant(joint, rows), DEFINITIVE)) == codes(run(plant(units, rows))) == set()


def test_a_precursor_of_one_period_alone_is_named_with_the_list_that_lacks_it() -> None:
    supply = Supply("AL", country="CN", see_direct=2.0)
    rows = [exchange("EAF", "in", "aluminium", 1, "t", "purchased", supply="AL"), steel("EAF", "sold", 100)]
    (told,) = run(plant([EAF], rows, [supply])).warnings
    assert told.expected == "communication template V2.1, Parameters_Constants"
