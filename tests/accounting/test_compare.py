"""Side by side: differences that sum, waterfalls exact to the last digit, statements line by line."""

from __future__ import annotations

from dataclasses import replace
from math import fsum, ulp

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanlian.accounting.choice import choose
from tanlian.accounting.compare import (
    Move,
    Waterfall,
    compare_footprints,
    compare_statements,
    factor_effect,
    waterfall,
    whatif,
)
from tanlian.accounting.ledger import ledger
from tanlian.accounting.product import ProductFootprint, footprints
from tanlian.accounting.statement import Input, Line, Statement, Text
from tanlian.inventory.model import Inventory, Supply
from tanlian.inventory.period import Period
from tanlian.inventory.scenario import Assumption, ChooseFactors, Scale, Scenario, Selection, Step
from tanlian.problems import Problems
from tests.works import SITE, YEAR, exchange, inventory, loop_works

A, B = Text("a", "甲"), Text("b", "乙")


def hot_metal(inv: Inventory) -> ProductFootprint:
    return footprints(ledger(inv, choose(inv)), ["hot_metal"])[0]


def exact(falls: Waterfall) -> bool:
    start, *changes, end = falls.bars
    return fsum([start.value, *(bar.value for bar in changes)]) == end.value == (changes or [start])[-1].total


def test_less_coke_upstream_is_the_whole_difference() -> None:
    """Coke at 0.1 instead of 0.3 t/t: 100 t x 0.2 t / 50 t hot metal = 400 kg/t less, in one block."""
    base = loop_works()
    other = replace(base, supplies=(replace(base.supplies[0], upstream_co2=0.1),))
    made = compare_footprints(hot_metal(base), hot_metal(other))
    assert made.difference == pytest.approx(-400)
    assert made.frame["difference"].sum() == pytest.approx(-400)
    top = made.frame.row(0, named=True)
    assert (top["block"], top["flow"], top["kind"]) == ("coking", "coke", "upstream")
    assert (top["a"], top["b"]) == (pytest.approx(600), pytest.approx(200))
    falls = made.waterfall()
    assert [bar.id for bar in falls.bars] == ["start", "coking", "end"]
    assert exact(falls)
    assert not made.warnings


def test_a_contribution_of_one_side_is_shown_as_missing_on_the_other() -> None:
    base = loop_works()
    rows = [
        *base.exchanges.to_dicts(),
        exchange("BF", "in", "limestone", 5, "t", "purchased", carbon_content=0.12, supply="stone"),
    ]
    stone = Supply(id="stone", upstream_co2=0.01, covers="transport")
    kinds = [(item.id, item.kind) for item in base.processes]
    made = compare_footprints(hot_metal(base), hot_metal(inventory(kinds, rows, [*base.supplies, stone])))
    only = made.frame.filter(pl.col("a").is_null() & (pl.col("flow") == "limestone"))
    assert set(only["kind"]) == {"own", "upstream"}
    assert only.filter(pl.col("kind") == "own")["difference"].item() == pytest.approx(
        5 * 0.12 * 44 / 12 / 50 * 1000
    )
    assert exact(made.waterfall("flow"))


def test_a_gap_on_one_side_and_unlike_measures_are_told_units_refused() -> None:
    base = loop_works()
    blind = hot_metal(replace(base, supplies=(replace(base.supplies[0], upstream_co2=None),)))
    made = compare_footprints(hot_metal(base), blind)
    assert {item.code for item in made.warnings} == {"compare.gaps"}
    assert all(item.text(lang) for item in made.warnings for lang in ("en", "zh"))
    other = replace(blind, taken={key: replace(value, gwp="AR5") for key, value in blind.taken.items()})
    assert "compare.unlike.gwp" in {item.code for item in compare_footprints(hot_metal(base), other).warnings}
    power = footprints(ledger(base, choose(base)), ["electricity"])[0]
    for ask in (lambda: compare_footprints(power, blind), lambda: made.waterfall("site")):
        with pytest.raises(Problems):
            ask()


@given(
    start=st.floats(-1e9, 1e9),
    changes=st.lists(st.floats(-1e6, 1e6), max_size=30),
    most=st.integers(0, 5),
)
def test_a_waterfall_sums_to_the_last_digit(start: float, changes: list[float], most: int) -> None:
    end = start
    for value in changes:  # summed naively, so that rounding is left over
        end += value
    moves = [Move(str(index), A, value) for index, value in enumerate(changes)]
    falls = waterfall((A, start), (B, end), moves, "t", most)
    assert "rest" not in {bar.id for bar in falls.bars}
    assert not most or len(falls.bars) <= most + 3
    start_bar, *inner, end_bar = falls.bars
    if inner:
        values = [start_bar.value, *(bar.value for bar in inner)]
        assert abs(fsum(values) - end_bar.value) <= ulp(max(map(abs, values)))
        assert inner[-1].total == end_bar.value


def test_what_the_moves_do_not_explain_has_a_bar() -> None:
    falls = waterfall((A, 10.0), (B, 15.0), [Move("x", A, 2.0)], "t")
    assert [(bar.id, bar.value) for bar in falls.bars][1:3] == [("x", 2.0), ("rest", 3.0)]


