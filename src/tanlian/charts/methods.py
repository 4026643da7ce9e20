"""What several methods say of one site, side by side, each with the boundary it counts in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import polars as pl

from tanlian.accounting.statement import Line, Statement, Text
from tanlian.charts.bars import Row, draw_rows
from tanlian.charts.figures import tonnes
from tanlian.charts.model import Chart
from tanlian.charts.texts import has_text, own_words, said
from tanlian.problems import Where, fail
from tanlian.units import parse_unit

_WIDE = 760.0


def method_comparison(
    statements: Sequence[Statement], lines: Mapping[str, str] | None = None, subject: str = ""
) -> Chart:
    """The totals of statements as bars from zero, each named with its boundary.

    lines : id of the line to show by method; else the first total in tonnes of CO2 or CO2e.
    subject : the method to set apart, else the first. Table: method, line, value, unit.
    Raises ``chart.no-total`` for a statement without such a total, ``chart.nothing`` for no statement.
    """
    if not statements:
        raise fail("chart.nothing", expected="statements")
    chosen = [(item, _line(item, (lines or {}).get(item.method))) for item in statements]
    apart = subject or statements[0].method
    scale = tonnes(max(abs(line.value) for _, line in chosen))
    low, high = (pick(chosen, key=lambda pair: pair[1].value) for pick in (min, max))
    site = statements[0].site
    title = said(
        "methods.title" if len(chosen) > 1 else "methods.title-one",
        site=own_words(site.name),
        low=f"{scale.number(low[1].value)} {_unit(scale.unit, low[1])}",
        high=f"{scale.number(high[1].value)} {_unit(scale.unit, high[1])}",
        low_method=_name(low[0]),
        high_method=_name(high[0]),
    )
    rows = [
        Row(
            _name(item),
            f"{scale.number(line.value)} {_unit(scale.unit, line)}",
            0.0,
            line.value,
            colour="accent" if item.method == apart else "chart-mute",
            detail=_boundary(item, line),
        )
        for item, line in chosen
    ]
    return Chart(
        id="method-comparison",
        title=title,
        subtitle=said("methods.subtitle", period=statements[0].period),
        aria=said("methods.aria", title=title),
        table=pl.DataFrame(
            [(item.method, _key(item, line), line.value, line.unit) for item, line in chosen],
            schema={"method": pl.String, "line": pl.String, "value": pl.Float64, "unit": pl.String},
            orient="row",
        ),
        names={
            "method": {item.method: _name(item) for item, _ in chosen},
            "line": {_key(item, line): line.label for item, line in chosen},
        },
        draw=partial(draw_rows, rows),
        wide=_WIDE,
    )


def _key(statement: Statement, line: Line) -> str:
    """Lines of two methods may share an id and not a meaning."""
    return f"{statement.method}/{line.id}"


def _line(statement: Statement, line_id: str | None) -> Line:
    """The line asked for, else the first total that is a mass of CO2 or CO2e."""
    if line_id is not None:
        return statement.line(line_id)
    for name in statement.totals:
        line = statement.line(name)
        unit = parse_unit(line.unit)
        if unit.substance in {"CO2", "CO2e"} and unit.dimension == parse_unit("t").dimension:
            return line
    raise fail("chart.no-total", Where(name=statement.method), found=statement.method)


def _name(statement: Statement) -> Text:
    """What the method is called for short, where we know it."""
    key = f"method.{statement.method}"
    return said(key) if has_text(key) else statement.title


def _unit(scaled: str, line: Line) -> str:
    """The unit of a total in the scale of the chart."""
    return f"{scaled} {parse_unit(line.unit).substance.replace('CO2', 'CO₂')}"


def _boundary(statement: Statement, line: Line) -> Text:
    """What the total counts: in our words where we know the method, else the label of its line."""
    key = f"boundary.{statement.method}"
    return said(key) if has_text(key) else line.label
