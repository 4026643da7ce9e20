"""Workbooks (.xlsx): every sheet of ours as a grid."""

from __future__ import annotations

import posixpath
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from tanlian.inventory.columns import sheet_name
from tanlian.inventory.read.cells import Cell
from tanlian.inventory.read.guard import pack, unpack
from tanlian.inventory.read.markup import Marks, marks
from tanlian.inventory.read.sheet import Grid, place
from tanlian.problems import Problems, Where, fail

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def grids(path: Path, file: str) -> list[Grid]:
    """All worksheets in their order; only those with a name of ours are filled.

    Raises what `guard.unpack` and `markup.marks` raise, and ``inventory.file-damaged``.
    """
    parts = unpack(path, file)
    found = {name: marks(data, Where(file=file)) for name, data in parts.items()}
    try:
        titles = _titles(parts)
        return _load(parts, {titles[name]: item for name, item in found.items() if name in titles}, file)
    except Problems:
        raise
    except BaseException as fault:
        # A panic of the reader's machinery is no Exception; a Ctrl-C is none either, and stays one.
        if isinstance(fault, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise fail("inventory.file-damaged", Where(file=file)) from None


def _load(parts: dict[str, bytes], found: dict[str, Marks], file: str) -> list[Grid]:
    result = []
    with CalamineWorkbook.from_object(pack(parts)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if not sheet_name(meta.name):
                result.append(Grid(file, meta.name, ()))
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            seen = found.get(meta.name, Marks({}, False))
            result.append(
                Grid(
                    file,
                    meta.name,
                    _columns(sheet),
                    {place(cell): code for cell, code in seen.broken.items()},
                    sheet.merged_cell_ranges or () if seen.merged else (),
                )
            )
    return result


def _columns(sheet: CalamineSheet) -> list[list[Cell]]:
    # An array of objects turns rows into columns several times faster than zip.
    cells = np.array(sheet.to_python(skip_empty_area=False), dtype=object)
    return [column.tolist() for column in cells.T] if cells.ndim == 2 else []


def _titles(parts: dict[str, bytes]) -> dict[str, str]:
    """Sheet titles by the name of their part."""
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    return {
        posixpath.normpath(posixpath.join("/xl", targets.get(item.get(_RELATION), "")))[1:]: item.get(
            "name", ""
        )
        for item in book.iter()
        if item.tag.endswith("}sheet")
    }
