"""The full record against arithmetic on paper (`steel.melt_shop`): parts, carbon, credits, quality, gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from tanlian.accounting.product import (
    Exemption,
    Loop,
    Options,
    Partition,
    Pcf,
    Ratings,
    Substitute,
    from_set,
    from_supply,
    pcf,
    rule,
)
from tanlian.factors.sets import load
from tanlian.inventory.model import Inventory
from tanlian.problems import Problems
from tests.accounting.steel import COAL, SCRAP, book, melt_shop, supplied

ISO = rule("iso-14067-2018")
SLAG = Substitute("clinker", 80.0, "test", gwp="AR6")


def record(options: Options | None = None, inv: Inventory | None = None, rule_id: str = ISO.id) -> Pcf:
    return pcf(book(inv), "billet", rule(rule_id), options)


def faults(options: Options | None = None, inv: Inventory | None = None, rule_id: str = ISO.id) -> list[str]:
    with pytest.raises(Problems) as caught:
        record(options, inv, rule_id)
    return [f"{item.code} {item.found}" for item in caught.value.problems]


def test_the_parts_are_those_worked_out_on_paper() -> None:
    made = record()
    assert (made.declared.unit, made.declared.amount, made.declared.mass_kg) == ("kilogram", 1, 1)
    assert made.fossil == Decimal("0.2635")
    assert made.biogenic == Decimal("0.00205")
    assert made.land_use == Decimal("0.0081")
    assert made.excluding_uptake == Decimal("0.27365")
    assert made.carbon == Decimal("0.002")
    assert made.biogenic_carbon == Decimal("0.001")
    assert made.uptake == Decimal("-0.00366666666667")
    assert made.including_uptake == made.excluding_uptake + made.uptake
    assert float(made.biogenic_CO2) == pytest.approx(1.7 * 44 / 12 / 100)
    assert made.gwp == "AR6"


def test_the_declared_unit_is_of_pact_and_scales_everything() -> None:
    small, large = record(), record(Options(declared_amount="1000"))
    assert large.declared.mass_kg == 1000
    for name in ("fossil", "biogenic", "land_use", "uptake", "fossil_carbon"):
        assert float(getattr(large, name)) == pytest.approx(1000 * float(getattr(small, name)), rel=1e-11)


def test_the_electricity_basis_is_the_rules_or_the_users() -> None:
    """Market: 4 t instead of 20 t."""
    assert record().basis == "location"
    assert record(Options(electricity="market")).fossil == Decimal("0.1035")


def test_a_sold_co_product_is_credited_only_by_system_expansion() -> None:
    """10 t of slag x 80 kg = 800 kg on 100 t of billet."""
    whole = Options(allocation={"default": "system_expansion"}, substitutes={"steel_slag": SLAG})
    one = Options(
        allocation={"electric_arc_furnace/steel_slag": "system_expansion"}, substitutes={"steel_slag": SLAG}
    )
    for options in (whole, one):
        made = record(options)
        assert made.fossil == Decimal("0.2555")
        assert "clinker" in made.allocation.en and "80" in made.allocation.zh
    without = record(Options(allocation={"eaf": "system_expansion"}))
    assert without.fossil == Decimal("0.2635")
    assert [(item.code, item.found) for item in without.warnings] == [("product.no-substitute", "steel_slag")]


def test_a_substitute_comes_from_a_set_or_a_supply() -> None:
    lime = from_set(load("rmi-2022"), "burnt_lime", "t", "AR6", "lime")
    assert lime.kg_per_unit == pytest.approx(750, rel=0.2)
    assert lime.status == load("rmi-2022").need("burnt_lime", "upstream", per="t").status
    assert from_supply(SCRAP, "t", "scrap").kg_per_unit == pytest.approx(23)
    with pytest.raises(Problems):
        from_supply(COAL, "t", "coal")


def test_co_products_carry_their_share_and_the_record_says_so() -> None:
    shares = {"eaf": Partition({"billet": 0.98, "steel_slag": 0.02}, "own study 2025")}
    options = Options(allocation={"eaf": "partition"}, partition=shares)
    made = record(options)
    assert float(made.fossil) == pytest.approx(0.98 * 0.2635)
    assert "98 %" in made.allocation.en and "own study 2025" in made.allocation.zh
    slag = pcf(book(), "steel_slag", ISO, options)
    assert float(slag.fossil) == pytest.approx(0.02 * 26.350 / 10)


def test_closed_loop_stands_beside_the_footprint() -> None:
    """(0.85 - 1.05) x 0.9 x (2000 - 400) = -288 kg/t: more scrap is used than comes back."""
    loop = Loop(0.85, 0.9, 2000.0, 400.0, "worked example")
    made = record(Options(loop=loop, substitutes={"steel_slag": SLAG}), rule_id="iso-20915-2018")
    assert made.recycling is not None
    assert made.recycling.net_scrap_t == pytest.approx(1.05)
    assert made.recycling.credit == pytest.approx(-0.288)
    assert made.recycling.value == pytest.approx(float(made.excluding_uptake) + 0.288)
    given = replace(loop, net_scrap_t_per_t=0.0)
    beside = record(Options(loop=given), rule_id="iso-20915-2018").recycling
    assert beside is not None and beside.credit == pytest.approx(0.85 * 0.9 * 1.6)
    unknown = replace(
        melt_shop(), exchanges=melt_shop().exchanges.with_columns(scrap_origin=pl.lit(None, pl.String))
    )
    assert faults(Options(loop=loop), unknown, "iso-20915-2018") == ["product.loop-scrap scrap_origin scrap"]


def test_what_is_missing_must_be_given_or_exempted_by_name() -> None:
    inv = supplied(melt_shop(), replace(COAL, covers=""))
    assert faults(inv=inv) == ["product.gap.missing transport anthracite"]
    exempt = Exemption(0.5, "one truck a year", ("transport anthracite",))
    made = record(Options(exemption=exempt), inv)
    assert made.exemption.percent == 0.5
    assert made.fossil == Decimal("0.2635")


def test_a_footprint_of_another_gwp_set_is_refused_by_name() -> None:
    inv = supplied(melt_shop(), replace(SCRAP, gwp="AR5"))
    assert set(faults(inv=inv)) == {"product.gap.gwp scrap"}


def test_an_expired_footprint_is_refused_or_told_as_the_rule_says() -> None:
    inv = supplied(melt_shop(price=0.0), replace(SCRAP, valid_until=date(2025, 12, 30)))
    assert [item.code for item in record(inv=inv).warnings] == ["ledger.supply-expired"]
    mass = Options(allocation={"default": "mass"})
    assert faults(mass, inv, "pact-3.0") == ["ledger.supply-expired 2025-12-30"]
    last_day = supplied(inv, replace(SCRAP, valid_until=date(2025, 12, 31)))
    assert record(inv=last_day).warnings == ()


def test_the_carbon_of_the_product_is_never_guessed() -> None:
    inv = melt_shop()
    none = pl.when(pl.col("flow") == "billet").then(None).otherwise("carbon_content")
    inv = replace(inv, exchanges=inv.exchanges.with_columns(carbon_content=none))
    options = Options(exemption=Exemption(1, "test", ("carbon billet",)))
    assert faults(options, inv) == ["product.no-carbon billet"]


def test_quality_follows_the_pedigree_matrix_or_is_given() -> None:
    """Sizes: own 22.75 t and coal 0.1 t primary (1), the rest secondary (3). Scrap and charcoal have a year
    (1), coal and the making of power none (5). All is of the site or of suppliers (1)."""
    made = record()
    total, secondary, undated = 27_365.0, 2415.0 + 900.0 + 1200.0, 100.0 + 1200.0
    assert made.ratings.technological == pytest.approx((total + 2 * secondary) / total)
    assert made.ratings.temporal == pytest.approx((total + 4 * undated) / total)
    assert made.ratings.geographical == pytest.approx(1.0)
    assert made.primary_share == pytest.approx(22_850 / total)
    given = Ratings(2.0, 2.0, 2.0, "assessed by hand")
    assert record(Options(ratings=given)).ratings == given


def test_secondary_factors_are_named_with_their_edition() -> None:
    bare = melt_shop().exchanges.with_columns(emission_factor=pl.lit(None, pl.Float64))
    inv = replace(melt_shop(), exchanges=bare)
    made = record(inv=replace(inv, factors={"electricity": "cn-grid-co2-2023", "upstream": "rmi-2022"}))
    assert [item.version for item in made.sources] == [load("cn-grid-co2-2023").header.edition]
    assert made.status == "secondary"


def test_a_record_as_plain_data_says_everything_in_both_languages() -> None:
    for lang in ("en", "zh"):
        told = record().as_dict(lang)
        assert told["excluding_uptake"] == "0.27365"
        assert told["boundary"] and told["allocation"] and told["rule_status"] == "unconfirmed"
    assert "摇篮" in record().as_dict("zh")["boundary"]


def test_a_gas_needs_its_mass_and_energy_has_none() -> None:
    rows = melt_shop().exchanges.with_columns(
        flow=pl.when(pl.col("flow") == "billet").then(pl.lit("oxygen")).otherwise("flow"),
        unit=pl.when(pl.col("flow") == "billet").then(pl.lit("1000 m3N")).otherwise("unit"),
        role=pl.when(pl.col("flow") == "billet").then(pl.lit("product")).otherwise("role"),
    )
    made = book(replace(melt_shop(), exchanges=rows))
    with pytest.raises(Problems) as caught:
        pcf(made, "oxygen", ISO)
    assert caught.value.problems[0].code == "product.no-mass"
    gas = pcf(made, "oxygen", ISO, Options(mass_kg_per_unit=1429.0))
    assert (gas.declared.unit, gas.declared.mass_kg) == ("cubic meter", Decimal("1.429"))
    assert gas.fossil == Decimal("0.2635")
