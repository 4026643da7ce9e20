"""``tanlian whatif``: a plant as it is beside scenarios of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Basis, Factors, Language, OwnSets, PlantFile
from tanlian.cli.plant import flow_of, named_sets, refuse_unused

if TYPE_CHECKING:
    from tanlian.cli.whatif_job import Column

Products = Annotated[list[str] | None, typer.Option("--product", metavar="FLOW")]


def whatif(
    context: typer.Context,
    file: PlantFile,
    scenarios: Annotated[list[Path], typer.Argument(metavar="SCENARIO")],
    product: Products = None,
    basis: Basis = None,
    factors: Factors = None,
    own_sets: OwnSets = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Footprints, statements and grades, base against scenarios."""
    from tanlian.accounting.compare import whatif as under
    from tanlian.cli.whatif_job import column, shown_products
    from tanlian.inventory.read import read
    from tanlian.inventory.scenario import read as read_scenario

    desk = Desk.of(context, as_json, lang)
    told = [read_scenario(path) for path in scenarios]
    inventory, named = read(file), named_sets(factors, own_sets)
    refuse_unused(named, inventory)
    flows = [flow_of(name, inventory) for name in product or ()]
    made = [under(inventory, item, factors=named.roles, own_sets=named.own) for item in told]
    side = basis or "location"
    base = made[0]
    flows = flows or shown_products(inventory, base.base)
    columns: list[Column] = [column(base.names[0], inventory, base.base, named.roles, named.own, flows, side)]
    for item in made:
        roles = {**named.roles, **item.applied.factors}
        here = item.applied.inventory
        columns.append(column(item.names[1], here, item.scenario, roles, named.own, flows, side))
    if desk.json:
        desk.dump(
            {
                "file": str(file),
                "basis": side,
                "columns": [each.as_dict(desk.lang) for each in columns],
                "scenarios": [item.as_dict(flows, side, desk.lang) for item in made],
            }
        )
        return
    from tanlian.cli.whatif_page import page

    steps = flows if product else ()
    desk.print(*page(inventory, columns, made, steps, side, desk))
