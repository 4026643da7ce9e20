"""``tanlian check``: every cell of a plant file, then its balances."""

from __future__ import annotations

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language, PlantFile


def check(context: typer.Context, file: PlantFile, as_json: AsJson = False, lang: Language = None) -> None:
    """Check a plant file."""
    desk = Desk.of(context, as_json, lang)
    del desk, file
