"""Scenario files: the examples apply to the plants they are made for; every fault has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanlian.accounting.choice import choose
from tanlian.inventory.read import read as read_inventory
from tanlian.inventory.scenario import (
    Charge,
    Hydrogen,
    RecoverGas,
    Scale,
    Scenario,
    SetTotal,
    SwapFuel,
    apply,
    read,
    read_string,
)
from tanlian.inventory.scenario.rows import totals
from tanlian.inventory.write import write
from tanlian.problems import Problems

EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD = "id: a\ntitle: {en: A, zh: 甲}\nassumptions:\n  - {text: x, source: y, status: illustrative}\nsteps:\n"


@pytest.mark.parametrize("file", sorted((EXAMPLES / "scenarios").glob("*.yaml")), ids=lambda path: path.stem)
def test_examples_apply_to_their_plants_and_are_marked(file: Path, tmp_path: Path) -> None:
    scenario = read(file)
    plant = "mini-mill.xlsx" if file.stem.startswith("mini-mill") else "integrated-works"
    inventory = read_inventory(EXAMPLES / plant)
    applied = apply(inventory, scenario, choose(inventory))
    assert scenario.id == file.stem
    assert scenario.status == "illustrative"
    assert all(step.label("zh") != step.kind for step in scenario.steps)
    assert applied.inventory.source.endswith(scenario.hash[:12])
    assert applied.changes or "region" in file.read_text(encoding="utf-8")
    # What a scenario makes is an inventory like any other: it can be written, and read without a complaint.
    write(applied.inventory, tmp_path / "made.yaml")
    assert totals(read_inventory(tmp_path / "made.yaml")) == pytest.approx(totals(applied.inventory))


def step(text: str) -> Scenario:
    return read_string(HEAD + text, "a.yaml")


def test_words_and_units_are_those_of_an_inventory() -> None:
    first = step("  - {do: scale, rows: {flow: 焦炭, process: [BF1, BF2]}, by: 95 %}\n").steps[0]
    assert isinstance(first.do, Scale)
    assert (first.do.rows.flow, first.do.rows.process, first.do.by) == (("coke",), ("BF1", "BF2"), 0.95)
    first = step("  - {do: scale, rows: {partner: 外购, direction: 进入}, by: 2}\n").steps[0]
    assert isinstance(first.do, Scale)
    assert (first.do.rows.partner, first.do.rows.direction) == (("purchased",), ("in",))
    first = step("  - {do: set, rows: {flow: scrap}, total: 1.5 万t}\n").steps[0]
    assert isinstance(first.do, SetTotal)
    assert (first.do.amount, first.do.unit) == (15000, "t")
    first = step("  - {do: charge, process: BOF, hot_metal_ratio: 850 kg/t, swing: {转炉煤气: PP}}\n").steps[
        0
    ]
    assert isinstance(first.do, Charge)
    assert (first.do.hot_metal_ratio, first.swing) == (0.85, {"converter_gas": "PP"})
    first = step("  - {do: hydrogen, process: DR, share: 30 %, ratio: 250 kg/1000 m3N}\n").steps[0]
    assert isinstance(first.do, Hydrogen)
    assert (first.do.ratio, first.do.unit, first.do.per) == (0.25, "t", "1000 m3N")
    first = step("  - {do: swap_fuel, rows: {flow: lignite}, to: 天然气, share: 1}\n").steps[0]
    assert isinstance(first.do, SwapFuel)
    assert (first.do.to, first.do.ncv, first.follow) == ("natural_gas", None, False)
    gas = "  - {do: recover_gas, process: BOF, share: 0.5, replaces: {flow: natural_gas}, follow: true}\n"
    first = step(gas).steps[0]
    assert isinstance(first.do, RecoverGas)
    assert (first.do.flow, first.follow) == ("converter_gas", True)


def test_layout_changes_no_hash() -> None:
    one = step("  - {do: scale, rows: {flow: scrap}, by: 0.5}\n")
    other = read_string(HEAD + "\n\n  - by: 50 %\n    rows: {flow: 废钢}\n    do: scale\n", "b.yaml")
    assert one.hash == other.hash
    assert step("  - {do: scale, rows: {flow: scrap}, by: 0.6}\n").hash != one.hash


def test_every_fault_of_a_file_is_told_in_one_pass_at_its_place() -> None:
    text = """id: a
titel: A
assumptions:
  - {text: x, status: certain}
steps:
  - do: scale
    rows: {flow: cokee}
    by: much
  - do: melt
  - {do: charge, process: BOF}
  - {do: set, rows: {}, total: 5}
  - {do: swap_fuel, rows: {flow: coke}, to: lng, share: 130}
  - hello
"""
    with pytest.raises(Problems) as caught:
        read_string(text, "a.yaml")
    told = {(item.code, item.where.cell) for item in caught.value.problems}
    assert told == {
        ("yaml.unknown-key", "2:1"),
        ("yaml.missing-key", "1:1"),
        ("yaml.missing-key", "4:5"),
        ("yaml.value", "4:23"),
        ("catalogue.unknown-flow", "7:18"),
        ("yaml.value", "8:9"),
        ("yaml.value", "9:9"),
        ("scenario.one-target", "10:5"),
        ("yaml.missing-key", "11:21"),
        ("yaml.missing-key", "7:11"),
        ("quantity.no-unit", "11:32"),
        ("share.range", "12:57"),
        ("yaml.shape", "13:5"),
    }
    for item in caught.value.problems:
        assert item.text("en") and item.text("zh")


def test_a_file_that_is_not_there_or_is_no_mapping() -> None:
    for make in (lambda: read("nowhere.yaml"), lambda: read_string("- a\n", "a.yaml")):
        with pytest.raises(Problems):
            make()
