"""A statement as a workbook: its lines, the inputs of each line, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tanlian.accounting.statement import Statement, Text
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
    _fill(sheets[0], _LINES, _line_rows(statement, lang), lang)
    _fill(sheets[1], _INPUTS, _input_rows(statement), lang)
    _fill(sheets[2], _SOURCES, _source_rows(statement, lang), lang)
    book.save(path)


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


def _fill(
    sheet: Worksheet, headings: Sequence[Text], rows: Iterable[Sequence[CellValue]], lang: Lang
) -> None:
    sheet.append([heading.of(lang) for heading in headings])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for index, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(index, column)
            if isinstance(cell, Cell):
                _put(cell, value)
    sheet.freeze_panes = "A2"
    for letter, column_cells in zip("ABCDEFGH", sheet.columns, strict=False):
        widest = max(len(str(cell.value or "")) for cell in column_cells)
        sheet.column_dimensions[letter].width = min(max(widest + 2, 10), _WIDEST)


def _put(cell: Cell, value: CellValue) -> None:
    """Text stays text: a name that begins with = must not become a formula."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=len(value) > _WIDEST)
    else:
        cell.value = value
