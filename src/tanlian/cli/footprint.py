"""``tanlian footprint``: kg CO2e per tonne of each product of a plant, or its record under a product rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Basis, Factors, Language, OwnSets, PlantFile
from tanlian.cli.pairs import pairs
from tanlian.cli.plant import flow_of, ledger_of, named_sets
from tanlian.problems import Where, fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tanlian.accounting.ledger import Ledger
    from tanlian.accounting.product import ProductFootprint

Products = Annotated[list[str] | None, typer.Option("--product", metavar="FLOW")]
Gwp = Annotated[Literal["AR5", "AR6"] | None, typer.Option("--gwp", metavar="AR5|AR6")]
Top = Annotated[int, typer.Option("--top", metavar="N", min=0)]
Pairs = list[str] | None


def footprint(
    context: typer.Context,
    file: PlantFile,
    product: Products = None,
    basis: Basis = None,
    gwp: Gwp = None,
    top: Top = 5,
    rule: Annotated[str | None, typer.Option("--rule", metavar="RULE")] = None,
    rule_file: Annotated[Path | None, typer.Option("--rule-file", metavar="FILE")] = None,
    allocation: Annotated[Pairs, typer.Option("--allocation", metavar="KIND=METHOD")] = None,
    substitute: Annotated[Pairs, typer.Option("--substitute", metavar="FLOW=TEXT")] = None,
    partition: Annotated[Pairs, typer.Option("--partition", metavar="KIND=TEXT")] = None,
    loop: Annotated[Pairs, typer.Option("--loop", metavar="NAME=VALUE")] = None,
    exempt: Annotated[Pairs, typer.Option("--exempt", metavar="NAME=VALUE")] = None,
    pact: Annotated[Path | None, typer.Option("--pact", metavar="FILE")] = None,
    identity: Annotated[Pairs, typer.Option("--identity", metavar="NAME=VALUE")] = None,
    factors: Factors = None,
    own_sets: OwnSets = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Footprint of each product."""
    desk = Desk.of(context, as_json, lang)
    asked = {
        "--rule-file": rule_file,
        "--allocation": allocation,
        "--substitute": substitute,
        "--partition": partition,
        "--loop": loop,
        "--exempt": exempt,
        "--pact": pact,
        "--identity": identity,
    }
    lonely = next((name for name, value in asked.items() if value), None)
    if rule is None and lonely:
        raise fail("cli.only-with", Where(name=lonely), found=lonely, expected="--rule")
    named = named_sets(factors, own_sets)
    if rule is not None:
        from tanlian.cli.footprint_rule import PARTITION, SUBSTITUTE, Words, told

        words = Words(
            allocation=pairs(allocation or (), "--allocation", "basic_oxygen_furnace=mass"),
            substitute=pairs(substitute or (), "--substitute", SUBSTITUTE),
            partition=pairs(partition or (), "--partition", PARTITION),
            loop=pairs(loop or (), "--loop", "recovery_rate=0.85"),
            exempt=pairs(exempt or (), "--exempt", "percent=1.5"),
            identity=pairs(identity or (), "--identity", "product_id=urn:gtin:4712345060507"),
            gwp=gwp or "",
            basis=basis or "",
        )
        told(file, product or (), rule, rule_file, words, pact, named, desk)
        return
    made = ledger_of(file, named)
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
