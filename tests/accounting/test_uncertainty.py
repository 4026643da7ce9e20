"""Uncertainty of a plant: shared factors exact, amounts first order, samples against ledgers made anew."""

from __future__ import annotations

from dataclasses import replace
from math import exp, expm1, log, sqrt

import numpy as np
import polars as pl
import pytest

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import ledger
from tanlian.accounting.product import footprints
from tanlian.accounting.uncertainty import (
    AmountEntry,
    Ask,
    FactorEntry,
    Sheet,
    Uncertainty,
    Width,
    beside,
    expanded,
    geometric,
    half_width,
    pedigree,
    read_string,
    standard,
    uncertainty,
)
from tanlian.footprint.uncertainty import relative, uniforms
from tanlian.inventory.model import Evidence, Inventory
from tanlian.inventory.scenario import Selection
from tanlian.inventory.scenario.rows import with_amounts
from tanlian.problems import Problems
from tests.works import exchange, inventory, loop_works

BOTH = Ask(("hot_metal", "electricity"))


def sheet(*entries: FactorEntry | AmountEntry, seed: int = 1) -> Sheet:
    factors = tuple(item for item in entries if isinstance(item, FactorEntry))
    amounts = tuple(item for item in entries if isinstance(item, AmountEntry))
    return Sheet("test", {}, factors, amounts, seed)


def carbon(flow: str, u: float, **more: str) -> FactorEntry:
    return FactorEntry(("carbon_content",), standard(u), (flow,), **more)


def test_one_gas_analysis_stands_on_both_sides_of_the_works() -> None:
    """Gas at 60 t C: 2 % more of it moves 1.2 t C from the furnace to the power plant.

    Hot metal takes the furnace and 4 of 10 MWh: -1.2 + 0.4 x 1.2 = -0.72 t C; power -> +0.12 t C/MWh.
    """
    made = uncertainty(loop_works(), sheet(carbon("blast_furnace_gas", 0.02)), BOTH)
    per_C = 44 / 12 * 1000
    assert made.value("hot_metal") == pytest.approx(3680)
    assert made.u("hot_metal") == pytest.approx(0.72 * per_C / 50)
    assert made.u("electricity") == pytest.approx(1.2 * per_C / 10)
    assert made.correlation("hot_metal", "electricity") == pytest.approx(-1)
    (row,) = made.contributions("hot_metal").to_dicts()
    assert (row["kind"], row["what"], row["share"]) == ("factor", "carbon_content blast_furnace_gas", 1.0)
    assert made.units == ("kg CO2e/t", "kg CO2e/MWh")
    assert not made.coverage[0].amounts
    assert "upstream coke" in made.coverage[0].exact


def test_the_site_as_a_whole_does_not_care_where_the_gas_burns() -> None:
    entries = (carbon("blast_furnace_gas", 0.02), FactorEntry(("upstream",), standard(0.3)))
    made = uncertainty(loop_works(), sheet(*entries), Ask())
    assert made.value("site") == pytest.approx((18 + 60) * 44 / 12 * 1000 + 30_000)
    assert made.u("site") == pytest.approx(0.3 * 30_000)


def perturbed(inv: Inventory, rows: dict[int, float]) -> list[float]:
    moved = with_amounts(inv, rows)
    return [item.value() for item in footprints(ledger(moved, choose(moved)), BOTH.flows)]


def test_amounts_move_the_chain_as_ledgers_made_anew_do() -> None:
    """Slopes against central differences of whole footprints, for every meter of the works."""
    inv = loop_works()
    made = uncertainty(inv, sheet(AmountEntry(Selection(), Width(0.01), shared="row")), BOTH)
    slopes = {item.name: column for item, column in zip(made.variables, made.response.columns.T, strict=True)}
    assert len(slopes) == inv.exchanges.height
    for row, amount in inv.exchanges.select("row", "amount").iter_rows():
        up, down = (np.array(perturbed(inv, {row: amount * (1 + step)})) for step in (1e-4, -1e-4))
        found = slopes[f"amount | Small works | row {row}"]
        assert found == pytest.approx((up - down) / 2e-4, rel=1e-4, abs=0.05)


