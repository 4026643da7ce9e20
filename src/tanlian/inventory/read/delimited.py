"""Delimited text (.csv): a grid of text cells."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import islice, zip_longest
from pathlib import Path

import polars as pl

from tanlian.inventory.read.plain_text import read_text
from tanlian.inventory.read.sheet import Grid
from tanlian.problems import Where, fail

_SAMPLE = 40
_LONGEST_CELL = 1 << 20


def grid(path: Path, file: str, title: str) -> Grid:
    """Read one file. Comma, semicolon and tab part the cells. Raises what `read_text` raises."""
    text = read_text(path, file)
    separator = _separator(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        sample = list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), _SAMPLE))
        width = max(map(len, sample), default=0)
        columns = _fast(text, separator, width) or _patient(text, separator)
    except csv.Error:
        raise fail("inventory.file-damaged", Where(file=file)) from None
    return Grid(file, title, columns)


def _separator(text: str) -> str:
    head = text[:4096]
    return max(",;\t", key=head.count)


def _fast(text: str, separator: str, width: int) -> list[pl.Series] | None:
    """Polars on well-formed text of steady width; it refuses everything else."""
    try:
        frame = pl.read_csv(
            text.encode(),
            separator=separator,
            has_header=False,
            schema={str(index): pl.String() for index in range(width)},
        )
    except (pl.exceptions.PolarsError, UnicodeEncodeError):
        return None
    return frame.get_columns()


def _patient(text: str, separator: str) -> list[pl.Series]:
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator)
    return [pl.Series("", column, dtype=pl.String) for column in zip_longest(*rows, fillvalue="")]
