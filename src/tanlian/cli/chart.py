"""``tanlian chart``: a result as a picture, its data as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tanlian.cli.desk import Desk, to_json
from tanlian.cli.files import write, write_text
from tanlian.cli.options import AsJson, Basis, Factors, Language, MaybePlantFile, Output, OwnSets
from tanlian.cli.plant import named_sets
from tanlian.problems import Where, fail

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tanlian.charts.model import Chart

FORMS = (".svg", ".png", ".json")
Kind = Literal["carbon", "energy", "footprint", "difference", "methods", "standard"]
Theme = Literal["light", "dark"]


def chart(
    context: typer.Context,
    kind: Annotated[Kind, typer.Argument(metavar="KIND")],
    file: MaybePlantFile = None,
    other: Annotated[Path | None, typer.Argument(metavar="[FILE]")] = None,
    scenario: Annotated[Path | None, typer.Option("--scenario", metavar="FILE")] = None,
    product: Annotated[str | None, typer.Option("--product", metavar="FLOW")] = None,
    standard: Annotated[str | None, typer.Option("--standard", metavar="STANDARD")] = None,
    basis: Basis = None,
    factors: Factors = None,
    own_sets: OwnSets = None,
    output: Output = None,
    theme: Annotated[Theme, typer.Option("--theme", metavar="light|dark")] = "light",
    as_table: Annotated[bool, typer.Option("--table")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Draw a chart, show its data, or both."""
    desk = Desk.of(context, as_json, lang)
    if output is not None and output.suffix.casefold() not in FORMS:
        found = output.suffix or output.name
        raise fail("cli.unknown-form", Where(file=str(output)), found=found, expected=", ".join(FORMS))
    from tanlian.cli.chart_kinds import Asked, make

    asked = Asked(
        file, other, scenario, product, standard, basis or "location", named_sets(factors, own_sets)
    )
    made = make(kind, asked)
    if output is not None:
        _write(made, output, desk, theme, source=file)
    if desk.json:
        desk.dump(_document(made, desk, output))
        return
    desk.print(made.title.of(desk.lang))
    if made.note.of(desk.lang):
        desk.print(made.note.of(desk.lang))
    if as_table or output is None:
        desk.print("", _table(made, desk))
    if output is not None:
        desk.note(desk.word("written", file=output))


def _write(made: Chart, output: Path, desk: Desk, theme: Theme, *, source: Path | None) -> None:
    from tanlian.charts.render import png, spec, svg

    form = output.suffix.casefold()
    if form == ".svg":
        write_text(output, svg(made, desk.lang, theme), source=source)
    elif form == ".json":
        write_text(output, to_json(spec(made, desk.lang, theme)), source=source)
    else:
        picture = png(made, desk.lang, theme)
        write(output, lambda path: path.write_bytes(picture), source=source)


def _document(made: Chart, desk: Desk, output: Path | None) -> dict[str, Any]:
    return {
        "id": made.id,
        "title": made.title.of(desk.lang),
        "subtitle": made.subtitle.of(desk.lang),
        "note": made.note.of(desk.lang),
        "table": made.table.to_dicts(),
        "written": None if output is None else str(output),
    }


def _table(made: Chart, desk: Desk) -> RenderableType:
    """The data in words. What a column is of stands in its heading, so a unit needs no line of its own."""
    from tanlian.charts.model import table as in_words
    from tanlian.cli.tables import Column, Row, decimals, number, table

    frame = in_words(made, desk.lang)
    places = {name: decimals(frame[name]) for name, kind in frame.schema.items() if kind.is_numeric()}
    columns = [Column(name, number=name in places) for name in frame.columns]
    yes = {True: desk.word("yes"), False: desk.word("no")}

    def cell(name: str, value: Any) -> str:
        if name in places:
            return number(value, places[name], keep=True)
        return yes[value] if isinstance(value, bool) else str(value or "")

    rows = [
        Row(tuple(cell(name, value) for name, value in item.items())) for item in frame.iter_rows(named=True)
    ]
    return table(columns, rows)
