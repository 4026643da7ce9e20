"""Grade many rows at once, with the same answers as one by one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import polars as pl

from tanlian.problems import Where, fail
from tanlian.standards.facts import NUMBERS, vocabulary
from tanlian.standards.kinds.ladder import NO_LEVEL, FactValue, Floats, Levels, decide, decide_columns
from tanlian.standards.library import Standard, load
from tanlian.standards.place import rounded
from tanlian.units import parse_unit

Mask = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]
_SHARE = (Fraction(0), Fraction(1))


def level_index(standard: Standard | str, columns: Mapping[str, Floats | Words], unit: str) -> Levels:
    """Index into ``standard.pack.rule.levels`` for each row; -1 where the standard has no level.

    ``columns`` are arrays of equal length by fact: float64, the value in ``unit``, conditions in their own;
    words as an array of text. A fact that may be left out is left out of a row by NaN or empty text. Rows
    the standard does not apply to have no level, where the column of the fact is given. Raises
    ``column.missing``, ``column.length``, ``column.not-finite``, ``column.range``, ``column.choice`` (first
    row named).
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    pack, rule = chosen.pack, chosen.pack.rule
    arrays = _arrays(chosen, columns)
    factor = parse_unit(unit).to(parse_unit(rule.unit))
    conditions = {name: column for name, column in arrays.items() if name != rule.value}

    def again(row: int) -> int:
        facts = {name: _fact(chosen, name, column[row]) for name, column in conditions.items()}
        given = {name: fact for name, fact in facts.items() if fact is not None}
        if granted := rule.granted(given):
            return rule.ladder.index(granted.level)
        value = rounded(_shortest(arrays[rule.value][row]) * factor, pack.rounding)
        limits = rule.limits(given, pack.tie.sign)
        place = decide(value, limits)
        return rule.ladder.index(limits[place].level) if place < len(limits) else len(rule.ladder)

    if not rule.ladder:
        return np.full(len(arrays[rule.value]), 0 if rule.levels else NO_LEVEL, dtype=np.int16)
    index = decide_columns(
        arrays[rule.value] * float(factor),
        rule.limit_columns(conditions, pack.tie.sign),
        rule.magnitude,
        float(Fraction(1, 2 * 10**pack.rounding.places)) if pack.rounding else 0.0,
        again,
    )
    if rule.above.level is None:
        index[index == len(rule.ladder)] = NO_LEVEL
    index[_excluded(chosen, columns, len(index))] = NO_LEVEL
    return index


