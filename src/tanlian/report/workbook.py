"""A report as a workbook: one sheet a table, numbers unrounded; the same report, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tanlian.accounting.workbook import CellValue, fill
from tanlian.inventory.xlsx import save
from tanlian.report.model import Cell, Column, Number, Report, Row, Table
from tanlian.report.words import day, word, words


def write_workbook(report: Report, path: str | PathLike[str]) -> None:
    """Write the report as .xlsx. Raises OSError where the file cannot be written."""
    book = Workbook()
    del book[book.sheetnames[0]]
    item, value = (word(f"head.{key}", report.lang) for key in ("item", "value"))
    fill(book.create_sheet(word("sheet.report", report.lang)), (item, value), _cover(report))
    for name, table in _tables(report):
        _table(book.create_sheet(name), table, report)
    save(book, path)


def _cover(report: Report) -> Iterator[tuple[CellValue, ...]]:
    yield report.title, report.subtitle
    yield from report.facts
    if report.alert:
        yield "", report.alert
    for figure in report.figures:
        value = figure.value.value if isinstance(figure.value, Number) else figure.value
        yield figure.label, value, figure.unit, figure.context
    for person in report.persons:
        who = (person.name, person.position, day(person.date, report.lang))
        yield word(f"role.{person.role}", report.lang), *who
    yield f"{word('content-hash', report.lang)}, SHA-256", report.content_hash
    for name, table in _charts(report):
        yield name, table.title


def _tables(report: Report) -> Iterator[tuple[str, Table]]:
    for section in report.sections:
        for table in section.tables:
            yield word(f"sheet.{table.id}", report.lang), table
    yield from _charts(report)


def _charts(report: Report) -> Iterator[tuple[str, Table]]:
    pictures = (picture for section in report.sections for picture in section.pictures)
    for number, picture in enumerate(pictures, start=1):
        yield word("sheet.chart", report.lang, number=number), picture.data


def _table(sheet: Worksheet, table: Table, report: Report) -> None:
    headings = [table.key] * bool(table.key) + [_heading(column) for column in table.columns]
    fill(sheet, headings, (_values(row, table, report) for row in table.rows))
    shift = 1 + bool(table.key)
    for index, row in enumerate(table.rows, start=2):
        if row.kind in {"head", "total"}:
            for cell in sheet[index]:
                cell.font = Font(bold=True)
        for place, content in enumerate(row.cells, start=shift):
            if isinstance(content, Number):
                sheet.cell(index, place).number_format = _format(content.decimals)


def _values(row: Row, table: Table, report: Report) -> list[CellValue]:
    key: list[CellValue] = [row.key] if table.key else []
    return key + list(_plain(row.cells, table.columns, report))


def _plain(cells: Iterable[Cell], columns: Iterable[Column], report: Report) -> Iterator[CellValue]:
    for cell, column in zip(cells, columns, strict=False):
        if isinstance(cell, Number):
            yield cell.value
        elif column.kind == "status" and f"status.{cell}" in words():
            yield word(f"status.{cell}", report.lang)
        else:
            yield cell


def _heading(column: Column) -> str:
    return f"{column.title}, {column.unit}" if column.unit else column.title


def _format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")
