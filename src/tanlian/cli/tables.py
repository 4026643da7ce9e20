"""Tables for a person: units under the headings, tabular numbers with a thousands comma and a true minus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

DASH = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """Heading with the unit under it; numbers stand right."""

    title: str
    unit: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as text; ``note`` stands under the row's first cell; ``bold`` marks totals and groups."""

    cells: tuple[str, ...]
    note: str = ""
    bold: bool = False


def table(columns: Sequence[Column], rows: Iterable[Row], title: str = "") -> RenderableType:
    """A table with a rule under its headings and no other lines."""
    grid = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, header_style="", show_edge=False)
    has_units = any(column.unit for column in columns)
    for column in columns:
        heading = Text(column.title, style="bold", justify="right" if column.number else "left")
        if has_units:
            heading.append(f"\n{column.unit}", style="dim not bold")
        grid.add_column(
            heading, justify="right" if column.number else "left", overflow="fold", no_wrap=column.number
        )
    for row in rows:
        cells: list[RenderableType] = [
            Text(cell or DASH, style="bold" if row.bold else "") for cell in row.cells
        ]
        if row.note:
            cells[0] = Group(cells[0], Text(row.note, style="dim"))
        grid.add_row(*cells)
    return Group(Text(title, style="bold"), grid) if title else grid


def number(value: float | None, decimals: int) -> str:
    """Fixed decimals, thousands comma, true minus; a dash for no number, a plain 0 for zero."""
    if value is None:
        return DASH
    if value == 0:
        return "0"
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = f"{value:.2g}"
    return text.replace("-", "−")


def decimals(values: Iterable[float | None]) -> int:
    """Decimals for a column: enough for about four figures of its largest number."""
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    for limit, places in ((1000, 0), (100, 1), (10, 2), (1, 3)):
        if largest >= limit:
            return places
    return 4


def percent(share: float | None, places: int = 1) -> str:
    """A share as a percentage without its sign; the heading carries the %."""
    return DASH if share is None else number(share * 100, places)
