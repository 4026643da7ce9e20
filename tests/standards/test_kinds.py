"""Rules of every kind: the cases a reader would get wrong, and the same answers by column as one by one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian import standards
from tanlian.problems import Problems
from tanlian.standards import Standard
from tanlian.standards.facts import vocabulary
from tanlian.standards.library import load

KINDS = ("fixed-bands", "dated-pathway", "direct-tests", "credit-then-compare", "composite", "no-level")
BY_ID = {item.id: item for item in standards.standards()}
OURS = [
    *(item for item in BY_ID.values() if item.pack.rule.kind in KINDS),
    *(BY_ID[name] for name in ("c2f-2024-draft", "first-movers-2025", "eurofer-stainless")),
]
HAIRS = ("0", "0.0000001", "-0.0000001", "5e-10", "-5e-10", "0.3", "-0.3")


def level(standard: str, **facts: object) -> str | None:
    return standards.grade(standard, facts).level


@st.composite
def facts_of(draw: st.DrawFn, standard: Standard) -> dict[str, str]:
    """Conditions of a rule, and its optional facts given or left out."""
    rule, found = standard.pack.rule, dict[str, str]()
    for name in (*rule.conditions, *rule.optional):
        if name in rule.optional and draw(st.booleans()):
            continue
        fact = vocabulary()[name]
        if fact.choices:
            found[name] = draw(st.sampled_from(fact.choices))
        elif fact.type == "year":
            low, high = rule.bounds[name]
            found[name] = str(draw(st.integers(int(low), int(high))))
        elif fact.type == "share":
            found[name] = str(
                draw(st.one_of(st.sampled_from(["0", "1", "0.7", "0.9"]), st.decimals(0, 1, places=4)))
            )
        else:
            found[name] = str(draw(st.decimals(0, 3000, places=3)))
    return found


@st.composite
def rows(draw: st.DrawFn) -> tuple[Standard, list[dict[str, str]]]:
    """Rows anywhere, and on and right beside a limit."""
    standard = draw(st.sampled_from(OURS))
    found = []
    for _ in range(draw(st.integers(1, 5))):
        facts = draw(facts_of(standard))
        written = {name: _spelled(name, value) for name, value in facts.items()}
        limits = [item.value for item in standards.limits(standard, written).values() if item]
        edge = Decimal(draw(st.decimals(-1, 5, places=6)))
        if limits and draw(st.booleans()):
            limit = Fraction(draw(st.sampled_from(limits)))
            edge = Decimal(repr(float(limit))) + Decimal(draw(st.sampled_from(HAIRS)))
        found.append({**facts, "intensity": repr(float(edge))})
    return standard, found


def _spelled(name: str, value: str) -> str:
    return f"{value} {vocabulary()[name].unit}".strip()


def _column(standard: Standard, name: str, values: list[str | None]) -> pl.Series:
    if vocabulary()[name].choices:
        return pl.Series(name, values, dtype=pl.String)
    return pl.Series(name, [None if value is None else float(value) for value in values], dtype=pl.Float64)


@given(rows())
def test_by_column_and_one_by_one_agree(case: tuple[Standard, list[dict[str, str]]]) -> None:
    standard, given_rows = case
    unit = standard.pack.rule.unit
    names = (standard.pack.rule.value, *standard.pack.rule.conditions, *standard.pack.rule.optional)
    frame = pl.DataFrame([_column(standard, name, [row.get(name) for row in given_rows]) for name in names])
    single = []
    for row in given_rows:
        facts = {name: _spelled(name, value) for name, value in row.items() if name != "intensity"}
        single.append(
            standards.grade(standard, {**facts, "intensity": f"{Decimal(row['intensity']):f} {unit}"})
        )
    found = standards.grade_columns(standard, frame, unit)
    assert found["level"].to_list() == [item.level for item in single]
    limits = [float(item.limit.value) if item.limit else None for item in single]
    assert found["limit"].to_list() == pytest.approx(limits)


@given(rows())
def test_a_smaller_value_is_never_worse(case: tuple[Standard, list[dict[str, str]]]) -> None:
    standard, given_rows = case
    levels = (*standard.pack.rule.levels, None)
    for row in given_rows:
        facts = {name: _spelled(name, value) for name, value in row.items() if name != "intensity"}
        value, unit = Decimal(row["intensity"]), standard.pack.rule.unit
        pair = (f"{each:f} {unit}" for each in (value - Decimal("0.01"), value))
        places = [
            levels.index(standards.grade(standard, {**facts, "intensity": each}).level) for each in pair
        ]
        assert places[0] <= places[1]


def test_one_plant_value_meets_two_lines_at_their_own_tie() -> None:
    assert level("responsiblesteel-2.1.1", intensity="2.34 t/t", scrap_share=0.2) == "1"
    assert level("responsiblesteel-2.1.1", intensity="0.05 t/t", scrap_share=1) == "4"
    assert level("first-movers-2025", intensity="0.05 t/t", scrap_share=1) is None
    assert level("first-movers-2022", intensity="0.05 t/t", scrap_share=1) == "near-zero"
    assert level("responsiblesteel-2.0", intensity="2.34 t/t", scrap_share=0.2) is None


def test_slab_defaults_are_the_limit_of_level_1_rounded_up() -> None:
    for share, limit in (("0.15", "2.455 t/t"), ("0.95", "0.615 t/t")):
        assert str(standards.limits("responsiblesteel-2.1.1", {"scrap_share": share})["1"]) == limit


def test_high_alloy_has_no_scale_at_responsiblesteel_and_steelzero() -> None:
    for standard in ("responsiblesteel-2.1.1", "steelzero"):
        for facts in ({"alloy_share": "8 %"}, {"steel_kind": "stainless"}, {"steel_kind": "high_alloy"}):
            assert standards.grade(standard, facts).outcome == "not-applicable"
    assert (
        level("steelzero", intensity="0.35 t/t", scrap_share=1, alloy_share="7.9 %") == "lower-emission-steel"
    )


def test_steelzero_takes_measure_and_line_of_the_standard_it_refers_to() -> None:
    own, base = load("steelzero"), load("responsiblesteel-2.1.1")
    assert own.measure_hash == base.measure_hash
    found = standards.grade(own, {"intensity": "1.7 t/t", "scrap_share": 0.2})
    assert (found.outcome, found.next_level, str(found.margin)) == (
        "not-graded",
        "lower-emission-steel",
        "-0.03 t/t",
    )


def test_a_pack_that_refers_to_itself_or_to_nothing_is_refused_with_its_line() -> None:
    text = (BY_ID["steelzero"].file, "standard: responsiblesteel-2.1.1")
    good = files("tanlian.standards").joinpath(text[0]).read_text(encoding="utf-8")
    for name, code in (("steelzero", "pack.cycle"), ("responsiblesteel-9", "standard.unknown")):
        with pytest.raises(Problems) as error:
            standards.loads(good.replace(text[1], f"standard: {name}"), "mine.yaml")
        first = error.value.problems[0]
        assert (first.code, first.where.name, first.where.file) == (code, "rule.standard", "mine.yaml")
        assert first.where.cell.startswith("L")
    with pytest.raises(Problems) as error:
        standards.loads(good.replace('of: "2"', 'of: "7"'), "mine.yaml")
    assert error.value.problems[0].code == "pack.level-unknown"


def test_the_two_sources_of_c2f_are_marked_as_in_conflict_and_differ() -> None:
    draft, jrc = load("c2f-2024-draft").pack, load("c2f-2024-jrc").pack
    assert (draft.conflicts_with, jrc.conflicts_with) == (("c2f-2024-jrc",), ("c2f-2024-draft",))
    facts = {"intensity": "0.3 t/t", "scrap_share": 0}
    assert (level("c2f-2024-draft", **facts), level("c2f-2024-jrc", **facts)) == ("B", "A")


def test_c2f_knows_its_additions_only_for_bar_and_wire_rod_at_the_ends() -> None:
    for share, product, outcome in (
        ("0", "bar", "graded"),
        ("1", "wire_rod", "graded"),
        ("0.5", "bar", "not-comparable"),
        ("0", "plate", "not-comparable"),
        ("0.5", "crude_steel", "graded"),
    ):
        facts = {"intensity": "0.3 t/t", "scrap_share": share, "product": product}
        assert standards.grade("c2f-2024-draft", facts).outcome == outcome
    bare = standards.grade("c2f-2024-draft", {"intensity": "0.3 t/t", "scrap_share": "0.5"})
    assert bare.outcome == "graded"
    assert any("No product is given" in note for note in bare.as_dict()["notes"])


def test_tpi_rounds_before_it_compares_and_knows_only_printed_years() -> None:
    assert level("tpi-2024", intensity="1.0949 t/t", year=2035) == "National Pledges"
    assert level("tpi-2024", intensity="1.095 t/t", year=2035) == "Not Aligned"
    found = standards.grade("tpi-2024", {"intensity": "1 t/t", "year": 2031})
    assert found.outcome == "not-graded"
    assert "2030, 2035" in found.as_dict()["reason"]
    for year, code in (("31", "fact.year"), ("2028.5", "fact.year"), ("2051", "fact.range")):
        with pytest.raises(Problems) as error:
            standards.grade("tpi-2024", {"intensity": "1 t/t", "year": year})
        assert error.value.problems[0].code == code


def test_gscc_takes_published_points_and_marks_what_lies_between() -> None:
    published = standards.grade("gscc-2022-flat", {"intensity": "1.57 t/t", "year": 2026})
    between = standards.grade("gscc-2022-flat", {"intensity": "1.57 t/t", "year": 2025})
    assert (published.level, published.status) == ("on-pathway", "unconfirmed")  # the tie
    assert (between.level, between.status) == ("on-pathway", "unconfirmed")
    assert any("straight line from 2022 to 2026" in note for note in between.as_dict()["notes"])
    assert standards.grade("gscc-2022-flat", {"intensity": "1.5 t/t", "year": 2026}).status == "secondary"


def test_the_taxonomy_tests_two_objectives_and_scrap_may_pass_the_first() -> None:
    found = standards.grade("eu-taxonomy-2021-hot-metal", {"intensity": "1.4 t/t"})
    assert found.level == "no-significant-harm"
    assert found.extra["value_tests"] == {
        "substantial-contribution": "failed",
        "no-significant-harm": "passed",
    }
    for facts, expected in (
        ({"intensity": "0.5 t/t", "scrap_ratio": "90 %"}, "substantial-contribution"),
        ({"scrap_ratio": 1}, "substantial-contribution"),
        ({"intensity": "0.5 t/t", "scrap_ratio": "89.9 %"}, None),
        ({"intensity": "0.209 t/t"}, "substantial-contribution"),
    ):
        assert standards.grade("eu-taxonomy-2021-eaf-carbon", facts).level == expected


def test_below_the_printed_lower_end_is_a_and_unconfirmed() -> None:
    low = standards.grade("jrc-espr-2026-stainless", {"intensity": "2.40 t/t"})
    on = standards.grade("jrc-espr-2026-stainless", {"intensity": "2.41 t/t"})
    assert (low.level, low.status, on.level, on.status) == ("A", "unconfirmed", "A", "secondary")
    assert level("jrc-espr-2026-hot-rolled-coil", intensity="1.79 t/t") == "B"
    assert level("jrc-espr-2026-hot-rolled-coil", intensity="9 t/t") == "E"
    assert level("jrc-espr-2026-stainless", intensity="9.46 t/t") is None


@pytest.mark.parametrize(
    "facts",
    [{"intensity": "1 t CO2e/t", "year": 2030}, {"intensity": "1 t/t", "year": 2030, "measure": "less-1.1"}],
)
def test_a_value_of_another_measure_is_not_comparable_also_where_the_own_is_not_known(
    facts: dict[str, object],
) -> None:
    assert standards.grade("tpi-2024", facts).outcome == "not-comparable"
    own = {"intensity": "1 t CO2/t", "year": 2030, "measure": "tpi-2024"}
    assert standards.grade("tpi-2024", own).outcome == "graded"


def test_india_leaves_ties_unconfirmed() -> None:
    for value, stars in (("1.6", "4-star"), ("2.0", "3-star"), ("2.2", None)):
        found = standards.grade("india-2024", {"intensity": f"{value} t/t"})
        assert (found.level, found.status) == (stars, "unconfirmed")


def test_the_credit_counts_for_what_is_not_recycled() -> None:
    facts = {"intensity": "900 kg/t", "recycled_share": "50 %"}
    found = standards.grade("nrc-canada-2025-rebar-fabricated", facts)
    assert (found.level, str(found.limit)) == ("best-20", "995.5 kg/t")
    assert any("= 292.5 kg/t" in note for note in found.as_dict()["notes"])
    bare = standards.grade("nrc-canada-2025-rebar-fabricated", {"intensity": "900 kg/t"})
    assert (bare.outcome, bare.level) == ("not-graded", None)


def test_where_no_limit_is_set_nothing_passes() -> None:
    for standard in ("gsa-2023-plate-integrated-unfabricated", "japan-gx-2025"):
        found = standards.grade(standard, {"intensity": "0 t/t"})
        assert (found.outcome, found.level, dict(found.limits)) == ("not-graded", None, {})
        assert found.as_dict("zh")["reason"]


def test_superseded_editions_are_named() -> None:
    for new, old in (
        ("responsiblesteel-2.1.1", "responsiblesteel-2.0"),
        ("first-movers-2025", "first-movers-2022"),
        ("buy-clean-california-2025-rebar-unfabricated", "buy-clean-california-2022-rebar"),
    ):
        assert load(new).pack.supersedes == (old,)
    known = set(BY_ID)
    for item in BY_ID.values():
        assert {*item.pack.supersedes, *item.pack.conflicts_with} <= known


@pytest.mark.parametrize(
    ("standard", "old", "new", "code"),
    [
        ("india-2024", 'limit: "2.0"', 'limit: "1.5"', "pack.limits-order"),
        ("india-2024", 'level: "4-star"', 'level: "5-star"', "pack.level-twice"),
        ("india-2024", "kind: fixed-bands", "kind: fixed-band", "pack.unknown-kind"),
        ("india-2024", 'limit: "2.0"', "limit: 2.0", "pack.bare-number"),
        ("tpi-2024", "year: 2035", "year: 2024", "pack.years"),
        ("tpi-2024", 'limit: "0.94"', 'limit: "0.04"', "pack.limits-order"),
        ("tpi-2024", "when: year", "when: yaer", "pack.unknown-fact"),
        ("sbti-2023", ', full: "0.37"', "", "pack.ends"),
        ("eu-taxonomy-2021-eaf-carbon", "fact: scrap_ratio", "fact: steel_kind", "pack.fact-use"),
        ("nrc-canada-2025-rebar-fabricated", 'per: "585"', 'per: "-585"', "pack.negative-credit"),
        ("jrc-espr-2026-stainless", 'low: "2.41"', 'low: "4"', "pack.limits-order"),
        ("japan-gx-2025", "{outcome: not-graded}", "{outcome: graded, level: A}", "pack.above"),
        ("c2f-2024-draft", 'add: {A: "0", ', "add: {", "pack.level-unknown"),
    ],
)
def test_a_broken_pack_of_any_kind_is_refused_with_its_line(
    standard: str, old: str, new: str, code: str
) -> None:
    good = files("tanlian.standards").joinpath(BY_ID[standard].file).read_text(encoding="utf-8")
    assert old in good
    with pytest.raises(Problems) as error:
        standards.loads(good.replace(old, new, 1), "mine.yaml")
    assert code in {item.code for item in error.value.problems}
    for item in error.value.problems:
        assert (item.where.file, item.where.cell[:1]) == ("mine.yaml", "L")
        assert item.text("en")
        assert item.text("zh")


def test_a_limit_that_holds_for_every_row_needs_no_other_column() -> None:
    index = standards.level_index("india-2024", {"intensity": np.array([1.5, 1.6, 2.2])}, "t/t")
    assert index.tolist() == [0, 1, -1]
