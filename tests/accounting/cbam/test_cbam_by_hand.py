"""The calculation by hand in docs/methods/cbam.md against the code, table by table."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tanlian.accounting.methods.cbam import default_path
from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.inventory.read import read

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "methods" / "cbam.md").read_text("utf-8")
_ROW = re.compile(r"^\| `([^`]+)` \| .*? \| ([−\d. ]+) \|$", re.MULTILINE)


def by_hand(heading: str, until: str) -> list[tuple[str, float]]:
    part = PAGE.partition(heading)[2].partition(until)[0]
    return [(line_id, float(text.replace(" ", "").replace("−", "-"))) for line_id, text in _ROW.findall(part)]


TRANSITIONAL = by_hand("## By hand", "**Embedded, `cbam-definitive`.**")
DEFINITIVE = by_hand("**Embedded, `cbam-definitive`.**", "## Not known")
OPTIONS = {"certificate_price": "75.36", "imported_t": "REBAR=25000"}


@pytest.fixture(scope="module")
def statements() -> dict[str, Statement]:
    plant = read(ROOT / "examples" / "eaf-quantities")
    return {
        "cbam-transitional": account(plant, "cbam-transitional"),
        "cbam-definitive": account(plant, "cbam-definitive", options=OPTIONS),
    }


def test_the_tables_are_read_whole() -> None:
    assert (len(TRANSITIONAL), len(DEFINITIVE)) == (45, 22)


@pytest.mark.parametrize(("line_id", "value"), TRANSITIONAL)
def test_transitional(line_id: str, value: float, statements: dict[str, Statement]) -> None:
    assert statements["cbam-transitional"].value(line_id) == pytest.approx(value, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("line_id", "value"), DEFINITIVE)
def test_definitive(line_id: str, value: float, statements: dict[str, Statement]) -> None:
    assert statements["cbam-definitive"].value(line_id) == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_the_default_path_beside_it() -> None:
    found = default_path("72142000", "CN", 2026, price=Decimal("75.36"))
    told = (found.see, found.sefa, found.net, found.cost)
    assert told == tuple(map(Decimal, ("3.4859", "1.3299", "2.156", "162.47616")))
    assert all(f"{value.normalize()}" in PAGE for value in told if value is not None)


def test_what_the_definitive_period_says_of_this_plant(statements: dict[str, Statement]) -> None:
    assert [item.code for item in statements["cbam-definitive"].warnings] == [
        "cbam.default-differs",
        "cbam.not-covered",
        "cbam.cscf-assumed",
        "cbam.certificates-unrounded",
    ]


def test_an_illustrative_plant_gives_an_illustrative_result(statements: dict[str, Statement]) -> None:
    for statement in statements.values():
        assert statement.line("good.REBAR.see_total").status == "illustrative"
    transitional = statements["cbam-transitional"]
    assert transitional.line("process.P1.attributed_indirect").status == "secondary"
    assert transitional.line("process.P1.stream.in.pig_iron").status == "official"
    assert {item.code for item in transitional.warnings} == set()
