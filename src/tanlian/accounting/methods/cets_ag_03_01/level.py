"""The process level: what each process burns and calcines, less the carbon in what it hands on.

Fuels count wherever they come from, own coke and own gas included; what a process delivers as fuel is
taken off. Own iron, steel and dust are not passed on from process to process: only bought metal counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tanlian.accounting.methods.cets_ag_03_01.parts import READING, is_other
from tanlian.accounting.methods.cets_ag_03_01.table import step_of, steps
from tanlian.accounting.methods.common.border import PURCHASED, SOLD, TAKEN_BACK, USED, Crossing, in_order
from tanlian.accounting.methods.common.fuels import fuel_lines, is_fuel
from tanlian.accounting.methods.common.materials import is_iron, is_material, is_sequestered, material_lines
from tanlian.accounting.methods.common.terms import Part, of_line, sum_line
from tanlian.accounting.methods.common.units import Pools, Unit, output, pools, units
from tanlian.accounting.statement import Line, Text
from tanlian.factors.choice import Choice
from tanlian.inventory.model import SITE, Inventory
from tanlian.problems import Problem

WHOLE = "units"


@dataclass(frozen=True, slots=True)
class Inner:
    """The process level: all its lines, those of one flow of one process, their sum, what is missing."""

    lines: tuple[Line, ...] = ()
    flows: tuple[Line, ...] = ()
    whole: Line | None = None
    problems: tuple[Problem, ...] = ()


def process_level(
    inventory: Inventory, items: tuple[Crossing, ...], steel: tuple[Crossing, ...], choice: Choice
) -> Inner:
    """The lines of every process and of the process list.

    items : crossings of the site's border. steel : crude steel as cast.
    """
    lines: list[Line] = []
    flows: list[Line] = []
    problems: list[Problem] = []
    by_step: dict[str, list[Line]] = {}
    pool = pools(inventory)
    products = _products(items, steel, pool)
    for unit in units(inventory):
        part = Part(f"at.{unit.id}", unit.name, unit.name)
        own = tuple(_counted(unit, pool))
        rest = in_order([*(item for item in own if not is_fuel(item)), *products.get(unit.id, ())])
        fuels, lacking = fuel_lines(inventory, own, choice, part, READING)
        others, more = material_lines(inventory, rest, choice, part)
        problems += [*lacking, *more]
        mine = [*fuels, *others]
        if not mine and unit.id == SITE:
            continue
        flows += mine
        lines += [*mine, sum_line(part.id, Text(unit.name, unit.name), part.id, mine)]
        by_step.setdefault(step_of(unit.kind), []).append(lines[-1])
    sums = list(_steps(inventory, by_step, pool))
    label = Text("Sum of processes and others", "各工序与其他之和")
    whole = sum_line(WHOLE, label, WHOLE, [line for line in sums if line.id.startswith("unit.")])
    return Inner((*lines, *sums, whole), tuple(flows), whole, tuple(problems))


def _steps(inventory: Inventory, by_step: Mapping[str, list[Line]], pool: Pools) -> Iterator[Line]:
    """For each process of the list: emissions, what it makes, and emissions per tonne of it."""
    for step in steps():
        if step.id not in by_step:
            continue
        whole = sum_line(f"unit.{step.id}", step.label, WHOLE, by_step[step.id])
        yield whole
        made = output([item for item in inventory.processes if item.kind in step.kinds], pool)
        if made <= 0:
            continue
        tonnes = Line(
            f"output.{step.id}",
            Text(f"Output: {step.en}", f"产量：{step.zh}"),
            made,
            "t",
            formula="products and co-products made - used by the same process",
            group=WHOLE,
        )
        yield tonnes
        yield Line(
            f"intensity.{step.id}",
            Text(f"Emissions per tonne: {step.en}", f"单位产品排放：{step.zh}"),
            whole.value / made,
            "t CO2/t",
            formula=f"{whole.id} / {tonnes.id}",
            inputs=(of_line(whole), of_line(tonnes)),
            group=WHOLE,
            status=whole.status,
        )


def _counted(unit: Unit, pool: Pools) -> Iterator[Crossing]:
    """The rows of a process that count, products apart."""
    for item in unit.items:
        if not item.counts or is_sequestered(item):
            continue
        if is_iron(item) or item.flow.metallic == "scrap":
            bought = _bought(item, pool)
            if bought is not None:
                yield bought
        elif is_fuel(item) or is_material(item) or is_other(item):
            yield item


def _bought(item: Crossing, pool: Pools) -> Crossing | None:
    """Metal that was bought, straight or through the pool of the site; own metal is not passed on."""
    if item.way == USED:
        share = pool.bought.get(item.flow.id, 0.0) if item.partner == SITE else 0.0
        return replace(item, bought_share=None if share == 1 else share) if share else None
    scrap = item.flow.metallic == "scrap"
    return item if item.way == PURCHASED or (not scrap and item.partner in {"purchased", "stock"}) else None


def _products(
    items: tuple[Crossing, ...], steel: tuple[Crossing, ...], pool: Pools
) -> dict[str, list[Crossing]]:
    """What carries carbon away as a product, by the process that makes it.

    A product that the site sells from a pool belongs to its one maker, else to the site.
    """
    found: dict[str, list[Crossing]] = {}
    for item in (*steel, *(item for item in items if item.counts and is_sequestered(item))):
        made_by = pool.makers.get(item.flow.id, ())
        pooled = item.way in {SOLD, TAKEN_BACK} and item.process == SITE and len(made_by) == 1
        found.setdefault(made_by[0] if pooled else item.process, []).append(item)
    return found
