"""A value from a ledger is graded only when it is the standard's own measure and nothing of it is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tanlian import standards
from tanlian.problems import Problems, Where, problem
from tanlian.standards import Gap, Subject
from tanlian.standards.phrases import Phrase

LESS = standards.load("less-1.1-qst")
IEA = standards.load("iea-2022")

EAF = Subject(
    value=805.0,
    unit="kg/t",
    measure="less-1.1",
    measure_hash=LESS.measure_hash,
    status="secondary",
    scrap_share=1.0,
    period="2025",
)


def test_a_measured_value_is_graded_with_nothing_asserted() -> None:
    grade = standards.grade_measured(LESS, EAF)
    assert (grade.outcome, grade.level, grade.asserted, grade.period) == ("graded", "D", (), "2025")
    assert grade.status == "unconfirmed"  # the open part of the scrap definition


def test_the_open_points_of_the_measure_go_with_the_grade() -> None:
    notes = standards.grade_measured(LESS, EAF).as_dict()["notes"]
    assert any("process gases" in note and "Taken: counted" in note for note in notes)
    for family in ("less-1.1-qst", "less-1.1-bst"):
        told = standards.grade_measured(family, EAF).as_dict()["notes"]
        assert any("same melting unit" in note and "Taken: it counts neither" in note for note in told)


def test_another_unit_is_converted_and_a_tie_is_exact() -> None:
    assert standards.grade_measured(LESS, replace(EAF, value=0.85, unit="t/t")).level == "D"
    assert standards.grade_measured(LESS, replace(EAF, value=0.8500000001, unit="t/t")).level == "E"


def test_a_missing_block_is_named_in_both_languages() -> None:
    gap = Gap("transport", problem("fact.not-measured", Where(name="transport"), found="transport"))
    grade = standards.grade_measured(LESS, replace(EAF, gaps=(gap,)))
    assert (grade.outcome, grade.level) == ("not-comparable", None)
    assert grade.as_dict()["missing"][0]["block"] == "transport"
    assert "Transport of inputs" in grade.as_dict("en")["reason"]
    assert "原燃料运输" in grade.as_dict("zh")["reason"]


def test_a_value_of_another_measure_is_not_comparable() -> None:
    grade = standards.grade_measured(IEA, EAF)
    assert grade.outcome == "not-comparable"
    assert "less-1.1" in grade.as_dict()["reason"]


def test_one_measurement_serves_both_families_of_less() -> None:
    assert standards.grade_measured("less-1.1-bst", EAF).level == "E"


def test_an_unknown_scrap_share_is_a_gap_for_less_and_zero_for_iea() -> None:
    assert standards.grade_measured(LESS, replace(EAF, scrap_share=None)).missing[0].block == "scrap_share"
    subject = replace(EAF, measure="iea-2022", measure_hash=IEA.measure_hash, scrap_share=None)
    grade = standards.grade_measured(IEA, subject)
    assert (grade.level, grade.assumed) == ("B", ("scrap_share",))


def test_steel_kind_applies_to_measured_subjects_too() -> None:
    stainless = replace(EAF, facts={"steel_kind": "stainless"}, notes=(Phrase("plain", {"limit": "x"}),))
    grade = standards.grade_measured(LESS, stainless)
    assert (grade.outcome, grade.asserted) == ("not-applicable", ("steel_kind",))
    assert grade.notes == ()  # notes on a value that nobody grades


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(Problems):
        standards.grade_measured(LESS, replace(EAF, value=value))
