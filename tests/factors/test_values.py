"""The numbers agree with published and derived results, and known traps stay shut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tanlian.factors import load

CASES = Path(__file__).parent / "cases"


def case(name: str) -> dict[str, object]:
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def ndrc_factor(flow: str, per: str) -> float:
    chosen = load("ndrc-2013")
    ncv = chosen.need(flow, "ncv", per=per).per(per)
    carbon = chosen.need(flow, "carbon_per_energy").per("GJ")
    oxidation = chosen.need(flow, "oxidation_share").number
    return ncv * carbon * oxidation * chosen.constant("carbon_to_co2").number


@pytest.mark.parametrize(("flow", "expected"), case("ndrc-2013-fuel-factors")["rows"])
def test_ndrc_fuel_factors(flow: str, expected: float) -> None:
    gas = load("ndrc-2013").find(flow, "ncv", per="t") is None
    result = ndrc_factor(flow, "1000 m3N") * 10 if gas else ndrc_factor(flow, "t")
    assert result == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    ("flow", "ncv", "carbon", "oxidation", "computed", "published"),
    case("published-emission-factors")["rows"],
)
def test_published_factors_follow_from_their_parts(
    flow: str, ncv: float, carbon: float, oxidation: float, computed: float, published: float
) -> None:
    result = ncv * carbon / 1000 * oxidation * load("ndrc-2013").constant("carbon_to_co2").number
    assert result == pytest.approx(computed, abs=5e-5)
    assert round(result, 2) == published


def test_natural_gas_agrees_with_the_published_2_1622_kg_per_m3() -> None:
    expected = case("published-emission-factors")["natural_gas"]
    assert isinstance(expected, dict)
    result = ndrc_factor("natural_gas", "1000 m3N")  # t per 1000 m3 = kg per m3
    assert result == pytest.approx(expected["computed_kgCO2_per_m3"], abs=1e-9)
    assert result == pytest.approx(expected["published_kgCO2_per_m3"], abs=5e-7)


@pytest.mark.parametrize(("flow", "emission", "ncv", "carbon"), case("eu-2547-fuel-carbon")["rows"])
def test_eu_fuels(flow: str, emission: float, ncv: float, carbon: float) -> None:
    act = load("eu-2025-2547")
    ef, heat = act.need(flow, "emission_per_energy", gas="CO2"), act.need(flow, "ncv", per="t")
    assert (ef.number, heat.number) == (emission, ncv)
    assert ef.per("GJ") * heat.per("t") / act.constant("carbon_to_co2").number == pytest.approx(
        carbon, abs=5e-6
    )
    assert {ef.status, heat.status} == {"official"}


def test_eu_mass_balance_contents_are_the_factors_over_3_664() -> None:
    act = load("eu-2025-2547")
    pairs = [
        (row, act.need(row.flow, "emission", gas="CO2", per="t"))
        for row in act.rows
        if row.quantity == "carbon_content"
    ]
    assert len(pairs) > 20
    for content, emission in pairs:
        assert content.number == pytest.approx(emission.number / 3.664, abs=5e-5)
    assert act.need("scrap", "carbon_content").number == 0.0109
    assert act.need("hot_metal", "carbon_content").number == 0.0409


def test_constants_of_the_eu_act() -> None:
    act = load("eu-2025-2547")
    expected = {
        "carbon_to_co2": 3.664,
        "waste_gas_correction": 0.667,
        "heat_proxy_efficiency": 0.7,
        "boiler_efficiency": 0.9,
        "natural_gas_emission_factor": 56.1,
        "reference_efficiency.electricity.S1.from_2016": 0.442,
        "reference_efficiency.electricity.G10.from_2016": 0.53,
        "reference_efficiency.electricity.G13.before_2012": 0.35,
        "reference_efficiency.heat.G10.steam.before_2016": 0.85,
    }
    assert {name: act.constant(name).number for name in expected} == pytest.approx(expected, rel=1e-12)
    assert (
        act.constant("natural_gas_emission_factor").number
        == act.need("natural_gas", "emission_per_energy").number
    )


@pytest.mark.parametrize(
    ("year", "average", "residual", "fossil"),
    [(2021, 0.5568, 0.5942, 0.8426), (2022, 0.5366, 0.5856, 0.8325), (2023, 0.5306, 0.6096, 0.8273)],
)
def test_grid_factors_stand_in_the_right_year(
    year: int, average: float, residual: float, fossil: float
) -> None:
    grid = load(f"cn-grid-co2-{year}")
    values = [
        grid.need("electricity", "emission", region="CN", year=year, per="MWh", variant=variant).per("MWh")
        for variant in ("", "residual", "fossil")
    ]
    assert values == pytest.approx([average, residual, fossil], rel=1e-12)
    assert grid.find("electricity", "emission", region="CN", year=year - 1, per="MWh") is None


def test_co2_and_footprint_of_electricity_are_never_the_same_thing() -> None:
    grid, footprint = load("cn-grid-co2-2023"), load("cn-electricity-footprint-2024")
    assert footprint.find("electricity", "emission", per="MWh") is None
    assert grid.find("electricity", "footprint", region="CN", per="MWh") is None
    row = footprint.need("electricity", "footprint", per="MWh")
    assert (row.number, row.gas, row.gwp) == (0.5777, "CO2e", "unstated")


def test_rmi_off_gas_power() -> None:
    known = case("rmi-off-gas-power")
    shares, factors = known["energy_share"], known["factor_kgCO2_per_GJ"]
    assert isinstance(shares, dict) and isinstance(factors, dict)
    mix = sum(shares[gas] * factors[gas] for gas in shares) / 1000
    result = mix * 3.6 / load("rmi-2022").constant("off_gas_power_efficiency").number
    assert result == pytest.approx(known["expected_tCO2_per_MWh"], abs=1e-9)


def test_a_single_step_never_passes_for_the_whole_upstream() -> None:
    guidance = load("rmi-2022")
    assert guidance.find("coke", "upstream", per="t") is None
    assert guidance.need("coke", "upstream", per="t", variant="processing").number == 0.3
    parts = [
        guidance.need("natural_gas", "upstream", per="t", variant=name).value
        for name in ("processing", "methane")
    ]
    assert sum(parts) == guidance.need("natural_gas", "upstream", per="t").value
    coals = {row.flow for row in guidance.rows if row.variant == "underground"}
    assert "coking_coal" in coals and guidance.find("coking_coal", "upstream") is None


def test_a_unit_that_cannot_be_as_printed_is_not_official() -> None:
    content = load("rmi-2022").need("coke_oven_gas", "ncv", per="1000 m3N")
    assert (content.per("1000 m3N"), content.status) == (22.3, "unconfirmed")
