"""GB/T 32151.5 against published figures: emission factors of fuels, sums of a verified plant."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tanlian.accounting.choice import choose
from tanlian.accounting.methods.gbt_32151_5 import GBT_32151_5_2015, Component, enterprise, total
from tanlian.factors import read_file
from tests.works import exchange, inventory

CASES = Path(__file__).parent / "cases"
NO_POWER = exchange("site", "in", "electricity", None, "MWh", "purchased")


def cases(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((CASES / f"{name}.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("case", cases("fuel-factors"), ids=lambda case: case["fuel"])
def test_published_emission_factors_of_fuels(case: dict[str, str], tmp_path: Path) -> None:
    """One unit of the fuel bought and burnt, with the published NCV, carbon and oxidation."""
    own = tmp_path / "published.csv"
    own.write_text(
        "flow,quantity,value,unit\n"
        f"{case['fuel']},ncv,{case['ncv']},GJ/{case['unit']}\n"
        f"{case['fuel']},carbon_per_energy,{case['carbon_per_energy']},tC/TJ\n"
        f"{case['fuel']},oxidation_share,{case['oxidation_share']},1\n",
        encoding="utf-8",
    )
    works = inventory([], [NO_POWER, exchange("site", "in", case["fuel"], 1, case["unit"], "purchased")])
    choice = choose(works, {"direct": "published"}, GBT_32151_5_2015.defaults, {"published": read_file(own)})
    line = GBT_32151_5_2015.run(works, choice, {}).line(f"combustion.{case['fuel']}")
    assert line.value == pytest.approx(float(case["expected"]), abs=float(case["tolerance"]))


@pytest.mark.parametrize("case", cases("default-fuel-factors"), ids=lambda case: case["flow"])
def test_default_fuel_factors(case: dict[str, str]) -> None:
    """All defaults of ndrc-2013, read per 10^4 Nm3 and used per 1000 m3N where the fuel is a gas."""
    works = inventory([], [NO_POWER, exchange("site", "in", case["flow"], 1, case["unit"], "purchased")])
    statement = GBT_32151_5_2015.run(works, choose(works, None, GBT_32151_5_2015.defaults), {})
    per_unit = 10 if case["unit_of_expected"].endswith("10^4 Nm3") else 1
    line = statement.line(f"combustion.{case['flow']}")
    assert line.value * per_unit == pytest.approx(float(case["expected"]), abs=5e-7)
    assert line.status == case["status"]


@pytest.mark.parametrize("case", cases("verified-plant-enterprise"), ids=lambda case: case["year"])
def test_verified_plant_at_enterprise_level(case: dict[str, str]) -> None:
    """Only the additions: the quantities of fuel are not published."""
    names = ("combustion", "process", "electricity", "sequestered")
    parts = enterprise(**{name: float(case[name]) for name in names}, heat=0.0)
    whole = total(parts)
    assert whole == pytest.approx(float(case["total_computed"]), abs=0.005)
    assert whole == pytest.approx(float(case["total_reported"]), abs=0.02)
    assert whole / float(case["crude_steel"]) == pytest.approx(float(case["intensity_reported"]), abs=1e-4)


@pytest.mark.parametrize("case", cases("verified-plant-process"), ids=lambda case: case["year"])
def test_verified_plant_at_process_level(case: dict[str, str]) -> None:
    names = ("coke", "sinter", "pellet", "iron", "converter", "casting", "rolling", "lime")
    whole = total(Component(name, float(case[name])) for name in names if case[name])
    assert whole == pytest.approx(float(case["total_computed"]), abs=0.005)
    assert whole == pytest.approx(float(case["total_reported"]), abs=0.02)


def test_carbon_in_products_is_subtracted() -> None:
    """The embedded carbon of 2020 is the crude steel times the default, and it comes off."""
    works = inventory(
        [("CC", "continuous_casting")], [NO_POWER, exchange("CC", "out", "slab", 311.71, "t", "sold")]
    )
    statement = GBT_32151_5_2015.run(works, choose(works, None, GBT_32151_5_2015.defaults), {})
    assert statement.value("sequestered") == pytest.approx(4.80, abs=0.005)
    assert statement.value("total") == -statement.value("sequestered")
