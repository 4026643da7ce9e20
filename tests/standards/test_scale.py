"""Properties of the scales: monotone, continuous, and the same answers by column as one by one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian import standards
from tanlian.problems import Problems
from tanlian.standards import Standard

ALL = st.sampled_from(
    [
        item
        for item in standards.standards()
        if item.pack.rule.kind == "sliding-scale"
        and item.pack.rule.unit == "kg/t"
        and item.pack.rule.along == "scrap_share"
    ]
)
SHARES = st.decimals(0, 1, places=4)
INTENSITIES = st.decimals(-100, 3000, places=6)


def place_of(standard: Standard, intensity: object, share: object) -> int:
    facts = {"intensity": f"{intensity} kg/t", "scrap_share": f"{share}"}
    level = standards.grade(standard, facts).level
    levels = standard.pack.rule.levels
    return levels.index(level) if level is not None else len(levels)


@given(ALL, SHARES, INTENSITIES, INTENSITIES)
def test_more_intensity_is_never_better(standard: Standard, share: Decimal, a: Decimal, b: Decimal) -> None:
    low, high = sorted((a, b))
    assert place_of(standard, low, share) <= place_of(standard, high, share)


@given(ALL, SHARES, SHARES, INTENSITIES)
def test_more_scrap_is_never_easier(standard: Standard, a: Decimal, b: Decimal, intensity: Decimal) -> None:
    low, high = sorted((a, b))
    assert place_of(standard, intensity, low) <= place_of(standard, intensity, high)


@given(ALL, SHARES, SHARES)
def test_limits_change_no_faster_than_the_steepest_line(standard: Standard, a: Decimal, b: Decimal) -> None:
    steepest = max(abs(line.slope) for line in standard.pack.rule.resolved)
    here, there = (standards.limits(standard, {"scrap_share": f"{share}"}) for share in (a, b))
    for level, limit in here.items():
        other = there[level]
        if limit is not None and other is not None:
            assert abs(limit.value - other.value) <= steepest * abs(Fraction(a) - Fraction(b))


@given(ALL, SHARES, st.data())
def test_on_every_limit_the_better_level_holds(
    standard: Standard, share: Decimal, data: st.DataObject
) -> None:
    limits = standards.limits(standard, {"scrap_share": f"{share}"})
    level = data.draw(st.sampled_from([name for name, limit in limits.items() if limit is not None]))
    limit = limits[level]
    assert limit is not None
    exact = Decimal(limit.value.numerator) / Decimal(limit.value.denominator)
    index = standard.pack.rule.levels.index(level)
    assert place_of(standard, f"{exact:f}", share) == index
    assert place_of(standard, f"{exact + Decimal('0.000000001'):f}", share) == index + 1


@st.composite
def rows(draw: st.DrawFn) -> tuple[Standard, list[tuple[Decimal, Decimal]]]:
    """Rows anywhere, and rows on and right beside a limit."""
    standard = draw(ALL)
    found = []
    for share in draw(st.lists(SHARES, min_size=1, max_size=8)):
        line = draw(st.sampled_from(standard.pack.rule.resolved))
        limit = line.at(Fraction(share))
        edge = Decimal(limit.numerator) / Decimal(limit.denominator)
        hair = draw(st.sampled_from(["0", "0.0000001", "-0.0000001", "0.00000001", "-5e-10"]))
        found.append((draw(st.sampled_from([edge + Decimal(hair), draw(INTENSITIES)])), share))
    return standard, found


@given(rows())
def test_by_column_and_one_by_one_agree(case: tuple[Standard, list[tuple[Decimal, Decimal]]]) -> None:
    standard, pairs = case
    columns = {
        "intensity": np.array([float(intensity) for intensity, _ in pairs]),
        "scrap_share": np.array([float(share) for _, share in pairs]),
    }
    index = standards.level_index(standard, columns, "kg/t")
    unplaced = len(standard.pack.rule.levels)
    single = [place_of(standard, repr(float(e)), repr(float(s))) for e, s in pairs]
    assert [unplaced if item == -1 else item for item in index.tolist()] == single


def test_a_column_in_tonnes_meets_the_same_ties() -> None:
    shares = [round(step / 1000, 3) for step in range(1001)]
    limits = [standards.limits("less-1.1-qst", {"scrap_share": share})["D"] for share in shares]
    tonnes = [float(Decimal(str(limit).removesuffix(" kg/t")) / 1000) for limit in limits]
    columns = {"intensity": np.array(tonnes), "scrap_share": np.array(shares)}
    assert set(standards.level_index("less-1.1-qst", columns, "t/t").tolist()) == {4}


def test_a_frame_gets_level_limit_and_margin() -> None:
    rows = pl.DataFrame({"intensity": [805.0, 150.0, 2489.0], "scrap_share": [1.0, 1.0, 0.2]})
    found = standards.grade_columns("less-1.1-qst", rows, "kg/t")
    assert found["level"].to_list() == ["D", "near-zero", "E"]
    assert found["limit"].to_list() == pytest.approx([850.0, 170.0, None])
    assert found["margin"].to_list() == pytest.approx([-125.0, None, -239.0])
    above = standards.grade_columns("iea-2022", rows, "kg/t")
    assert above["level"].to_list() == [None, "B", None]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"intensity": [1.0, float("nan")], "scrap_share": [0.0, 0.0]}, "column.not-finite"),
        ({"intensity": [1.0, 2.0], "scrap_share": [0.0, 1.5]}, "column.range"),
        ({"intensity": [1.0, 2.0], "scrap_share": [0.0]}, "column.length"),
        ({"intensity": [1.0, 2.0]}, "column.missing"),
    ],
)
def test_bad_columns_are_named_with_their_first_row(columns: dict[str, list[float]], code: str) -> None:
    arrays = {name: np.array(values) for name, values in columns.items()}
    with pytest.raises(Problems) as error:
        standards.level_index("less-1.1-qst", arrays, "kg/t")
    assert [item.code for item in error.value.problems] == [code]
    assert error.value.problems[0].text("zh")
