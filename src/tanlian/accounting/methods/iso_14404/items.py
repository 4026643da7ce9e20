"""Which rows ISO 14404 counts, and with which upstream or credit factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tanlian.accounting.methods.common.border import PURCHASED, RETURNED, SOLD, TAKEN_BACK, Crossing, where
from tanlian.accounting.methods.common.fuels import Reading, fuel_use
from tanlian.accounting.methods.common.materials import is_iron
from tanlian.accounting.methods.common.terms import Term, Use, of_set
from tanlian.accounting.statement import weakest
from tanlian.factors import load
from tanlian.factors.choice import Choice
from tanlian.factors.model import Factor, FactorSet
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, problem

SET = "iso-14404-worldsteel"
# A measured carbon content counts whole: the factors of the standard know no oxidation share.
READING = Reading(oxidation=False)
SLAGS = ("granulated_slag", "steel_slag")
# A purchase of these always stands for emissions of its maker; a table without them is a gap.
_MADE = ("electricity", "heat", "coke", "intermediate", "process_gas")
# Purchases that the standard leaves out on purpose: mining, fuel supply, transport and the like.
_OUTSIDE = (
    "",
    "ore_mining",
    "coal_mining",
    "fuel_supply",
    "flux_quarrying",
    "scrap_supply",
    "alloys",
    "refractories",
    "carbon_inputs",
    "auxiliaries",
    "waste_treatment",
    "transport",
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a row has no upstream factor: a code of a problem, the set that was asked, what it has."""

    code: str
    set: FactorSet
    has: str = ""


@cache
def listed() -> frozenset[str]:
    """The flows that the table of the document has an upstream factor for."""
    return frozenset(row.flow for row in load(SET).rows if row.quantity == "upstream" and row.gas == "CO2")


def is_sold(item: Crossing) -> bool:
    """Whether a row is a sale (or its return), which is credited; the rest is bought or stock."""
    return item.way in {SOLD, TAKEN_BACK}


def is_upstream(item: Crossing) -> bool:
    """Whether a row stands for emissions of another works: of the maker, or saved by the taker."""
    made = item.flow.group in _MADE or is_iron(item)
    # Steel put to stock and drawn again is the site's own.
    bought_steel = item.flow.stage != "" and item.way in {PURCHASED, RETURNED}
    return item.flow.id in listed() or bought_steel or (made and not is_sold(item))


def is_unlisted(item: Crossing) -> bool:
    """Whether a purchase stands for emissions of its maker that the table does not know."""
    bought = item.way in {PURCHASED, RETURNED} and item.flow.calculation == "none"
    return bought and not is_upstream(item) and item.flow.block not in _OUTSIDE


def upstream_use(item: Crossing, choice: Choice) -> Use | Gap | None:
    """The upstream term of a row, or why there is none; None where its direct factor is what is missing.

    Process gas carries upstream less direct: what it adds to or saves at another works, after the direct
    emissions of its burning.
    """
    # One world average of power and no burden on scrap, whatever set serves the other flows.
    fixed = item.flow.group == "electricity" or item.flow.metallic == "scrap"
    chosen = load(SET) if fixed else choice.need("upstream", item.flow.id)
    factor = chosen.find(item.flow.id, "upstream", gas="CO2", per=item.unit)
    if factor is None:
        return _gap(item, chosen)
    term = of_set("upstream", factor, item.unit, f"t CO2/{item.unit}")
    if item.flow.group != "process_gas":
        return Use(item, (term,))
    direct = fuel_use(item, choice.need("direct", item.flow.id), READING)
    if not isinstance(direct, Use):
        return None
    per_unit = direct.value / item.amount if item.amount else 0.0
    status = weakest((term.status, *(part.status for part in direct.terms)))
    both = Term("(upstream - direct)", term.value - per_unit, term.unit, term.source, status)
    return Use(item, (both,))


def credit_use(item: Crossing) -> Use | None:
    """The credit of a by-product that replaces something elsewhere."""
    factor = load(SET).find(item.flow.id, "credit", gas="CO2", per=item.unit)
    if factor is None:
        return None
    return Use(item, (of_set("credit", factor, item.unit, f"t CO2/{item.unit}"),))


def missing_upstream(inventory: Inventory, items: Sequence[Crossing], gap: Gap) -> Problem:
    """What the rows of one flow lack."""
    flow = items[0].flow
    return problem(
        gap.code,
        where(inventory, items),
        found=items[0].unit,
        expected=gap.has,
        flow=flow.id,
        flow_en=flow.en,
        flow_zh=flow.zh,
        set=gap.set.id,
    )


def _gap(item: Crossing, chosen: FactorSet) -> Gap:
    rows = [row for row in chosen.rows if (row.flow, row.quantity) == (item.flow.id, "upstream")]
    plain = [row for row in rows if row.gas == "CO2" and not row.variant]
    if plain:
        return Gap("iso14404.unit", chosen, _units(plain))
    if any(row.gas == "CO2e" for row in rows):
        return Gap("iso14404.gas-split", chosen, _units(rows))
    return Gap("iso14404.no-upstream", chosen)


def _units(rows: Sequence[Factor]) -> str:
    return ", ".join(dict.fromkeys(row.unit for row in rows))
