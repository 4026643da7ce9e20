"""The workbook a plant fills in: sheets with headings, units, lists and the usual rows of its type."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from os import PathLike
from typing import TypedDict

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from tanlian import catalogue
from tanlian.inventory.columns import SHEETS, Column, columns, sheet_title
from tanlian.inventory.words import choices
from tanlian.inventory.xlsx import save
from tanlian.problems import Lang, fail

PLANT_TYPES = ("integrated", "eaf")
FACTORS = {"direct": "ndrc-2013", "electricity": "cn-grid-co2-2023", "upstream": "rmi-2022"}
_LAST_ROW = 2000  # to which lists and prompts reach
_UNITS = ("t", "kg", "万t", "1000 m3N", "10^4 Nm3", "m3", "GJ", "MWh", "万kWh", "tce")
_WIDTHS = {"text": 24, "flow": 24, "number": 13, "amount": 15, "share": 13}
_INK, _GREY, _RULE, _TO_FILL = "16191D", "656E78", "B9C0C7", "EAF1F8"


class _Words(TypedDict):
    title: str
    lines: list[str]
    head: list[str]
    item: str
    value: str
    help: str
    required: str


def write_template(plant_type: str, path: str | PathLike[str], lang: Lang = "en") -> None:
    """Write an empty inventory for ``integrated`` (BF-BOF) or ``eaf``, with the usual processes and rows.

    Reading it back reports every empty required cell and nothing else.
    Raises ``inventory.plant-type``.
    """
    if plant_type not in PLANT_TYPES:
        raise fail("inventory.plant-type", found=plant_type, expected=", ".join(PLANT_TYPES))
    book = Workbook()
    book.remove(book.worksheets[0])
    _guide(book.create_sheet(sheet_title("guide", lang)), lang)
    sheets = {name: book.create_sheet(sheet_title(name, lang)) for name in (*SHEETS, "lists")}
    lists = _Lists(sheets["lists"], plant_type, lang)
    _site(sheets["site"], plant_type, lang, lists)
    rows = {
        "processes": _process_rows(plant_type, lang),
        "exchanges": _exchange_rows(plant_type, lang),
        "products": _product_rows(plant_type, lang),
    }
    for name in SHEETS[1:]:
        _table(sheets[name], name, rows.get(name, []), lang, lists)
    sheets["lists"].sheet_state = "hidden"
    book.active = book.worksheets.index(sheets["site"])
    save(book, path)


def _guide(sheet: Worksheet, lang: Lang) -> None:
    words = _words(lang)
    sheet.append([words["title"]])
    sheet["A1"].font = Font(size=16, bold=True, color=_INK)
    for line in words["lines"]:
        sheet.append([line])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        # Excel does not fit merged rows by itself; wide characters take twice the room.
        length = sum(2 if ord(letter) > 0x2E80 else 1 for letter in line)
        sheet.row_dimensions[row].height = 16 * (1 + length // 125)
    sheet.append([])
    sheet.append(words["head"])
    _rule(sheet, sheet.max_row, 5)
    for name in SHEETS:
        for column in columns(name):
            unit = column.unit_text(lang)
            required = words["required"] if column.required else ""
            sheet.append([sheet_title(name, lang), column.title(lang), unit, required, column.help(lang)])
            for cell in sheet[sheet.max_row]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDE", (12, 26, 16, 10, 76), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    _for_print(sheet)


def _site(sheet: Worksheet, plant_type: str, lang: Lang, lists: _Lists) -> None:
    words = _words(lang)
    sheet.append([words["item"], words["value"], words["help"]])
    _rule(sheet, 1, 3)
    given = {
        "country": "CN",
        "plant_type": next(item.label(lang) for item in choices("site.plant_type") if item.id == plant_type),
        "time_zone": "Asia/Shanghai",
        **{f"factors.{role}": name for role, name in FACTORS.items()},
    }
    for column in columns("site"):
        sheet.append([column.title(lang), given.get(column.name), column.help(lang)])
        title, value, text = sheet[sheet.max_row]
        title.font = Font(bold=column.required, color=_INK)
        text.font = Font(color=_GREY)
        if column.required and column.name not in given:
            value.fill = PatternFill("solid", fgColor=_TO_FILL)
        if column.type == "choice":
            lists.offer(sheet, column, f"B{sheet.max_row}")
    for letter, width in zip("ABC", (30, 36, 76), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    _for_print(sheet, "1:1")


def _table(sheet: Worksheet, name: str, rows: list[dict[str, str]], lang: Lang, lists: _Lists) -> None:
    named = columns(name)
    sheet.append([column.title(lang) for column in named])
    sheet.append([column.unit_text(lang) or None for column in named])
    _rule(sheet, 2, len(named))
    for index, column in enumerate(named, start=1):
        letter = get_column_letter(index)
        side = "right" if column.type in {"amount", "number", "share"} else "left"
        for row, font in ((1, Font(bold=column.required, color=_INK)), (2, Font(size=9, color=_GREY))):
            sheet.cell(row, index).font = font
            sheet.cell(row, index).alignment = Alignment(horizontal=side, vertical="bottom", wrap_text=True)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.type, 16)
        lists.offer(sheet, column, f"{letter}3:{letter}{_LAST_ROW}")
    for cells in rows:
        sheet.append([cells.get(column.name) for column in named])
        for index, column in enumerate(named, start=1):
            if column.required and not cells.get(column.name):
                sheet.cell(sheet.max_row, index).fill = PatternFill("solid", fgColor=_TO_FILL)
    sheet.freeze_panes = "E3" if name == "exchanges" else "B3"
    _for_print(sheet, "1:2")


def _for_print(sheet: Worksheet, heads: str = "") -> None:
    """A4 landscape, as wide as the page, with its heading on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if heads:
        sheet.print_title_rows = heads


