"""``tanlian compare``: two plants, a plant and a scenario, or two choices of factors, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Basis, Factors, Language, OwnSets, PlantFile
from tanlian.cli.pairs import pairs
from tanlian.cli.plant import flow_of, named_sets
from tanlian.problems import fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tanlian.accounting.measure import Basis as BasisName
    from tanlian.cli.sides import Side

Options = Annotated[list[str] | None, typer.Option("--option", metavar="NAME=VALUE")]


def compare(
    context: typer.Context,
    file: PlantFile,
    other: Annotated[Path | None, typer.Argument(metavar="[FILE]")] = None,
    scenario: Annotated[Path | None, typer.Option("--scenario", metavar="FILE")] = None,
    method: Annotated[str | None, typer.Option("--method", metavar="METHOD")] = None,
    line: Annotated[str | None, typer.Option("--line", metavar="LINE")] = None,
    product: Annotated[str | None, typer.Option("--product", metavar="FLOW")] = None,
    basis: Basis = None,
    option: Options = None,
    factors: Factors = None,
    own_sets: OwnSets = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Compare two sides: a statement, a product, or all products."""
    desk = Desk.of(context, as_json, lang)
    if (other is None) == (scenario is None) and not (other is None and factors):
        raise fail("cli.compare-with")
    if method is not None and product is not None:
        raise fail("cli.not-together", found="--method", expected="--product")
    from tanlian.accounting.run import method as known

    if method is not None:
        known(method)
    from tanlian.cli.sides import two_sides

    options = pairs(option or (), "--option", "name=value")
    sides = two_sides(file, other, scenario, named_sets(factors, own_sets))
    if method is not None:
        _statements(sides, method, options, line, desk, every=every)
    else:
        flows = [flow_of(product, sides[0].inventory)] if product else []
        _products(sides, flows, basis or "location", desk, every=every)


def _statements(
    sides: tuple[Side, Side],
    method: str,
    options: dict[str, str],
    line: str | None,
    desk: Desk,
    *,
    every: bool,
) -> None:
    from tanlian.accounting.compare import compare_statements

    names = [side.name for side in sides]
    first, second = (side.statement(method, options) for side in sides)
    made = compare_statements(first, second, names)
    shared = [item for item in made.a.totals if item in made.b.totals]
    falls = made.waterfall(line or (shared or made.a.totals)[0])
    if desk.json:
        desk.dump({**made.as_dict(desk.lang), "waterfall": falls.as_dict(desk.lang)})
        return
    from tanlian.cli.compare_page import statements

    desk.print(*statements(made, falls, desk, every=every))
    desk.warnings(made.warnings)


def _products(
    sides: tuple[Side, Side], flows: Sequence[str], basis: BasisName, desk: Desk, *, every: bool
) -> None:
    from tanlian.accounting.compare import compare_footprints, factor_effect
    from tanlian.accounting.product import footprints

    names = [side.name for side in sides]
    first, second = ({item.flow: item for item in footprints(side.ledger, flows)} for side in sides)
    made = {
        name: compare_footprints(first[name], second[name], basis, names) for name in first if name in second
    }
    alike = sides[0].inventory is sides[1].inventory
    effect = factor_effect(sides[0].ledger, sides[1].ledger) if alike else None
    if desk.json:
        document: dict[str, Any] = {"names": [name.of(desk.lang) for name in names], "basis": basis}
        document["products"] = {name: item.as_dict(desk.lang) for name, item in made.items()}
        desk.dump(document | ({"factor_effect": effect.as_dict()} if effect else {}))
        return
    from tanlian.cli.compare_page import effects, one_product, products

    if flows:
        for name, item in made.items():
            desk.print(*one_product(name, item, basis, desk, every=every))
    else:
        desk.print(products(made, names, basis, desk))
    if effect is not None:
        desk.print("", *effects(effect, names, desk, every=every))
    desk.warnings(problem for item in made.values() for problem in item.warnings)
