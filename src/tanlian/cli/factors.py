"""``tanlian factors``: what is in the factor sets, and where each factor comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanlian.cli import factors_cbam, factors_diff, factors_load
from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language
from tanlian.problems import fail

if TYPE_CHECKING:
    from tanlian.factors.model import FactorSet

app = typer.Typer()

_FILES = {".csv", ".xlsx", ".yaml", ".yml"}


@app.command("list")
def list_sets(context: typer.Context, as_json: AsJson = False, lang: Language = None) -> None:
    """List the factor sets."""
    from tanlian.cli.factor_page import header_dict
    from tanlian.cli.tables import Column, Row, table
    from tanlian.factors.sets import sets

    desk = Desk.of(context, as_json, lang)
    headers = sets()
    if desk.json:
        desk.dump({"sets": [header_dict(header, desk.lang) for header in headers]})
        return
    columns = [Column(desk.word(f"head.{key}")) for key in ("set", "title", "edition", "status")]
    rows = [
        Row((header.id, header.title[desk.lang], header.edition, desk.word(f"status.{header.status}")))
        for header in headers
    ]
    desk.print(table(columns, rows))


@app.command("show")
def show(
    context: typer.Context,
    set_name: Annotated[str, typer.Argument(metavar="SET")],
    flow: Annotated[str | None, typer.Option("--flow", metavar="FLOW")] = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Show one factor set, or one flow of it with the notes of the document."""
    from tanlian.cli.factor_page import factor_table, header_dict, set_facts, sourced_dict

    desk = Desk.of(context, as_json, lang)
    chosen = set_or_file(set_name)
    rows = [row for row in chosen.rows if row.flow == _flow_id(flow)] if flow else list(chosen.rows)
    if flow and not rows:
        raise fail("cli.nothing-found", found=flow)
    if desk.json:
        told = [sourced_dict(chosen, row, desk.lang) for row in rows]
        desk.dump(
            {**header_dict(chosen.header, desk.lang), "content_hash": chosen.content_hash, "factors": told}
        )
        return
    desk.print(set_facts(chosen, desk), "", factor_table(rows, desk, with_note=flow is not None))


@app.command("search")
def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Search all factor sets."""
    from tanlian.cli.factor_page import factor_table, sourced_dict
    from tanlian.factors import compare
    from tanlian.factors.sets import load, sets

    desk = Desk.of(context, as_json, lang)
    asked = " ".join(text)
    hits = compare.search(asked, [load(header.id) for header in sets()])
    if not hits:
        raise fail("cli.nothing-found", found=asked)
    if desk.json:
        desk.dump({"factors": [sourced_dict(load(row.set_id), row, desk.lang) for row in hits]})
        return
    desk.print(factor_table(hits, desk, with_set=True))


def set_or_file(name: str) -> FactorSet:
    """A bundled set by id, or a user's own from a file. Raises what reading raises."""
    from tanlian.factors.sets import load, read_file

    return read_file(Path(name)) if Path(name).suffix.casefold() in _FILES else load(name)


def _flow_id(name: str) -> str:
    from tanlian import catalogue

    return catalogue.flow(name).id


app.command("diff")(factors_diff.diff)
app.command("load")(factors_load.load)
app.command("default")(factors_cbam.default)
app.command("benchmark")(factors_cbam.benchmark)
