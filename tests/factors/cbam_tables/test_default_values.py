"""Default values: the right line, the right table, the right mark-up, or a refusal that says what to do."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.factors.cbam_tables import (
    benchmark,
    bundled_defaults,
    cbam_factor,
    certificate_price,
    cscf,
    defaults,
    editions,
    headers,
    in_all_editions,
    mark_up,
)
from tanlian.factors.cbam_tables.codes import sector_of
from tanlian.factors.cbam_tables.model import DefaultRow
from tanlian.problems import Problems

CASES = Path(__file__).parents[1] / "cases"
OLD, NEW = "2025-2621", "2026-1740"
WITH_VALUE = [row for row in bundled_defaults().rows if row.has_value]


def rows_of(name: str) -> list[dict[str, Any]]:
    return list(json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))["rows"])


def refused(code: str, *asked: Any, **more: Any) -> str:
    with pytest.raises(Problems) as raised:
        defaults(*asked, **more)
    (problem,) = raised.value.problems
    assert problem.code == code
    assert problem.text("en") and problem.text("zh")
    return problem.text("en")


@pytest.mark.parametrize("row", rows_of("cbam-mark-up"))
def test_the_two_editions_stand_side_by_side(row: dict[str, Any]) -> None:
    printed, computed = in_all_editions(row["cn"], row["origin"], row["year"])
    assert printed.total == computed.total == Decimal(row["total"])
    assert printed.value == Decimal(row["printed"])
    assert computed.value == Decimal(row["total_times_factor"])
    assert (printed.status, computed.status) == ("official", "secondary")
    assert "2026/1740" in computed.source and "2026/1740" not in printed.source


@pytest.mark.parametrize("row", rows_of("cbam-cost-hot-rolled-coil"))
def test_look_ups_give_what_the_cost_of_hot_rolled_coil_rests_on(row: dict[str, Any]) -> None:
    value = defaults("7208 10 00", row["origin"], row["year"], NEW)
    mark = benchmark("7208 10 00", row["year"], "B", value.route)
    sefa = cbam_factor(row["year"]).value * cscf(row["year"]).value * mark.value
    assert (value.total, value.value) == (Decimal(row["total"]), Decimal(row["see"]))
    assert sefa == Decimal(row["sefa"])
    net = value.value - sefa
    assert net == Decimal(row["net"])
    assert net * certificate_price(2026, 1).value == Decimal(row["eur"])


def test_the_longest_prefix_wins() -> None:
    coil = defaults("7208 10 00", "CN", 2026, NEW)
    assert (coil.row.cn, coil.total, coil.found_in) == ("7208", Decimal("3.187"), "CN")
    forged = defaults("7207 11 90", "CN", 2026, NEW)
    assert (forged.row.cn, forged.total) == ("72071190", Decimal("3.314"))
    assert defaults("7318 15 42", "CN", 2026, NEW).row.cn == "731815"
    assert defaults("7208 10 00 10", "CN", 2026, NEW).cn == "72081000"  # a TARIC code


def test_a_dash_means_the_table_of_other_countries() -> None:
    ore = defaults("2601 12 00", "South Africa", 2026, NEW)
    assert (ore.found_in, ore.total) == ("OTHER", Decimal("0.686"))
    bar = defaults("7221 00 10", "VN", 2026, NEW)
    assert (bar.found_in, bar.total) == ("OTHER", Decimal("4.820"))


def test_a_missing_line_of_a_known_table_means_other_countries() -> None:
    for cn, total in (("7219 22 10", "4.940"), ("7221 00 90", "4.820")):  # "see below" with nothing below
        value = defaults(cn, "TW", 2027, NEW)
        assert (value.found_in, value.total) == ("OTHER", Decimal(total))
    assert defaults("7208 10 00", "SA", 2026, NEW).found_in == "OTHER"  # listed, no steel in its table
    assert defaults("7208 10 00", "XK", 2026, NEW).found_in == "OTHER"  # not listed in the act
    assert defaults("7208 10 00", "other", 2026, NEW).total == Decimal("4.049")


def test_unknown_origin_takes_annex_iv_only() -> None:
    value = defaults("7203", "UNKNOWN", 2027, NEW)
    assert (value.total, value.value, value.clause) == (Decimal("4.200"), Decimal("5.04"), "Annex IV")
    assert defaults("7208 10 00", "UNKNOWN", 2028, OLD).value == Decimal("10.699")
    highest = max(Decimal(row.total) for row in WITH_VALUE if row.cn == "7201" and row.origin != "UNKNOWN")
    assert defaults("7201", "UNKNOWN", 2026, NEW).total == highest


def test_the_route_follows_the_line_and_the_edition() -> None:
    assert defaults("7208 10 00", "TH", 2026, NEW).route == "(E)"
    assert defaults("7201 10 11", "CN", 2026, NEW).route == ""
    old, new = in_all_editions("7205 10 00", "CN", 2026)
    assert (old.route, new.route) == ("(C)", "(C)/(F)")


def test_direct_and_indirect_are_told_where_the_act_tells_them() -> None:
    ore, coil = defaults("2601 12 00", "CN", 2026, NEW), defaults("7208 10 00", "CN", 2026, NEW)
    assert (ore.direct, ore.indirect) == (Decimal("0.200"), Decimal("0.060"))
    assert (coil.direct, coil.indirect) == (Decimal("3.187"), None)


def test_what_has_no_default_value_is_refused_with_what_to_do() -> None:
    assert "cement" in refused("factors.cn-not-bundled", "2523 10 00", "CN", 2026, NEW)
    assert "7204" in refused("factors.cn-not-listed", "7204 10 00", "CN", 2026, NEW)
    refused("factors.cn-not-listed", "8708 10 10", "CN", 2026, NEW)
    assert "7219 11 00" in refused("factors.cn-short", "7219", "CN", 2026, NEW)
    assert "7202 60 00" in refused("factors.cn-short", "7202", "CN", 2026, NEW)
    refused("factors.cn-code", "72 08x", "CN", 2026, NEW)
    refused("factors.default-none", "7615 10 10", "CN", 2026, NEW)
    refused("factors.default-year", "7208", "CN", 2025, NEW)
    assert NEW in refused("factors.edition-unknown", "7208", "CN", 2026, "2023-1773")


def test_origins_are_named_never_guessed() -> None:
    for name in ("IN", "India", "印度", " india "):
        assert defaults("7208", name, 2026, NEW).found_in == "IN"
    assert defaults("7208", "CN-HE", 2026, NEW).found_in == "CN"
    assert "UNKNOWN" in refused("factors.origin-missing", "7208", "", 2026, NEW)
    assert "OTHER" in refused("factors.origin-unknown", "7208", "GN", 2026, NEW)
    assert "Türkiye" in refused("factors.origin-unknown", "7208", "Turkiye", 2026, NEW)
    for name in ("DE", "Norway", "CH", "EU"):
        assert "zero" in refused("factors.origin-exempt", "7208", name, 2026, NEW)


@given(st.sampled_from(WITH_VALUE), st.integers(2026, 2040))
def test_every_line_answers_for_itself_and_for_all_goods_below(row: DefaultRow, year: int) -> None:
    inside = row.cn.ljust(8, "0")
    longer = {item for item in bundled_defaults().by_origin[row.origin] if inside.startswith(item)}
    value = defaults(inside, row.origin, year, NEW)
    if max(longer, key=len) == row.cn:
        assert value.row == row
    share = mark_up(sector_of(inside), year).value
    assert value.mark_up == share
    assert value.value == value.total * (1 + share)
    printed = defaults(inside, row.origin, year, OLD)
    assert abs(printed.value - value.value) < Decimal("0.002")


def test_the_bundle_is_what_it_says() -> None:
    table = bundled_defaults()
    steel = [row for row in table.rows if row.cn[:2] in {"26", "72", "73"} and row.origin != "UNKNOWN"]
    assert len(steel) == 7359 and len({row.cn for row in steel}) == 221
    assert sum(row.has_value for row in steel) == 6452
    assert len({row.origin for row in steel}) == 48  # 47 countries and OTHER
    assert len(table.complete) == 121  # 119 countries and territories, OTHER, UNKNOWN
    assert table.sectors == {"iron_steel", "aluminium", "hydrogen"}
    assert "119" in table.coverage["en"] and "水泥" in table.coverage["zh"]


def test_nothing_with_a_non_commercial_licence_is_bundled() -> None:
    for header in headers():
        assert "CC BY 4.0" in header.licence and "NC" not in header.licence
        assert header.note["zh"] and header.url.startswith("http")
    assert all(row.origin != "" and not row.cn.startswith("2716") for row in bundled_defaults().rows)
    assert list(editions()) == [OLD, NEW]