def test_samples_agree_with_ledgers_made_anew_at_the_same_numbers() -> None:
    """2 % on every meter and on coke: what the response leaves out is a small part of what it shows."""
    inv = loop_works()
    entries = (AmountEntry(Selection(), Width(0.02), shared="meter"), carbon("coke", 0.02))
    made = uncertainty(inv, sheet(*entries, seed=4), BOTH)
    count = 15
    drawn = made.samples(count)
    r = relative(made.spread, uniforms(4, made.spread.names, count))
    coke = pl.col("flow") == "coke"
    meters = inv.exchanges.select(
        "row", "amount", pl.concat_str("process", "direction", "flow", "partner", separator=" ")
    )
    exact = []
    for sample in r:
        at = dict(zip(made.spread.names, sample, strict=True))
        named = meters.iter_rows()
        moved = with_amounts(inv, {row: a * at[f"amount | Small works | {meter}"] for row, a, meter in named})
        richer = pl.col("carbon_content") * at["carbon_content coke | Small works"]
        frame = moved.exchanges.with_columns(
            carbon_content=pl.when(coke).then(richer).otherwise("carbon_content")
        )
        exact.append(perturbed(replace(moved, exchanges=frame), {}))
    for k, subject in enumerate(BOTH.flows):
        error = drawn[:, k] - np.array(exact)[:, k]
        assert np.sqrt((error**2).mean()) < 0.04 * made.u(subject)
        assert error.mean() == pytest.approx(0, abs=0.02 * made.u(subject))


def test_closed_form_and_samples_agree_where_both_are_exact() -> None:
    entries = (
        carbon("blast_furnace_gas", 0.05),
        carbon("coke", 0.02),
        FactorEntry(("upstream",), standard(0.2)),
    )
    made = uncertainty(loop_works(), sheet(*entries), BOTH)
    drawn = made.samples(20_000)
    for k, subject in enumerate(BOTH.flows):
        assert drawn[:, k].mean() == pytest.approx(
            made.value(subject), abs=4 * made.u(subject) / sqrt(20_000)
        )
        assert drawn[:, k].std() == pytest.approx(made.u(subject), rel=0.03)
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(made.correlation(*BOTH.flows), abs=0.02)
    low, middle, high = made.percentiles("hot_metal")
    assert low < middle < high
    assert (high - low) / 2 == pytest.approx(1.96 * made.u("hot_metal"), rel=0.1)
    assert made.percentiles("hot_metal") == made.percentiles("hot_metal")
    assert made.percentiles("hot_metal", seed=2) != made.percentiles("hot_metal", seed=3)


def grid_mill(name: str, power_MWh: float) -> Inventory:
    rows = [
        exchange("EAF", "in", "electricity", power_MWh, "MWh", "purchased", region="CN"),
        exchange("EAF", "out", "crude_steel", 100, "t", "sold", carbon_content=0.0),
    ]
    mill = inventory([("EAF", "electric_arc_furnace")], rows, factors={"electricity": "cn-grid-co2-2023"})
    return replace(mill, site=replace(mill.site, name=name))


def steel(inv: Inventory, asked: Sheet) -> Uncertainty:
    return uncertainty(inv, asked, Ask(("crude_steel",)))


def test_two_mills_on_one_grid_differ_more_surely_than_either_is_known() -> None:
    """40 and 50 MWh/100 t at 530.6 kg/MWh known to 10 %, meters to 1 %: the common factor cancels.

    u = 0.1 x 53.06 kg/t for the grid; meters 0.01 x 212.24 and 0.01 x 265.3, independent of each other.
    """
    grid = FactorEntry(("emission",), standard(0.1))
    asked = sheet(grid, AmountEntry(Selection(flow=("electricity",)), Width(0.01)))
    pair = beside(steel(grid_mill("A", 40), asked), steel(grid_mill("B", 50), asked), ("A", "B"))
    found = pair.difference("A: crude_steel", "B: crude_steel")
    assert found.value == pytest.approx(53.06)
    assert found.u == pytest.approx(sqrt(5.306**2 + 2.1224**2 + 2.653**2))
    assert found.lower < 1e-12
    rho = 1 / (1 + 0.01)
    assert found.correlation == pytest.approx(rho)
    other = sheet(FactorEntry(("emission",), standard(0.2)))
    with pytest.raises(Problems) as caught:
        beside(steel(grid_mill("A", 40), asked), steel(grid_mill("B", 50), other), ("A", "B"))
    assert caught.value.problems[0].code == "uncertainty.conflict"


