"""Both invented plants give every statement and grade as they stand: no option, no other factor set."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import tanlian
from tanlian.accounting.statement import Statement

ROOT = Path(__file__).parents[2]
PLANTS = {
    "integrated-works": ROOT / "examples" / "integrated-works",
    "mini-mill": ROOT / "examples" / "mini-mill.xlsx",
}
METHODS = ("gbt-32151.5-2015", "cbam-transitional", "cbam-definitive")
PAGE = (ROOT / "docs" / "methods" / "cbam.md").read_text("utf-8")
PAGE = PAGE.partition("## The two invented works")[2].partition("\n## ")[0]
RESULT = re.compile(r"^\| (integrated-works|mini-mill) \| `(\w+)` \| (.*) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def statements() -> dict[tuple[str, str], Statement]:
    plants = {name: tanlian.read(path) for name, path in PLANTS.items()}
    return {
        (name, method): tanlian.account(plant, method) for name, plant in plants.items() for method in METHODS
    }


@pytest.mark.parametrize("name", PLANTS)
def test_every_good_sold_has_a_code_and_every_standard_an_answer(name: str) -> None:
    plant = tanlian.read(PLANTS[name])
    assert {len(item.cn_code) for item in plant.products} == {8}
    ledger = tanlian.ledger(plant)
    for standard in ("iea-2022", "less-1.1-qst", "less-1.1-bst"):
        assert tanlian.grade_plant(standard, ledger)


@pytest.mark.parametrize(("name", "good", "cells"), RESULT.findall(PAGE))
def test_the_page_shows_what_comes_out(
    name: str, good: str, cells: str, statements: dict[tuple[str, str], Statement]
) -> None:
    told = [float(cell) for cell in cells.split(" | ")]
    lines = [
        statements[name, method].value(f"good.{good}.{part}")
        for method in METHODS[1:]
        for part in ("see_direct", "see_indirect")
    ]
    assert lines == [pytest.approx(value, abs=5e-5) for value in told]


def test_the_page_shows_every_good() -> None:
    shown = {(name, good) for name, good, _ in RESULT.findall(PAGE)}
    assert shown == {(name, item.id) for name, path in PLANTS.items() for item in tanlian.read(path).products}


def test_the_page_adds_up_the_coil_and_the_rest(statements: dict[tuple[str, str], Statement]) -> None:
    statement = statements["integrated-works", "cbam-definitive"]
    parts = re.findall(
        r"^\| `(process\.hot_strip_mill\.\S+|rest\.\S+)` \| [^|]* \| ([\d. ]+) \|$", PAGE, re.MULTILINE
    )
    assert len(parts) == 8 + 5
    for line_id, text in parts:
        digits = len(text.partition(".")[2])
        assert statement.value(line_id) == pytest.approx(float(text.replace(" ", "")), abs=0.51 * 10**-digits)
    coil = [float(text) for line_id, text in parts if line_id.startswith("process")]
    assert sum(coil[:-1]) == pytest.approx(coil[-1], abs=3e-4)


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (
            dict.fromkeys(("sinter_plant", "pellet_plant", "blast_furnaces"), "crude_steel"),
            "gives ([0-9.]+) for",
        ),
        ({"coke_ovens": "blast_furnaces", "lime_kiln": "crude_steel"}, "counted in, it is ([0-9.]+[0-9])"),
    ],
)
def test_other_groups_give_what_the_page_says(groups: dict[str, str], told: str) -> None:
    plant = tanlian.read(PLANTS["integrated-works"])
    processes = tuple(
        replace(item, production_process=groups.get(item.id, item.production_process))
        for item in plant.processes
    )
    statement = tanlian.account(replace(plant, processes=processes), "cbam-definitive")
    (value,) = re.findall(told, PAGE)
    assert statement.value("good.HRC.see_direct") == pytest.approx(float(value), abs=5e-5)


def test_the_rest_is_explained_but_for_what_meters_lose(statements: dict[tuple[str, str], Statement]) -> None:
    for (_, method), statement in statements.items():
        if method.startswith("cbam"):
            left = statement.value("rest.direct.unexplained")
            assert abs(left) < 0.001 * statement.value("installation.direct")


def test_the_supplies_of_precursors_say_that_they_are_invented() -> None:
    plant = tanlian.read(PLANTS["integrated-works"])
    precursors = [item for item in plant.supplies if item.see_direct is not None]
    assert len(precursors) == 4
    for item in precursors:
        assert item.status == "illustrative"
        assert item.verification.startswith("Illustrative")
        # Its upstream figure holds mining and transport besides.
        embedded = (item.see_direct or 0.0) + (item.electricity or 0.0) * (item.electricity_factor or 0.0)
        assert embedded < (item.upstream_co2 or 0.0)
