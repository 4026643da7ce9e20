"""The commands under their names."""

from __future__ import annotations

from typing import Annotated

import typer

from tanlian.cli import (
    account,
    chart,
    check,
    compare,
    factors,
    footprint,
    grade,
    report,
    run,
    standards,
    template,
    uncertainty,
    whatif,
)
from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language

Version = Annotated[bool, typer.Option("--version")]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context, version: Version = False, as_json: AsJson = False, lang: Language = None
) -> None:
    """Take the options that stand before the command."""
    desk = Desk.of(context, as_json, lang)
    if version:
        from importlib.metadata import version as installed

        if desk.json:
            desk.dump({"tanlian": installed("tanlian")})
        else:
            desk.print(f"tanlian {installed('tanlian')}")
        raise typer.Exit


app.command("template")(template.template)
app.command("check")(check.check)
app.command("account")(account.account)
app.command("footprint")(footprint.footprint)
app.command("grade")(grade.grade)
app.command("compare")(compare.compare)
app.command("whatif")(whatif.whatif)
app.command("uncertainty")(uncertainty.uncertainty)
app.command("chart")(chart.chart)
app.command("report")(report.report)
app.add_typer(factors.app, name="factors")
app.add_typer(standards.app, name="standards")
app.command("run")(run.run)
