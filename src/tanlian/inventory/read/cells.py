"""One column as written: a number or a text per row, never both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$"
Cell = str | float | int | bool | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Cells:
    """``numbers`` (Float64) and ``texts`` (String, trimmed, never empty); null in both where empty."""

    numbers: pl.Series
    texts: pl.Series

    @classmethod
    def of(cls, values: Sequence[Cell] | pl.Series) -> Cells:
        """From Python values (empty text = empty cell) or from a series of text."""
        if isinstance(values, pl.Series):
            return cls(_nothing(len(values), pl.Float64()), _trimmed(values))
        kinds = set(map(type, values))
        if kinds <= {str, type(None)}:
            return cls(_nothing(len(values), pl.Float64()), _trimmed(pl.Series("", values, dtype=pl.String)))
        numbers = [
            value if type(value) is float else float(value) if type(value) is int else None
            for value in values
        ]
        texts = _nothing(len(values), pl.String())
        if not kinds <= {float, int}:
            written = [None if type(value) in {float, int} else _text(value) for value in values]
            texts = _trimmed(pl.Series("", written, dtype=pl.String))
        return cls(pl.Series("", numbers, dtype=pl.Float64), texts)

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def filled(self) -> pl.Series:
        """Which rows hold something."""
        return self.numbers.is_not_null() | self.texts.is_not_null()

    @property
    def empty(self) -> bool:
        """Whether no row holds anything."""
        return self.numbers.null_count() == len(self) and self.texts.null_count() == len(self)

    def filter(self, mask: pl.Series) -> Cells:
        """The rows of a mask."""
        return Cells(self.numbers.filter(mask), self.texts.filter(mask))

    def text(self, row: int) -> str:
        """One cell as text, "" where empty."""
        number = self.numbers[row]
        return self.texts[row] or ("" if number is None else plain(number))

    def as_text(self) -> pl.Series:
        """Every cell as text; a number as `plain` writes it."""
        if self.numbers.null_count() == len(self):
            return self.texts
        words = [None if number is None else plain(number) for number in self.numbers.to_list()]
        return self.texts.zip_with(self.texts.is_not_null(), pl.Series("", words, dtype=pl.String))


def plain(number: float) -> str:
    """The shortest text that reads back as the number: ``7`` for 7.0, ``0.1`` for 0.1."""
    return repr(number).removesuffix(".0")


def _nothing(height: int, dtype: pl.DataType) -> pl.Series:
    return pl.repeat(None, height, dtype=dtype, eager=True)


def _text(value: Cell) -> str | None:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return None if value is None else str(value)


def _trimmed(texts: pl.Series) -> pl.Series:
    if texts.null_count() == len(texts):
        return texts.cast(pl.String)
    if texts.str.contains("\r", literal=True).any():
        texts = texts.str.replace_all("\r\n?", "\n")
    texts = texts.str.strip_chars()
    return texts.set(texts == "", None)
