"""``tanlian footprint``: kg CO2e per tonne of each product of a plant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Basis, Factors, Language, OwnSets, PlantFile
from tanlian.cli.plant import flow_of, ledger_of, named_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tanlian.accounting.ledger import Ledger
    from tanlian.accounting.product import ProductFootprint

Products = Annotated[list[str] | None, typer.Option("--product", metavar="FLOW")]
Gwp = Annotated[Literal["AR5", "AR6"] | None, typer.Option("--gwp", metavar="AR5|AR6")]
Top = Annotated[int, typer.Option("--top", metavar="N", min=0)]


def footprint(
    context: typer.Context,
    file: PlantFile,
    product: Products = None,
    basis: Basis = None,
    gwp: Gwp = None,
    top: Top = 5,
    factors: Factors = None,
    own_sets: OwnSets = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Footprint of each product."""
    desk = Desk.of(context, as_json, lang)
    made = ledger_of(file, named_sets(factors, own_sets))
    results = products_of(made, [flow_of(name, made.inventory) for name in product or ()], gwp)
    if desk.json:
        desk.dump({"file": str(file), "products": [item.as_dict(desk.lang) for item in results]})
        return
    from tanlian.cli.footprint_page import page

    desk.print(*page(results, basis or "location", top, desk))
    desk.warnings(made.warnings)


def products_of(
    made: Ledger, flows: Sequence[str], gwp: Literal["AR5", "AR6"] | None
) -> tuple[ProductFootprint, ...]:
    """The footprints of some flows, or of every product, with a GWP set or the newest."""
    from tanlian.accounting.product import cradle_to_gate, footprints

    return footprints(made, flows, cradle_to_gate(gwp) if gwp else None)
