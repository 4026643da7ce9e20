"""docs/methods/iso-14404.md: the calculation by hand holds, and the code agrees with it to 1e-6."""

from __future__ import annotations

from functools import cache

import pytest

from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.inventory.read import read
from tests.by_hand import ROOT, calculated, number, page, worked_out

CALCULATED = calculated(page("iso-14404.md"))


@cache
def statement() -> Statement:
    return account(
        read(ROOT / "examples/integrated-works"),
        "iso-14404",
        factors={"direct.diesel": "ndrc-2013"},
        options={"slag_to_cement": "granulated_slag"},
    )


def test_every_line_is_worked_out_on_the_page() -> None:
    assert {line_id for line_id, _, _ in CALCULATED} == {line.id for line in statement().lines}


@pytest.mark.parametrize(("line_id", "arithmetic", "result"), CALCULATED, ids=lambda value: value[:30])
def test_the_arithmetic_of_the_page_is_right_and_the_code_agrees(
    line_id: str, arithmetic: str, result: str
) -> None:
    assert float(worked_out(arithmetic)) == pytest.approx(float(number(result)), rel=1e-6)
    assert statement().value(line_id) == pytest.approx(float(number(result)), rel=1e-6, abs=1e-9)


def test_the_total_is_what_a_reader_expects_of_such_a_works() -> None:
    assert 1.7 < statement().value("intensity") < 2.3
    assert statement().line("direct").status == "secondary"
