"""Factors for a person and as JSON: unit, place, clause and status of each, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import RenderableType

from tanlian.catalogue import flows
from tanlian.cli.desk import Desk
from tanlian.cli.facts import facts
from tanlian.cli.tables import Column, Row, table
from tanlian.factors.compare import provenance
from tanlian.factors.model import Factor, FactorSet, Header
from tanlian.factors.vocabulary import quantities
from tanlian.problems import Lang


def flow_label(flow: str, lang: Lang) -> str:
    """The name of a flow; its id where the catalogue does not have it."""
    return flows()[flow].label(lang) if flow in flows() else flow


def quantity_label(row: Factor, lang: Lang) -> str:
    """What a factor is of its flow, with its variant."""
    name = quantities()[row.quantity].label(lang) if row.quantity in quantities() else row.quantity
    return " · ".join(part for part in (name, row.variant) if part)


def gas_label(row: Factor) -> str:
    """Gas, GWP set and origin; fossil goes without saying."""
    return " ".join(part for part in (row.gas, row.gwp, row.origin if row.origin != "fossil" else "") if part)


def place_label(row: Factor) -> str:
    """Region and year."""
    return " ".join(part for part in (row.region, str(row.year or "")) if part)


def header_dict(header: Header, lang: Lang) -> dict[str, Any]:
    """JSON form of a header."""
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


def factor_dict(row: Factor, lang: Lang) -> dict[str, Any]:
    """JSON form of a factor, the value as the document prints it."""
    return {
        "set": row.set_id,
        "flow": row.flow,
        "label": flow_label(row.flow, lang),
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


def sourced_dict(chosen: FactorSet, row: Factor, lang: Lang) -> dict[str, Any]:
    """JSON form of a factor with where it comes from."""
    origin = provenance(chosen, row)
    names = ("document", "edition", "clause", "publisher", "date", "url", "licence", "content_hash")
    return {**factor_dict(row, lang), "provenance": {name: getattr(origin, name) for name in names}}


def set_facts(chosen: FactorSet, desk: Desk) -> RenderableType:
    """What a set is and where it comes from."""
    head, word = chosen.header, desk.word
    return facts(
        [
            (word("head.set"), head.id),
            (word("head.title"), head.title[desk.lang]),
            (word("head.document"), ", ".join(part for part in (head.document, head.edition) if part)),
            (word("head.publisher"), head.publisher),
            (word("head.date"), head.date),
            (word("head.url"), head.url),
            (word("head.licence"), head.licence),
            (word("head.weakest"), word(f"status.{head.status}")),
            (word("head.supersedes"), ", ".join(head.supersedes)),
            (word("head.conflicts"), ", ".join(head.conflicts_with)),
            (word("head.note"), head.note.get(desk.lang, "")),
            (word("head.hash"), chosen.content_hash),
        ]
    )


def factor_table(
    rows: Iterable[Factor], desk: Desk, *, with_set: bool = False, with_note: bool = False
) -> RenderableType:
    """Factors one a row; ``with_note`` shows under each what its document says of it."""
    keys = (*(("set",) if with_set else ()), "flow", "quantity", "gas")
    columns = [
        *(Column(desk.word(f"head.{key}")) for key in keys),
        Column(desk.word("head.value"), number=True),
        *(Column(desk.word(f"head.{key}")) for key in ("unit", "region", "clause", "status")),
    ]
    return table(
        columns, [Row(_cells(row, desk, with_set=with_set), row.note if with_note else "") for row in rows]
    )


def _cells(row: Factor, desk: Desk, *, with_set: bool) -> tuple[str, ...]:
    cells = (
        flow_label(row.flow, desk.lang),
        quantity_label(row, desk.lang),
        gas_label(row),
        str(row.value).replace("-", "−"),
        row.unit,
        place_label(row),
        row.clause,
        desk.word(f"status.{row.status}"),
    )
    return (row.set_id, *cells) if with_set else cells
