"""Benchmarks: by year, column, route and grade; what stays open is refused with its choices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tanlian.factors.cbam_tables import benchmark, bundled_benchmarks, cbam_factor, cscf, mark_up
from tanlian.factors.cbam_tables.dated import certificate_price
from tanlian.problems import Problems


def refused(code: str, *asked: Any) -> str:
    with pytest.raises(Problems) as raised:
        benchmark(*asked)
    (problem,) = raised.value.problems
    assert problem.code == code
    assert problem.text("en") and problem.text("zh")
    return problem.text("en")


@pytest.mark.parametrize(
    ("asked", "value", "letter"),
    [
        (("2601 12 00", 2026, "A"), "0.086", ""),
        (("7201 10 11", 2030, "B"), "1.210", ""),
        (("7202 11 20", 2027, "B"), "1.361", ""),
        (("7202 11 20", 2028, "B"), "1.277", ""),
        (("7203 10 00", 2026, "A"), "0.295", ""),
        (("7205 10 00", 2026, "A"), "0", ""),
        (("7207 11 14", 2026, "A", "bf_bof"), "0.188", "C"),
        (("7208 10 00", 2026, "A"), "0.044", ""),
        (("7208 10 00", 2026, "B", "(C)"), "1.370", "C"),
        (("7208 10 00", 2026, "B", "dri_eaf"), "0.481", "D"),
        (("7208 10 00", 2026, "B", "E"), "0.072", "E"),
        (("7218 10 00", 2029, "B"), "1.381", ""),
        (("7225 30 10", 2026, "B", "(H)"), "0.410", "H"),
        (("7225 30 10", 2028, "B", "scrap_eaf low_alloy"), "0.397", "H"),
        (("7224 10 10", 2028, "A", "high_alloy"), "0.358", "J"),
        (("7303 00 10", 2026, "B"), "1.484", ""),
    ],
)
def test_values_of_the_act(asked: tuple[Any, ...], value: str, letter: str) -> None:
    found = benchmark(*asked)
    assert (found.value, found.letter, found.status) == (Decimal(value), letter, "official")
    assert found.provisional == (asked[1] >= 2027)


def test_a_double_mark_is_settled_by_the_code() -> None:
    assert benchmark("7227 90 10", 2028, "B", "(C)/(F)").letter == "C"
    assert benchmark("7227 10 00", 2028, "B", "(C)/(F)").letter == "F"


def test_the_highest_grade_counts_in_column_b_only() -> None:
    found = benchmark("7225 30 10", 2026, "B", "scrap_eaf")
    assert (found.value, found.rule, found.status) == (Decimal("0.950"), "highest grade", "secondary")
    assert "(H) low alloy steel" in refused("factors.benchmark-open", "7224 10 10", 2026, "A", "scrap_eaf")


def test_an_open_route_lists_the_choices() -> None:
    told = refused("factors.benchmark-open", "7208 10 00", 2026, "B")
    assert "(C)" in told and "1.370" in told and "scrap/EAF" in told
    refused("factors.benchmark-open", "7225 30 10", 2026, "B", "low_alloy")


def test_a_year_or_a_good_outside_the_table_is_refused() -> None:
    for year in (2025, 2031):
        assert "2028–2030" in refused("factors.benchmark-year", "7208 10 00", year, "A")
    refused("factors.benchmark-none", "7208 10 00", 2026, "B", "(J)")
    refused("factors.benchmark-kind", "7208 10 00", 2026, "B", "oxygen")
    refused("factors.benchmark-column", "7208 10 00", 2026, "C")
    assert "not bundled" in refused("factors.cn-not-bundled", "2523 10 00", 2026, "B")
    refused("factors.cn-not-listed", "7204 10 00", 2026, "B")
    refused("factors.cn-short", "7211", 2026, "A")


def test_a_heading_serves_where_all_its_goods_agree() -> None:
    assert benchmark("7201", 2026, "B").value == Decimal("1.210")
    assert benchmark("7208", 2026, "B", "(C)").value == Decimal("1.370")


def test_the_bundle_holds_every_steel_code() -> None:
    table = bundled_benchmarks()
    steel = {code: rows for code, rows in table.by_code.items() if code[:2] in {"26", "72", "73"}}
    patterns = {tuple((r.column, r.value, r.letter, r.period) for r in rows) for rows in steel.values()}
    assert (len(steel), len(patterns)) == (478, 40)
    assert "CC BY 4.0" in table.header.licence


def test_free_allocation_of_ferromanganese_as_published() -> None:
    # Korean government briefing, slide 98: 0.975 x 1 x 1.361 = 1.32698
    sefa = cbam_factor(2026).value * cscf(2026).value * benchmark("7202 11 20", 2026, "B").value
    assert sefa == Decimal("1.326975")


def test_dated_parameters_are_marked_and_never_extrapolated() -> None:
    kept = [str(cbam_factor(year).value) for year in range(2026, 2036)]
    assert kept == ["0.975", "0.95", "0.90", "0.775", "0.515", "0.39", "0.265", "0.14", "0", "0"]
    assert [str(mark_up("iron_steel", year).value) for year in (2026, 2027, 2028, 2033)] == [
        "0.10",
        "0.20",
        "0.30",
        "0.30",
    ]
    assert (cbam_factor(2026).status, cscf(2026).status) == ("secondary", "unconfirmed")
    assert [certificate_price(2026, quarter).value for quarter in (1, 2)] == [
        Decimal("75.36"),
        Decimal("75.28"),
    ]
    for ask in (
        lambda: cbam_factor(2025),
        lambda: cscf(2031),
        lambda: certificate_price(2026, 3),
        lambda: mark_up("cement", 2026),
    ):
        with pytest.raises(Problems) as raised:
            ask()
        assert raised.value.problems[0].code == "factors.dated-missing"
        assert raised.value.problems[0].text("zh")
