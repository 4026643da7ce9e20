"""``tanlian report``: a statement made ready to be verified, as PDF or workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.files import write
from tanlian.cli.options import AsJson, Factors, Language, Output, OwnSets, PlantFile
from tanlian.cli.pairs import pairs
from tanlian.cli.plant import named_sets
from tanlian.problems import Where, fail

if TYPE_CHECKING:
    import datetime

    from tanlian.report import Report

FORMS = (".pdf", ".xlsx")


def report(
    context: typer.Context,
    file: PlantFile,
    method: Annotated[str, typer.Option("--method", metavar="METHOD")],
    previous: Annotated[Path | None, typer.Option("--previous", metavar="FILE")] = None,
    uncertainty: Annotated[Path | None, typer.Option("--uncertainty", metavar="SHEET")] = None,
    person: Annotated[list[str] | None, typer.Option("--person", metavar="ROLE=NAME")] = None,
    date: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD")] = None,
    option: Annotated[list[str] | None, typer.Option("--option", metavar="NAME=VALUE")] = None,
    font: Annotated[list[Path] | None, typer.Option("--font", metavar="FILE")] = None,
    factors: Factors = None,
    own_sets: OwnSets = None,
    output: Output = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The report of a statement."""
    desk = Desk.of(context, as_json, lang)
    if output is None and not desk.json:
        raise fail("cli.missing-argument", found="--output", path="tanlian report")
    if output is not None and output.suffix.casefold() not in FORMS:
        found = output.suffix or output.name
        raise fail("cli.unknown-form", Where(file=str(output)), found=found, expected=", ".join(FORMS))
    from tanlian.cli.report_job import Asked, make

    asked = Asked(
        file,
        method,
        previous,
        uncertainty,
        pairs(person or (), "--person", 'prepared="Li Wei, energy manager"'),
        _day(date),
        pairs(option or (), "--option", "name=value"),
        named_sets(factors, own_sets),
    )
    made = make(asked, desk.lang)
    if output is not None:
        _write(made, output, font or (), source=file)
        desk.note(desk.word("written", file=output))
    if desk.json:
        desk.dump({**made.as_dict(), "content_hash": made.content_hash})
    else:
        desk.print(desk.word("report.hash", hash=made.content_hash))


def _day(text: str | None) -> datetime.date:
    """The day printed in the report: as given, else today. Raises ``cli.bad-date``."""
    from datetime import date

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fail("cli.bad-date", Where(name="--date"), found=text) from None


def _write(made: Report, output: Path, fonts: list[Path] | tuple[()], *, source: Path) -> None:
    from tanlian.report import pdf, write_workbook

    if output.suffix.casefold() == ".pdf":
        printed = pdf(made, fonts)
        write(output, lambda path: path.write_bytes(printed), source=source)
    else:
        write(output, lambda path: write_workbook(made, path), source=source)
