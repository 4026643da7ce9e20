"""Combustion: net use of every fuel that crosses the border, by-products and gases sold with a minus.

AD = NCV x FC and EF = CC x OF x 44/12. A row that gives more than that is followed as far as it goes:
its own emission factor first, then its carbon content, then its calorific value; what the row leaves
open comes from the chosen factor set.
"""

from __future__ import annotations

from itertools import groupby

from tanlian.accounting.methods.gbt_32151_5.border import Crossing, where
from tanlian.accounting.methods.gbt_32151_5.terms import Term, Use, of_row, of_set, product_line
from tanlian.accounting.statement import Line, Text
from tanlian.factors.choice import Choice
from tanlian.factors.model import FactorSet
from tanlian.inventory.carbon import CO2_PER_C
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, problem

GROUP = "combustion"
CO2_TEXT = " x 44/12"


def is_fuel(item: Crossing) -> bool:
    """Whether the carbon of this flow counts as burnt."""
    return item.flow.calculation == "combustion"


def combustion(
    inventory: Inventory, items: tuple[Crossing, ...], choice: Choice
) -> tuple[list[Line], list[Problem]]:
    """One line a fuel (and unit), or what is missing for it."""
    lines: list[Line] = []
    problems: list[Problem] = []
    fuels = [item for item in items if item.counts and is_fuel(item)]
    for _, same_flow in groupby(fuels, key=lambda item: item.flow.id):
        by_unit: dict[str, list[Crossing]] = {}
        for item in same_flow:
            by_unit.setdefault(item.unit, []).append(item)
        for unit, group in by_unit.items():
            flow = group[0].flow
            uses, missing = _uses(inventory, group, choice.need("direct", flow.id))
            problems += missing
            if not missing:
                suffix = f".{unit.replace(' ', '_')}" if len(by_unit) > 1 else ""
                label = Text(f"Combustion: {flow.en}", f"燃料燃烧：{flow.zh}")
                lines.append(product_line(f"{GROUP}.{flow.id}{suffix}", label, GROUP, uses))
    return lines, problems


def _uses(inventory: Inventory, items: list[Crossing], chosen: FactorSet) -> tuple[list[Use], list[Problem]]:
    uses: list[Use] = []
    lacking: dict[str, list[Crossing]] = {}
    for item in items:
        found = _use(item, chosen)
        if isinstance(found, Use):
            uses.append(found)
        else:
            lacking.setdefault(found, []).append(item)
    return uses, [_missing(inventory, quantity, group, chosen) for quantity, group in lacking.items()]


def _use(item: Crossing, chosen: FactorSet) -> Use | str:
    """The terms of a row, or the quantity (`ncv`, `carbon_per_energy`, `oxidation_share`) nobody gives."""
    constant, text = CO2_PER_C, CO2_TEXT
    shape: tuple[Term | str, ...]
    if item.emission_factor is not None:
        # A factor of the row's own stands after oxidation, unless the row gives a share beside it.
        own = of_row("EF", item.emission_factor, f"t CO2/{item.unit}")
        shape, constant, text = (own, *_own_oxidation(item)), 1.0, ""
    elif item.emission_factor_energy is not None:
        own = of_row("EF", item.emission_factor_energy, "t CO2/TJ")
        shape, constant, text = (_ncv(item, chosen), own, *_own_oxidation(item)), 1e-3, " / 1000"
    elif item.carbon_content is not None:
        own = of_row("C", item.carbon_content, f"t C/{item.unit}")
        shape = (own, _oxidation(item, chosen))
    else:
        shape = (_ncv(item, chosen), _carbon(item, chosen), _oxidation(item, chosen))
    fossil = _fossil(item)
    terms = tuple(term for term in shape if isinstance(term, Term))
    missing = [term for term in shape if isinstance(term, str)]
    if not missing:
        return Use(item, (*terms, *fossil), constant, text)
    # Wholly biogenic carbon is zero in the total, however much of it there is.
    return Use(item, fossil) if fossil and fossil[0].value == 0 else missing[0]


def _ncv(item: Crossing, chosen: FactorSet) -> Term | str:
    if item.unit == "GJ":
        return Term("NCV", 1.0, "GJ/GJ")
    if item.ncv is not None:
        return of_row("NCV", item.ncv, f"GJ/{item.unit}")
    found = chosen.find(item.flow.id, "ncv", per=item.unit)
    return of_set("NCV", found, item.unit, f"GJ/{item.unit}") if found else "ncv"


def _carbon(item: Crossing, chosen: FactorSet) -> Term | str:
    found = chosen.find(item.flow.id, "carbon_per_energy")
    return of_set("CC", found, "GJ", "t C/GJ") if found else "carbon_per_energy"


def _oxidation(item: Crossing, chosen: FactorSet) -> Term | str:
    if item.oxidation_share is not None:
        return of_row("OF", item.oxidation_share, "")
    found = chosen.find(item.flow.id, "oxidation_share")
    return of_set("OF", found, "", "") if found else "oxidation_share"


def _own_oxidation(item: Crossing) -> tuple[Term, ...]:
    return () if item.oxidation_share is None else (of_row("OF", item.oxidation_share, ""),)


def _fossil(item: Crossing) -> tuple[Term, ...]:
    """The fossil share of the carbon; biogenic CO2 is not part of the total."""
    share = item.biomass_share
    if share is None and item.flow.group == "biomass":
        share = 1.0
    return () if not share else (of_row("fossil share", 1 - share, ""),)


def _missing(inventory: Inventory, quantity: str, items: list[Crossing], chosen: FactorSet) -> Problem:
    flow, unit = items[0].flow, items[0].unit
    others = [factor.unit for factor in chosen.rows if (factor.flow, factor.quantity) == (flow.id, quantity)]
    code = "gbt.unit" if quantity == "ncv" and others else f"gbt.no-{quantity.replace('_', '-')}"
    return problem(
        code,
        where(inventory, items),
        found=unit,
        expected=", ".join(dict.fromkeys(others)),
        flow=flow.id,
        flow_en=flow.en,
        flow_zh=flow.zh,
        set=chosen.id,
    )
