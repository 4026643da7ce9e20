"""Templates: what is empty is asked for, nothing else; filled in, they are read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tanlian.catalogue import flows
from tanlian.inventory.columns import SHEETS, columns, sheet_title
from tanlian.inventory.read import read_with_warnings
from tanlian.inventory.template import FACTORS, PLANT_TYPES, write_template
from tanlian.problems import Lang, Problems

BOTH = [(plant_type, lang) for plant_type in PLANT_TYPES for lang in ("en", "zh")]


def template(path: Path, plant_type: str, lang: Lang) -> Workbook:
    write_template(plant_type, path, lang)
    return load_workbook(path)


@pytest.mark.parametrize(("plant_type", "lang"), BOTH)
def test_only_what_is_empty_is_asked_for_at_its_cell(tmp_path: Path, plant_type: str, lang: Lang) -> None:
    book = template(tmp_path / "plant.xlsx", plant_type, lang)
    with pytest.raises(Problems) as caught:
        read_with_warnings(tmp_path / "plant.xlsx")
    problems = caught.value.problems
    exchanges = book[sheet_title("exchanges", lang)]
    assert Counter(item.code for item in problems) == {
        "inventory.amount-missing": exchanges.max_row - 2,
        "inventory.site-required": 3,
    }
    cells = [item.where.cell for item in problems if item.code == "inventory.amount-missing"]
    assert cells == [f"F{row}" for row in range(3, exchanges.max_row + 1)]


@pytest.mark.parametrize(("plant_type", "lang"), BOTH)
def test_filled_in_it_is_read_without_a_warning(tmp_path: Path, plant_type: str, lang: Lang) -> None:
    path = tmp_path / "plant.xlsx"
    book = template(path, plant_type, lang)
    exchanges = book[sheet_title("exchanges", lang)]
    for row in range(3, exchanges.max_row + 1):
        exchanges.cell(row, 6, "n/a" if lang == "en" else "不适用")
    site = book[sheet_title("site", lang)]
    for row in site.iter_rows(min_row=2):
        if row[1].value is None and row[0].font.b:
            row[1].value = 2025
    book.save(path)
    reading = read_with_warnings(path)
    assert reading.warnings == ()
    inventory = reading.inventory
    assert dict(inventory.factors) == FACTORS
    assert inventory.site.plant_type == plant_type
    assert inventory.exchanges["amount"].null_count() == inventory.exchanges.height > 40
    assert {item.id for item in inventory.processes} | {"site"} >= set(inventory.exchanges["process"])
    assert inventory.products[0].flow in flows()


def test_headings_units_lists_and_guide(tmp_path: Path) -> None:
    book = template(tmp_path / "plant.xlsx", "integrated", "zh")
    assert book.sheetnames == ["说明", "厂区", "工序", "交换量", "供应", "运输", "产品", "证据", "词表"]
    sheet = book["交换量"]
    named = columns("exchanges")
    assert [cell.value for cell in sheet[1]] == [column.zh for column in named]
    ncv = next(index for index, column in enumerate(named, start=1) if column.name == "ncv")
    assert sheet.cell(2, ncv).value == "GJ/单位"
    assert sheet.freeze_panes == "E3"
    offered = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    direction = offered["C3:C2000"]
    assert direction.type == "list"
    assert [cell[0].value for cell in book["词表"][direction.formula1.split("!")[1].replace("$", "")]] == [
        "投入",
        "产出",
    ]
    explained = [row[1].value for row in book["说明"].iter_rows(min_col=1, max_col=5)]
    assert {column.zh for name in SHEETS for column in columns(name)} <= set(explained)


def test_another_plant_type_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        write_template("foundry", tmp_path / "plant.xlsx")
    assert caught.value.problems[0].expected == "integrated, eaf"


def test_no_name_of_a_column_is_the_name_of_another() -> None:
    from tanlian.inventory.read.headings import read_heading

    for name in SHEETS:
        for column in columns(name):
            for text in (column.name, column.en, column.zh, f"{column.en} ({column.unit_text('en')})"):
                heading = read_heading(name, text)
                assert heading is not None and heading.column == column and not heading.unit
