"""Read an inventory: every problem of a file in one pass, each at its cell; nothing is half-read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import polars as pl

from tanlian.inventory.columns import SHEETS, sheet_name
from tanlian.inventory.model import EXCHANGE_SCHEMA, Inventory
from tanlian.inventory.read import checks, table
from tanlian.inventory.read.exchanges import read_exchanges
from tanlian.inventory.read.plausible import value_slips
from tanlian.inventory.read.sheet import Book
from tanlian.inventory.read.site import read_site
from tanlian.inventory.read.slips import amount_slips
from tanlian.inventory.read.source import open_book
from tanlian.inventory.read.values import Known
from tanlian.problems import Problem, Problems, Where, raise_errors

_FORMULAS = {"inventory.formula-error", "inventory.formula-empty"}
_MISSING = {"inventory.required", "inventory.site-required", "inventory.amount-missing"}

__all__ = ["Reading", "read", "read_with_warnings"]


@dataclass(frozen=True, slots=True)
class Reading:
    """An inventory and what a person should look at in it."""

    inventory: Inventory
    warnings: tuple[Problem, ...]


def read(path: str | PathLike[str]) -> Inventory:
    """Read .xlsx, .yaml, a folder of .csv, or one .csv of exchanges with its site.yaml beside it.

    Raises `Problems` with every error of the file, each with its sheet and cell.
    """
    return read_with_warnings(path).inventory


def read_with_warnings(path: str | PathLike[str]) -> Reading:
    """As `read`, with the warnings. Raises `Problems` with errors and warnings where there is an error."""
    problems: list[Problem] = []
    try:
        book = open_book(Path(path), problems)
    except Problems as caught:
        raise Problems([*problems, *caught.problems]) from None
    inventory = _inventory(book, problems)
    ordered = in_reading_order(_without_echoes(problems))
    raise_errors(ordered)
    if inventory is None:
        raise AssertionError("an inventory without a problem and without a site")
    return Reading(inventory, tuple(ordered))


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted as a person walks through the file: sheet, row, column."""
    return sorted(problems, key=lambda item: _position(item.where))


def _position(where: Where) -> tuple[int, int, int, str, int]:
    name = sheet_name(where.sheet)
    sheet = SHEETS.index(name) if name else -1
    numbers = [int(part) for part in re.findall(r"\d+", where.cell)]
    letters = re.sub(r"[^A-Z]", "", where.cell)
    row, column = (*numbers, 0, 0)[:2]
    return sheet, row, len(letters), letters, column


def _inventory(book: Book, problems: list[Problem]) -> Inventory | None:
    site = read_site(book.pairs, Where(book.file, "site"), problems) if book.pairs is not None else None
    made = table.processes(book.sheets.get("processes"), problems)
    supplied = table.supplies(book.sheets.get("supplies"), problems)
    refer = _references(book)
    carried = table.legs(book.sheets.get("legs"), refer, problems)
    sold = table.products(book.sheets.get("products"), refer, problems)
    documents = table.evidence(book.sheets.get("evidence"), problems)
    period = site.period if site is not None else None
    sheet = book.sheets.get("exchanges")
    frame = pl.DataFrame(schema=EXCHANGE_SCHEMA)
    if sheet is not None:
        frame = read_exchanges(sheet, period, refer, problems)
        problems.extend(checks.repeated(sheet, frame))
        problems.extend(checks.instruments(sheet, frame))
        problems.extend(amount_slips(sheet, frame, made))
        problems.extend(value_slips(sheet, frame))
    if sheet is not None and "processes" in book.sheets:
        problems.extend(checks.outputs(book.sheets["processes"], frame, made))
    if sheet is not None and "products" in book.sheets:
        problems.extend(checks.goods(book.sheets["products"], frame, made, sold))
    if sheet is not None and "supplies" in book.sheets:
        problems.extend(checks.unused(book.sheets["supplies"], frame, supplied))
    if sheet is not None and "evidence" in book.sheets:
        problems.extend(checks.expired(book.sheets["evidence"], frame, documents))
    if site is None or site.site is None or period is None:
        return None
    return Inventory(
        site.site, period, made, frame, supplied, sold, documents, site.factors, book.file, carried
    )


def _references(book: Book) -> Known:
    supplies = table.references(book.sheets.get("supplies"))
    # A sheet that is not there has no ids; one that cannot be read may have any.
    no_supplies: dict[str, str] | None = None if "supplies" in book.seen else {}
    return Known(
        table.references(book.sheets.get("processes")), no_supplies if supplies is None else supplies
    )


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """A formula without a value is read as an empty cell; say only the first."""
    formulas = {item.where for item in problems if item.code in _FORMULAS}
    return [item for item in problems if item.code not in _MISSING or item.where not in formulas]
