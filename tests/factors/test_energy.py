"""Coal equivalents and the sets that circulate under one name: kept apart, never filled in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tanlian.factors import load, sets

COAL_SETS = sorted(
    header.id for header in sets() if any(row.quantity == "coal_equivalent" for row in load(header.id).rows)
)


def test_electricity_keeps_the_printed_coal_equivalent() -> None:
    for name in ("gbt-2589-2020", "t-cisa-416-2024", "china-energy-yearbook-2022"):
        row = load(name).need("electricity", "coal_equivalent", per="MWh")
        assert row.value == Decimal("0.1229")
        assert row.per("MWh") == pytest.approx(0.1229, rel=1e-15)  # tce per MWh
        assert Fraction(row.value) != Fraction("3600") / Fraction("29307.6")


def test_coal_equivalents_come_in_tce_per_canonical_unit() -> None:
    loose = load("coal-equivalent-unattributed")
    assert loose.need("coke", "coal_equivalent").per("t") == pytest.approx(0.9714, rel=1e-15)
    assert loose.need("blast_furnace_gas", "coal_equivalent").per("1000 m3N") == pytest.approx(0.1286)
    assert load("gbt-2589-2020").need("heat", "coal_equivalent").per("GJ") == pytest.approx(0.03412)
    assert load("t-cisa-416-2024").need("nitrogen", "coal_equivalent").value == Decimal("0.0169")


@pytest.mark.parametrize("name", COAL_SETS)
def test_no_set_has_a_default_for_natural_gas_or_an_average_of_a_range(name: str) -> None:
    assert not [row for row in load(name).rows if row.flow == "natural_gas"]
    assert load(name).find("coke_oven_gas", "coal_equivalent", per="1000 m3N") is None


def test_ranges_and_kinds_are_variants_to_choose() -> None:
    book = load("china-energy-yearbook-2022")
    ends = [book.need("coke_oven_gas", "coal_equivalent", variant=end).value for end in ("low", "high")]
    assert ends == [Decimal("0.5714"), Decimal("0.6143")]
    loose = load("coal-equivalent-unattributed")
    assert loose.find("nitrogen", "coal_equivalent") is None
    assert loose.need("nitrogen", "coal_equivalent", variant="main_product").value == Decimal("0.6714")


def test_only_attributed_rows_stand_under_the_standard() -> None:
    assert {row.flow for row in load("gbt-2589-2020").rows} == {
        "raw_coal",
        "gasoline",
        "diesel",
        "heat",
        "electricity",
        "fresh_water",
    }
    assert {row.status for row in load("gbt-2589-2020").rows} == {"secondary"}


def test_template_fuels_leave_the_typing_error_out() -> None:
    first, second = load("china-mee-template-fuels"), load("china-mee-template-fuels-b")
    assert not [row for row in first.rows if row.flow == "bituminous_coal"]
    assert "0.02308" in first.header.note["en"]
    assert second.need("bituminous_coal", "carbon_per_energy").value == Decimal("0.02618")
    assert first.need("coke", "ncv").value != second.need("coke", "ncv").value
    assert first.need("natural_gas", "ncv").per("1000 m3N") == pytest.approx(38.931)
    assert first.find("coke", "oxidation_share") is None
    assert first.need("diesel", "oxidation_share").per("t") == 0.98


def test_iso_14404_marks_each_row() -> None:
    guide = load("iso-14404-worldsteel")
    direct = guide.need("coking_coal", "emission", gas="CO2", per="t")
    upstream = guide.need("coke", "upstream", gas="CO2", per="t")
    assert (direct.number, direct.status) == (3.059, "unconfirmed")
    assert (upstream.number, upstream.status) == (0.224, "secondary")
    power = guide.need("electricity", "upstream", per="MWh")
    energy = guide.need("electricity", "energy_equivalent", per="MWh", variant="upstream")
    assert power.number == pytest.approx(energy.number * 0.0514, abs=5e-4)
    assert guide.need("granulated_slag", "credit").number == 0.55
    for row in guide.rows:
        read = row.flow in {"coke_oven_gas", "blast_furnace_gas", "converter_gas"}
        assert row.quantity != "emission" or row.status == ("secondary" if read else "unconfirmed"), row


def test_grid_factors_of_reporting_years_are_no_editions_of_the_annual_notice() -> None:
    values = {year: load(f"cn-grid-ets-{year}").rows[0] for year in (2015, 2021, 2022)}
    assert [str(row.value) for row in values.values()] == ["0.6101", "0.5810", "0.5703"]
    for year, row in values.items():
        assert (row.status, row.region, row.year) == ("unconfirmed", "CN", year)
