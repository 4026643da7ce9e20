"""``tanlian template``: an empty plant file to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.files import write
from tanlian.cli.options import AsJson, Language, Output
from tanlian.problems import Where, fail


def template(
    context: typer.Context,
    plant_type: Annotated[str, typer.Argument(metavar="PLANT_TYPE")],
    output: Output = None,
    force: Annotated[bool, typer.Option("--force")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Write an empty plant file."""
    from tanlian.inventory.template import write_template

    desk = Desk.of(context, as_json, lang)
    path = output or Path(f"tanlian-{plant_type}.xlsx")
    if path.suffix.casefold() != ".xlsx":
        raise fail(
            "cli.unknown-form", Where(file=str(path)), found=path.suffix or path.name, expected=".xlsx"
        )
    if path.exists() and not force:
        raise fail("cli.file-exists", Where(file=str(path)))
    write(path, lambda place: write_template(plant_type, place, desk.lang))
    if desk.json:
        desk.dump({"written": str(path)})
    else:
        desk.print(desk.word("written", file=path))
