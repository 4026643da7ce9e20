"""The charts that the main job leaves beside its tables: carbon, energy, and each product's contributions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tanlian.accounting.choice import choose
from tanlian.accounting.product import ProductFootprint
from tanlian.catalogue import flow
from tanlian.charts.energy import energy_balance
from tanlian.charts.footprint import footprint_waterfall
from tanlian.charts.model import Chart
from tanlian.charts.render import svg
from tanlian.charts.sankey import carbon_sankey
from tanlian.cli.files import write_text
from tanlian.inventory.model import Inventory
from tanlian.problems import Lang, Problems


def write_charts(
    inventory: Inventory, footprints: Sequence[ProductFootprint], folder: Path, lang: Lang
) -> None:
    """Write chart.<name>.svg; what a plant has no data for is left out, and no old picture stands for it."""
    for old in folder.glob("chart.*.svg"):
        old.unlink()
    makers: dict[str, Callable[[], Chart]] = {
        "carbon": lambda: carbon_sankey(inventory, choose(inventory)),
        "energy": lambda: energy_balance(inventory, choose(inventory)),
    }
    for item in steel_or_sold(inventory, footprints):
        makers[f"footprint.{item.flow}"] = _maker(item)
    for name, make in makers.items():
        try:
            chart = make()
        except Problems:
            continue
        write_text(folder / f"chart.{name}.svg", svg(chart, lang))


def steel_or_sold(inventory: Inventory, footprints: Sequence[ProductFootprint]) -> Sequence[ProductFootprint]:
    """Products that are sold as such or steel; intermediates stand in the files."""
    sold = {item.flow for item in inventory.products}
    return [item for item in footprints if flow(item.flow).stage or item.flow in sold] or footprints


def _maker(item: ProductFootprint) -> Callable[[], Chart]:
    return lambda: footprint_waterfall(item)
