"""What must hold for every plant: order, units and months change nothing; what is sold carries everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanlian.inventory.model import Inventory, Supply
from tanlian.inventory.read import read
from tests.accounting.cbam.plants import DEFINITIVE, EAF, ROLL, TRANSITIONAL, plant, run, steel
from tests.works import exchange

EXAMPLES = Path(__file__).parents[3] / "examples"
PLANTS = {
    name: read(EXAMPLES / name)
    for name in ("ec-steel-1-blast-furnace", "ec-steel-2-eaf-high-alloy", "eaf-quantities")
}
VALUES = {name: {line.id: line.value for line in run(item).lines} for name, item in PLANTS.items()}


def values(made: Inventory) -> dict[str, float]:
    return {line.id: line.value for line in run(made).lines}


@settings(max_examples=12, deadline=None)
@given(name=st.sampled_from(sorted(PLANTS)), seed=st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing(name: str, seed: int) -> None:
    made = PLANTS[name]
    shuffled = made.exchanges.sample(fraction=1.0, shuffle=True, seed=seed)
    found = values(replace(made, exchanges=shuffled))
    assert found == pytest.approx(VALUES[name], rel=1e-9, abs=1e-9)


@settings(max_examples=12, deadline=None)
@given(name=st.sampled_from(sorted(PLANTS)), share=st.floats(0.01, 0.99))
def test_months_add_up(name: str, share: float) -> None:
    made = PLANTS[name]
    parts = [made.exchanges.with_columns(pl.col("amount") * part) for part in (share, 1 - share)]
    found = values(replace(made, exchanges=pl.concat(parts)))
    assert found == pytest.approx(VALUES[name], rel=1e-9, abs=1e-9)


amounts = st.floats(1, 1000)
factors = st.floats(0, 5)


@settings(max_examples=40, deadline=None)
@given(own=st.tuples(amounts, amounts), bought=amounts, see=factors, sold=amounts, inner=amounts, end=amounts)
def test_what_is_sold_carries_all_attributed_and_bought_emissions(
    own: tuple[float, float], bought: float, see: float, sold: float, inner: float, end: float
) -> None:
    supply = Supply("S", country="CN", cn_code="72011011", see_direct=see, see_indirect=0.0)
    rows = [
        exchange("EAF", "in", "pig_iron", bought, "t", "purchased", supply="S"),
        steel("EAF", "sold", sold),
        steel("EAF", "ROLL", inner),
        exchange("ROLL", "in", "crude_steel", inner, "t", "EAF", carbon_content=0.0),
        exchange("ROLL", "out", "bar", end, "t", "sold", carbon_content=0.0),
    ]
    processes = [replace(EAF, direct_emissions_t=own[0]), replace(ROLL, direct_emissions_t=own[1])]
    statement = run(plant(processes, rows, [supply]), TRANSITIONAL)
    carried = sold * statement.value("process.EAF.see_direct") + end * statement.value(
        "process.ROLL.see_direct"
    )
    assert carried == pytest.approx(sum(own) + bought * see, rel=1e-9)
    for name in ("EAF", "ROLL"):
        parts = [
            line.value
            for line in statement.lines
            if line.id.startswith(f"process.{name}.contribution_direct.")
        ]
        assert sum(parts) == pytest.approx(statement.value(f"process.{name}.see_direct"), rel=1e-9)


def test_a_joint_process_is_the_sum_of_its_parts() -> None:
    """Flows inside the group cancel, so that its emissions are those of the parts together."""
    made = PLANTS["eaf-quantities"]
    joint = replace(
        made,
        processes=tuple(
            replace(item, production_process="P", category="Iron or steel products")
            for item in made.processes
        ),
    )
    found = values(joint)
    parts = VALUES["eaf-quantities"]
    assert found["process.P.attributed_direct"] == pytest.approx(
        parts["process.P1.attributed_direct"] + parts["process.P2.attributed_direct"], rel=1e-12
    )
    assert found["process.P.activity_level"] == 280000 + 670000
    assert found["installation.direct"] == pytest.approx(parts["installation.direct"], rel=1e-12)


@settings(max_examples=6, deadline=None)
@given(factor=st.floats(0.01, 100))
def test_more_of_everything_leaves_free_allocation_certificates_and_cost_per_tonne(factor: float) -> None:
    made = PLANTS["eaf-quantities"]
    grown = replace(made, exchanges=made.exchanges.with_columns(pl.col("amount") * factor))
    options = {"certificate_price": "75.36"}
    before, after = (run(item, DEFINITIVE, options) for item in (made, grown))
    for kind in ("see_total", "sefa", "certificates_per_t", "cost_per_t", "share_default"):
        line_id = f"good.REBAR.{kind}"
        assert after.value(line_id) == pytest.approx(before.value(line_id), rel=1e-9)
