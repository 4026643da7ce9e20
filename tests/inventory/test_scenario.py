"""Scenarios: each kind of step against arithmetic anyone can repeat, and everything that must be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import pytest

from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory, Supply
from tanlian.inventory.scenario import (
    Applied,
    Assumption,
    Charge,
    ChooseFactors,
    Hydrogen,
    RecoverGas,
    Scale,
    Scenario,
    Selection,
    SetCell,
    SetTotal,
    Step,
    SwapFuel,
    apply,
)
from tanlian.inventory.scenario.actions import Action
from tanlian.problems import Problems
from tests.inventory.gas_works import gas_works
from tests.works import exchange, inventory

GASES = {"blast_furnace_gas": "PP", "converter_gas": "PP"}


def run(inv: Inventory, *steps: Step, supplies: tuple[Supply, ...] = ()) -> Applied:
    told = Assumption({"en": "invented", "zh": "虚构"}, "a test", "illustrative")
    return apply(inv, Scenario("trial", {"en": "Trial", "zh": "试算"}, (told,), steps, supplies), Choice({}))


def sums(inv: Inventory) -> dict[str, float]:
    """Sums by ``process direction flow partner``."""
    key = pl.concat_str("process", "direction", "flow", "partner", separator=" ")
    return dict(inv.exchanges.group_by(key.alias("key")).agg(pl.col("amount").sum()).iter_rows())


def refused(
    inv: Inventory, do: Action, follow: bool = False, swing: Mapping[str, str] | None = None
) -> set[str]:
    with pytest.raises(Problems) as caught:
        run(inv, Step(do, follow, swing or {}))
    for item in caught.value.problems:
        assert "steps.1" in item.where.name
        assert item.text("en") and item.text("zh")
    return {item.code for item in caught.value.problems}


def test_more_scrap_takes_the_whole_chain_along() -> None:
    """20 t of scrap, 80 t of hot metal: what hangs on hot metal falls to 8/9, power is bought instead."""
    base = gas_works()
    more = run(base, Step(Charge("BOF", scrap_share=0.2), swing=GASES))
    after = sums(more.inventory)
    assert after["BOF in scrap purchased"] == pytest.approx(20)
    assert after["BOF in hot_metal site"] == pytest.approx(80)
    for row in ("BF in coke site", "BF out blast_furnace_gas site", "BOF out converter_gas flare"):
        assert after[row] == pytest.approx(sums(base)[row] * 8 / 9)
    assert after["PP out electricity site"] == pytest.approx(8.85 * 8 / 9)
    assert after["site in electricity purchased"] == pytest.approx(15 - 8.85 * 8 / 9)
    assert after["site in coke purchased"] == pytest.approx(40 + 5)
    assert after["BOF out liquid_steel sold"] == 95
    assert base.exchanges.equals(gas_works().exchanges)
    told = {(item.process, item.flow): (item.before, item.after) for item in more.changes}
    assert told["BOF", "scrap"] == (10, pytest.approx(20))
    assert ("BOF", "liquid_steel") not in told


@pytest.mark.parametrize("size", [0.001, 2.0])
def test_size_order_and_months_change_nothing_but_the_size(size: float) -> None:
    base = gas_works()
    step = Step(Charge("BOF", scrap_share=0.2, keep="iron"), swing=GASES)
    half = base.exchanges.with_columns(pl.col("amount") * size / 2)
    kinds = [(item.id, item.kind) for item in base.processes]
    split = inventory(kinds, [*half.to_dicts()[::-1], *half.to_dicts()])
    expected = {key: value * size for key, value in sums(run(base, step).inventory).items()}
    assert sums(run(split, step).inventory) == pytest.approx(expected)


def test_a_hot_metal_ratio_is_the_same_step_told_otherwise() -> None:
    share = run(gas_works(), Step(Charge("BOF", scrap_share=0.2), swing=GASES))
    ratio = run(gas_works(), Step(Charge("BOF", hot_metal_ratio=80 / 95), swing=GASES))
    assert sums(ratio.inventory) == pytest.approx(sums(share.inventory))


def test_keeping_iron_asks_for_more_of_the_leaner_metal() -> None:
    """8 t of hot metal hold 7.6 t of iron, as do 9.5 t of lean scrap: then 19.5 t of 101.5 t are scrap."""
    lean = gas_works().exchanges.with_columns(
        iron_content=pl.when(pl.col("flow") == "scrap").then(0.8).otherwise("iron_content")
    )
    inv = inventory(
        [("BF", "blast_furnace"), ("BOF", "basic_oxygen_furnace"), ("PP", "power_plant")], lean.to_dicts()
    )
    step = Step(Charge("BOF", scrap_share=19.5 / 101.5, keep="iron"), swing=GASES)
    after = sums(run(inv, step).inventory)
    assert after["BOF in scrap purchased"] == pytest.approx(19.5)
    assert after["BOF in hot_metal site"] == pytest.approx(82)


def test_recovered_gas_makes_power_or_replaces_fuel() -> None:
    """0.4 units caught hold 3 GJ: a 3/88.5 part more power, or 3/36 of a unit of natural gas saved."""
    caught = sums(run(gas_works(), Step(RecoverGas("BOF", "converter_gas", 0.5), swing=GASES)).inventory)
    assert caught["BOF out converter_gas flare"] == pytest.approx(0.4)
    assert caught["PP in converter_gas site"] == pytest.approx(6.8)
    assert caught["PP out electricity site"] == pytest.approx(8.85 * 91.5 / 88.5)
    fired = exchange("PP", "in", "natural_gas", 1, "1000 m3N", "purchased", ncv=36.0, carbon_content=0.54)
    rows = [*gas_works().exchanges.to_dicts(), fired]
    inv = inventory([("BF", "blast_furnace"), ("BOF", "basic_oxygen_furnace"), ("PP", "power_plant")], rows)
    instead = Selection(process=("PP",), flow=("natural_gas",))
    saved = sums(run(inv, Step(RecoverGas("BOF", "converter_gas", 0.5, instead))).inventory)
    assert saved["PP in natural_gas purchased"] == pytest.approx(1 - 3 / 36)
    assert saved["PP in converter_gas site"] == pytest.approx(6.8)
    assert refused(inv, RecoverGas("BOF", "converter_gas", 0.5, Selection(flow=("hot_metal",)))) == {
        "scenario.no-energy"
    }


def test_fuels_swap_at_equal_energy() -> None:
    """Half of 10 t of coal at 25 GJ/t is 125 GJ: 125/36 units of gas, 1.1 times that where it burns worse."""
    rows = [
        exchange("K", "in", "bituminous_coal", 10, "t", "purchased", ncv=25.0, carbon_content=0.7),
        exchange("K", "in", "limestone", 90, "t", "purchased", carbon_content=0.12),
        exchange("K", "out", "burnt_lime", 50, "t", "sold", carbon_content=0.0),
    ]
    inv = inventory([("K", "lime_kiln")], rows, [Supply(id="GAS")])
    coal = Selection(flow=("bituminous_coal",))
    half = SwapFuel(coal, "natural_gas", 0.5, ncv=36.0, carbon_content=0.54, energy_ratio=1.1, supply="GAS")
    done = run(inv, Step(half)).inventory
    assert sums(done)["K in bituminous_coal purchased"] == pytest.approx(5)
    new = done.exchanges.row(-1, named=True)
    assert new["amount"] == pytest.approx(1.1 * 125 / 36)
    assert (new["unit"], new["supply"], new["place"]) == ("1000 m3N", "GAS", "trial!1")
    assert refused(inv, SwapFuel(coal, "natural_gas", 0.5)) == {"scenario.no-energy"}


def test_hydrogen_takes_the_place_of_natural_gas() -> None:
    rows = [
        exchange("DR", "in", "natural_gas", 30, "1000 m3N", "purchased", carbon_content=0.5),
        exchange("DR", "out", "dri", 100, "t", "sold", carbon_content=0.01),
    ]
    inv = inventory([("DR", "direct_reduction")], rows)
    done = sums(run(inv, Step(Hydrogen("DR", 0.4, 0.25, "t", "1000 m3N"))).inventory)
    assert done["DR in natural_gas purchased"] == pytest.approx(18)
    assert done["DR in hydrogen purchased"] == pytest.approx(3)
    assert refused(inv, Hydrogen("DR", 0.4, 0.01, "t", "GJ")) == {"scenario.unit"}


def test_rows_without_an_amount_can_be_given_one() -> None:
    """DRI that did not apply takes the place of 30 t of scrap, with analysis and supplier."""
    rows = [
        exchange("EAF", "in", "scrap", 100, "t", "purchased", carbon_content=0.0),
        exchange("EAF", "in", "dri", 0, "t", "purchased") | {"amount": None},
        exchange("EAF", "out", "liquid_steel", 95, "t", "sold", carbon_content=0.0),
    ]
    inv = inventory([("EAF", "electric_arc_furnace")], rows)
    dri = Selection(flow=("dri",))
    done = run(
        inv,
        Step(SetCell(dri, "carbon_content", "0.02")),
        Step(SetCell(dri, "supply", "SHAFT")),
        Step(Charge("EAF", scrap_share=0.7, primary=("dri",))),
        supplies=(Supply(id="SHAFT", upstream_co2=0.9),),
    )
    row = done.inventory.exchanges.filter(pl.col("flow") == "dri").row(0, named=True)
    assert (row["amount"], row["carbon_content"], row["supply"]) == (pytest.approx(30), 0.02, "SHAFT")
    assert sums(done.inventory)["EAF in scrap purchased"] == pytest.approx(70)
    assert [item.step for item in done.changes] == [3, 3]


def test_factors_are_chosen_anew_and_told_to_whoever_asks() -> None:
    done = run(gas_works(), Step(ChooseFactors("electricity", "cn-grid-co2-2022")))
    assert done.factors == {"electricity": "cn-grid-co2-2022"}
    assert done.choice.need("electricity").id == "cn-grid-co2-2022"
    assert done.inventory.factors["electricity"] == "cn-grid-co2-2022"


def test_the_overlay_is_named_and_its_hash_is_its_content() -> None:
    step = Step(SetTotal(Selection(flow=("scrap",)), 10.5, "t"))
    done = run(gas_works(), step)
    assert done.scenario.hash[:12] in done.inventory.source
    assert done.scenario.hash == run(gas_works(), step).scenario.hash
    assert done.scenario.hash != run(gas_works(), Step(Scale(Selection(flow=("scrap",)), 1.05))).scenario.hash
    assert done.inventory.exchanges.equals(run(gas_works(), step).inventory.exchanges)


@pytest.mark.parametrize(
    ("do", "code"),
    [
        (Scale(Selection(flow=("pellet",)), 0.5), "scenario.no-match"),
        (Scale(Selection(process=("BFX",)), 0.5), "scenario.unknown-id"),
        (Scale(Selection(flow=("scrap",)), 1.0), "scenario.no-change"),
        (SetTotal(Selection(flow=("scrap",)), 5, "MWh"), "scenario.unit"),
        (SetCell(Selection(flow=("scrap",)), "amount", "5"), "scenario.unknown-column"),
        (SetCell(Selection(flow=("scrap",)), "carbon_content", "-1"), "scenario.value"),
        (SetCell(Selection(flow=("scrap",)), "supply", "NOBODY"), "scenario.unknown-id"),
        (Charge("BOF", hot_metal_ratio=2), "scenario.too-little"),
        (Charge("PP", scrap_share=0.5), "scenario.no-match"),
        (ChooseFactors("power", "cn-grid-co2-2022"), "choice.unknown-role"),
        # More steel out of the same charge.
        (Scale(Selection(process=("BOF",), flow=("liquid_steel",)), 1.1), "scenario.open.iron"),
        # Carbon that no longer leaves as gas.
        (
            Scale(Selection(process=("BOF",), flow=("converter_gas",), partner=("flare",)), 0),
            "scenario.open.carbon",
        ),
    ],
)
def test_a_step_that_cannot_be_is_refused_by_name(do: Action, code: str) -> None:
    assert code in refused(gas_works(), do)


def test_what_does_not_add_up_is_refused_with_the_amount_that_is_left() -> None:
    """10 t of hot metal nobody takes, and 0.71 units of gas that are no longer made."""
    with pytest.raises(Problems) as caught:
        run(gas_works(), Step(Charge("BOF", scrap_share=0.2)))
    told = {(item.code, item.found): item.values["amount"] for item in caught.value.problems}
    assert told["scenario.left-over", "hot_metal"] == "10 t"
    assert told["scenario.short", "converter_gas"] == "0.711111 1000 m3N"


def test_gas_has_no_taker_unless_named_and_a_taker_must_be_able() -> None:
    charge = Charge("BOF", scrap_share=0.2)
    assert refused(gas_works(), charge, follow=True) == {"scenario.short"}
    assert refused(gas_works(), charge, swing={"converter_gas": "BF"}) == {"scenario.swing-taker"}
    assert refused(gas_works(), charge, swing={"oxygen": "PP"}) == {"scenario.unknown-swing"}


def test_what_is_sold_stays_while_the_rest_of_a_product_follows() -> None:
    """Of 100 t of billet 40 t are sold; the mill takes 30 t instead of 60 t, and the caster runs at 70 %."""
    rows = [
        exchange("CC", "in", "liquid_steel", 102, "t", "purchased"),
        exchange("CC", "out", "billet", 60, "t", "BM"),
        exchange("CC", "out", "billet", 40, "t", "sold"),
        exchange("BM", "in", "billet", 60, "t", "CC"),
        exchange("BM", "out", "rebar", 58, "t", "sold"),
    ]
    inv = inventory([("CC", "continuous_casting"), ("BM", "bar_rolling")], rows)
    half = Scale(Selection(process=("BM",)), 0.5)
    after = sums(run(inv, Step(half, follow=True)).inventory)
    assert after["CC out billet BM"] == pytest.approx(30)
    assert after["CC out billet sold"] == 40
    assert after["CC in liquid_steel purchased"] == pytest.approx(71.4)


def test_totals_given_beside_the_exchanges_do_not_move() -> None:
    base = gas_works()
    told = {"direct_emissions_t": 10.0, "output_t": 90.0}
    processes = tuple(replace(item, **told) if item.id in {"BF", "PP"} else item for item in base.processes)
    with pytest.raises(Problems) as caught:
        run(replace(base, processes=processes), Step(Charge("BOF", scrap_share=0.2), swing=GASES))
    found = sorted((item.found, item.values["column"]) for item in caught.value.problems)
    assert found == [(name, column) for name in ("BF", "PP") for column in sorted(told)]
    assert {item.code for item in caught.value.problems} == {"scenario.given"}


def test_a_certificate_covers_no_more_than_its_row() -> None:
    bought = exchange("P", "in", "electricity", 10, "MWh", "purchased", instrument="C", instrument_amount=8.0)
    inv = inventory([("P", "auxiliary")], [bought])
    power = Selection(flow=("electricity",))
    for by, covered in ((0.5, 5.0), (2.0, 8.0)):
        done = run(inv, Step(Scale(power, by))).inventory.exchanges
        assert done["instrument_amount"].to_list() == [covered]
    assert refused(inv, SetCell(power, "instrument_amount", "12")) == {"scenario.instrument"}


def test_a_process_that_only_feeds_itself_has_no_level() -> None:
    own = [
        exchange("BF", "out", "sinter", 9, "t", "site"),
        exchange("BF", "in", "sinter", 9, "t", "site"),
    ]
    inv = inventory([("BF", "sintering")], [*own, exchange("BF", "in", "lump_ore", 10, "t", "purchased")])
    assert refused(inv, Scale(Selection(flow=("lump_ore",)), 0.5), follow=True) == {"scenario.no-solution"}


def test_a_taker_cannot_fall_below_zero() -> None:
    """Without its coal the furnace frees more power than the site ever bought."""
    step = Scale(Selection(process=("BOF",), flow=("electricity",)), 0.2)
    assert refused(gas_works(), step, follow=True) == {"scenario.below-zero"}
