"""``tanlian factors``: what is in the factor sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language
from tanlian.problems import fail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from tanlian.factors.model import Factor, FactorSet, Header
    from tanlian.problems import Lang

app = typer.Typer()


@app.command("list")
def list_sets(context: typer.Context, as_json: AsJson = False, lang: Language = None) -> None:
    """List the factor sets."""
    from tanlian.cli.tables import Column, Row, table
    from tanlian.factors.sets import sets

    desk = Desk.of(context, as_json, lang)
    headers = sets()
    if desk.json:
        desk.dump({"sets": [_header(header, desk.lang) for header in headers]})
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
    """Show one factor set."""
    desk = Desk.of(context, as_json, lang)
    chosen = _load(set_name)
    rows = [row for row in chosen.rows if row.flow == _flow_id(flow)] if flow else list(chosen.rows)
    if flow and not rows:
        raise fail("cli.nothing-found", found=flow)
    if desk.json:
        head = _header(chosen.header, desk.lang)
        desk.dump({**head, "content_hash": chosen.content_hash, "factors": _rows(rows, desk.lang)})
        return
    desk.print(_facts_of(chosen, desk), "", _table(rows, desk))


@app.command("search")
def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Search all factor sets."""
    from tanlian.factors.sets import load, sets

    desk = Desk.of(context, as_json, lang)
    words = [word.casefold() for word in text]
    hits = [
        row
        for header in sets()
        for row in load(header.id).rows
        if all(word in _haystack(row) for word in words)
    ]
    if not hits:
        raise fail("cli.nothing-found", found=" ".join(text))
    if desk.json:
        desk.dump({"factors": _rows(hits, desk.lang)})
        return
    desk.print(_table(hits, desk, with_set=True))


def _load(name: str) -> FactorSet:
    from tanlian.factors.sets import load, read_file

    is_file = Path(name).suffix.casefold() in {".csv", ".xlsx", ".yaml", ".yml"}
    return read_file(Path(name)) if is_file else load(name)


def _flow_id(name: str) -> str:
    from tanlian import catalogue

    return catalogue.flow(name).id


def _haystack(row: Factor) -> str:
    from tanlian.catalogue import flows
    from tanlian.factors.vocabulary import quantities

    named = [flows().get(row.flow), quantities().get(row.quantity)]
    labels = [label for item in named if item for label in (item.en, item.zh)]
    parts = (row.flow, row.quantity, row.gas, row.region, row.set_id, row.note, row.clause, *labels)
    return " ".join(parts).casefold()


def _label(flow: str, lang: Lang) -> str:
    from tanlian.catalogue import flows

    return flows()[flow].label(lang) if flow in flows() else flow


def _quantity(quantity: str, lang: Lang) -> str:
    from tanlian.factors.vocabulary import quantities

    return quantities()[quantity].label(lang) if quantity in quantities() else quantity


def _header(header: Header, lang: Lang) -> dict[str, Any]:
    return {
        "id": header.id,
        "title": header.title[lang],
        "publisher": header.publisher,
        "document": header.document,
        "edition": header.edition,
        "date": header.date,
        "url": header.url,
        "licence": header.licence,
        "status": header.status,
        "note": header.note.get(lang, ""),
        "supersedes": list(header.supersedes),
        "conflicts_with": list(header.conflicts_with),
    }


def _rows(rows: Iterable[Factor], lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "set": row.set_id,
            "flow": row.flow,
            "label": _label(row.flow, lang),
            "quantity": row.quantity,
            "variant": row.variant,
            "gas": row.gas,
            "origin": row.origin,
            "gwp": row.gwp,
            "value": str(row.value),
            "unit": row.unit,
            "region": row.region,
            "year": row.year,
            "clause": row.clause,
            "status": row.status,
            "note": row.note,
        }
        for row in rows
    ]


def _facts_of(chosen: FactorSet, desk: Desk) -> RenderableType:
    from tanlian.cli.facts import facts

    head = chosen.header
    return facts(
        [
            (desk.word("head.set"), head.id),
            (desk.word("head.title"), head.title[desk.lang]),
            (desk.word("head.document"), f"{head.document}, {head.edition}"),
            (desk.word("head.publisher"), head.publisher),
            (desk.word("head.url"), head.url),
            (desk.word("head.licence"), head.licence),
            (desk.word("head.weakest"), desk.word(f"status.{head.status}")),
            (desk.word("head.supersedes"), ", ".join(head.supersedes)),
            (desk.word("head.conflicts"), ", ".join(head.conflicts_with)),
            (desk.word("head.note"), head.note.get(desk.lang, "")),
            (desk.word("head.hash"), chosen.content_hash),
        ]
    )


def _table(rows: Iterable[Factor], desk: Desk, *, with_set: bool = False) -> RenderableType:
    from tanlian.cli.tables import Column, Row, table

    keys = (*(("set",) if with_set else ()), "flow", "quantity", "gas")
    columns = [
        *(Column(desk.word(f"head.{key}")) for key in keys),
        Column(desk.word("head.value"), number=True),
        *(Column(desk.word(f"head.{key}")) for key in ("unit", "region", "clause", "status")),
    ]
    return table(columns, [Row(_cells(row, desk, with_set=with_set)) for row in rows])


def _cells(row: Factor, desk: Desk, *, with_set: bool) -> tuple[str, ...]:
    gas = " ".join(part for part in (row.gas, row.gwp, row.origin if row.origin != "fossil" else "") if part)
    quantity = " · ".join(part for part in (_quantity(row.quantity, desk.lang), row.variant) if part)
    place = " ".join(part for part in (row.region, str(row.year or "")) if part)
    cells = (
        _label(row.flow, desk.lang),
        quantity,
        gas,
        str(row.value).replace("-", "−"),
        row.unit,
        place,
        row.clause,
        desk.word(f"status.{row.status}"),
    )
    return (row.set_id, *cells) if with_set else cells
