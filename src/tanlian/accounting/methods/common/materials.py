"""The carbon of fluxes, electrodes and purchased carbon-bearing materials; carbon in products.

What enters with bought metal and leaves with steel is counted twice with opposite signs, so that only
the carbon that stays behind as CO2 remains in the total.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from tanlian.accounting.methods.common.border import PURCHASED, SOLD, TAKEN_BACK, Crossing, where
from tanlian.accounting.methods.common.fuels import CO2_TEXT, Found
from tanlian.accounting.methods.common.terms import Part, Term, Use, of_row, of_set
from tanlian.accounting.statement import Line
from tanlian.factors.choice import Choice
from tanlian.factors.model import FactorSet
from tanlian.inventory.carbon import CO2_PER_C
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, problem


def is_material(item: Crossing) -> bool:
    """Carbonates, electrodes, carburisers and alloys: their carbon counts wherever they come from."""
    flow = item.flow
    carbon_material = flow.group in {"carbon_material", "alloy"} and flow.calculation == "mass_balance"
    return flow.calculation == "process" or carbon_material


def is_iron(item: Crossing) -> bool:
    """Pig iron, hot metal and direct reduced iron."""
    return item.flow.group == "metallic" and item.flow.metallic == "primary"


def is_process(item: Crossing) -> bool:
    """Whether an amount of this flow over the border of the site counts under process emissions."""
    if item.flow.metallic == "scrap":
        # Steel's carbon is already taken out with the crude steel it was cast as: home scrap adds none.
        return item.way == PURCHASED
    if item.flow.metallic == "primary":
        return is_iron(item) and item.way not in {SOLD, TAKEN_BACK}
    return is_material(item)


def is_sequestered(item: Crossing) -> bool:
    """Whether an amount sold carries carbon away as a product; crude steel counts where it is cast."""
    return item.way in {SOLD, TAKEN_BACK} and (is_iron(item) or item.flow.id == "methanol")


def material_lines(inventory: Inventory, items: Iterable[Crossing], choice: Choice, part: Part) -> Found:
    """One line a flux, material or product. Scrap without any factor is left to the method to report."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for flow_id, same_flow in groupby(items, key=lambda item: item.flow.id):
        rows = list(same_flow)
        chosen = choice.need("direct", flow_id)
        uses = [use for item in rows if (use := material_use(item, chosen)) is not None]
        lacking = [item for item in rows if material_use(item, chosen) is None]
        if lacking and rows[0].flow.metallic != "scrap":
            problems.append(missing_material(inventory, lacking, chosen))
        elif uses:
            lines.append(part.line(uses))
    return lines, problems


def material_use(item: Crossing, chosen: FactorSet) -> Use | None:
    """The terms of a row, its own first; None where nobody gives a factor."""
    shared = () if item.bought_share is None else (of_row("bought share", item.bought_share, ""),)
    found = _carbon(item, chosen)
    return found and Use(item, (*shared, found[0]), found[1], found[2])


def _carbon(item: Crossing, chosen: FactorSet) -> tuple[Term, float, str] | None:
    if item.emission_factor is not None:
        return of_row("EF", item.emission_factor, f"t CO2/{item.unit}"), 1.0, ""
    if item.carbon_content is not None:
        return of_row("C", item.carbon_content, f"t C/{item.unit}"), CO2_PER_C, CO2_TEXT
    # Slab, billet and ingot are the crude steel of the document's table.
    names = [item.flow.id, *(["crude_steel"] if item.flow.stage == "crude_steel" else [])]
    for name in names:
        if (factor := chosen.find(name, "emission", gas="CO2", per=item.unit)) is not None:
            return of_set("EF", factor, item.unit, f"t CO2/{item.unit}"), 1.0, ""
        if (carbon := chosen.find(name, "carbon_content", per=item.unit)) is not None:
            return of_set("C", carbon, item.unit, f"t C/{item.unit}"), CO2_PER_C, CO2_TEXT
    return None


def missing_material(inventory: Inventory, items: list[Crossing], chosen: FactorSet) -> Problem:
    """What a material lacks, with the units in which the set has it."""
    flow = items[0].flow
    others = [row.unit for row in chosen.rows if (row.flow, row.quantity) == (flow.id, "emission")]
    return problem(
        "account.unit" if others else "account.no-factor",
        where(inventory, items),
        found=items[0].unit,
        expected=", ".join(dict.fromkeys(others)),
        flow=flow.id,
        flow_en=flow.en,
        flow_zh=flow.zh,
        set=chosen.id,
    )
