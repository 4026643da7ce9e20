"""``tanlian check``: every cell of a plant file, then its balances."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Factors, Language, OwnSets, PlantFile
from tanlian.cli.plant import Named, named_sets, refuse_unused
from tanlian.problems import Problem, Problems

if TYPE_CHECKING:
    from tanlian.accounting.check import Check
    from tanlian.inventory.model import Inventory

ACCEPTED, REFUSED = 0, 2


def check(
    context: typer.Context,
    file: PlantFile,
    every: Annotated[bool, typer.Option("--all")] = False,
    factors: Factors = None,
    own_sets: OwnSets = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> int:
    """Check a plant file. The findings are the result: they stand on stdout."""
    desk = Desk.of(context, as_json, lang)
    named = named_sets(factors, own_sets)
    try:
        inventory, warnings = _read(file)
        checked = _check(inventory, named)
        findings: tuple[Problem, ...] = (*warnings, *checked.problems)
    except Problems as error:
        inventory, checked, findings = None, None, error.problems
    accepted = not any(item.severity == "error" for item in findings)
    if desk.json:
        desk.dump(_document(file, inventory, checked, findings, accepted=accepted, desk=desk))
    else:
        _print(inventory, checked, findings, desk, every=every)
    return ACCEPTED if accepted else REFUSED


def _read(file: Path) -> tuple[Inventory, tuple[Problem, ...]]:
    from tanlian.inventory.read import read_with_warnings

    reading = read_with_warnings(file)
    return reading.inventory, reading.warnings


def _check(inventory: Inventory, named: Named) -> Check:
    from tanlian.accounting.check import check as check_inventory

    refuse_unused(named, inventory)
    return check_inventory(inventory, named.roles, named.own)


def _document(
    file: Path,
    inventory: Inventory | None,
    checked: Check | None,
    findings: tuple[Problem, ...],
    *,
    accepted: bool,
    desk: Desk,
) -> dict[str, object]:
    document: dict[str, object] = {"file": str(file), "accepted": accepted}
    if inventory is not None:
        document["site"] = inventory.site.name
        document["period"] = str(inventory.period)
        document["processes"] = len(inventory.processes)
        document["exchanges"] = inventory.exchanges.height
    document["problems"] = [item.as_dict(desk.lang) for item in findings]
    document["balance"] = checked.balance.frame.to_dicts() if checked else None
    return document


def _print(
    inventory: Inventory | None,
    checked: Check | None,
    findings: tuple[Problem, ...],
    desk: Desk,
    *,
    every: bool,
) -> None:
    from tanlian.cli.findings import counts
    from tanlian.cli.findings import findings as told

    desk.print(*told(findings, desk.lang))
    if inventory is None or checked is None:
        return
    from rich.text import Text

    from tanlian.cli.balance_page import page, size_of

    about = desk.word(
        "check.size",
        site=inventory.site.name,
        period=inventory.period,
        size=size_of(inventory, desk),
    )
    desk.print(Text(about, style="bold"), *page(checked.balance.frame, inventory, desk, every=every))
    if not findings:
        desk.print(desk.word("check.clean"))
    elif len(findings) == 1:
        desk.print(counts(findings, desk.lang))
