"""Plants under standards: each takes its own intensity and scrap share, or says by name why it cannot."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import ledger
from tanlian.inventory.model import Inventory, Product, Supply
from tanlian.problems import Problems
from tanlian.standards.plant import grade_plant
from tests.works import exchange, inventory


def supplied(name: str, co2: float, ch4: float | None = 0.0) -> Supply:
    return Supply(id=name, upstream_co2=co2, upstream_ch4=ch4, covers="transport", status="illustrative")


def eaf_plant() -> Inventory:
    """100 t of coil from 105 t cast steel from 90 t scrap and 20 t pig iron.

    Own: 3.667 t CO2 from 1 t C of pig iron net of steel (20 x 0.05 - 0); power 50 MWh at 0.6 = 30 t; upstream
    pig iron 20 x 1.5 = 30 t, power 50 x 0.05 = 2.5 t.
    """
    return inventory(
        [("EAF", "electric_arc_furnace"), ("HSM", "hot_rolling")],
        [
            exchange("EAF", "in", "scrap", 90, "t", "purchased", scrap_origin="post_consumer", supply="scrap")
            | {"carbon_content": 0.0},
            exchange("EAF", "in", "pig_iron", 20, "t", "purchased", supply="pig", carbon_content=0.05),
            exchange("EAF", "in", "electricity", 50, "MWh", "purchased", supply="power")
            | {"emission_factor": 0.6, "instrument": "PPA", "instrument_factor": 0.6},
            exchange("EAF", "out", "crude_steel", 105, "t", "site", carbon_content=0.0),
            exchange("HSM", "in", "crude_steel", 105, "t", "site", carbon_content=0.0),
            exchange("HSM", "out", "hot_rolled_coil", 100, "t", "sold", carbon_content=0.0),
        ],
        [supplied("scrap", 0.0), supplied("pig", 1.5), supplied("power", 0.05)],
    )


def test_two_standards_take_two_intensities_from_one_charge() -> None:
    inv = eaf_plant()
    book = ledger(inv, choose(inv))
    (less,) = grade_plant("less-1.1-qst", book)
    (iea,) = grade_plant("iea-2022", book)
    own = 44 / 12
    assert less.product == "hot_rolled_coil"
    assert less.taken.kg_CO2e == pytest.approx((own + 30 + 30 + 2.5) / 100 * 1000)
    assert iea.product == "crude_steel"
    assert float(less.grade.facts["scrap_share"] or 0) == pytest.approx(90 / 110)
    assert less.grade.outcome == iea.grade.outcome == "graded"
    # near-zero at s = 9/11 is 520 - 350 s = 233.6; 661.7 lies within three times that.
    assert less.grade.level == "B"


def test_a_missing_block_is_named_and_nothing_is_graded() -> None:
    inv = eaf_plant()
    silent = replace(inv, supplies=tuple(item for item in inv.supplies if item.id != "pig"))
    (less,) = grade_plant("less-1.1-qst", ledger(silent, choose(silent)))
    assert (less.grade.outcome, less.grade.level) == ("not-comparable", None)
    assert {gap.block for gap in less.grade.missing} == {"ironmaking", "transport"}
    assert "pig_iron" in less.grade.missing[0].problem.what("zh")


def test_a_co2e_supplier_figure_serves_scope_3_of_less() -> None:
    inv = eaf_plant()
    pig = Supply(id="pig", upstream_co2e=1.5, gwp="AR5", covers="transport", status="illustrative")
    other = replace(inv, supplies=(*(item for item in inv.supplies if item.id != "pig"), pig))
    (less,) = grade_plant("less-1.1-qst", ledger(other, choose(other)))
    assert less.grade.outcome == "graded"


def test_unknown_scrap_origin_is_missing_not_guessed() -> None:
    inv = eaf_plant()
    blank = replace(inv, exchanges=inv.exchanges.with_columns(scrap_origin=None))
    (less,) = grade_plant("less-1.1-qst", ledger(blank, choose(blank)))
    assert [gap.block for gap in less.grade.missing] == ["scrap_share"]


def test_the_kind_of_steel_is_asked_only_by_standards_that_know_it() -> None:
    bar = Product(id="bar", process="HSM", flow="hot_rolled_coil", steel_kind="reinforcing")
    inv = replace(eaf_plant(), products=(bar,))
    book = ledger(inv, choose(inv))
    (quality,) = grade_plant("less-1.1-qst", book)
    assert quality.grade.outcome == "not-applicable"
    assert "BST" in quality.grade.reason.of("zh")
    for standard in ("less-1.1-bst", "iea-2022"):
        (other,) = grade_plant(standard, book)
        assert other.grade.outcome == "graded"


def test_a_credit_not_taken_may_differ_either_way() -> None:
    inv = eaf_plant()
    sold = exchange("HSM", "out", "electricity", 1, "MWh", "sold", emission_factor=0.6)
    rows = pl.concat([inv.exchanges, inventory([("HSM", "hot_rolling")], [sold]).exchanges])
    other = replace(inv, exchanges=rows)
    (less,) = grade_plant("less-1.1-qst", ledger(other, choose(other)))
    (note,) = (note for note in less.grade.notes if note.code == "credit-not-taken")
    assert "higher or lower" in note.of("en")
    assert "高于或低于" in note.of("zh")


def test_stainless_is_outside_and_a_foreign_basis_is_refused() -> None:
    inv = eaf_plant()
    book = ledger(inv, choose(inv))
    (less,) = grade_plant("less-1.1-qst", book, facts={"steel_kind": "stainless"})
    assert less.grade.outcome == "not-applicable"
    with pytest.raises(Problems) as caught:
        grade_plant("less-1.1-qst", book, basis="location")
    assert caught.value.problems[0].code == "plant.basis"


def test_a_standard_whose_measure_is_not_known_grades_facts_but_no_plant() -> None:
    inv = eaf_plant()
    book = ledger(inv, choose(inv))
    found = grade_plant("tpi-2024", book)
    assert {item.product for item in found} == {"crude_steel", "hot_rolled_coil"}
    assert {(item.grade.outcome, item.taken) for item in found} == {("not-comparable", None)}
    assert found[0].grade.reason.of("zh")


def test_year_and_product_come_from_the_plant() -> None:
    inv = eaf_plant()
    book = ledger(inv, choose(inv))
    (flat,) = grade_plant("gscc-2022-flat", book)
    (long,) = grade_plant("gscc-2022-long", book)
    assert flat.grade.facts["year"] == inv.period.start.year
    assert flat.grade.outcome == "graded"
    assert long.grade.outcome == "not-applicable"


def test_responsiblesteel_weighs_metallic_content_and_steelzero_takes_its_measure() -> None:
    inv = eaf_plant()
    book = ledger(inv, choose(inv))
    (own,) = grade_plant("responsiblesteel-2.1.1", book)
    (lent,) = grade_plant("steelzero", book)
    assert own.product == "crude_steel"
    assert float(own.grade.facts["scrap_share"] or 0) == pytest.approx(90 * 0.98 / (90 * 0.98 + 20 * 0.94))
    assert own.taken is not None
    assert own.taken.kg_CO2e == pytest.approx((44 / 12 + 30 + 30 + 2.5) / 105 * 1000)
    assert (own.grade.level, lent.grade.level) == ("2", "lower-emission-steel")
    assert own.grade.amount == lent.grade.amount
