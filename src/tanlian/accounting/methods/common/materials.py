"""Process emissions of fluxes, electrodes and purchased carbon-bearing materials; carbon in products.

What enters with bought metal and leaves with steel is counted twice with opposite signs, so that only
the carbon that stays behind as CO2 remains in the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from tanlian.accounting.methods.gbt_32151_5.border import PURCHASED, SOLD, TAKEN_BACK, Crossing, where
from tanlian.accounting.methods.gbt_32151_5.fuels import CO2_TEXT
from tanlian.accounting.methods.gbt_32151_5.terms import Use, of_row, of_set, product_line
from tanlian.accounting.statement import Line, Text
from tanlian.catalogue import Flow
from tanlian.factors.choice import Choice
from tanlian.factors.model import FactorSet
from tanlian.inventory.carbon import CO2_PER_C
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, problem

Found = tuple[list[Line], list[Problem]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the total: id of its lines, their labels, and the sign that makes them positive."""

    id: str
    en: str
    zh: str
    sign: float = 1.0

    def label(self, flow: Flow) -> Text:
        return Text(f"{self.en}: {flow.en}", f"{self.zh}：{flow.zh}")


_PROCESS = _Part("process", "Process", "工业生产过程")
_SEQUESTERED = _Part("sequestered", "Carbon in products", "固碳产品", -1.0)


def is_process(item: Crossing) -> bool:
    """Whether an amount of this flow counts under process emissions."""
    flow = item.flow
    if flow.metallic == "scrap":
        # Steel's carbon is already taken out with the crude steel it was cast as: home scrap adds none.
        return item.way == PURCHASED
    if flow.metallic == "primary":
        return flow.group == "metallic" and item.way not in {SOLD, TAKEN_BACK}
    carbon_material = flow.group in {"carbon_material", "alloy"} and flow.calculation == "mass_balance"
    return flow.calculation == "process" or carbon_material


def is_sequestered(item: Crossing) -> bool:
    """Whether an amount sold carries carbon away as a product; crude steel counts where it is cast."""
    sold = item.way in {SOLD, TAKEN_BACK}
    iron = item.flow.group == "metallic" and item.flow.metallic == "primary"
    return sold and (iron or item.flow.id == "methanol")


def process(inventory: Inventory, items: tuple[Crossing, ...], choice: Choice) -> Found:
    """One line a flux or material. Scrap without any factor is left to `method` to report."""
    entering = [item for item in items if item.counts and is_process(item)]
    return _lines(inventory, entering, choice, _PROCESS)


def sequestered(
    inventory: Inventory, sold: tuple[Crossing, ...], steel: tuple[Crossing, ...], choice: Choice
) -> Found:
    """One line a product that carries carbon away, positive; the total subtracts it.

    sold : crossings of the border. steel : crude steel as cast, amounts negative (it leaves).
    """
    leaving = [*steel, *(item for item in sold if item.counts and is_sequestered(item))]
    return _lines(inventory, leaving, choice, _SEQUESTERED)


def _lines(inventory: Inventory, items: list[Crossing], choice: Choice, part: _Part) -> Found:
    lines: list[Line] = []
    problems: list[Problem] = []
    for flow_id, same_flow in groupby(items, key=lambda item: item.flow.id):
        rows = list(same_flow)
        chosen = choice.need("direct", flow_id)
        uses = [use for item in rows if (use := _use(item, chosen)) is not None]
        lacking = [item for item in rows if _use(item, chosen) is None]
        if lacking and rows[0].flow.metallic != "scrap":
            problems.append(_missing(inventory, lacking, chosen))
        elif uses:
            label = part.label(rows[0].flow)
            lines.append(product_line(f"{part.id}.{flow_id}", label, part.id, uses, sign=part.sign))
    return lines, problems


def _use(item: Crossing, chosen: FactorSet) -> Use | None:
    if item.emission_factor is not None:
        return Use(item, (of_row("EF", item.emission_factor, f"t CO2/{item.unit}"),))
    if item.carbon_content is not None:
        return Use(item, (of_row("C", item.carbon_content, f"t C/{item.unit}"),), CO2_PER_C, CO2_TEXT)
    # Slab, billet and ingot are the crude steel of the document's table.
    names = [item.flow.id, *(["crude_steel"] if item.flow.stage == "crude_steel" else [])]
    for name in names:
        if (factor := chosen.find(name, "emission", gas="CO2", per=item.unit)) is not None:
            return Use(item, (of_set("EF", factor, item.unit, f"t CO2/{item.unit}"),))
        if (carbon := chosen.find(name, "carbon_content", per=item.unit)) is not None:
            term = of_set("C", carbon, item.unit, f"t C/{item.unit}")
            return Use(item, (term,), CO2_PER_C, CO2_TEXT)
    return None


def _missing(inventory: Inventory, items: list[Crossing], chosen: FactorSet) -> Problem:
    flow = items[0].flow
    others = [
        factor.unit for factor in chosen.rows if (factor.flow, factor.quantity) == (flow.id, "emission")
    ]
    return problem(
        "gbt.unit" if others else "gbt.no-factor",
        where(inventory, items),
        found=items[0].unit,
        expected=", ".join(dict.fromkeys(others)),
        flow=flow.id,
        flow_en=flow.en,
        flow_zh=flow.zh,
        set=chosen.id,
    )
