"""docs/methods/comprehensive-energy.md: the calculation by hand holds; the code agrees with it to 1e-6."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.inventory.read import read
from tests.by_hand import ROOT, calculated, number, page, run_code, worked_out

PAGE = page("comprehensive-energy.md")
CALCULATED = calculated(PAGE)


@cache
def statement() -> Statement:
    left_out = {"leave_out": "oxygen,nitrogen,argon,compressed_air,hydrogen"}
    return account(read(ROOT / "examples/integrated-works"), "comprehensive-energy", options=left_out)


def test_every_line_is_worked_out_on_the_page() -> None:
    assert {line_id for line_id, _, _ in CALCULATED} == {line.id for line in statement().lines}


@pytest.mark.parametrize(("line_id", "arithmetic", "result"), CALCULATED, ids=lambda value: value[:30])
def test_the_arithmetic_of_the_page_is_right_and_the_code_agrees(
    line_id: str, arithmetic: str, result: str
) -> None:
    assert float(worked_out(arithmetic)) == pytest.approx(float(number(result)), rel=1e-6)
    assert statement().value(line_id) == pytest.approx(float(number(result)), rel=1e-6, abs=1e-9)


def test_the_sums_of_the_page_are_those_of_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first number of each line of a carrier, against the page's own few lines of Polars."""
    found = run_code(PAGE, monkeypatch)
    sums = {f"total.{flow}": (net, energy) for flow, net, energy in found["border"].iter_rows()}
    for process, flow, net, energy in found["inner"].iter_rows():
        sums[f"at.{process}.{flow}"] = (net, energy)
    lines = [item for item in CALCULATED if item[0].startswith(("total.", "at.")) and item[0] in sums]
    assert len(lines) == 85
    for line_id, arithmetic, _ in lines:
        first = float(number(re.split(r" × |/", arithmetic)[0]))
        net, energy = sums[line_id]
        assert (energy if "/29.3076" in arithmetic else net) == pytest.approx(first, rel=1e-9)


def test_the_processes_are_where_a_reader_expects_them() -> None:
    value = statement().value
    assert 360 < value("intensity.blast_furnaces") < 460
    assert -35 < value("intensity.converters") < 0
    assert 40 < value("intensity.sinter_plant") < 65
    assert 600 < value("intensity") < 720
    assert statement().status == "secondary"
