"""Charts of the results, drawn in the fonts of the report."""

from __future__ import annotations

from tanlian.charts.model import Chart, table
from tanlian.charts.render import svg
from tanlian.report.model import Cell, Column, Kind, Picture, Row, Section, Table
from tanlian.report.numbers import exact
from tanlian.report.subject import Subject

# Widths in px at which the text of a chart comes out as large as that of tables, by the way the page lies.
_UPRIGHT, _LENGTHWISE = 680, 1040
_ROOM = 800  # a chart meant to be wider takes a page of its own


def pictures(subject: Subject) -> Section | None:
    """The charts that the caller brings along."""
    if not subject.charts:
        return None
    drawn = tuple(picture(chart, subject) for chart in subject.charts)
    return subject.section("pictures", pictures=drawn)


def picture(chart: Chart, subject: Subject) -> Picture:
    """A chart in the language of the report, its words beside it; a wide one lies lengthwise."""
    lengthwise = chart.wide > _ROOM
    return Picture(
        id=chart.id,
        title=chart.title.of(subject.lang),
        subtitle=chart.subtitle.of(subject.lang),
        note=chart.note.of(subject.lang),
        aria=chart.aria.of(subject.lang),
        svg=svg(chart, subject.lang, wide=_LENGTHWISE if lengthwise else _UPRIGHT, words=False),
        lengthwise=lengthwise,
        data=_data(chart, subject),
    )


def _data(chart: Chart, subject: Subject) -> Table:
    frame = table(chart, subject.lang)
    kinds: list[Kind] = ["number" if kind.is_numeric() else "text" for kind in frame.dtypes]
    columns = tuple(Column(name, "", kind) for name, kind in zip(frame.columns, kinds, strict=True))
    rows = tuple(Row(_cells(row, subject)) for row in frame.rows())
    return Table(chart.id, chart.title.of(subject.lang), columns, rows)


def _cells(row: tuple[object, ...], subject: Subject) -> tuple[Cell, ...]:
    return tuple(_cell(value, subject) for value in row)


def _cell(value: object, subject: Subject) -> Cell:
    match value:
        case None:
            return None
        case bool():
            return subject.choice_name("flag", "yes" if value else "no")
        case float() | int():
            return exact(float(value))
        case _:
            return str(value)
