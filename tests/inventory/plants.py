"""Small plant files for tests: sheets as rows of cells, saved as a person would save them."""

from __future__ import annotations

import csv
from copy import deepcopy
from datetime import date
from pathlib import Path

from openpyxl import Workbook

Cell = str | float | int | bool | date | None
Sheets = dict[str, list[list[Cell]]]

SHEETS: Sheets = {
    "site": [
        ["name", "Works 1"],
        ["organization", "Yanhe Steel"],
        ["country", "CN"],
        ["region", "Hebei"],
        ["plant_type", "integrated"],
        ["period", "2025-01..2025-03"],
        ["factors.direct", "ndrc-2013"],
        ["factors.upstream.coke", "rmi-2022"],
    ],
    "processes": [
        ["process", "kind", "name"],
        ["bf", "blast_furnace", "1 号高炉"],
        ["bof", "basic_oxygen_furnace", "Converter"],
    ],
    "exchanges": [
        [
            "process",
            "period",
            "direction",
            "flow",
            "amount",
            "unit",
            "partner",
            "carbon_content",
            "ncv",
            "note",
        ],
        ["bf", "2025-01", "in", "coke", 18, "万t", "purchased", "86.2 %", None, "=not a formula"],
        [
            "bf",
            "2025-01",
            "in",
            "natural_gas",
            400,
            "10^4 Nm3",
            "purchased",
            None,
            "389.31 GJ/10^4 Nm3",
            None,
        ],
        ["bf", "2025-01", "in", "anthracite", 10000, "tce", "purchased", None, 29.3076, None],
        ["bf", "2025-01", "out", "hot_metal", 400000, "t", "bof", 0.045, None, None],
        ["bof", None, "in", "hot_metal", "400,000", "t", "bf", None, None, None],
        ["bof", None, "in", "oxygen", 24150, "1000 m3N", "site", None, None, None],
        ["bof", None, "out", "liquid_steel", 420000, "t", "sold", None, None, None],
        ["site", None, "in", "electricity", 500, "万kWh", "purchased", None, None, None],
        ["site", None, "in", "heat", "n/a", None, "purchased", None, None, None],
    ],
}

TITLES = {"site": "厂区", "processes": "工序", "exchanges": "交换量", "supplies": "供应", "products": "产品"}
CHINESE = {
    "process": "工序",
    "kind": "工序类型",
    "name": "名称",
    "period": "期间",
    "direction": "方向",
    "flow": "流",
    "amount": "数量",
    "unit": "单位",
    "partner": "来源或去向",
    "carbon_content": "含碳量\n（t C/单位）",
    "ncv": "低位热值 GJ/单位",
    "note": "备 注",
    "organization": "企业",
    "country": "国家",
    "region": "电网区域",
    "plant_type": "工厂类型",
    "in": "投入",
    "out": "产出",
    "coke": "焦炭",
    "natural_gas": "天然气",
    "anthracite": "无烟煤",
    "hot_metal": "铁水",
    "oxygen": "氧气",
    "liquid_steel": "钢水",
    "electricity": "电力",
    "heat": "热力",
    "purchased": "外购",
    "sold": "外销",
    "blast_furnace": "高炉炼铁",
    "basic_oxygen_furnace": "转炉炼钢",
    "integrated": "长流程",
    "Hebei": "河北",
    "CN": "中国",
}


def plant() -> Sheets:
    """A fresh copy that a test may spoil."""
    return deepcopy(SHEETS)


def chinese(sheets: Sheets) -> Sheets:
    """The same file with Chinese sheet names, headings and words, and a process called by its name."""
    result: Sheets = {}
    for name, rows in sheets.items():
        words: list[list[Cell]] = [
            [CHINESE.get(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in rows
        ]
        result[TITLES[name]] = words
    result["厂区"][0][0] = "厂区名称"
    for row in result["交换量"]:
        row[0] = {"bf": "1 号高炉", "site": "厂内"}.get(str(row[0]), row[0])
    return result


def save_xlsx(sheets: Sheets, path: Path) -> Path:
    """Save as a workbook; text stays text, whatever it looks like."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                cell = sheet.cell(row, column, value)
                if isinstance(value, str) and not value.startswith("=FORMULA"):
                    cell.data_type = "s"
    book.save(path)
    return path


def save_csv(sheets: Sheets, folder: Path, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Save as a folder of CSV files."""
    folder.mkdir()
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(rows)
    return folder
