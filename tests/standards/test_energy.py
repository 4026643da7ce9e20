"""Energy levels: limits with corrections, classes, missing levels, and the index against a benchmark."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian import standards
from tanlian.problems import Problems
from tanlian.standards import energy_efficiency_index

EAF, COKE, IRON = "gb-21256-2025-eaf", "gb-21342-2025-coke", "gb-21256-2025-blast-furnace"
SHARES = st.decimals(0, 1, places=4)


def limits_of(standard: str, **facts: object) -> list[str | None]:
    return [None if item is None else str(item) for item in standards.limits(standard, facts).values()]


def codes(error: Problems) -> set[str]:
    return {item.code for item in error.problems}


def test_points_of_feed_grade_raise_every_limit_and_the_grade_says_so() -> None:
    found = standards.grade(IRON, {"energy": "370 kgce/t", "feed_grade": 0.60}).as_dict()
    assert found["limits"] == {"1": "368.22 kgce/t", "2": "377.22 kgce/t", "3": "422.22 kgce/t"}
    assert (found["level"], found["margin"], found["status"]) == ("2", "-1.78 kgce/t", "secondary")
    assert found["reason"] == (
        "370 kgce/t lies above 1 (368.22 kgce/t) and at or under 2: 370 + 3.61 × 2 = 377.22 kgce/t."
    )
    assert "Corrected for iron grade of the burden 60 %: + 3.61 × 2 on every limit." in found["notes"]
    assert "No share of V-Ti magnetite is given: no correction is made for it." in found["notes"]
    assert not any("No iron grade" in note for note in found["notes"])


@pytest.mark.parametrize(
    ("grade", "first"), [("62 %", "361"), ("64 %", "361"), ("57 %", "379.05"), ("40 %", "379.05")]
)
def test_feed_grade_counts_below_its_base_and_for_five_points_at_most(grade: str, first: str) -> None:
    assert limits_of(IRON, feed_grade=grade)[0] == f"{first} kgce/t"


def test_limits_below_zero_are_met_by_more_recovery() -> None:
    levels = [
        standards.grade("gb-21256-2025-converter", {"energy": f"{energy} kgce/t"}).level
        for energy in ("-31", "-30", "-29.99", "-28", "-12", "-11.99", "0", "5")
    ]
    assert levels == ["1", "1", "2", "2", "3", None, None, None]
    found = standards.grade("gb-21256-2025-converter", {"energy": "-20 kgce/t", "scrap_ratio": "50 %"})
    assert (found.level, str(found.limit)) == ("1", "-18.5 kgce/t")


def test_a_missing_level_is_not_zero() -> None:
    found = standards.grade(EAF, {"energy": "62 kgce/t", "capacity": "69.9 t"})
    assert (found.level, found.next_level, found.limits["2"]) == ("3", "1", None)
    assert standards.grade(EAF, {"energy": "62 kgce/t", "capacity": "70 t"}).level == "2"


def test_the_fact_that_chooses_a_class_is_needed_and_a_correction_is_not() -> None:
    with pytest.raises(Problems) as error:
        standards.grade(EAF, {"energy": "62 kgce/t"})
    assert codes(error.value) == {"fact.missing"}
    assert error.value.problems[0].where.name == "capacity"
    assert standards.grade(EAF, {"energy": "62 kgce/t", "capacity": "0.1 kt"}).level == "2"
    found = standards.grade("ndrc-2023-eaf", {"energy": "62 kgce/t", "capacity": "20 t"})
    assert (found.outcome, found.level) == ("not-graded", None)
    assert found.as_dict()["reason"] == "The standard has no limits for nominal capacity 20 t."


def test_an_order_that_is_not_confirmed_weakens_only_the_grade_that_rests_on_it() -> None:
    facts = {"energy": "60 kgce/t", "capacity": "100 t", "steel_kind": "stainless"}
    assert standards.grade(EAF, facts).status == "secondary"
    both = standards.grade(EAF, {**facts, "hot_metal_ratio": "10 %"})
    assert (str(both.limits["1"]), both.status) == ("59.1 kgce/t", "unconfirmed")


def test_coke_is_corrected_by_level_and_outside_the_table_nothing_is_graded() -> None:
    facts = {"oven": "stamp_charging", "volatile_matter": "30.5 %", "oven_age": "26 a", "quenching": "wet"}
    assert limits_of(COKE, **facts) == ["140.08 kgce/t", "134.58 kgce/t", "211.54 kgce/t"]
    for matter in ("24.99 %", "32.01 %"):
        found = standards.grade(COKE, {**facts, "energy": "150 kgce/t", "volatile_matter": matter})
        assert (found.outcome, found.level, dict(found.limits)) == ("not-graded", None, {})
        assert "volatile matter" in found.as_dict()["reason"]
        assert "挥发分" in found.as_dict("zh")["reason"]
    assert limits_of(COKE, **{**facts, "volatile_matter": "33 %"}) == [None, None, None]


def test_the_next_level_is_the_one_the_smallest_change_reaches() -> None:
    facts = {"energy": "130 kgce/t", "oven": "stamp_charging", "oven_age": "30 a"}
    found = standards.grade(COKE, facts)
    assert (found.level, found.next_level, str(found.margin)) == ("3", "1", "-9.5 kgce/t")
    frame = pl.DataFrame({"energy": [130.0], "oven": ["stamp_charging"], "oven_age": [30.0]})
    assert standards.grade_columns(COKE, frame, "kgce/t")["margin"].to_list() == [-9.5]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"energy": "370"}, "quantity.no-unit"),
        ({"energy": "370 kg/t"}, "unit.mismatch"),
        ({"energy": "370 kgce/t", "feed_grade": 60}, "share.range"),
        ({"energy": "370 kgce/t", "feedgrade": 0.6}, "fact.unknown"),
    ],
)
def test_facts_that_cannot_be_read_are_named(facts: dict[str, object], code: str) -> None:
    with pytest.raises(Problems) as error:
        standards.grade(IRON, facts)
    assert codes(error.value) == {code}


@given(SHARES, SHARES)
def test_a_richer_burden_or_more_scrap_never_loosens_or_tightens_by_a_jump(a: Decimal, b: Decimal) -> None:
    low, high = sorted((a, b))
    poor, rich = (standards.limits(IRON, {"feed_grade": f"{share}"})["1"] for share in (low, high))
    little, much = (
        standards.limits("gb-21256-2025-converter", {"scrap_ratio": f"{share}"})["1"] for share in (low, high)
    )
    assert poor
    assert rich
    assert little
    assert much
    assert 0 <= poor.value - rich.value <= 361 * (Fraction(high) - Fraction(low))
    assert much.value - little.value == 23 * (Fraction(high) - Fraction(low))


GOOD = files("tanlian.standards").joinpath("packs", f"{EAF}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('at_least: "50", below: "70"', 'at_least: "55", below: "70"', "pack.class-form"),
        ('at_least: "50", below: "70"', 'at_least: "50", below: "75"', "pack.class-form"),
        ("  by: capacity\n", "", "pack.class-form"),
        ("  by: capacity\n", "  by: capacty\n", "pack.unknown-fact"),
        ('limits: {"1": "61", "3": "86"}', 'limits: {"1": "61", "4": "86"}', "pack.level-unknown"),
        ('limits: {"1": "61", "3": "86"}', 'limits: {"1": "91", "3": "86"}', "pack.class-limits"),
        ('order: ["1", "2", "3"]', 'order: ["1", "2", "2"]', "pack.level-unknown"),
        (
            'fact: hot_metal_ratio, coefficient: "-0.8"',
            'fact: hot_metal_rato, coefficient: "-0.8"',
            "pack.unknown-fact",
        ),
        (
            'fact: hot_metal_ratio, coefficient: "-0.8"',
            'fact: quenching, coefficient: "-0.8"',
            "pack.fact-use",
        ),
        (
            'fact: hot_metal_ratio, coefficient: "-0.8"',
            'fact: hot_metal_ratio, most: "5"',
            "pack.correction-form",
        ),
        ("above: {outcome: not-graded}", "above: {outcome: graded, level: D}", "pack.above"),
    ],
)
def test_a_broken_pack_is_refused_with_its_line(old: str, new: str, code: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(Problems) as error:
        standards.loads(GOOD.replace(old, new), "mine.yaml")
    first = error.value.problems[0]
    assert code in codes(error.value)
    assert (first.where.file, first.where.cell[:1]) == ("mine.yaml", "L")
    assert first.text("zh")


@pytest.mark.parametrize(
    ("reported", "benchmark", "index"),
    [("379.05", "361", "1.05"), ("361", "361", "1"), ("-24", "-30", "1.25"), ("-37.5", "-30", "0.8")],
)
def test_the_energy_index_is_one_at_the_benchmark_and_less_where_better(
    reported: str, benchmark: str, index: str
) -> None:
    assert energy_efficiency_index(Fraction(reported), Fraction(benchmark)) == Fraction(index)


@pytest.mark.parametrize(
    ("reported", "benchmark"), [("5", "-30"), ("-5", "361"), ("0", "-30"), ("0", "361"), ("1", "0")]
)
def test_the_energy_index_of_opposite_signs_is_not_defined(reported: str, benchmark: str) -> None:
    with pytest.raises(Problems) as error:
        energy_efficiency_index(Fraction(reported), Fraction(benchmark))
    assert codes(error.value) == {"energy-index.not-defined"}
    assert error.value.problems[0].text("zh")


def test_the_corrections_of_a_standard_are_told_as_written() -> None:
    told = {item.fact: item.formula for item in standards.load(IRON).pack.rule.changes}
    assert told["feed_grade"] == "3.61 × (62 % - x) / 1 %, 57 % ≤ x ≤ 62 %"
    assert told["v_ti_magnetite_share"] == "0.45 × x / 1 %"
    coke = [(item.fact, item.levels, item.formula) for item in standards.load(COKE).pack.rule.changes]
    assert ("mixed_gas_time_share", ("1", "2", "3"), "8.00 × x (top_charging)") in coke
    assert ("oven_age", ("1", "3"), "> 15: 2.50; > 25: 5.50") in coke
