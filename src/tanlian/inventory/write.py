"""Write an inventory so that reading it back gives the same one: .xlsx, .yaml, or a folder of .csv.

Amounts are written in the units in which they were given, everything else in the units of the columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from os import PathLike
from pathlib import Path

import yaml
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from tanlian.inventory.columns import SHEETS, columns, sheet_title
from tanlian.inventory.model import Evidence, Inventory, Leg, Process, Product, Supply
from tanlian.inventory.period import Period
from tanlian.inventory.read.cells import NUMBER, plain
from tanlian.inventory.xlsx import save
from tanlian.problems import Lang, Where, fail

Value = str | float | int | None
Rows = Iterator[dict[str, Value]]
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write(inventory: Inventory, path: str | PathLike[str], lang: Lang = "en") -> None:
    """Write to a workbook, a YAML file, or (without a suffix) a folder of CSV files.

    ``lang`` chooses the headings of workbooks. Raises ``inventory.file-kind`` for other suffixes.
    """
    target = Path(path)
    match target.suffix.casefold():
        case ".xlsx":
            _write_workbook(inventory, target, lang)
        case ".yaml" | ".yml":
            _write_yaml(inventory, target)
        case "":
            _write_folder(inventory, target)
        case other:
            raise fail("inventory.file-kind", Where(file=target.name), found=other, expected=".xlsx, .yaml")


def site_pairs(inventory: Inventory) -> list[tuple[str, str]]:
    """The site sheet as key and value."""
    site = asdict(inventory.site) | {"period": str(inventory.period)}
    named = [(column.name, site.get(column.name, "")) for column in columns("site")]
    factors = [(f"factors.{role}", name) for role, name in sorted(inventory.factors.items())]
    return [(key, str(value)) for key, value in named if value] + factors


def sheet_rows(inventory: Inventory, sheet: str) -> Rows:
    """The rows of a sheet other than the site's, by column name; None where empty."""
    if sheet == "exchanges":
        yield from _exchanges(inventory)
        return
    records: Mapping[str, Sequence[Process | Supply | Leg | Product | Evidence]] = {
        "processes": inventory.processes,
        "supplies": inventory.supplies,
        "legs": inventory.legs,
        "products": inventory.products,
        "evidence": inventory.evidence,
    }
    first, *others = (column.name for column in columns(sheet))
    for record in records[sheet]:
        row: dict[str, Value] = {first: record.id}
        yield row | {name: _plain(getattr(record, name)) for name in others}


def _exchanges(inventory: Inventory) -> Rows:
    names = [column.name for column in columns("exchanges")]
    for row in inventory.exchanges.iter_rows(named=True):
        given = row["amount_given"]
        if given is None:  # made in memory, not read
            given = "n/a" if row["amount"] is None else row["amount"]
        elif re.match(NUMBER, given) and plain(float(given)) == given:
            given = float(given)
        period = Period(row["start"], row["end"])
        values = row | {
            "period": None if period == inventory.period else str(period),
            "amount": given,
            "unit": row["unit_given"] or row["unit"],
        }
        yield {name: _plain(values[name]) for name in names}


def _plain(value: object) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | float | int) and value != "" else None


def _write_workbook(inventory: Inventory, path: Path, lang: Lang) -> None:
    book = Workbook(write_only=True)
    for name in SHEETS:
        sheet = book.create_sheet(sheet_title(name, lang))
        if name == "site":
            for pair in site_pairs(inventory):
                sheet.append([_cell(sheet, text) for text in pair])
            continue
        sheet.freeze_panes = "A2"
        sheet.append([column.title(lang) for column in columns(name)])
        for row in sheet_rows(inventory, name):
            sheet.append([_cell(sheet, value) for value in row.values()])
    save(book, path)


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Value | Cell:
    """A number as a number where the file format keeps it whole; text as text, whatever it looks like."""
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        value = plain(value)
    if not isinstance(value, str):
        return value
    escaped = _ESCAPED.sub("_x005F_", value)
    if not escaped.startswith(("=", "#")):
        return escaped
    cell = WriteOnlyCell(sheet, escaped)
    cell.data_type = "s"
    return cell


def _write_folder(inventory: Inventory, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name in SHEETS:
        if name == "site":
            table = [["item", "value"], *map(list, site_pairs(inventory))]
        else:
            rows = [list(map(_text, row.values())) for row in sheet_rows(inventory, name)]
            table = [[column.name for column in columns(name)], *rows]
        # The mark makes spreadsheet programs read 中文 as it is.
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(table)


def _write_yaml(inventory: Inventory, path: Path) -> None:
    document: dict[str, object] = {"site": dict(site_pairs(inventory))}
    for name in SHEETS[1:]:
        rows = [_Row(_numbered(row)) for row in sheet_rows(inventory, name)]
        if rows:
            document[name] = rows
    text = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    path.write_text(text, encoding="utf-8")


def _numbered(row: dict[str, Value]) -> dict[str, Value]:
    return {
        key: _Number(plain(value)) if isinstance(value, float) else value
        for key, value in row.items()
        if value is not None
    }


def _text(value: Value) -> str:
    return "" if value is None else plain(value) if isinstance(value, float) else str(value)


class _Number(str):
    """A number as it is to stand in YAML."""


class _Row(dict[str, Value]):
    """A row that is to stand on one line."""


class _Dumper(yaml.CSafeDumper):
    """Writes numbers with the digits they were given with."""


def _represent_number(dumper: yaml.CSafeDumper, number: _Number) -> yaml.ScalarNode:
    # The tag that YAML itself reads into the digits; any other would be written out beside them.
    kind = "int" if number.isdigit() else "float" if "." in number else "str"
    return yaml.ScalarNode(f"tag:yaml.org,2002:{kind}", str(number))


def _represent_row(dumper: yaml.CSafeDumper, row: _Row) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True)


_Dumper.add_representer(_Number, _represent_number)
_Dumper.add_representer(_Row, _represent_row)
