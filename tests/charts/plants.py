"""The plants that charts are proven on, read once, and one chart of each kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.accounting.product import footprints
from tanlian.accounting.run import account
from tanlian.accounting.statement import Text
from tanlian.charts import (
    Chart,
    carbon_sankey,
    energy_balance,
    footprint_difference,
    footprint_waterfall,
    method_comparison,
    standard_bands,
    standard_chart,
)
from tanlian.inventory.model import Inventory
from tanlian.inventory.period import Period
from tanlian.inventory.read import read
from tanlian.inventory.slice import for_period
from tanlian.standards.plant import grade_plant

EXAMPLES = Path(__file__).parents[2] / "examples"
PLANTS = (
    "integrated-works",
    "eaf-quantities",
    "mini-mill.xlsx",
    "ec-steel-1-blast-furnace",
    "ec-steel-2-eaf-high-alloy",
)


@cache
def plant(name: str) -> Inventory:
    return read(EXAMPLES / name)


@cache
def ledger_of(name: str) -> Ledger:
    return ledger(plant(name), choose(plant(name)))


@cache
def months() -> tuple[Ledger, Ledger]:
    whole = plant("integrated-works")
    parts = [for_period(whole, Period.parse(month)) for month in ("2025-01", "2025-02")]
    first, second = (ledger(part, choose(part)) for part in parts)
    return first, second


@cache
def charts() -> dict[str, Chart]:
    """One chart of each kind, of the illustrative plants."""
    works, mill = plant("integrated-works"), plant("mini-mill.xlsx")
    coil = footprints(ledger_of("integrated-works"), ["hot_rolled_coil"])[0]
    bar = footprints(ledger_of("eaf-quantities"), ["rebar"])[0]
    january, february = (footprints(made, ["hot_rolled_coil"])[0] for made in months())
    slab = grade_plant("iea-2022", ledger_of("integrated-works"))[0].grade
    statements = [account(works, "gbt-32151.5-2015"), account(works, "cbam-transitional")]
    return {
        "sankey": carbon_sankey(works, choose(works)),
        "sankey-mill": carbon_sankey(mill, choose(mill)),
        "footprint": footprint_waterfall(coil),
        "footprint-gaps": footprint_waterfall(bar, "market"),
        "difference": footprint_difference(
            (Text("January", "一月"), january), (Text("February", "二月"), february)
        ),
        "energy": energy_balance(works, choose(works)),
        "methods": method_comparison(statements),
        "scale": standard_chart("iea-2022", slab, Text("Slab", "板坯")),
        "scale-bare": standard_chart("less-1.1-bst"),
        "bands": standard_bands("iea-2022", slab, Text("Slab", "板坯")),
    }
