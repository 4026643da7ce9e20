"""The Sankey keeps all carbon: by hand on a small works, and against the balance on the illustrative ones."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from tanlian.accounting.choice import choose
from tanlian.charts import carbon_sankey, spec, svg
from tanlian.inventory.balance import balance
from tanlian.inventory.model import Inventory
from tanlian.problems import Problems
from tests.charts.plants import PLANTS, plant
from tests.works import exchange, inventory, loop_works

CO2 = "co2"
RED = "#b3261e"


def _boxes(made: dict[str, Any]) -> list[dict[str, Any]]:
    return next(layer for layer in made["layer"] if layer["mark"]["type"] == "rect")["data"]["values"]


def links(made: Inventory) -> dict[tuple[str, str, str], float]:
    frame = carbon_sankey(made, choose(made)).table.filter(pl.col("kind") == "link")
    return {(source, target, flow): t for source, target, flow, t in frame.drop("kind", "drawn").iter_rows()}


def gaps(made: Inventory) -> dict[tuple[str, str], float]:
    frame = carbon_sankey(made, choose(made)).table.filter(pl.col("kind") == "gap")
    return {(node, of): t for node, of, t in frame.select("source", "flow", "carbon_t").iter_rows()}


def test_a_furnace_with_a_power_plant_by_hand() -> None:
    made = loop_works()
    assert links(made) == pytest.approx(
        {
            ("in:coke", "ironmaking", "coke"): 80,
            ("ironmaking", "gas", "blast_furnace_gas"): 60,
            ("gas", "power", "blast_furnace_gas"): 60,
            ("power", "air", CO2): 60,
            ("ironmaking", "out:metals", "hot_metal"): 2,
        }
    )
    assert gaps(made) == pytest.approx({("ironmaking", "process:BF"): 18})
    assert carbon_sankey(made, choose(made)).title.en == (
        "Of 80.0 t carbon taken in, 60.0 leave as CO₂, 100 % of it by way of the gas network"
    )


def test_gas_that_goes_back_is_burnt_behind_the_network() -> None:
    """Ovens: 100 t C of coal make 70 of coke and 20 of gas; 12 of it heat them, 3 are flared, 5 are lost."""
    made = inventory(
        [("CO", "coking"), ("BF", "blast_furnace")],
        [
            exchange("CO", "in", "coking_coal", 100, "t", "purchased", carbon_content=1.0),
            exchange("CO", "out", "coke", 70, "t", "BF", carbon_content=1.0),
            exchange("CO", "out", "coke_oven_gas", 17, "1000 m3N", "site", carbon_content=1.0),
            exchange("CO", "out", "coke_oven_gas", 3, "1000 m3N", "flare", carbon_content=1.0),
            exchange("CO", "in", "coke_oven_gas", 12, "1000 m3N", "site", carbon_content=1.0),
            exchange("BF", "in", "coke", 69, "t", "CO", carbon_content=1.0),
            exchange("BF", "out", "hot_metal", 69, "t", "sold", carbon_content=1.0),
        ],
    )
    assert links(made) == pytest.approx(
        {
            ("in:coking_coal", "coking", "coking_coal"): 100,
            ("coking", "gas", "coke_oven_gas"): 20,
            ("gas", "firing:coking", "coke_oven_gas"): 12,
            ("firing:coking", "air", CO2): 12,
            ("gas", "flare", "coke_oven_gas"): 3,
            ("flare", "air", CO2): 3,
            ("coking", "ironmaking", "coke"): 69,
            ("ironmaking", "out:metals", "hot_metal"): 69,
        }
    )
    # 100 in, 70 + 17 + 3 out; a tonne of coke on the way; 5 t of gas drawn by nobody.
    assert gaps(made) == pytest.approx(
        {("coking", "process:CO"): 10, ("coking", "CO > BF"): 1, ("gas", "pool:coke_oven_gas"): 5}
    )


def test_a_pool_is_drawn_from_in_proportion() -> None:
    made = inventory(
        [("CO", "coking"), ("BF", "blast_furnace"), ("SP", "sintering")],
        [
            exchange("CO", "in", "coking_coal", 60, "t", "purchased", carbon_content=1.0),
            exchange("CO", "out", "coke", 60, "t", "site", carbon_content=1.0),
            exchange("site", "in", "coke", 40, "t", "purchased", carbon_content=1.0),
            exchange("BF", "in", "coke", 75, "t", "site", carbon_content=1.0),
            exchange("SP", "in", "coke", 15, "t", "site", carbon_content=1.0),
        ],
    )
    found = links(made)
    assert found["coking", "ironmaking", "coke"] == pytest.approx(45)
    assert found["in:coke", "ironmaking", "coke"] == pytest.approx(30)
    assert found["coking", "burden", "coke"] == pytest.approx(9)
    assert found["in:coke", "burden", "coke"] == pytest.approx(6)
    assert gaps(made)["coking", "pool:coke"] == pytest.approx(6)
    assert gaps(made)["in:coke", "pool:coke"] == pytest.approx(4)


@pytest.mark.parametrize("name", PLANTS)
def test_all_carbon_is_kept_and_agrees_with_the_balance(name: str) -> None:
    made = plant(name)
    frame = balance(made, choose(made)).frame
    site = frame.filter(pl.col("scope") == "site", pl.col("quantity") == "carbon").row(0, named=True)
    inward: dict[str, float] = defaultdict(float)
    outward: dict[str, float] = defaultdict(float)
    for (source, target, _), t in links(made).items():
        assert t > 0
        outward[source] += t
        inward[target] += t
    for (node, _), t in gaps(made).items():
        outward[node] += t
    scale = site["entered"]
    for node in {*inward, *outward}:
        if not node.startswith(("in:", "out:")) and node != "air":
            assert inward[node] == pytest.approx(outward[node], abs=1e-9 * scale), node
    entered = sum(t for node, t in outward.items() if node.startswith("in:"))
    left = sum(t for node, t in inward.items() if node.startswith("out:"))
    assert entered == pytest.approx(site["entered"], rel=1e-9)
    assert left == pytest.approx(site["left"], rel=1e-9)
    assert inward["air"] == pytest.approx(site["to_air"], rel=1e-9)
    assert sum(gaps(made).values()) == pytest.approx(site["difference"], abs=1e-9 * scale)


@pytest.mark.parametrize("name", PLANTS)
def test_what_is_not_drawn_is_small_or_only_stored_and_is_named(name: str) -> None:
    chart = carbon_sankey(plant(name), choose(plant(name)))
    hidden = chart.table.filter(~pl.col("drawn"))
    entered = (
        balance(plant(name), choose(plant(name)))
        .frame.filter(pl.col("scope") == "site", pl.col("quantity") == "carbon")["entered"]
        .item()
    )
    through = hidden.filter(
        ~pl.col("target").str.starts_with("out:") | ~pl.col("source").str.starts_with("in:")
    )
    assert through["carbon_t"].sum() < 0.01 * entered
    most = hidden.filter(pl.col("flow") != CO2).head(1)["flow"].to_list()
    for flow in most:
        assert chart.names["flow"][flow].zh in chart.note.zh


@pytest.mark.parametrize("name", PLANTS)
def test_nodes_of_a_column_do_not_lie_over_each_other(name: str) -> None:
    made = spec(carbon_sankey(plant(name), choose(plant(name))))
    columns: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for box in _boxes(made):
        if box["colour"] != RED:
            columns[box["x"]].append((box["y"], box["y2"]))
    for members in columns.values():
        for (_, bottom), (top, _) in pairwise(sorted(members)):
            assert bottom <= top + 0.2
    assert all(
        top >= -0.2 and bottom <= made["height"] + 0.2 for rows in columns.values() for top, bottom in rows
    )


def test_red_stands_at_its_node_with_its_number() -> None:
    chart = carbon_sankey(loop_works(), choose(loop_works()))
    assert ">−18.0</text>" in svg(chart)
    furnace, red = (
        [
            box
            for box in _boxes(spec(chart))
            if (box["colour"] == RED) == is_red and "Blast furnace" in box["tip"]
        ]
        for is_red in (False, True)
    )
    assert len(furnace) == len(red) == 1
    assert (red[0]["x"], red[0]["y2"]) == (furnace[0]["x"], furnace[0]["y2"])
    heights = [box["y2"] - box["y"] for box in (red[0], furnace[0])]
    assert heights[0] / heights[1] == pytest.approx(18 / 80, rel=0.01)
    assert "18.0 t C in all, 22.50 %" in svg(chart)


def test_an_unknown_content_is_named_and_no_carbon_at_all_is_refused() -> None:
    unknown = inventory(
        [("BF", "blast_furnace")],
        [
            exchange("BF", "in", "coke", 10, "t", "purchased", carbon_content=0.8),
            exchange("BF", "in", "charcoal", 5, "t", "purchased"),
            exchange("BF", "out", "hot_metal", 10, "t", "sold", carbon_content=0.04),
        ],
    )
    assert "not known, not in the picture: charcoal" in carbon_sankey(unknown, choose(unknown)).note.en
    empty = inventory([("OX", "oxygen_plant")], [exchange("OX", "in", "electricity", 5, "MWh", "purchased")])
    with pytest.raises(Problems) as caught:
        carbon_sankey(empty, choose(empty))
    assert caught.value.problems[0].code == "chart.no-carbon"
