"""Grade many rows at once, with the same answers as one by one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl

from tanlian.problems import Where, fail
from tanlian.standards.kinds.ladder import NO_LEVEL, Floats, Levels, decide, decide_columns
from tanlian.standards.library import Standard, load
from tanlian.standards.place import rounded
from tanlian.units import parse_unit


def level_index(standard: Standard | str, columns: Mapping[str, Floats], unit: str) -> Levels:
    """Index into ``standard.pack.rule.levels`` for each row; -1 where the standard has no level.

    ``columns`` are float64 arrays of equal length by fact: the value in ``unit``, conditions in their own.
    Raises ``column.missing``, ``column.length``, ``column.not-finite``, ``column.range`` (first row named).
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    pack, rule = chosen.pack, chosen.pack.rule
    arrays = _arrays(chosen, columns)
    factor = parse_unit(unit).to(parse_unit(rule.unit))
    conditions = {name: arrays[name] for name in rule.conditions}

    def again(row: int) -> int:
        facts = {name: _shortest(column[row]) for name, column in conditions.items()}
        value = rounded(_shortest(arrays[rule.value][row]) * factor, pack.rounding)
        return decide(value, rule.limits(facts, pack.tie.sign))

    index = decide_columns(
        arrays[rule.value] * float(factor),
        rule.limit_columns(conditions, pack.tie.sign),
        rule.magnitude,
        float(Fraction(1, 2 * 10**pack.rounding.places)) if pack.rounding else 0.0,
        again,
    )
    if rule.above.level is None:
        index[index == len(rule.ladder)] = NO_LEVEL
    return index


def grade_columns(standard: Standard | str, rows: pl.DataFrame, unit: str) -> pl.DataFrame:
    """The rows with ``level`` (null where there is none), ``limit`` and ``margin`` in the unit of the pack.

    ``rows`` has a column for the value (in ``unit``) and for each condition of the rule.
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    pack, rule = chosen.pack, chosen.pack.rule
    names = (rule.value, *rule.conditions)
    columns = {
        name: rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for name in names
        if name in rows.columns
    }
    index = level_index(chosen, columns, unit)
    values = columns[rule.value] * float(parse_unit(unit).to(parse_unit(rule.unit)))
    limits = [limit for limit, _ in rule.limit_columns(columns, pack.tie.sign)]
    position = np.where(index == NO_LEVEL, len(limits), index)
    limit, margin = np.full(len(values), np.nan), np.full(len(values), np.nan)
    for level, column in enumerate(limits):
        np.copyto(limit, column, where=position == level)
        np.copyto(margin, column - values, where=position == level + 1)
    names_by_index = pl.Series("level", [*rule.levels, None], dtype=pl.String)
    found = names_by_index.gather(np.where(index == NO_LEVEL, len(rule.levels), index))
    return rows.with_columns(
        found.alias("level"),
        pl.Series("limit", limit).fill_nan(None),
        pl.Series("margin", margin).fill_nan(None),
    )


def _arrays(standard: Standard, columns: Mapping[str, Floats]) -> dict[str, Floats]:
    rule = standard.pack.rule
    arrays: dict[str, Floats] = {}
    for name in (rule.value, *rule.conditions):
        if name not in columns:
            raise fail("column.missing", Where(name=name), found=name)
        column = np.asarray(columns[name], dtype=np.float64)
        if bad := np.flatnonzero(~np.isfinite(column)).tolist():
            raise fail("column.not-finite", Where(name=name), found=name, row=bad[0] + 1, count=len(bad))
        arrays[name] = column
    if len({len(column) for column in arrays.values()}) > 1:
        raise fail("column.length", found=", ".join(f"{name}: {len(arrays[name])}" for name in arrays))
    for name, (low, high) in rule.bounds.items():
        outside = np.flatnonzero((arrays[name] < float(low)) | (arrays[name] > float(high))).tolist()
        if outside:
            ends = f"{float(low):g} .. {float(high):g}"
            values = {"row": outside[0] + 1, "count": len(outside)}
            raise fail("column.range", Where(name=name), found=name, expected=ends, **values)
    return arrays


def _shortest(value: np.float64) -> Fraction:
    return Fraction(Decimal(repr(float(value))))
