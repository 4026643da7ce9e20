"""docs/scenarios.md: its file is a scenario, its table is what the code makes of it, its code runs."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from tanlian.accounting.ledger import ledger
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory
from tanlian.inventory.scenario import apply, read_string
from tests.inventory.gas_works import gas_works

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/scenarios.md").read_text("utf-8")
ROW = re.compile(r"^\| (\w+) \| (in|out) \| (\w+) \| (\w+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def amounts(inventory: Inventory) -> dict[tuple[str, ...], float]:
    keys = ("process", "direction", "flow", "partner")
    sums = inventory.exchanges.group_by(keys).agg(pl.col("amount").sum())
    return {tuple(row[:4]): row[4] for row in sums.iter_rows()}


def test_the_table_by_hand_is_what_the_scenario_does() -> None:
    base = gas_works()
    applied = apply(base, read_string(block("yaml")), Choice({}))
    before, after = amounts(base), amounts(applied.inventory)
    printed = {row[:4]: (float(row[4]), float(row[5])) for row in ROW.findall(PAGE)}
    assert len(printed) == 12
    for key, (was, now) in printed.items():
        assert before[key] == pytest.approx(was, rel=1e-6)
        assert after[key] == pytest.approx(now, rel=1e-6)
    assert {key: value for key, value in after.items() if key not in printed} == {
        key: value for key, value in before.items() if key not in printed
    }
    own = [
        ledger(item, Choice({})).frame.filter(pl.col("kind") == "own")["kg"].sum()
        for item in (base, applied.inventory)
    ]
    assert own[0] - own[1] == pytest.approx(14_667, abs=0.5)


def test_every_kind_of_step_has_its_row_and_the_code_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for word in ("scale", "set", "swap_fuel", "charge", "recover_gas", "hydrogen", "factors"):
        assert f"| `{word}` |" in PAGE
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(block("python"), names)
    assert {"coil", "bars", "lines"} <= set(names)
