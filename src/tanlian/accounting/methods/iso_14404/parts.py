"""Direct emissions, upstream emissions and credits: the lines of each and what is missing for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from tanlian.accounting.methods.common.border import Crossing
from tanlian.accounting.methods.common.fuels import Found, fuel_lines
from tanlian.accounting.methods.common.materials import is_iron, is_material, material_lines
from tanlian.accounting.methods.common.terms import Part, Use
from tanlian.accounting.methods.iso_14404.items import (
    READING,
    SLAGS,
    Gap,
    credit_use,
    is_sold,
    is_upstream,
    missing_upstream,
    upstream_use,
)
from tanlian.accounting.statement import Line
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem

DIRECT = Part("direct", "Direct", "直接排放")
UPSTREAM = Part("upstream", "Upstream", "上游排放")
CREDIT = Part("credit", "Credit", "抵扣", -1.0)


def direct(inventory: Inventory, items: Sequence[Crossing], choice: Choice) -> Found:
    """Bought less sold, each with its direct factor."""
    fuels, lacking = fuel_lines(inventory, items, choice, DIRECT, READING)
    others = [item for item in items if item.counts and (is_material(item) or is_iron(item))]
    materials, more = material_lines(inventory, others, choice, DIRECT)
    return [*fuels, *materials], [*lacking, *more]


def upstream(inventory: Inventory, items: Sequence[Crossing], choice: Choice) -> Found:
    """What is bought or drawn from stock, with the emissions of its maker."""
    rows = [item for item in items if item.counts and is_upstream(item) and not is_sold(item)]
    return _lines(inventory, rows, choice, UPSTREAM)


def credit(inventory: Inventory, items: Sequence[Crossing], choice: Choice, slags: Sequence[str]) -> Found:
    """What is sold, positive; the total subtracts it. Slag only where the user says that it replaces clinker.

    slags : flows of `SLAGS` that go to cement.
    """
    sold = [item for item in items if item.counts and is_sold(item)]
    lines, problems = _lines(inventory, [item for item in sold if is_upstream(item)], choice, CREDIT)
    replacing = [item for item in sold if item.flow.id not in SLAGS or item.flow.id in slags]
    for _, same in groupby(replacing, key=lambda item: item.flow.id):
        uses = [use for item in same if (use := credit_use(item)) is not None]
        if uses:
            lines.append(CREDIT.line(uses))
    return lines, problems


def _lines(inventory: Inventory, items: Iterable[Crossing], choice: Choice, part: Part) -> Found:
    lines: list[Line] = []
    problems: list[Problem] = []
    for _, same_flow in groupby(items, key=lambda item: item.flow.id):
        by_unit: dict[str, list[Crossing]] = {}
        for item in same_flow:
            by_unit.setdefault(item.unit, []).append(item)
        for unit, rows in by_unit.items():
            found = [upstream_use(item, choice) for item in rows]
            gap = next((item for item in found if isinstance(item, Gap)), None)
            if gap is not None:
                problems.append(missing_upstream(inventory, rows, gap))
            elif uses := [item for item in found if isinstance(item, Use)]:
                lines.append(part.line(uses, f".{unit.replace(' ', '_')}" if len(by_unit) > 1 else ""))
    return lines, problems
