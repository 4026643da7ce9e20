"""A statement as a workbook: its lines, the inputs of each line, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tanlian.accounting.statement import Statement, Text
from tanlian.inventory.xlsx import save
from tanlian.problems import Lang

_SHEETS = (Text("statement", "核算报告"), Text("inputs", "输入"), Text("sources", "出处"))
_LINES = (
    Text("Group", "分组"),
    Text("Line", "项目"),
    Text("Value", "数值"),
    Text("Unit", "单位"),
    Text("Status", "状态"),
    Text("Formula", "公式"),
    Text("Id", "编号"),
    Text("Rows of the inventory", "清单行"),
)
_INPUTS = (
    Text("Line", "项目编号"),
    Text("Symbol", "符号"),
    Text("Value", "数值"),
    Text("Unit", "单位"),
    Text("Status", "状态"),
    Text("Source", "出处"),
)
_SOURCES = (Text("What", "类别"), Text("Name", "名称"), Text("Value", "内容"))
_FACTS = {
    "method": Text("Method", "方法"),
    "document": Text("Document", "文件"),
    "site": Text("Site", "厂区"),
    "organization": Text("Organization", "企业"),
    "period": Text("Period", "期间"),
    "status": Text("Weakest status", "最弱状态"),
    "set": Text("Factor set, SHA-256", "因子集 SHA-256"),
    "option": Text("Option", "选项"),
    "warning": Text("Warning", "警告"),
}
_WIDEST = 60

CellValue = str | float | int | None


def write_workbook(statement: Statement, path: Path, lang: Lang = "en") -> None:
    """Write a statement as .xlsx with the sheets statement, inputs and sources; numbers unrounded.

    Raises OSError where the file cannot be written.
    """
    book = Workbook()
    sheets = [book.create_sheet(title.of(lang)) for title in _SHEETS]
    del book[book.sheetnames[0]]
    tables = (_line_rows(statement, lang), _input_rows(statement), _source_rows(statement, lang))
    for sheet, headings, rows in zip(sheets, (_LINES, _INPUTS, _SOURCES), tables, strict=True):
        fill(sheet, [heading.of(lang) for heading in headings], rows)
    save(book, path)


def _line_rows(statement: Statement, lang: Lang) -> Iterable[Sequence[CellValue]]:
    for line in statement.lines:
        rows = ", ".join(str(row) for row in line.rows)
        yield (
            line.group,
            line.label.of(lang),
            line.value,
            line.unit,
            line.status,
            line.formula,
            line.id,
            rows,
        )


def _input_rows(statement: Statement) -> Iterable[Sequence[CellValue]]:
    for line in statement.lines:
        for item in line.inputs:
            yield line.id, item.symbol, item.value, item.unit, item.status, item.source


def _source_rows(statement: Statement, lang: Lang) -> Iterable[Sequence[CellValue]]:
    facts = {
        "method": statement.title.of(lang),
        "document": statement.document,
        "site": statement.site.name,
        "organization": statement.site.organization,
        "period": str(statement.period),
        "status": statement.status,
    }
    for key, value in facts.items():
        yield _FACTS[key].of(lang), "", value
    for key, entries in (("set", statement.factor_sets), ("option", statement.options)):
        for name, value in entries.items():
            yield _FACTS[key].of(lang), name, value
    for warning in statement.warnings:
        yield _FACTS["warning"].of(lang), str(warning.where), f"{warning.what(lang)} {warning.do(lang)}"


def fill(sheet: Worksheet, headings: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> None:
    """Bold headings, kept in view, and rows under them; columns as wide as what they hold, within reason."""
    for index, row in enumerate([headings, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(index, column)
            if isinstance(cell, Cell):
                put(cell, value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for index, cells in enumerate(sheet.iter_cols(values_only=True), start=1):
        widest = max(_width(str(value or "")) for value in cells)
        sheet.column_dimensions[get_column_letter(index)].width = min(max(widest + 2, 10), _WIDEST)


def put(cell: Cell, value: CellValue) -> None:
    """Text stays text: a name that begins with = must not become a formula."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=_width(value) > _WIDEST)
    else:
        cell.value = value


def _width(text: str) -> int:
    """Characters of Latin width; a Chinese one counts twice."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
