"""``tanlian factors diff``: what changed from one factor set to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from tanlian.factors.compare import Change, Difference


def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="SET")],
    new: Annotated[str, typer.Argument(metavar="SET")],
    every: Annotated[bool, typer.Option("--all")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Compare two factor sets."""
    from tanlian.cli.factors import set_or_file
    from tanlian.factors import compare

    desk = Desk.of(context, as_json, lang)
    found = compare.diff(set_or_file(old), set_or_file(new))
    if desk.json:
        desk.dump(_document(found, desk))
    else:
        desk.print(*_page(found, desk, every=every))


def _document(found: Difference, desk: Desk) -> dict[str, Any]:
    from tanlian.cli.factor_page import factor_dict, header_dict

    return {
        "old": header_dict(found.old, desk.lang),
        "new": header_dict(found.new, desk.lang),
        "equal": found.equal,
        "changed": [
            {
                "old": factor_dict(item.old, desk.lang),
                "new": factor_dict(item.new, desk.lang),
                "fields": list(item.fields),
                "ratio": None if item.ratio is None else float(item.ratio),
            }
            for item in found.changed
        ],
        "added": [factor_dict(row, desk.lang) for row in found.added],
        "removed": [factor_dict(row, desk.lang) for row in found.removed],
    }


def _page(found: Difference, desk: Desk, *, every: bool) -> Iterator[RenderableType]:
    """Other amounts first; a row that differs only in words is told in numbers unless all are asked for."""
    from rich.text import Text

    from tanlian.cli.factor_page import factor_table

    word = desk.word
    told = [item for item in found.changed if every or "amount" in item.fields]
    numbers = {
        "changed": len(told),
        "words": len(found.changed) - len(told),
        "added": len(found.added),
        "removed": len(found.removed),
        "equal": found.equal,
    }
    yield Text(f"{found.old.id} → {found.new.id}", style="bold")
    yield word("list.comma").join(
        word(f"diff.{key}", number=number) for key, number in numbers.items() if number
    )
    if told:
        yield ""
        yield _changes(told, desk)
    for key, rows in (("added", found.added), ("removed", found.removed)):
        if rows:
            yield ""
            yield Text(word(f"diff.only-{key}", name=(found.new if key == "added" else found.old).id), "bold")
            yield factor_table(rows, desk)


def _changes(changes: list[Change], desk: Desk) -> RenderableType:
    from tanlian.cli.factor_page import flow_label, gas_label, place_label, quantity_label
    from tanlian.cli.tables import Column, Row, number, table

    columns = [
        *(Column(desk.word(f"head.{key}")) for key in ("flow", "quantity", "gas", "region")),
        Column(desk.word("head.old"), number=True),
        Column(desk.word("head.new"), number=True),
        Column(desk.word("head.unit")),
        Column(desk.word("head.change"), "%", number=True),
        Column(desk.word("head.differs")),
    ]
    rows = []
    for item in changes:
        old, new = item.old, item.new
        fields = [desk.word(f"differs.{name}") for name in item.fields if name not in {"amount", "value"}]
        change = None if item.ratio is None else 100 * (float(item.ratio) - 1)
        rows.append(
            Row(
                (
                    flow_label(new.flow, desk.lang),
                    quantity_label(new, desk.lang),
                    gas_label(new),
                    place_label(new),
                    str(old.value).replace("-", "−"),
                    str(new.value).replace("-", "−"),
                    new.unit if old.unit == new.unit else f"{old.unit} → {new.unit}",
                    number(change, 2),
                    desk.word("list.comma").join(fields),
                )
            )
        )
    return table(columns, rows)