def _rule(sheet: Worksheet, row: int, width: int) -> None:
    for index in range(1, width + 1):
        cell = sheet.cell(row, index)
        cell.font = Font(bold=True, color=_INK)
        cell.border = Border(bottom=Side("thin", color=_RULE))
        cell.alignment = Alignment(wrap_text=True, vertical="top")


class _Lists:
    """The hidden sheet that drop-downs take their words from, one column a list."""

    def __init__(self, sheet: Worksheet, plant_type: str, lang: Lang) -> None:
        self.sheet, self.lang = sheet, lang
        self.processes = [row["process"] for row in _process_rows(plant_type, lang)]
        self.ranges: dict[tuple[str, ...], str] = {}

    def offer(self, sheet: Worksheet, column: Column, cells: str) -> None:
        """Words to choose from and an explanation on the cells of a column; other words stay possible."""
        rule = DataValidation(
            type="list" if (words := self._words(column)) else None,
            formula1=self._range(words) if words else None,
            allow_blank=True,
            showErrorMessage=False,
            showInputMessage=True,
            promptTitle=column.title(self.lang)[:32],
            prompt=column.help(self.lang)[:255],
        )
        rule.add(cells)
        sheet.add_data_validation(rule)

    def _words(self, column: Column) -> tuple[str, ...]:
        match column.type:
            case "choice" | "flag":
                name = "flag" if column.type == "flag" else f"{column.sheet}.{column.name}"
                words = [item.label(self.lang) for item in choices(name)]
            case "partner":
                words = [item.label(self.lang) for item in choices("exchanges.partner")] + self.processes
            case "process":
                words = self.processes + ([_site_word(self.lang)] if column.sheet == "exchanges" else [])
            case "unit":
                words = list(_UNITS)
            case "flow":
                words = [item.label(self.lang) for item in catalogue.flows().values()]
            case "process_kind":
                words = [item.label(self.lang) for item in catalogue.process_kinds().values()]
            case _:
                words = []
        return tuple(words)

    def _range(self, words: tuple[str, ...]) -> str:
        if words not in self.ranges:
            index = len(self.ranges) + 1
            for row, word in enumerate(words, start=1):
                self.sheet.cell(row, index, word)
            letter = get_column_letter(index)
            self.ranges[words] = f"'{self.sheet.title}'!${letter}$1:${letter}${len(words)}"
        return self.ranges[words]


def _process_rows(plant_type: str, lang: Lang) -> list[dict[str, str]]:
    return [
        {
            "process": row["process"],
            "name": row[lang],
            "kind": catalogue.process_kind(row["kind"]).label(lang),
        }
        for row in _data("template_processes", plant_type)
    ]


def _exchange_rows(plant_type: str, lang: Lang) -> list[dict[str, str]]:
    return [
        {
            "process": _site_word(lang) if row["process"] == "site" else row["process"],
            "direction": _label("direction", row["direction"], lang),
            "flow": catalogue.flow(row["flow"]).label(lang),
            "label": row[f"label_{lang}"],
            "unit": catalogue.flow(row["flow"]).unit,
            "partner": _label("partner", row["partner"], lang),
            "scrap_origin": _label("scrap_origin", row["scrap_origin"], lang),
            "electricity_source": _label("electricity_source", row["electricity_source"], lang),
        }
        for row in _data("template_exchanges", plant_type)
    ]


def _product_rows(plant_type: str, lang: Lang) -> list[dict[str, str]]:
    process, flow = {"integrated": ("hot_mill", "hot_rolled_coil"), "eaf": ("bar_mill", "rebar")}[plant_type]
    name = catalogue.flow(flow).label(lang)
    return [{"product": flow, "name": name, "process": process, "flow": name}]


def _label(column: str, word: str, lang: Lang) -> str:
    """The word in a language; what is no choice (a process id) stays as it is."""
    return next((item.label(lang) for item in choices(f"exchanges.{column}") if item.id == word), word)


def _site_word(lang: Lang) -> str:
    return _label("partner", "site", lang)


def _data(name: str, plant_type: str) -> list[dict[str, str]]:
    text = files("tanlian.inventory").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["plant_type"] == plant_type]


@cache
def _words(lang: Lang) -> _Words:
    text = files("tanlian.inventory").joinpath("data/guide.yaml").read_text(encoding="utf-8")
    words: _Words = yaml.safe_load(text)[lang]
    return words
