"""docs/methods/cn-ets-allowance.md: the calculation by hand holds, and the code agrees with it to 1e-6."""

from __future__ import annotations

import pytest

from tanlian.accounting.run import account
from tanlian.inventory.read import read
from tests.by_hand import ROOT, calculated, number, page, worked_out

CALCULATED = calculated(page("cn-ets-allowance.md"))


def test_the_page_is_right_and_the_code_agrees() -> None:
    works = read(ROOT / "examples/integrated-works")
    options = {"balance_value": "1.80 t/t; invented"}
    statement = account(works, "cn-ets-allowance-2026-draft", options=options)
    assert [line_id for line_id, _, _ in CALCULATED] == [line.id for line in statement.lines]
    for line_id, arithmetic, result in CALCULATED:
        assert float(worked_out(arithmetic)) == pytest.approx(float(number(result)), rel=1e-6)
        assert statement.value(line_id) == pytest.approx(float(number(result)), rel=1e-6)
