"""Bare facts in, a grade with its reason out: published cases, exact limits, facts that cannot be read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tanlian import standards
from tanlian.problems import Problems
from tanlian.standards import check

QST = "less-1.1-qst"


def codes(error: Problems) -> set[str]:
    return {item.code for item in error.problems}


@pytest.mark.parametrize("standard", [item.id for item in standards.standards()])
def test_every_pack_comes_to_its_own_examples_and_properties(standard: str) -> None:
    checks = check.test_pack(standard)
    assert [item for item in checks if not item.passed] == []
    assert set(standards.load(standard).pack.properties) <= {item.name for item in checks}


def test_a_grade_says_level_limit_margin_and_why() -> None:
    found = standards.grade(QST, {"intensity": "805 kg/t", "scrap_share": 1.0}).as_dict()
    assert found["outcome"] == "graded"
    assert found["level"] == "D"
    assert (found["limit"], found["sign"]) == ("850 kg/t", "<=")
    assert (found["next_level"], found["next_limit"], found["margin"]) == ("C", "680 kg/t", "-125 kg/t")
    assert found["headroom"] == "45 kg/t"
    assert (found["intensity"], found["scrap_share"]) == ("805 kg/t", "1")
    assert found["limits"] == {
        "near-zero": "170 kg/t",
        "A": "340 kg/t",
        "B": "510 kg/t",
        "C": "680 kg/t",
        "D": "850 kg/t",
        "E": None,
    }
    assert found["status"] == "secondary"
    assert found["asserted"] == ["intensity", "scrap_share"]
    assert found["reason"] == (
        "805 kg/t lies above C (680 kg/t) and at or under D: 5 × (520 - 350 s) = 850 kg/t at scrap share 1."
    )
    assert found["content_hash"] == standards.load(QST).content_hash


def test_the_reason_is_told_in_chinese_too() -> None:
    grade = standards.grade(QST, {"intensity": "2489 kg/t", "scrap_share": "20 %"})
    assert grade.as_dict("zh")["reason"] == (
        "2489 kg/t 高于 D：废钢比为 0.2 时，5 × (520 - 350 s) = 2250 kg/t。此范围为 E。"
    )


@pytest.mark.parametrize(
    ("standard", "intensity", "share", "level"),
    [
        (QST, "850 kg/t", "1", "D"),
        (QST, "0.85 t/t", "1", "D"),
        (QST, "850 kg CO2e/t", "100 %", "D"),
        (QST, "850.0000001 kg/t", "1", "E"),
        (QST, "849.9999999 kg/t", "1", "D"),
        (QST, "170 kg/t", 1, "near-zero"),
        (QST, "-20 kg/t", 1, "near-zero"),
        # 2600 - 1750 x 0.3 is 2075 exactly, which binary floats miss for many shares
        (QST, "2075 kg/t", Decimal("0.3"), "D"),
        (QST, "2075.000000000000001 kg/t", 0.3, "E"),
        ("less-1.1-bst", "600 kg/t", "1", "D"),
        ("iea-2022", "2400 kg/t", "0", "E"),
        ("iea-2022", "2400.000001 kg/t", "0", None),
    ],
)
def test_limits_are_met_exactly(standard: str, intensity: str, share: object, level: str | None) -> None:
    assert standards.grade(standard, {"intensity": intensity, "scrap_share": share}).level == level


def test_above_the_last_line_iea_has_no_level_but_a_margin() -> None:
    grade = standards.grade("iea-2022", {"intensity": "2945 kg/t", "scrap_share": 0})
    assert (grade.outcome, grade.level, grade.limit) == ("not-graded", None, None)
    assert (grade.next_level, str(grade.margin)) == ("E", "-545 kg/t")


def test_iea_takes_an_unknown_scrap_share_as_zero_and_says_so_while_less_refuses() -> None:
    grade = standards.grade("iea-2022", {"intensity": "1000 kg/t"})
    assert (grade.level, grade.assumed) == ("B", ("scrap_share",))
    assert "No scrap share is given: 0 counts, as the document says." in grade.as_dict()["notes"]
    with pytest.raises(Problems) as error:
        standards.grade(QST, {"intensity": "1000 kg/t"})
    assert codes(error.value) == {"fact.missing"}
    assert error.value.problems[0].where.name == "scrap_share"


def test_a_tie_that_is_not_confirmed_weakens_only_a_grade_that_rests_on_it() -> None:
    on_limit = standards.grade("iea-2022", {"intensity": "800 kg/t", "scrap_share": 0})
    beside = standards.grade("iea-2022", {"intensity": "799 kg/t", "scrap_share": 0})
    assert (on_limit.level, on_limit.status) == ("A", "unconfirmed")
    assert (beside.level, beside.status) == ("A", "secondary")


def test_low_emission_production_counts_in_part() -> None:
    def shares(intensity: str) -> tuple[dict[str, str], str]:
        facts = {"intensity": intensity, "scrap_share": 0}
        extra = standards.grade("iea-2022", facts).as_dict()["extra"]["low_emission_production"]
        return extra["shares"], extra["status"]

    assert shares("700 kg/t") == (
        {"A": "0.25", "B": "0.625", "C": "0.75", "D": "0.8125", "E": "0.85"},
        "secondary",
    )
    capped, status = shares("300 kg/t")
    assert (set(capped.values()), status) == ({"1"}, "unconfirmed")


@pytest.mark.parametrize(("kind", "outcome"), [("stainless", "not-applicable"), ("quality", "graded")])
def test_stainless_steel_has_no_scale(kind: str, outcome: str) -> None:
    facts = {"intensity": "805 kg/t", "scrap_share": 1, "steel_kind": kind}
    assert standards.grade(QST, facts).outcome == outcome


def test_not_applicable_needs_no_numbers_and_gives_its_reason() -> None:
    grade = standards.grade(QST, {"steel_kind": "stainless"})
    assert (grade.outcome, grade.level, dict(grade.limits)) == ("not-applicable", None, {})
    assert grade.status == "official"
    assert grade.as_dict()["reason"] == "LESS covers all hot-rolled steels except stainless steel."


@pytest.mark.parametrize(
    "facts",
    [
        {"intensity": "805 kg/t", "scrap_share": 1, "measure": "responsiblesteel-2.1.1"},
        {"intensity": "805 kg CO2/t", "scrap_share": 1},
    ],
)
def test_a_value_of_another_measure_is_not_comparable(facts: dict[str, object]) -> None:
    grade = standards.grade(QST, facts)
    assert (grade.outcome, grade.level) == ("not-comparable", None)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"intensity": "805", "scrap_share": 1}, "quantity.no-unit"),
        ({"intensity": 805, "scrap_share": 1}, "quantity.no-unit"),
        ({"intensity": "much", "scrap_share": 1}, "quantity.no-number"),
        ({"intensity": "nan kg/t", "scrap_share": 1}, "quantity.no-number"),
        ({"intensity": float("inf"), "scrap_share": 1}, "quantity.no-number"),
        ({"intensity": "805 furlong/t", "scrap_share": 1}, "unit.unknown"),
        ({"intensity": "805 GJ/t", "scrap_share": 1}, "unit.mismatch"),
        ({"intensity": "805 kg C/t", "scrap_share": 1}, "unit.mismatch"),
        ({"intensity": "80 %", "scrap_share": 1}, "unit.mismatch"),
        ({"intensity": "1e999999999 kg/t", "scrap_share": 1}, "fact.far"),
        ({"intensity": True, "scrap_share": 1}, "fact.far"),
        ({"intensity": "", "scrap_share": 1}, "fact.far"),
        ({"intensity": "805 kg/t", "scrap_share": 10}, "share.range"),
        ({"intensity": "805 kg/t", "scrap_share": "-0.1"}, "share.range"),
        ({"intensity": "805 kg/t", "scrap_share": "120 %"}, "share.range"),
        ({"intensity": "805 kg/t", "scrap_share": "1e-999999999"}, "fact.far"),
        ({"intensity": "805 kg/t", "scrap_share": float("nan")}, "share.range"),
        ({"intensity": "805 kg/t", "scrapshare": 1}, "fact.unknown"),
        ({"intensity": "805 kg/t", "scrap_share": 1, "steel_kind": "stainles"}, "fact.choice"),
        ({"scrap_share": 1}, "fact.missing"),
    ],
)
def test_facts_that_cannot_be_read_are_named(facts: dict[str, object], code: str) -> None:
    with pytest.raises(Problems) as error:
        standards.grade(QST, facts)
    assert codes(error.value) == {code}
    for item in error.value.problems:
        assert item.where.name in facts or code == "fact.missing"
        assert item.text("en")
        assert item.text("zh")


def test_all_bad_facts_are_told_in_one_pass_with_the_nearest_name() -> None:
    with pytest.raises(Problems) as error:
        standards.grade(QST, {"intensty": "805 kg/t", "scrap_share": "much"})
    assert codes(error.value) == {"fact.unknown", "share.range"}
    assert "Nearest: intensity." in str(error.value)


def test_an_unknown_standard_suggests_the_nearest() -> None:
    with pytest.raises(Problems, match=r"Nearest: less-1\.1-qst\."):
        standards.grade("less-1.1-qts", {"intensity": "805 kg/t", "scrap_share": 1})
