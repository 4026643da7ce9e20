"""The workbook of a statement holds its numbers unrounded and lets no name become a formula."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tanlian.accounting.statement import Input, Line, Statement, Text
from tanlian.accounting.workbook import write_workbook
from tanlian.inventory.model import Site
from tanlian.inventory.period import Period

HOSTILE = "=HYPERLINK(1)\x0b"


def test_names_stay_text_and_numbers_stay_whole(tmp_path: Path) -> None:
    line = Line(
        "total", Text(HOSTILE, "合计"), 1 / 3, "t CO2", inputs=(Input("a", 0.1, "t", HOSTILE),), rows=(1, 2)
    )
    site, period = Site(HOSTILE, "Works", "CN", "eaf"), Period.parse("2025")
    title = Text("Method", "方法")
    statement = Statement("m", title, "Document", site, period, (line,), ("total",), {"set": "00"})
    path = tmp_path / "statement.xlsx"
    write_workbook(statement, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["statement", "inputs", "sources"]
    row = next(book["statement"].iter_rows(min_row=2, values_only=True))
    assert (row[1], row[2]) == ("=HYPERLINK(1)", 1 / 3)
    assert all(cell.data_type != "f" for sheet in book for cells in sheet.iter_rows() for cell in cells)
    write_workbook(statement, path, "zh")
    assert openpyxl.load_workbook(path).sheetnames == ["核算报告", "输入", "出处"]


def test_the_same_statement_gives_the_same_bytes(tmp_path: Path) -> None:
    line = Line("total", Text("Total", "合计"), 0.1, "t CO2")
    site, period = Site("Works", "Works", "CN", "eaf"), Period.parse("2025")
    statement = Statement("m", Text("M", "M"), "D", site, period, (line,), ("total",), {})
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    for path in (first, second):
        write_workbook(statement, path)
    assert first.read_bytes() == second.read_bytes()
