"""docs/methods/gbt-32151-5.md: the calculation by hand holds, and the code agrees with it to 1e-6."""

from __future__ import annotations

import re
from functools import cache

import polars as pl
import pytest

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import ledger
from tanlian.accounting.methods.gbt_32151_5 import GBT_32151_5_2015
from tanlian.accounting.statement import Statement
from tanlian.inventory.model import Inventory
from tanlian.inventory.read import read
from tests.by_hand import ROOT, calculated, number, page, run_code, worked_out

PAGE = page("gbt-32151-5.md")
CALCULATED = calculated(PAGE)
SUMMED = re.findall(
    r"^\| `(\w+)`(?: as cast)? \| ([−\d .]+) \| (?:t|1000 m3N) \| ([−\d .–]+) \|$", PAGE, re.MULTILINE
)


@cache
def works() -> Inventory:
    return read(ROOT / "examples/integrated-works")


@cache
def statement() -> Statement:
    inventory = works()
    return GBT_32151_5_2015.run(inventory, choose(inventory, None, GBT_32151_5_2015.defaults), {})


def test_every_line_is_worked_out_on_the_page() -> None:
    assert {line_id for line_id, _, _ in CALCULATED} == {line.id for line in statement().lines}


@pytest.mark.parametrize(("line_id", "arithmetic", "result"), CALCULATED, ids=lambda value: value[:30])
def test_the_arithmetic_of_the_page_is_right_and_the_code_agrees(
    line_id: str, arithmetic: str, result: str
) -> None:
    assert float(worked_out(arithmetic)) == pytest.approx(float(number(result)), rel=1e-6)
    assert statement().value(line_id) == pytest.approx(float(number(result)), rel=1e-6, abs=1e-9)


def test_the_sums_of_the_page_are_those_of_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs the page's own few lines of Polars, which know nothing of the method."""
    found = run_code(PAGE, monkeypatch)
    tables = (found["sums"].filter(~pl.col("flow").is_in(["slab", "billet"])), found["made"])
    by_rows = {flow: (net, carbon) for table in tables for flow, net, carbon in table.iter_rows()}
    assert len(SUMMED) == 19
    for flow, net, carbon in SUMMED:
        assert by_rows[flow][0] == pytest.approx(float(number(net)), rel=1e-9)
        if carbon != "–":
            assert by_rows[flow][1] == pytest.approx(float(number(carbon)), rel=1e-9)
    power = found["border"].filter(pl.col("flow") == "electricity").group_by("partner")
    sides = dict(power.agg(pl.col("amount").cast(float).sum()).iter_rows())
    assert sides == {"purchased": 478_115, "sold": 18_819}


def test_the_total_is_what_a_reader_expects_of_such_a_works() -> None:
    """Near the verified plant of the cases, and under the carbon balance of the same works."""
    assert 1.7 < statement().value("intensity") < 2.1
    own = ledger(works(), choose(works())).frame.filter(pl.col("scope") == "1")["kg"].sum() / 1000
    assert own / statement().value("crude_steel") == pytest.approx(1.94, abs=0.005)
    assert {warning.code for warning in statement().warnings} == {"gbt.annex-unseen", "account.not-counted"}
