"""``tanlian account``: the statement of a method for a plant."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanlian.cli.desk import Desk, to_json
from tanlian.cli.files import write, write_text
from tanlian.cli.options import AsJson, Factors, Language, MaybePlantFile, Output, OwnSets
from tanlian.cli.pairs import pairs
from tanlian.cli.plant import named_sets, refuse_unused
from tanlian.problems import Lang, Where, fail

if TYPE_CHECKING:
    from tanlian.accounting.methods import Method
    from tanlian.accounting.statement import Statement

FORMS = (".xlsx", ".json", ".csv")


def account(
    context: typer.Context,
    file: MaybePlantFile = None,
    method: Annotated[str | None, typer.Option("--method", metavar="METHOD")] = None,
    factors: Factors = None,
    own_sets: OwnSets = None,
    option: Annotated[list[str] | None, typer.Option("--option", metavar="NAME=VALUE")] = None,
    output: Output = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Make the statement of a method, or list the methods."""
    desk = Desk.of(context, as_json, lang)
    if method is None:
        _list_methods(desk)
        return
    if file is None:
        raise fail("cli.missing-argument", found="FILE", path="tanlian account")
    if output is not None:
        form_of(output)
    from tanlian.accounting.run import account as account_by
    from tanlian.accounting.run import method as known
    from tanlian.inventory.read import read

    known(method)
    named = named_sets(factors, own_sets)
    options = pairs(option or (), "--option", "name=value")
    inventory = read(file)
    refuse_unused(named, inventory)
    statement = account_by(inventory, method, factors=named.roles, options=options, own_sets=named.own)
    if output is not None:
        write_statement(statement, output, desk.lang, source=file)
    if desk.json:
        desk.dump(statement.as_dict(desk.lang))
    else:
        from tanlian.cli.statement_page import page

        desk.print(*page(statement, desk, every=every))
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


def _list_methods(desk: Desk) -> None:
    from tanlian.accounting.run import METHODS

    listed: Iterable[Method] = METHODS.values()
    if desk.json:
        desk.dump({"methods": [_method(item, desk.lang) for item in listed]})
        return
    from tanlian.cli.tables import Column, Row, table

    columns = [Column(desk.word(f"head.{key}")) for key in ("method", "title", "options")]
    rows = [Row((item.id, item.title.of(desk.lang), "\n".join(item.options))) for item in listed]
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
