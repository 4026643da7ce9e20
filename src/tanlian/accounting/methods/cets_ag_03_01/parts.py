"""The parts of the enterprise total: what belongs to each, and its lines."""

from __future__ import annotations

from tanlian.accounting.methods.common.border import Crossing
from tanlian.accounting.methods.common.fuels import Found, Reading, fuel_lines, is_fuel
from tanlian.accounting.methods.common.materials import (
    is_iron,
    is_material,
    is_process,
    is_sequestered,
    material_lines,
)
from tanlian.accounting.methods.common.terms import Part
from tanlian.accounting.statement import Text
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory

# 焦粉 is a size of 焦炭: its oxidation is that of the row of coke, which is all the fuel tables have.
READING = Reading(oxidized_as={"coke_breeze": "coke"})
PARTS = {
    "combustion": Part("combustion", "Combustion", "燃料燃烧"),
    "process": Part("process", "Process", "工业生产过程"),
    "other": Part("other", "Other", "其他"),
    "sequestered": Part("sequestered", "Carbon in products", "固碳产品", -1.0),
}
SUMS = {
    "combustion": Text("Fossil fuel combustion", "化石燃料燃烧排放"),
    "process": Text("Process emissions", "工业生产过程排放"),
    "other": Text("Other emissions", "其他排放"),
    "sequestered": Text("Carbon in products (subtracted)", "固碳产品隐含的排放（扣除）"),
}


def enterprise_parts(
    inventory: Inventory, items: tuple[Crossing, ...], steel: tuple[Crossing, ...], choice: Choice
) -> dict[str, Found]:
    """Lines of each part and what is missing for it.

    items : crossings of the site's border. steel : crude steel as cast.
    """
    counted = [item for item in items if item.counts]
    leaving = [*steel, *(item for item in counted if is_sequestered(item))]
    return {
        "combustion": fuel_lines(inventory, items, choice, PARTS["combustion"], READING),
        "process": material_lines(
            inventory, [item for item in counted if is_process(item)], choice, PARTS["process"]
        ),
        "other": material_lines(
            inventory, [item for item in counted if is_other(item)], choice, PARTS["other"]
        ),
        "sequestered": material_lines(inventory, leaving, choice, PARTS["sequestered"]),
    }


def is_other(item: Crossing) -> bool:
    """What counts only because the user says so in the column calculation."""
    flow = item.flow
    settled = is_fuel(item) or is_material(item) or is_iron(item) or flow.metallic == "scrap" or flow.stage
    return item.calculation not in {"", "none"} and not settled and flow.id != "methanol"
