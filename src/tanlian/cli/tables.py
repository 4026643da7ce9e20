"""Tables for a person: units under the headings, tabular numbers with a thousands comma and a true minus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

DASH = "–"
# Words this short are not broken in a narrow terminal.
SHORT = 14
_GAP = 3


@dataclass(frozen=True, slots=True)
class Column:
    """Heading with the unit under it; numbers stand right."""

    title: str
    unit: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as text, or one cell that heads a group. ``note`` stands under the row over its whole width;
    ``bold`` marks totals and groups, ``indent`` what belongs to a group."""

    cells: tuple[str, ...]
    note: str = ""
    bold: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a rule under its headings and no other lines. Numbers and short words never fold;
    where they do not fit side by side, each row becomes a list of heading and value."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw for the width at hand."""
        least = [self._least(index) for index in range(len(self.columns))]
        room = options.max_width - _GAP * (len(least) - 1)
        if sum(least) > room:
            yield from self._lists()
            return
        widths = [max(narrowest, self._widest(index)) for index, narrowest in enumerate(least)]
        while sum(widths) > room:
            widths[_giver(widths, least)] -= 1
        yield from self._head(console, widths)
        for row in self.rows:
            yield from self._row(console, row, widths)

    def _least(self, index: int) -> int:
        """Narrowest useful width of a column."""
        column, widest = self.columns[index], self._widest_cell(index)
        words = max(cell_len(word) for word in f"{column.title} {column.unit}".split(" "))
        return max(widest if column.number else min(widest, SHORT), min(words, SHORT))

    def _widest(self, index: int) -> int:
        """Width of a column where nothing folds."""
        column = self.columns[index]
        return max(cell_len(column.title), cell_len(column.unit), self._widest_cell(index))

    def _widest_cell(self, index: int) -> int:
        return max((_width(row, index) for row in self.rows if len(row.cells) > 1), default=0)

    def _head(self, console: Console, widths: Sequence[int]) -> Iterator[Text]:
        titles = [Text(column.title, style="bold") for column in self.columns]
        yield from self._lines(console, titles, widths)
        if any(column.unit for column in self.columns):
            units = [Text(column.unit, style="dim") for column in self.columns]
            yield from self._lines(console, units, widths)
        yield Text("─" * (sum(widths) + _GAP * (len(widths) - 1)))

    def _row(self, console: Console, row: Row, widths: Sequence[int]) -> Iterator[RenderableType]:
        style = "bold" if row.bold else ""
        if len(row.cells) == 1:
            yield Text(row.cells[0], style=style)
        else:
            cells = [Text(cell or DASH, style=style) for cell in row.cells]
            yield from self._lines(console, cells, widths, row.indent)
        if row.note:
            yield Padding(Text(row.note, style="dim"), (0, 0, 0, row.indent + 2))

    def _lines(
        self, console: Console, cells: Sequence[Text], widths: Sequence[int], indent: int = 0
    ) -> Iterator[Text]:
        """Cells side by side, folded to their widths; headings stand at the bottom of theirs."""
        folded: list[list[Text]] = []
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            inset = indent if index == 0 else 0
            lines = list(cell.wrap(console, width - inset, overflow="fold", no_wrap=False))
            folded.append([Text(" " * inset).append_text(line) for line in lines])
        height = max(len(lines) for lines in folded)
        for number in range(height):
            out = Text()
            for index, (lines, width) in enumerate(zip(folded, widths, strict=True)):
                line = lines[number].copy() if number < len(lines) else Text()
                line.rstrip()
                line.align("right" if self.columns[index].number else "left", width)
                out.append_text(line).append(" " * _GAP)
            out.rstrip()
            yield out

    def _lists(self) -> Iterator[RenderableType]:
        for row in self.rows:
            yield Text(row.cells[0], style="bold")
            grid = Table.grid(padding=(0, 2))
            for column, cell in zip(self.columns[1:], row.cells[1:], strict=False):
                name = f"{column.title}, {column.unit}" if column.unit else column.title
                grid.add_row(Text(f"  {name}", style="dim"), Text(cell or DASH, overflow="fold"))
            yield grid
            if row.note:
                yield Padding(Text(row.note, style="dim"), (0, 0, 0, 2))


def table(columns: Iterable[Column], rows: Iterable[Row], title: str = "") -> RenderableType:
    """A table, with a heading of its own where ``title`` is given."""
    sheet = Sheet(tuple(columns), tuple(rows))
    return Group(Text(title, style="bold"), sheet) if title else sheet


def number(value: float | None, decimals: int, *, keep: bool = False) -> str:
    """Fixed decimals, thousands comma, true minus; a dash for no number, a plain 0 for zero.

    ``keep``: a number too small for the decimals shows two figures instead of zeros.
    """
    if value is None:
        return DASH
    if value == 0:
        return "0"
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = f"{value:.2g}" if keep else text.lstrip("-")
    return text.replace("-", "−")


def signed(value: float | None, decimals: int) -> str:
    """As `number`, with a plus where it is more than nothing."""
    text = number(value, decimals, keep=True)
    return f"+{text}" if value is not None and value > 0 else text


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


def _width(row: Row, index: int) -> int:
    lines = row.cells[index].split("\n")
    return max(cell_len(line or DASH) for line in lines) + (row.indent if index == 0 else 0)


def _giver(widths: Sequence[int], least: Sequence[int]) -> int:
    """The column that gives way: the widest of those that still can."""
    able = (index for index, width in enumerate(widths) if width > least[index])
    return max(able, key=lambda index: widths[index])
