"""``tanlian account``: the statement of a method for a plant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanlian.cli.desk import Desk, to_json
from tanlian.cli.files import write, write_text
from tanlian.cli.options import AsJson, Factors, Language, Output, OwnSets, PlantFile
from tanlian.cli.pairs import pairs
from tanlian.cli.plant import named_sets
from tanlian.problems import Lang, Where, fail

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanlian.accounting.methods import Method
    from tanlian.accounting.statement import Line, Statement

FORMS = (".xlsx", ".json", ".csv")


def account(
    context: typer.Context,
    file: PlantFile,
    method: Annotated[str | None, typer.Option("--method", metavar="METHOD")] = None,
    factors: Factors = None,
    own_sets: OwnSets = None,
    option: Annotated[list[str] | None, typer.Option("--option", metavar="NAME=VALUE")] = None,
    output: Output = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Make the statement of a method."""
    desk = Desk.of(context, as_json, lang)
    if output is not None:
        form_of(output)
    from tanlian.accounting.run import METHODS
    from tanlian.accounting.run import account as make
    from tanlian.inventory.read import read

    if method is None:
        _list_methods(METHODS.values(), desk)
        return
    named = named_sets(factors, own_sets)
    options = pairs(option or (), "--option", "name=value")
    inventory = read(file)
    statement = make(inventory, method, factors=named.roles, options=options, own_sets=named.own)
    if output is not None:
        write_statement(statement, output, desk.lang, source=file)
    if desk.json:
        desk.dump(statement.as_dict(desk.lang))
    else:
        desk.print(*page(statement, desk))
        desk.warnings(statement.warnings)
    if output is not None:
        desk.note(desk.word("written", file=output))


def form_of(output: Path) -> str:
    """The form a file name asks for. Raises ``cli.unknown-form``."""
    form = output.suffix.casefold()
    if form not in FORMS:
        raise fail(
            "cli.unknown-form",
            Where(file=str(output)),
            found=output.suffix or output.name,
            expected=", ".join(FORMS),
        )
    return form


def write_statement(statement: Statement, output: Path, lang: Lang, *, source: Path | None = None) -> None:
    """Write a statement in the form that the file name asks for."""
    form = form_of(output)
    if form == ".json":
        write_text(output, to_json(statement.as_dict(lang)), source=source)
    elif form == ".csv":
        write_text(output, statement.frame(lang).write_csv(), source=source)
    else:
        from tanlian.accounting.workbook import write_workbook

        write(output, lambda path: write_workbook(statement, path, lang), source=source)


def page(statement: Statement, desk: Desk) -> Iterator[RenderableType]:
    """A statement for a person: what it is, then its lines in groups."""
    from rich.text import Text

    from tanlian.cli.facts import facts
    from tanlian.cli.tables import Column, table

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
    columns = [
        Column(word("head.line")),
        Column(word("head.value"), number=True),
        Column(word("head.unit")),
        Column(word("head.status")),
        Column(word("head.source")),
    ]
    yield ""
    yield table(columns, _rows(statement, desk))


def _rows(statement: Statement, desk: Desk) -> Iterator[Any]:
    from tanlian.cli.tables import Row
    from tanlian.cli.words import word_or_key

    places = _places(statement.lines)
    totals = set(statement.totals)
    for group, lines in groupby(statement.lines, key=lambda line: line.group):
        if group:
            yield Row((word_or_key(f"group.{group}", desk.lang), " ", " ", " ", " "), bold=True)
        for line in lines:
            yield Row(_cells(line, places[line.unit], desk, indent=bool(group)), bold=line.id in totals)


def _cells(line: Line, places: int, desk: Desk, *, indent: bool) -> tuple[str, ...]:
    from tanlian.cli.tables import number

    return (
        ("  " if indent else "") + line.label.of(desk.lang),
        number(line.value, places),
        line.unit,
        desk.word(f"status.{line.status}"),
        _source(line),
    )


def _places(lines: Iterable[Line]) -> dict[str, int]:
    """Decimals by unit, so that numbers of one unit line up."""
    from tanlian.cli.tables import decimals

    by_unit: dict[str, list[float]] = {}
    for line in lines:
        by_unit.setdefault(line.unit, []).append(line.value)
    return {unit: decimals(values) for unit, values in by_unit.items()}


def _source(line: Line) -> str:
    """The first source in full; how many more there are. The workbook and JSON have all."""
    sources = list(dict.fromkeys(item.source for item in line.inputs if item.source))
    more = f" +{len(sources) - 1}" if len(sources) > 1 else ""
    return sources[0] + more if sources else ""


def _list_methods(methods: Iterable[Method], desk: Desk) -> None:
    listed = list(methods)
    if desk.json:
        desk.dump({"methods": [_method(item, desk.lang) for item in listed]})
        return
    from tanlian.cli.tables import Column, Row, table

    columns = [Column(desk.word(f"head.{key}")) for key in ("method", "title", "document", "options")]
    rows = [
        Row((item.id, item.title.of(desk.lang), item.document, "\n".join(item.options))) for item in listed
    ]
    desk.print(table(columns, rows))
    desk.note(desk.word("account.choose"))


def _method(item: Method, lang: Lang) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title.of(lang),
        "document": item.document,
        "defaults": dict(item.defaults),
        "options": {name: text.of(lang) for name, text in item.options.items()},
    }
