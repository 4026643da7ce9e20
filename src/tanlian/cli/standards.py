"""``tanlian standards``: what the standards say, and whether their own examples come out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language

if TYPE_CHECKING:
    from tanlian.standards.check import Check
    from tanlian.standards.library import Standard

app = typer.Typer()

Name = Annotated[str, typer.Argument(metavar="STANDARD")]
MaybeName = Annotated[str | None, typer.Argument(metavar="[STANDARD]")]
All = Annotated[bool, typer.Option("--all")]


@app.command("list")
def list_standards(context: typer.Context, as_json: AsJson = False, lang: Language = None) -> None:
    """List the standards."""
    from tanlian.standards.library import standards

    desk = Desk.of(context, as_json, lang)
    if desk.json:
        desk.dump({"standards": [_summary(item, desk) for item in standards()]})
        return
    from tanlian.cli.tables import Column, Row, table

    columns = [Column(desk.word(f"head.{key}")) for key in ("standard", "title", "edition", "status")]
    rows = [
        Row((item["id"], item["title"], item["edition"], desk.word(f"status.{item['status']}")))
        for item in (_summary(standard, desk) for standard in standards())
    ]
    desk.print(table(columns, rows))


@app.command("show")
def show(context: typer.Context, standard: Name, as_json: AsJson = False, lang: Language = None) -> None:
    """Show one standard."""
    from tanlian.standards.library import load

    desk = Desk.of(context, as_json, lang)
    chosen = load(standard)
    if desk.json:
        pack = chosen.pack.model_dump(mode="json", exclude_none=True)
        desk.dump({"content_hash": chosen.content_hash, "measure_hash": chosen.measure_hash, **pack})
        return
    from tanlian.cli.standard_page import page

    desk.print(*page(chosen, desk))


@app.command("test")
def test(
    context: typer.Context,
    standard: MaybeName = None,
    every: All = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> int:
    """Run the worked examples of a standard, or of all. Exit status 2 where one does not come out."""
    from tanlian.standards.check import test_pack
    from tanlian.standards.library import load, standards

    desk = Desk.of(context, as_json, lang)
    chosen = [load(standard)] if standard else standards()
    checks = {item.id: test_pack(item) for item in chosen}
    if desk.json:
        desk.dump({"standards": {name: _checks(found) for name, found in checks.items()}})
    else:
        _print_checks(checks, desk, every=every)
    return 0 if all(check.passed for found in checks.values() for check in found) else 2


def _summary(item: Standard, desk: Desk) -> dict[str, Any]:
    pack = item.pack
    return {
        "id": item.id,
        "title": pack.title.of(desk.lang),
        "publisher": pack.publisher.of(desk.lang),
        "edition": pack.edition,
        "status": pack.status,
        "scope": pack.scope.of(desk.lang),
        "content_hash": item.content_hash,
    }


def _checks(checks: list[Check]) -> dict[str, Any]:
    return {
        "passed": sum(check.passed for check in checks),
        "failed": sum(not check.passed for check in checks),
        "checks": [
            {
                "name": check.name,
                "passed": check.passed,
                "expected": check.expected,
                "found": check.found,
            }
            for check in checks
        ],
    }


def _print_checks(checks: dict[str, list[Check]], desk: Desk, *, every: bool) -> None:
    from tanlian.cli.tables import Column, Row, table

    shown = [
        Row((name, check.name, check.expected, check.found, desk.word(f"check.{check.passed}")))
        for name, found in checks.items()
        for check in found
        if every or not check.passed
    ]
    if shown:
        keys = ("standard", "example", "expected", "found", "outcome")
        desk.print(table([Column(desk.word(f"head.{key}")) for key in keys], shown))
    for name, found in checks.items():
        passed = sum(check.passed for check in found)
        desk.print(desk.word("check.sum", name=name, passed=passed, all=len(found)))