def test_shared_errors_add_and_own_errors_average() -> None:
    """Four equal rows at 2 %: one error gives 2 % of the sum, four give 1 %."""
    power = [exchange("EAF", "in", "electricity", 10, "MWh", "purchased", region="CN", evidence="BILL")] * 4
    out = exchange("EAF", "out", "crude_steel", 100, "t", "sold", carbon_content=0.0)
    mill = inventory(
        [("EAF", "electric_arc_furnace")], [*power, out], factors={"electricity": "cn-grid-co2-2023"}
    )
    mill = replace(mill, evidence=(Evidence("BILL", "document"),))
    bought = Selection(flow=("electricity",))

    def u(shared: str, **more: tuple[str, ...]) -> float:
        return steel(mill, sheet(AmountEntry(bought, Width(0.02), shared=shared, **more))).relative(
            "crude_steel"
        )

    for shared in ("meter", "evidence", "entry"):
        assert u(shared) == pytest.approx(0.02, rel=1e-5)
    assert u("row", kind=("document",), evidence=("BILL",)) == pytest.approx(0.01, rel=1e-5)
    with pytest.raises(Problems) as caught:
        u("row", kind=("meter",))
    assert caught.value.problems[0].code == "uncertainty.nothing"


def test_widths_by_hand() -> None:
    """Pedigree 3 2 1 1 1 with 1.05: ln GSD = sqrt(ln^2 1.05 + ln^2 1.10 + ln^2 1.02) / 2."""
    assert expanded(0.04, 2).u == 0.02
    assert half_width(0.06).u == pytest.approx(0.06 / sqrt(3))
    assert geometric(1.1).u == pytest.approx(sqrt(expm1(log(1.1) ** 2)))
    sigma = sqrt(log(1.05) ** 2 + log(1.10) ** 2 + log(1.02) ** 2) / 2
    assert pedigree([3, 2, 1, 1, 1], 1.05).u == pytest.approx(sqrt(exp(sigma**2) - 1))
    assert pedigree([3, 2, 1, 1, 1]).status == "secondary"
    for wrong in (
        lambda: standard(0.3, "normal"),
        lambda: half_width(0.1, "normal"),
        lambda: expanded(0.1, 0),
        lambda: geometric(0.9),
        lambda: pedigree([1, 2, 3]),
    ):
        with pytest.raises(Problems) as caught:
            wrong()
        assert caught.value.problems[0].text("zh")


def test_a_sheet_is_read_in_order_and_the_defaults_are_asked_for_and_marked() -> None:
    told = read_string(
        """
id: plant
title: {en: Plant, zh: 厂}
seed: 11
defaults: evidence
factors:
  - {quantity: carbon_content, flow: 焦炭, expanded: 1 %, k: 2}
  - {quantity: [upstream, transport], pedigree: [2, 3, 1, 2, 1], basic: 1.05, shared: flow}
  - {quantity: emission, half_width: 5 %, distribution: triangular}
amounts:
  - {process: BF, flow: coke, uncertainty: 0.5 %, distribution: normal, shared: row}
""",
        "u.yaml",
    )
    assert told.seed == 11
    assert told.factors[0] == FactorEntry(("carbon_content",), Width(0.005, "normal"), ("coke",))
    assert told.factors[1].width == pedigree([2, 3, 1, 2, 1], 1.05)
    assert told.amounts[0] == AmountEntry(
        Selection(process=("BF",), flow=("coke",)), Width(0.005, "normal"), shared="row"
    )
    assert {item.width.status for item in told.amounts[1:]} == {"illustrative"}
    works = loop_works()
    made = uncertainty(works, told, Ask(("hot_metal",)))
    assert made.status == "secondary"  # no row of this works has evidence, so no default is used
    metered = replace(
        works,
        evidence=(Evidence("M", "meter"),),
        exchanges=works.exchanges.with_columns(evidence=pl.lit("M")),
    )
    assert uncertainty(metered, told, Ask(("hot_metal",))).status == "illustrative"
    text = made.as_dict(count=200)["results"]["hot_metal"]
    assert text["percentiles"]["0.025"] < text["value"] < text["percentiles"]["0.975"]


def test_every_fault_of_a_sheet_is_told_at_its_place() -> None:
    text = """id: plant
seed: today
factors:
  - {quantity: colour, uncertainty: 5 %}
  - {quantity: upstream}
  - {quantity: upstream, uncertainty: 5}
  - {quantity: upstream, uncertainty: 30 %, distribution: normal}
amounts:
  - {meter: M, uncertainty: 1 %, k: 2}
"""
    with pytest.raises(Problems) as caught:
        read_string(text, "u.yaml")
    told = [(item.code, item.where.cell) for item in caught.value.problems]
    assert sorted(told) == [
        ("share.range", "6:39"),
        ("uncertainty.one-way", "5:5"),
        ("uncertainty.one-way", "9:5"),
        ("uncertainty.too-wide", "7:5"),
        ("yaml.unknown-key", "9:6"),
        ("yaml.value", "2:7"),
        ("yaml.value", "4:16"),
    ]
    assert all(item.text("en") and item.text("zh") for item in caught.value.problems)
