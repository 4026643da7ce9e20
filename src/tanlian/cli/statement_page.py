"""A statement for a person: what it is, its main results, then its lines in groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from tanlian.accounting.statement import Line, Statement
from tanlian.cli.desk import Desk
from tanlian.cli.facts import facts
from tanlian.cli.tables import Column, Row, decimals, number, table
from tanlian.cli.words import word_or_key

# More lines than this are told in numbers; --all shows them, files and JSON have them.
LINES_SHOWN = 80


def page(statement: Statement, desk: Desk, *, every: bool = False) -> Iterator[RenderableType]:
    """The page of a statement."""
    word = desk.word
    yield Text(statement.title.of(desk.lang), style="bold")
    options = ", ".join(f"{name}={value}" for name, value in statement.options.items())
    yield facts(
        [
            (word("head.site"), f"{statement.site.name}, {statement.site.organization}"),
            (word("head.period"), str(statement.period)),
            (word("head.document"), statement.document),
            (word("head.factors-used"), ", ".join(statement.factor_sets)),
            (word("head.options"), options),
            (word("head.weakest"), word(f"status.{statement.status}")),
        ]
    )
    ids = frozenset(line.id for line in statement.lines)
    totals = [statement.line(line_id) for line_id in statement.totals]
    yield ""
    yield _table((_row(line, ids, desk, _places(totals)) for line in totals), desk)
    shown = statement.lines if every or len(statement.lines) <= LINES_SHOWN else ()
    yield ""
    if shown:
        yield _table(_grouped(statement, ids, desk), desk)
    else:
        yield word("statement.hidden", number=f"{len(statement.lines):,}")


def _table(rows: Iterable[Row], desk: Desk) -> RenderableType:
    columns = [
        Column(desk.word("head.line")),
        Column(desk.word("head.value"), number=True),
        Column(desk.word("head.unit")),
        Column(desk.word("head.status")),
        Column(desk.word("head.source")),
    ]
    return table(columns, rows)


def _grouped(statement: Statement, ids: frozenset[str], desk: Desk) -> Iterator[Row]:
    """Lines by group; the line that sums a group heads it."""
    groups: dict[str, list[Line]] = {}
    for line in statement.lines:
        groups.setdefault(line.group, []).append(line)
    places = _places(statement.lines)
    for group, lines in groups.items():
        head = next((line for line in lines if line.id == group), None)
        if head is not None:
            yield _row(head, ids, desk, places, bold=True)
        elif group:
            yield Row((_heading(group, desk),), bold=True)
        for line in lines:
            if line is not head:
                yield _row(line, ids, desk, places, indent=bool(group))


def _heading(group: str, desk: Desk) -> str:
    """The name of a group that no line sums: ``process.P1`` is the production process P1."""
    kind, dot, name = group.partition(".")
    return desk.word(f"group.{kind}", name=name) if dot else word_or_key(f"group.{group}", group, desk.lang)


def _row(
    line: Line,
    ids: frozenset[str],
    desk: Desk,
    places: Mapping[str, int],
    *,
    indent: bool = False,
    bold: bool = False,
) -> Row:
    cells = (
        line.label.of(desk.lang),
        number(line.value, places[line.unit], keep=True),
        line.unit,
        desk.word(f"status.{line.status}"),
        _source(line, ids),
    )
    return Row(cells, bold=bold, indent=2 if indent else 0)


def _places(lines: Sequence[Line]) -> dict[str, int]:
    """Decimals by unit, so that numbers of one unit line up."""
    by_unit: dict[str, list[float]] = {}
    for line in lines:
        by_unit.setdefault(line.unit, []).append(line.value)
    return {unit: decimals(values) for unit, values in by_unit.items()}


def _source(line: Line, ids: frozenset[str]) -> str:
    """The first source in full and how many more there are, documents before rows of the inventory.

    A sum of lines has no source of its own.
    """
    own = [item for item in line.inputs if item.source and item.source not in ids]
    own.sort(key=lambda item: item.status == "user")
    sources = list(dict.fromkeys(item.source for item in own))
    more = f" +{len(sources) - 1}" if len(sources) > 1 else ""
    return sources[0] + more if sources else ""
