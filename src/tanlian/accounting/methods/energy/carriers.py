"""Energy carriers and what a unit of each is worth in coal equivalent.

A measured calorific value comes first; else the chosen set's coefficient; else it is missing by name.
Energy-carrying media (oxygen, compressed air, water ...) have no calorific value, only a coefficient.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby

from tanlian.accounting.methods.common.border import Crossing, where
from tanlian.accounting.methods.common.fuels import Found
from tanlian.accounting.methods.common.terms import Part, Term, Use, of_row, of_set
from tanlian.accounting.statement import Line
from tanlian.catalogue import Flow, flows
from tanlian.factors.choice import Choice
from tanlian.factors.model import FactorSet
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, problem
from tanlian.units import parse_unit

DEFAULT = "gbt-2589-2020"
WATER = ("fresh_water", "soft_water")
_QUANTITY = "coal_equivalent"
_PER_GJ = Term(
    "CE",
    float(parse_unit("GJ").to(parse_unit("tce"))),
    "tce/GJ",
    "GB/T 2589-2020, 1 kgce = 7000 kcal of 4.1868 kJ",
    "secondary",
)


def kind_of(flow: Flow) -> str:
    """``fuel``, ``electricity``, ``heat`` or ``medium``; ``""`` for flows whose energy does not count."""
    table = _kinds()
    return table.get(flow.id) or table.get(flow.group, "")


@cache
def carriers() -> tuple[str, ...]:
    """The flows that carry energy, in catalogue order."""
    return tuple(flow.id for flow in flows().values() if kind_of(flow))


def energy_lines(
    inventory: Inventory,
    items: Iterable[Crossing],
    choice: Choice,
    part: Part,
    left_out: Collection[str] = (),
) -> Found:
    """One line a carrier (and unit) in tce, or what is missing for it. Items in catalogue order."""
    lines: list[Line] = []
    problems: list[Problem] = []
    counted = [item for item in items if kind_of(item.flow) and item.flow.id not in left_out]
    for _, same_flow in groupby(counted, key=lambda item: item.flow.id):
        by_unit: dict[str, list[Crossing]] = {}
        for item in same_flow:
            by_unit.setdefault(item.unit, []).append(item)
        for unit, rows in by_unit.items():
            found = [(item, energy_use(item, choice)) for item in rows]
            lacking = [item for item, use in found if use is None]
            if lacking:
                problems.append(_missing(inventory, lacking, choice))
            else:
                uses = [use for _, use in found if use is not None]
                lines.append(part.line(uses, f".{unit.replace(' ', '_')}" if len(by_unit) > 1 else ""))
    return lines, problems


def energy_use(item: Crossing, choice: Choice) -> Use | None:
    """The terms of a row in tce; None where neither the row nor the set gives one."""
    chosen = choice.need("energy", item.flow.id)
    for terms in _ways(item, kind_of(item.flow), chosen):
        known = tuple(term for term in terms if term is not None)
        if len(known) == len(terms):
            return Use(item, known)
    return None


def _ways(item: Crossing, kind: str, chosen: FactorSet) -> Iterator[Sequence[Term | None]]:
    measured = item.ncv is not None
    per_unit = _coefficient(item.flow.id, item.unit, chosen)
    if kind == "fuel":
        if item.unit == "GJ":
            yield (_PER_GJ,)
        elif measured:
            yield _ncv(item, "NCV"), _PER_GJ
    if kind == "heat":
        heat = _coefficient(item.flow.id, "GJ", chosen) or _coefficient("heat", "GJ", chosen)
        if item.unit == "GJ":
            yield (heat,)
        elif measured:
            yield _ncv(item, "H"), heat
    yield (per_unit,)
    if item.flow.id in WATER and item.unit == "m3":
        yield Term("density", 1.0, "t/m3", "water, 1 t/m3 taken"), _coefficient(item.flow.id, "t", chosen)


def _ncv(item: Crossing, symbol: str) -> Term | None:
    return None if item.ncv is None else of_row(symbol, item.ncv, f"GJ/{item.unit}")


def _coefficient(flow: str, unit: str, chosen: FactorSet) -> Term | None:
    factor = chosen.find(flow, _QUANTITY, per=unit)
    return of_set("CE", factor, unit, f"tce/{unit}") if factor else None


def _missing(inventory: Inventory, items: Sequence[Crossing], choice: Choice) -> Problem:
    flow, unit = items[0].flow, items[0].unit
    chosen = choice.need("energy", flow.id)
    rows = [row for row in chosen.rows if (row.flow, row.quantity) == (flow.id, _QUANTITY)]
    kind = kind_of(flow)
    code = "energy.no-coefficient"
    if flow.id == "natural_gas":
        code = "energy.natural-gas"
    elif rows:
        code = "energy.unit"
    elif kind == "medium":
        code = "energy.no-medium"
    return problem(
        code,
        where(inventory, items),
        found=unit,
        expected=", ".join(f"{row.value} {row.unit} {row.variant}".strip() for row in rows) or "–",
        flow=flow.id,
        flow_en=flow.en,
        flow_zh=flow.zh,
        set=chosen.id,
    )


@cache
def _kinds() -> dict[str, str]:
    path = files("tanlian.accounting.methods.energy").joinpath("data", "carriers.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["key"]: row["kind"] for row in rows}