def grade_columns(standard: Standard | str, rows: pl.DataFrame, unit: str) -> pl.DataFrame:
    """The rows with ``level`` (null where there is none), ``limit`` and ``margin`` in the unit of the pack.

    ``rows`` has a column for the value (in ``unit``) and for each condition of the rule; facts that may be
    left out, and those that exclude a subject, may have one.
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    pack, rule = chosen.pack, chosen.pack.rule
    names = (rule.value, *rule.conditions, *rule.optional, *(item.fact for item in pack.applies.without))
    columns = {name: _column(chosen, rows[name]) for name in names if name in rows.columns}
    index = level_index(chosen, columns, unit)
    arrays = _arrays(chosen, columns)
    values = arrays[rule.value] * float(parse_unit(unit).to(parse_unit(rule.unit)))
    limits = [limit for limit, _ in rule.limit_columns(arrays, pack.tie.sign)]
    position = np.where(index == NO_LEVEL, len(limits), index)
    limit, margin, better = (np.full(len(values), np.nan) for _ in range(3))
    for level, column in enumerate(limits):
        np.copyto(limit, column, where=position == level)
        better = np.fmax(better, column)
        np.copyto(margin, better - values, where=position == level + 1)
    margin[_excluded(chosen, columns, len(values))] = np.nan
    names_by_index = pl.Series("level", [*rule.levels, None], dtype=pl.String)
    found = names_by_index.gather(np.where(index == NO_LEVEL, len(rule.levels), index))
    return rows.with_columns(
        found.alias("level"),
        _series("limit", limit),
        _series("margin", margin),
    )


def _column(standard: Standard, column: pl.Series) -> Floats | Words:
    if vocabulary()[column.name].type not in NUMBERS:
        return column.cast(pl.String).fill_null("").to_numpy().astype(np.str_)
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _series(name: str, column: Floats) -> pl.Series:
    """Null where there is no number: no level, or one reached without a limit."""
    return pl.Series(name, np.where(np.isfinite(column), column, np.nan)).fill_nan(None)


def _excluded(standard: Standard, columns: Mapping[str, Floats | Words], rows: int) -> Mask:
    """The rows that an exclusion of the standard holds for."""
    found = np.zeros(rows, dtype=np.bool_)
    for item in standard.pack.applies.without:
        if item.fact not in columns:
            continue
        if (length := len(columns[item.fact])) != rows:
            raise fail("column.length", Where(name=item.fact), found=f"{item.fact}: {length}, rows: {rows}")
        if item.one_of:
            positions = _positions(item.fact, np.asarray(columns[item.fact], dtype=np.str_), item.one_of)
            found |= positions < len(item.one_of)
        if item.at_least is not None:
            found |= np.asarray(columns[item.fact], dtype=np.float64) >= float(item.at_least)
    return found


def _arrays(standard: Standard, columns: Mapping[str, Floats | Words]) -> dict[str, Floats]:
    """Numbers as given; words as their position among the words that count."""
    rule = standard.pack.rule
    arrays: dict[str, Floats] = {}
    needed = (rule.value, *rule.conditions)
    for name in dict.fromkeys((*needed, *rule.optional)):
        if name not in columns and name in needed:
            raise fail("column.missing", Where(name=name), found=name)
        if name in columns:
            arrays[name] = _checked(standard, name, columns[name], optional=name not in needed)
    if len({len(column) for column in arrays.values()}) > 1:
        raise fail("column.length", found=", ".join(f"{name}: {len(arrays[name])}" for name in arrays))
    return arrays


def _checked(standard: Standard, name: str, column: Floats | Words, *, optional: bool) -> Floats:
    rule = standard.pack.rule
    if name in rule.words:
        words = _positions(name, np.asarray(column, dtype=np.str_), rule.words[name])
        if not optional and (empty := np.flatnonzero(np.isnan(words)).tolist()):
            raise fail("column.not-finite", Where(name=name), found=name, row=empty[0] + 1, count=len(empty))
        return words
    numbers = np.asarray(column, dtype=np.float64)
    absent = np.isnan(numbers) if optional else np.zeros(numbers.shape, dtype=np.bool_)
    if bad := np.flatnonzero(~np.isfinite(numbers) & ~absent).tolist():
        raise fail("column.not-finite", Where(name=name), found=name, row=bad[0] + 1, count=len(bad))
    ends = rule.bounds.get(name, _SHARE if vocabulary()[name].type == "share" else None)
    if ends is not None and name != rule.value:
        low, high = ends
        outside = np.flatnonzero((numbers < float(low)) | (numbers > float(high))).tolist()
        if outside:
            told = f"{float(low):g} .. {float(high):g}"
            values = {"row": outside[0] + 1, "count": len(outside)}
            raise fail("column.range", Where(name=name), found=name, expected=told, **values)
    return numbers


def _positions(name: str, words: Words, known: tuple[str, ...]) -> Floats:
    """Position of each word among those that count, their number for another word, NaN for none."""
    choices = vocabulary()[name].choices
    found = np.full(words.shape, float(len(known)))
    found[words == ""] = np.nan
    for position, word in enumerate(known):
        found[words == word] = position
    if choices:
        strange = np.flatnonzero(~np.isin(words, np.array(["", *choices]))).tolist()
        if strange:
            values = {"row": strange[0] + 1, "count": len(strange)}
            told = ", ".join(choices)
            raise fail("column.choice", Where(name=name), found=name, expected=told, **values)
    return found


def _fact(standard: Standard, name: str, value: np.float64) -> FactValue | None:
    """The fact of a row as a single subject has it; None where the row leaves it out."""
    if np.isnan(value):
        return None
    words = standard.pack.rule.words.get(name)
    if words is None:
        return _shortest(value)
    return words[int(value)] if int(value) < len(words) else ""


def _shortest(value: np.float64) -> Fraction:
    return Fraction(Decimal(repr(float(value))))
