"""docs/methods/cets-ag-03.01.md: the calculation by hand holds, and the code agrees with it to 1e-6."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tanlian.accounting.methods.cets_ag_03_01.table import steps
from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.inventory.model import Inventory
from tanlian.inventory.read import read
from tests.by_hand import ROOT, calculated, number, page, run_code, worked_out

PAGE = page("cets-ag-03.01.md")
CALCULATED = calculated(PAGE)


@cache
def works() -> Inventory:
    return read(ROOT / "examples/integrated-works")


@cache
def statement() -> Statement:
    return account(works(), "cets-ag-03.01-v01-2024", options={"level": "process"})


def test_every_line_is_worked_out_on_the_page() -> None:
    assert [line_id for line_id, _, _ in CALCULATED] == [line.id for line in statement().lines]


@pytest.mark.parametrize(("line_id", "arithmetic", "result"), CALCULATED, ids=lambda value: value[:30])
def test_the_arithmetic_of_the_page_is_right_and_the_code_agrees(
    line_id: str, arithmetic: str, result: str
) -> None:
    assert float(worked_out(arithmetic)) == pytest.approx(float(number(result)), rel=1e-6)
    assert statement().value(line_id) == pytest.approx(float(number(result)), rel=1e-6, abs=1e-9)


def test_the_sums_of_the_page_are_those_of_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first number of each line of a process, against the page's own few lines of Polars."""
    sums = {
        f"at.{process}.{flow}": net if flow == "diesel" else carbon
        for process, flow, net, carbon in run_code(PAGE, monkeypatch)["sums"].iter_rows()
    }
    lines = [item for item in CALCULATED if item[0].startswith("at.") and item[0].count(".") == 2]
    assert len(lines) == 47
    for line_id, arithmetic, _ in lines:
        assert sums[line_id] == pytest.approx(float(number(arithmetic.split(" × ")[0])), rel=1e-9)


def test_the_parts_of_the_total_are_those_of_gbt_32151_without_power_and_heat() -> None:
    direct = account(works(), "cets-ag-03.01-v01-2024", options={"level": "enterprise"})
    whole = account(works(), "gbt-32151.5-2015")
    for name in ("combustion", "process", "sequestered"):
        assert direct.value(name) == whole.value(name)
    assert direct.value("total") == pytest.approx(
        whole.value("total") - whole.value("electricity") - whole.value("heat")
    )


def test_the_page_lists_the_processes_with_their_codes() -> None:
    listed = re.findall(r"^\| [\w ]+ ([\u4e00-\u9fff]+) \| ([\d–]+) \|", PAGE, re.MULTILINE)
    assert listed == [(step.zh, step.code or "–") for step in steps()]
