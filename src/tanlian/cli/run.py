"""``tanlian run``: the whole main job on plant files."""

from __future__ import annotations

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language


def run(context: typer.Context, as_json: AsJson = False, lang: Language = None) -> None:
    """Run the main job."""
    desk = Desk.of(context, as_json, lang)
    del desk
