"""Finding a factor: exact words, no neighbours, and an error that says what there is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.factors import Factor, load
from tanlian.problems import Problems


def test_a_factor_per_volume_never_serves_a_mass() -> None:
    table = load("ndrc-2013")
    assert table.find("natural_gas", "ncv", per="t") is None
    assert table.need("natural_gas", "ncv", per="1000 m3N").per("1000 m3N") == pytest.approx(
        38.931, rel=1e-15
    )
    assert table.need("natural_gas", "ncv", per="万Nm3").per("万Nm3") == pytest.approx(389.31, rel=1e-15)
    assert load("eu-2025-2547").find("natural_gas", "ncv", per="1000 m3N") is None


def test_missing_is_an_error_that_names_set_flow_and_what_there_is() -> None:
    with pytest.raises(Problems) as raised:
        load("ndrc-2013").need("natural_gas", "ncv", per="t")
    (problem,) = raised.value.problems
    assert problem.code == "factors.missing"
    assert "ndrc-2013" in problem.what("en") and "Natural gas" in problem.what("en")
    assert "天然气" in problem.what("zh") and "低位发热量" in problem.what("zh")
    assert "GJ/10^4 Nm3" in problem.do("en")


def test_a_region_is_asked_for_and_never_filled_in() -> None:
    grid = load("cn-grid-co2-2023")
    with pytest.raises(Problems, match=r"several values"):
        grid.find("electricity", "emission", per="MWh")
    assert grid.find("electricity", "emission", region="CN-HE", per="MWh") is None
    assert grid.find("electricity", "emission", region="CN-S", per="MWh") is None
    assert grid.need("electricity", "emission", region="CN-N", per="MWh").number == 0.6361
    assert load("ndrc-2013").need("heat", "emission", region="CN-HE", per="GJ").number == 0.11


def test_all_gives_every_gas_but_only_the_plain_variant() -> None:
    rulebook = load("less-1.1-annex-6")
    assert [row.number for row in rulebook.all("electricity", "upstream", per="MWh")] == [0.057]
    assert rulebook.need("electricity", "upstream", per="MWh", variant="renewable").number == 0.0262
    assert rulebook.all("dri", "upstream", per="t") == ()


def test_shares_fit_every_amount() -> None:
    share = load("ndrc-2013").need("coke", "oxidation_share", per="t")
    assert share.per("t") == share.number == 0.93


def test_unknown_set_and_constant_suggest_the_nearest() -> None:
    with pytest.raises(Problems, match="ndrc-2013"):
        load("ndrc-2031")
    with pytest.raises(Problems, match="carbon_to_co2"):
        load("ndrc-2013").constant("carbon_to_co")


def test_the_source_names_document_and_clause() -> None:
    row = load("eu-2025-2547").need("coke", "ncv", per="t")
    assert "2025/2547" in row.source and "Annex II, G, Table 1" in row.source
    assert load("ndrc-2013").constant("carbon_to_co2").exact == Fraction(44, 12)


@given(st.sampled_from([row for row in load("ndrc-2013").rows if row.denominator]), st.integers(1, 6))
def test_a_change_of_unit_changes_no_value(row: Factor, power: int) -> None:
    per = row.denominator
    assert row.per(f"10^{power} {per}") == pytest.approx(row.per(per) * 10**power, rel=1e-12)
