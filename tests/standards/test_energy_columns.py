"""Energy levels by column: the same answers as one by one, on and beside every limit."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian import standards
from tanlian.problems import Problems

EAF, COKE, IRON = "gb-21256-2025-eaf", "gb-21342-2025-coke", "gb-21256-2025-blast-furnace"
WORDS = {"steel_kind", "oven", "quenching"}
SHARES = st.decimals(0, 1, places=4)
KINDS = st.sampled_from(["", "carbon", "stainless", "bearing", "quality_carbon_structural", "pipeline"])


def codes(error: Problems) -> set[str]:
    return {item.code for item in error.problems}


def edge(standard: str, facts: dict[str, str], data: st.DataObject) -> float:
    """An energy anywhere, or on or right beside a limit."""
    near = [float(limit.value) for limit in standards.limits(standard, facts).values() if limit]
    hair = data.draw(st.sampled_from([0.0, 1e-7, -1e-7, 1e-9, -5e-10]))
    anywhere = float(data.draw(st.decimals(-60, 500, places=3)))
    return data.draw(st.sampled_from([anywhere, *(limit + hair for limit in near)]))


def same_by_column(standard: str, rows: list[dict[str, str]], data: st.DataObject) -> None:
    names = sorted({name for row in rows for name in row})
    energies = [edge(standard, row, data) for row in rows]
    frame = pl.DataFrame(
        {
            "energy": energies,
            **{
                name: [
                    (row[name] if name in WORDS else float(row[name].split()[0])) if name in row else None
                    for row in rows
                ]
                for name in names
            },
        }
    )
    found = standards.grade_columns(standard, frame, "kgce/t")
    for index, (row, energy) in enumerate(zip(rows, energies, strict=True)):
        single = standards.grade(standard, {**row, "energy": f"{energy!r} kgce/t"})
        assert found["level"][index] == single.level
        for name, amount in (("limit", single.limit), ("margin", single.margin)):
            told = found[name][index]
            assert (told is None) == (amount is None), name
            assert amount is None or told == pytest.approx(float(amount.value), abs=1e-6)


def row_of(**values: object) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value not in {None, ""}}


EAF_ROWS = st.builds(
    lambda capacity, kind, ratio: row_of(capacity=f"{capacity} t", steel_kind=kind, hot_metal_ratio=ratio),
    st.sampled_from(["49.999", "50", "69.9", "70", "120"]),
    KINDS,
    st.none() | SHARES,
)
COKE_ROWS = st.builds(
    lambda oven, matter, moisture, gas, age, quenching: row_of(
        oven=oven,
        volatile_matter=matter,
        moisture=moisture,
        mixed_gas_time_share=gas,
        oven_age=f"{age} a" if age is not None else None,
        quenching=quenching,
    ),
    st.sampled_from(["top_charging", "stamp_charging"]),
    st.none() | st.decimals("0.19", "0.34", places=4),
    st.none() | st.decimals("0.05", "0.15", places=4),
    st.none() | SHARES,
    st.none() | st.sampled_from(["0", "15", "15.1", "25", "25.1", "40"]),
    st.sampled_from(["", "dry", "wet"]),
)
IRON_ROWS = st.builds(
    lambda grade, ore: row_of(feed_grade=grade, v_ti_magnetite_share=ore),
    st.none() | SHARES,
    st.none() | SHARES,
)


@pytest.mark.parametrize(("standard", "rows"), [(EAF, EAF_ROWS), (COKE, COKE_ROWS), (IRON, IRON_ROWS)])
@given(data=st.data())
def test_by_column_and_one_by_one_agree(
    standard: str, rows: st.SearchStrategy[dict[str, str]], data: st.DataObject
) -> None:
    same_by_column(standard, data.draw(st.lists(rows, min_size=1, max_size=6)), data)


def test_by_column_no_fact_of_the_charge_is_needed() -> None:
    index = standards.level_index("gb-21256-2025-sinter", {"energy": np.array([43.0, 43.1, 52.1])}, "kgce/t")
    assert index.tolist() == [0, 1, -1]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"energy": [60.0]}, "column.missing"),
        ({"energy": [60.0], "capacity": [float("nan")]}, "column.not-finite"),
        ({"energy": [60.0], "capacity": [100.0], "hot_metal_ratio": [30.0]}, "column.range"),
        ({"energy": [60.0], "capacity": [100.0], "steel_kind": ["stainles"]}, "column.choice"),
    ],
)
def test_bad_columns_are_named(columns: dict[str, list[float]], code: str) -> None:
    with pytest.raises(Problems) as error:
        standards.level_index(EAF, {name: np.array(column) for name, column in columns.items()}, "kgce/t")
    assert codes(error.value) == {code}
    assert error.value.problems[0].text("zh")


def test_a_needed_word_that_is_empty_in_a_column_is_refused() -> None:
    columns = {"energy": np.array([120.0, 120.0]), "oven": np.array(["top_charging", ""])}
    with pytest.raises(Problems) as error:
        standards.level_index(COKE, columns, "kgce/t")
    assert codes(error.value) == {"column.not-finite"}


def test_rows_the_standard_does_not_apply_to_have_no_level() -> None:
    rows = pl.DataFrame(
        {"energy": [-31.0, -31.0, 5.0], "converter_kind": ["ordinary", "special_purpose", None]}
    )
    found = standards.grade_columns("gb-21256-2025-converter", rows, "kgce/t")
    assert found["level"].to_list() == ["1", None, None]
    assert found["margin"].to_list() == [None, None, -17.0]
    kinds = np.array(["quality", "stainless", ""])
    columns = {"intensity": np.full(3, 805.0), "scrap_share": np.ones(3), "steel_kind": kinds}
    assert standards.level_index("less-1.1-qst", columns, "kg/t").tolist() == [4, -1, 4]
