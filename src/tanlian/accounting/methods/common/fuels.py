"""The carbon of fuels: net use of every fuel that crosses a border, what leaves with a minus.

AD = NCV x FC and EF = CC x OF x 44/12. A row that gives more than that is followed as far as it goes:
its own emission factor first, then its carbon content, then its calorific value; what the row leaves
open comes from the chosen factor set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from tanlian.accounting.methods.common.border import Crossing, where
from tanlian.accounting.methods.common.terms import Part, Term, Use, of_row, of_set
from tanlian.accounting.statement import Line, weakest
from tanlian.factors.choice import Choice
from tanlian.factors.model import Factor, FactorSet
from tanlian.inventory.carbon import CO2_PER_C
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, problem

CO2_TEXT = " x 44/12"
Found = tuple[list[Line], list[Problem]]
_Shape = tuple[Term | str, ...]  # a term, or the name of the quantity that nobody gives


@dataclass(frozen=True, slots=True)
class Reading:
    """How a method reads a fuel.

    oxidation : a measured carbon content is multiplied with the oxidation share of the set.
    oxidized_as : varieties that fuel tables have no row for, and the row whose oxidation share they take.
    """

    oxidation: bool = True
    oxidized_as: Mapping[str, str] = field(default_factory=dict)


PLAIN = Reading()


def is_fuel(item: Crossing) -> bool:
    """Whether the carbon of this flow counts as burnt."""
    return item.flow.calculation == "combustion"


def fuel_lines(
    inventory: Inventory, items: Iterable[Crossing], choice: Choice, part: Part, reading: Reading = PLAIN
) -> Found:
    """One line a fuel (and unit) of those that count, or what is missing for it."""
    lines: list[Line] = []
    problems: list[Problem] = []
    fuels = [item for item in items if item.counts and is_fuel(item)]
    for _, same_flow in groupby(fuels, key=lambda item: item.flow.id):
        by_unit: dict[str, list[Crossing]] = {}
        for item in same_flow:
            by_unit.setdefault(item.unit, []).append(item)
        for unit, group in by_unit.items():
            chosen = choice.need("direct", group[0].flow.id)
            uses, missing = _uses(inventory, group, chosen, reading)
            problems += missing
            if not missing:
                lines.append(part.line(uses, f".{unit.replace(' ', '_')}" if len(by_unit) > 1 else ""))
    return lines, problems


def fuel_use(item: Crossing, chosen: FactorSet, reading: Reading = PLAIN) -> Use | str:
    """The terms of a row, or the quantity (`ncv`, `carbon_per_energy`, `oxidation_share`) nobody gives."""
    fossil = _fossil(item)
    first = ""
    for shape, constant, text in _shapes(item, chosen, reading):
        missing = [term for term in shape if isinstance(term, str)]
        if not missing:
            terms = tuple(term for term in shape if isinstance(term, Term))
            return Use(item, (*terms, *fossil), constant, text)
        first = first or missing[0]
    # Wholly biogenic carbon is zero in the total, however much of it there is.
    return Use(item, fossil) if fossil and fossil[0].value == 0 else first


def _uses(
    inventory: Inventory, items: list[Crossing], chosen: FactorSet, reading: Reading
) -> tuple[list[Use], list[Problem]]:
    uses: list[Use] = []
    lacking: dict[str, list[Crossing]] = {}
    for item in items:
        found = fuel_use(item, chosen, reading)
        if isinstance(found, Use):
            uses.append(found)
        else:
            lacking.setdefault(found, []).append(item)
    return uses, [missing_fuel(inventory, quantity, group, chosen) for quantity, group in lacking.items()]


def _shapes(item: Crossing, chosen: FactorSet, reading: Reading) -> Iterator[tuple[_Shape, float, str]]:
    """Every way to the CO2 of a row, the best first; the row's own data leave no other way."""
    if item.emission_factor is not None:
        # A factor of the row's own stands after oxidation, unless the row gives a share beside it.
        own = of_row("EF", item.emission_factor, f"t CO2/{item.unit}")
        yield (own, *_own_oxidation(item)), 1.0, ""
    elif item.emission_factor_energy is not None:
        own = of_row("EF", item.emission_factor_energy, "t CO2/TJ")
        yield (_ncv(item, chosen), own, *_own_oxidation(item)), 1e-3, " / 1000"
    elif item.carbon_content is not None:
        own = of_row("C", item.carbon_content, f"t C/{item.unit}")
        oxidation = (_oxidation(item, chosen, reading),) if reading.oxidation else _own_oxidation(item)
        yield (own, *oxidation), CO2_PER_C, CO2_TEXT
    else:
        ncv = _ncv(item, chosen)
        yield (ncv, _carbon(item, chosen), _oxidation(item, chosen, reading)), CO2_PER_C, CO2_TEXT
        if (per_energy := _factor(item, "emission_per_energy", chosen)) is not None:
            yield (ncv, of_set("EF", per_energy, "GJ", "t CO2/GJ")), 1.0, ""
        if (per_unit := _factor(item, "emission", chosen, item.unit)) is not None:
            yield (of_set("EF", per_unit, item.unit, f"t CO2/{item.unit}"),), 1.0, ""


def _factor(item: Crossing, quantity: str, chosen: FactorSet, per: str | None = None) -> Factor | None:
    return chosen.find(item.flow.id, quantity, gas="CO2", origin="fossil", per=per)


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


def _oxidation(item: Crossing, chosen: FactorSet, reading: Reading) -> Term | str:
    if item.oxidation_share is not None:
        return of_row("OF", item.oxidation_share, "")
    if (found := chosen.find(item.flow.id, "oxidation_share")) is not None:
        return of_set("OF", found, "", "")
    stands_in = reading.oxidized_as.get(item.flow.id)
    if stands_in and (found := chosen.find(stands_in, "oxidation_share")) is not None:
        term = of_set("OF", found, "", "")
        return replace(term, status=weakest((term.status, "unconfirmed")))
    return "oxidation_share"


def _own_oxidation(item: Crossing) -> tuple[Term, ...]:
    return () if item.oxidation_share is None else (of_row("OF", item.oxidation_share, ""),)


def _fossil(item: Crossing) -> tuple[Term, ...]:
    """The fossil share of the carbon; biogenic CO2 is not part of the total."""
    share = item.biomass_share
    if share is None and item.flow.group == "biomass":
        share = 1.0
    return () if not share else (of_row("fossil share", 1 - share, ""),)


def missing_fuel(inventory: Inventory, quantity: str, items: list[Crossing], chosen: FactorSet) -> Problem:
    """What a fuel lacks, with the units in which the set has it."""
    flow, unit = items[0].flow, items[0].unit
    wanted = {quantity, "emission"} if quantity == "ncv" else {quantity}
    others = [row.unit for row in chosen.rows if row.flow == flow.id and row.quantity in wanted]
    code = "account.unit" if quantity == "ncv" and others else f"account.no-{quantity.replace('_', '-')}"
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
