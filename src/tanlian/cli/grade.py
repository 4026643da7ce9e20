"""``tanlian grade``: what a standard says of bare facts, or of the products of a plant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Basis, Factors, Language, MaybePlantFile, OwnSets
from tanlian.cli.pairs import pairs
from tanlian.problems import fail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tanlian.cli.plant import Named
    from tanlian.standards.library import Standard
    from tanlian.standards.plant import PlantGrade

Facts = Annotated[list[str] | None, typer.Option("--fact", metavar="NAME=VALUE")]


def grade(
    context: typer.Context,
    standard: Annotated[str, typer.Argument(metavar="STANDARD")],
    file: MaybePlantFile = None,
    fact: Facts = None,
    product: Annotated[str | None, typer.Option("--product", metavar="FLOW")] = None,
    basis: Basis = None,
    factors: Factors = None,
    own_sets: OwnSets = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Grade bare facts, or a plant file."""
    from tanlian.standards.library import load

    desk = Desk.of(context, as_json, lang)
    facts = pairs(fact or (), "--fact", 'intensity="805 kg/t"')
    chosen = load(standard)
    if file is None:
        _grade_facts(chosen, facts, desk)
        return
    from tanlian.cli.plant import named_sets

    grades = _grade_plant(chosen, file, facts, product, basis, named_sets(factors, own_sets))
    if desk.json:
        results = [{"product": item.product, **item.grade.as_dict(desk.lang)} for item in grades]
        desk.dump({"file": str(file), "standard": chosen.id, "grades": results})
        return
    from tanlian.catalogue import flow
    from tanlian.cli.grade_page import page

    for item in grades:
        desk.print(*page(chosen, item.grade, desk, flow(item.product).label(desk.lang)))


def _grade_facts(standard: Standard, facts: Mapping[str, str], desk: Desk) -> None:
    from tanlian.standards.evaluate import grade as grade_facts
    from tanlian.standards.evaluate import used_facts

    if not facts:
        asked = ", ".join(used_facts(standard.pack))
        raise fail("cli.nothing-to-grade", expected=standard.id, facts=asked)
    result = grade_facts(standard, facts)
    if desk.json:
        desk.dump(result.as_dict(desk.lang))
        return
    from tanlian.cli.grade_page import page

    desk.print(*page(standard, result, desk))


def _grade_plant(
    standard: Standard,
    file: Path,
    facts: Mapping[str, str],
    product: str | None,
    basis: Basis,
    named: Named,
) -> tuple[PlantGrade, ...]:
    from tanlian.cli.plant import flow_of, ledger_of
    from tanlian.standards.plant import grade_plant

    made = ledger_of(file, named)
    grades = grade_plant(standard, made, basis=basis, facts=facts)
    if product is None:
        return grades
    wanted = flow_of(product, made.inventory)
    chosen = tuple(item for item in grades if item.product == wanted)
    if not chosen:
        known = ", ".join(item.product for item in grades)
        raise fail("cli.not-graded-product", found=product, expected=known, standard=standard.id)
    return chosen