def statement(method: str = "m", *, coal: float = 6.0, period: Period = YEAR, **more: float) -> Statement:
    own = {"burn.coal": coal, **more}
    lines = [
        Line(name, A, value, "t CO2", "amount x EF", (Input("EF", value / 2, "t/t", f"table {value}"),))
        for name, value in own.items()
    ]
    lines += [
        Line("burn", A, fsum(own.values()), "t CO2", " + ".join(own)),
        Line("kept", A, 2.0, "t CO2"),
        Line(
            "total", A, fsum(own.values()) - 2.0, "t CO2", "burn - kept", (Input("burn", 1, "t CO2", "burn"),)
        ),
    ]
    return Statement(method, A, "", SITE, period, tuple(lines), ("total",), {})


def test_statements_compare_line_by_line_with_factors_and_a_waterfall() -> None:
    """Coal 6 to 5 and oil new with 3: 4 + (-1) + 3 = 6; what is subtracted on both sides moves nothing."""
    made = compare_statements(statement(), statement(coal=5.0, **{"burn.oil": 3.0}))
    rows = {row["id"]: row for row in made.frame().to_dicts()}
    assert rows["burn.coal"]["difference"] == -1
    assert (rows["burn.oil"]["only"], rows["burn.oil"]["a"], rows["burn.oil"]["difference"]) == (
        "b",
        None,
        None,
    )
    assert rows["total"]["difference"] == 2
    falls = made.waterfall()
    assert [(bar.id, bar.value) for bar in falls.bars] == [
        ("start", 4.0),
        ("burn.coal", -1.0),
        ("burn.oil", 3.0),
        ("end", 6.0),
    ]
    changed = made.inputs().row(0, named=True)
    assert (changed["id"], changed["symbol"], changed["a"], changed["b"]) == ("burn.coal", "EF", 3.0, 2.5)
    assert (changed["source_a"], changed["source_b"]) == ("table 6.0", "table 5.0")
    with pytest.raises(Problems):
        made.waterfall("nothing")


def test_other_methods_and_periods_are_told_and_what_is_no_sum_is_not_broken_down() -> None:
    half = Period.parse("2025-01..2025-06")
    other = statement("n", period=half)
    lines = [replace(line, formula="by a rule of its own") for line in other.lines if line.id == "total"]
    made = compare_statements(statement(), replace(other, lines=tuple(lines)))
    assert {item.code for item in made.warnings} == {"compare.unlike.method", "compare.unlike.period"}
    falls = made.waterfall()
    assert exact(falls)
    assert "rest" in {bar.id for bar in falls.bars}
    assert made.as_dict("zh")["names"] == ["前者", "后者"]


def power_user() -> Inventory:
    rows = [
        exchange("EAF", "in", "electricity", 40, "MWh", "purchased", region="CN"),
        exchange("EAF", "in", "electricity", 10, "MWh", "purchased", region="CN"),
        exchange("EAF", "out", "crude_steel", 100, "t", "sold", carbon_content=0.0),
    ]
    return inventory([("EAF", "electric_arc_furnace")], rows, factors={"electricity": "cn-grid-co2-2022"})


def test_another_factor_set_line_by_line_with_both_sources() -> None:
    inv = power_user()
    a, b = (ledger(inv, choose(inv, {"electricity": f"cn-grid-co2-{year}"})) for year in (2022, 2023))
    effect = factor_effect(a, b)
    (line,) = effect.frame.to_dicts()
    assert line["amount"] == 50
    assert line["factor_a"] == pytest.approx(536.6)
    assert line["factor_b"] == pytest.approx(530.6)
    assert line["source_a"] != line["source_b"]
    assert line["difference"] == pytest.approx(50 * (530.6 - 536.6))
    assert set(effect.sets_a) != set(effect.sets_b)
    lost = factor_effect(a, ledger(inv, choose(inv, {"electricity": ""}))).frame.row(0, named=True)
    assert lost["missing_b"] and lost["kg_b"] is None and lost["difference"] is None


def test_a_scenario_step_by_step() -> None:
    """20 % less power: 100 kWh/t x 536.6; then another grid edition for the 400 kWh/t that are left."""
    told = Assumption({"en": "x", "zh": "x"}, "test", "illustrative")
    steps = (
        Step(Scale(Selection(flow=("electricity",)), 0.8), title={"en": "Less power", "zh": "节电"}),
        Step(ChooseFactors("electricity", "cn-grid-co2-2023")),
    )
    made = whatif(power_user(), Scenario("less", {"en": "Less", "zh": "少"}, (told,), steps))
    falls = made.steps("crude_steel")
    assert [(bar.label.en, round(bar.value, 9)) for bar in falls.bars] == [
        ("Base", 268.3),
        ("Less power", -53.66),
        ("factors", -2.4),
        ("Less", 212.24),
    ]
    assert exact(falls)
    assert made.product("crude_steel").difference == pytest.approx(-56.06)
    text = made.as_dict(["crude_steel"], lang="zh")
    assert text["scenario"]["hash"] == made.applied.scenario.hash
    assert text["scenario"]["title"] == "少"
    lines = made.statement("gbt-32151.5-2015").frame()
    grid = lines.filter(pl.col("id") == "electricity")
    assert grid["difference"].item() == pytest.approx(-5.606)
