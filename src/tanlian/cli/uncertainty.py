"""``tanlian uncertainty``: how well the footprints of a plant are known, and what makes most of the doubt."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Basis, Factors, Language, OwnSets, PlantFile
from tanlian.cli.plant import flow_of, named_sets, refuse_unused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tanlian.inventory.model import Inventory

SAMPLES = 2000
Products = Annotated[list[str] | None, typer.Option("--product", metavar="FLOW")]


def uncertainty(
    context: typer.Context,
    file: PlantFile,
    sheet: Annotated[Path, typer.Argument(metavar="SHEET")],
    product: Products = None,
    basis: Basis = None,
    samples: Annotated[int, typer.Option("--samples", metavar="N", min=100, max=1_000_000)] = SAMPLES,
    seed: Annotated[int | None, typer.Option("--seed", metavar="S")] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=0)] = 5,
    factors: Factors = None,
    own_sets: OwnSets = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Standard uncertainty, percentiles and the largest contributions of each product."""
    from dataclasses import replace

    from tanlian.accounting.uncertainty import Ask, read
    from tanlian.accounting.uncertainty import uncertainty as of_plant
    from tanlian.inventory.read import read as read_plant

    desk = Desk.of(context, as_json, lang)
    widths = read(sheet)
    if seed is not None:
        widths = replace(widths, seed=seed)
    inventory, named = read_plant(file), named_sets(factors, own_sets)
    refuse_unused(named, inventory)
    ask = Ask(tuple(flows_of(inventory, product or ())), basis or "location")
    with desk.err.status(desk.word("uncertainty.works")) if desk.err.is_terminal else nullcontext():
        made = of_plant(inventory, widths, ask, factors=named.roles, own_sets=named.own)
    if desk.json:
        desk.dump({"file": str(file), "basis": ask.basis, **made.as_dict(samples)})
        return
    from tanlian.cli.uncertainty_page import page

    desk.print(*page(made, ask.basis, samples, top, desk))


def flows_of(inventory: Inventory, products: Sequence[str]) -> list[str]:
    """The products named, else the goods of the plant, else the whole site."""
    from tanlian.inventory.model import SITE

    if products:
        return [name if name == SITE else flow_of(name, inventory) for name in products]
    return list(dict.fromkeys(item.flow for item in inventory.products)) or [SITE]
