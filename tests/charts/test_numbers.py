"""The table of each chart is the result it shows: sums, differences, limits."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest

from tanlian.accounting.choice import choose
from tanlian.accounting.product import footprints
from tanlian.accounting.run import account
from tanlian.accounting.statement import Text
from tanlian.charts import (
    Side,
    difference_waterfall,
    energy_balance,
    footprint_difference,
    footprint_waterfall,
    method_comparison,
    spec,
    standard_bands,
    standard_chart,
    standard_charts,
)
from tanlian.inventory.balance import balance
from tanlian.problems import Problems
from tanlian.standards import grade, limits
from tests.charts.plants import PLANTS, charts, ledger_of, months, plant
from tests.works import exchange, inventory

BASES = ("location", "market")


@pytest.mark.parametrize("name", ["integrated-works", "mini-mill.xlsx", "eaf-quantities"])
@pytest.mark.parametrize("basis", BASES)
def test_contributions_add_up_to_the_footprint(name: str, basis: str) -> None:
    for item in footprints(ledger_of(name)):
        chart = footprint_waterfall(item, basis)
        assert chart.table["kg_CO2e"].sum() == pytest.approx(item.value(basis), rel=1e-9)


def test_the_last_step_ends_at_the_total_and_bars_follow_each_other() -> None:
    bars = [
        row
        for layer in spec(charts()["footprint"])["layer"]
        for row in layer["data"]["values"]
        if "end" in row
    ]
    steps, total = bars[:-1], bars[-1]
    assert total["start"] == steps[0]["start"] == 0
    assert all(after["start"] == pytest.approx(before["end"]) for before, after in pairwise(steps))
    assert steps[-1]["end"] == pytest.approx(total["end"], rel=2e-3)


def test_a_footprint_with_gaps_is_a_lower_bound_that_names_them() -> None:
    item = footprints(ledger_of("eaf-quantities"), ["rebar"])[0]
    chart = footprint_waterfall(item)
    assert "at least" in chart.title.en and "不低于" in chart.title.zh
    assert "scrap collection and processing" in chart.note.en


def test_a_difference_leads_from_one_number_to_the_other() -> None:
    old, new = (footprints(made, ["hot_rolled_coil"])[0] for made in months())
    chart = footprint_difference((Text("Jan", "一月"), old), (Text("Feb", "二月"), new))
    first, *steps, last = chart.table["value"].to_list()
    assert (first, last) == (old.value(), new.value())
    assert first + sum(steps) == pytest.approx(last, rel=1e-9)


def test_a_difference_speaks_of_more_less_and_the_same() -> None:
    before = Side(Text("2024", "2024"), 100.0)
    for value, words in ((90.0, "10.0 less than"), (110.0, "10.0 more than"), (100.0, "the same as")):
        after = Side(Text("2025", "2025"), value)
        steps = [(Text("Scrap", "废钢"), value - 100.0 + 4), (Text("Power", "电力"), -4.0)]
        assert words in difference_waterfall(Text("Coil", "卷板"), before, after, steps, "kg CO2e/t").title.en


@pytest.mark.parametrize("name", PLANTS[:3])
def test_networks_close_as_in_the_balance(name: str) -> None:
    made = plant(name)
    table = energy_balance(made, choose(made)).table
    pools = balance(made, choose(made)).frame.filter(
        pl.col("scope") == "pool", pl.col("quantity") == "energy"
    )
    by_pool = {row["id"]: row for row in pools.iter_rows(named=True)}
    for network in table["network"].unique():
        own = table.filter(pl.col("network") == network)
        supply, use, gap = (
            own.filter(pl.col("side") == side)["energy_GJ"].sum() for side in ("supply", "use", "gap")
        )
        assert supply - use == pytest.approx(gap, abs=1e-9 * supply)
        if network in by_pool:
            assert gap == pytest.approx(by_pool[network]["difference"], abs=1e-9 * supply)


def test_methods_show_their_totals_with_unit_and_boundary() -> None:
    works = plant("integrated-works")
    statements = [account(works, name) for name in ("gbt-32151.5-2015", "cets-ag-03.01-v01-2024")]
    chart = method_comparison(statements)
    assert chart.table["value"].to_list() == [item.value("total") for item in statements]
    words = [
        row["text"] for layer in spec(chart)["layer"] for row in layer["data"]["values"] if "text" in row
    ]
    assert any("direct CO₂ only" in line for line in words)
    assert sum(line.endswith("kt CO₂") for line in words) == 2
    other = method_comparison(statements, {"gbt-32151.5-2015": "combustion"})
    assert other.table["value"][0] == statements[0].value("combustion")
    with pytest.raises(Problems) as caught:
        method_comparison([])
    assert caught.value.problems[0].code == "chart.nothing"


def test_a_scale_shows_the_limits_of_the_standard() -> None:
    graded = grade("less-1.1-qst", {"intensity": "805 kg/t", "scrap_share": "0.4"})
    table = standard_chart("less-1.1-qst", graded).table
    for share in (0.0, 0.4, 1.0):
        known = limits("less-1.1-qst", {"scrap_share": str(share)})
        shown = table.filter(pl.col("along") == share, pl.col("level") != "product")
        assert dict(shown.select("level", "limit").iter_rows()) == pytest.approx(
            {level: float(limit.value) for level, limit in known.items() if limit is not None}
        )
    product = table.filter(pl.col("level") == "product").row(0, named=True)
    assert (product["along"], product["limit"]) == (0.4, 805.0)
    bands = standard_bands("less-1.1-qst", graded).table.filter(pl.col("level") != "product")
    assert dict(bands.select("level", "limit").iter_rows()) == pytest.approx(
        {level: float(limit.value) for level, limit in graded.limits.items() if limit is not None}
    )


def test_a_title_says_the_level_and_what_is_left_to_the_next() -> None:
    def title(intensity: str, share: str, **facts: str) -> str:
        found = grade("less-1.1-qst", {"intensity": intensity, "scrap_share": share, **facts})
        return standard_chart("less-1.1-qst", found).title.en

    assert title("805 kg/t", "1") == "LESS 1.1 QST: level D, 125 kg CO₂e/t above C"
    assert title("100 kg/t", "1") == "LESS 1.1 QST: near-zero, the best level"
    assert title("805 kg/t", "1", steel_kind="stainless").endswith("not applicable, no point is drawn")
    none = standard_chart("iea-2022", grade("iea-2022", {"intensity": "3000 kg/t", "scrap_share": "0"}))
    assert none.title.en == "IEA 2022: no level, 600 kg CO₂e/t above E"


def test_standards_stand_side_by_side_with_equal_axes() -> None:
    facts = {"intensity": "2500 kg/t", "scrap_share": "0.2"}
    pairs = [(name, grade(name, facts)) for name in ("iea-2022", "less-1.1-qst", "less-1.1-bst")]
    made = [spec(chart) for chart in standard_charts(pairs, Text("Coil", "卷板"))]
    tops = {
        layer["encoding"]["y"]["scale"]["domain"][1]
        for item in made
        for layer in item["layer"]
        if layer["mark"]["type"] == "line"
    }
    assert len(tops) == 1


def test_energy_without_any_energy_is_refused() -> None:
    empty = inventory([("BF", "blast_furnace")], [exchange("BF", "in", "coke", 5, "t", "purchased")])
    with pytest.raises(Problems) as caught:
        energy_balance(empty, choose(empty))
    assert caught.value.problems[0].code == "chart.no-energy"
