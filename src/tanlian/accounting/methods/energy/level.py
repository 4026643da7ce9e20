"""Comprehensive energy process by process: energy in less energy handed on, per tonne of product."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tanlian.accounting.methods.common.terms import Part, of_line, sum_line
from tanlian.accounting.methods.common.units import Pools, output, pools, units
from tanlian.accounting.methods.energy.carriers import energy_lines
from tanlian.accounting.statement import Line, Text
from tanlian.catalogue import process_kinds
from tanlian.factors.choice import Choice
from tanlian.inventory.model import SITE, Inventory, Process
from tanlian.problems import Problem

WHOLE = "units"
TCE = "tce"


@dataclass(frozen=True, slots=True)
class Inner:
    """All lines of the processes, those of one carrier of one process, their sum, what is missing."""

    lines: tuple[Line, ...]
    flows: tuple[Line, ...]
    whole: Line
    problems: tuple[Problem, ...]


def process_level(inventory: Inventory, choice: Choice, left_out: Collection[str]) -> Inner:
    """The lines of every process, then of every kind of process that makes a product in t."""
    lines: list[Line] = []
    flows: list[Line] = []
    problems: list[Problem] = []
    wholes: dict[str, Line] = {}
    pool = pools(inventory)
    by_id = {item.id: item for item in inventory.processes}
    for unit in units(inventory):
        part = Part(f"at.{unit.id}", unit.name, unit.name, unit=TCE)
        mine, lacking = energy_lines(inventory, unit.items, choice, part, left_out)
        problems += lacking
        if not mine and unit.id == SITE:
            continue
        label = Text(unit.name, unit.name)
        wholes[unit.id] = sum_line(part.id, label, part.id, mine, TCE)
        flows += mine
        lines += [*mine, wholes[unit.id]]
        if unit.id in by_id:
            lines += per_tonne_of(unit.id, label, wholes[unit.id], output([by_id[unit.id]], pool))
    lines += _kinds(inventory.processes, wholes, pool)
    label = Text("Sum of processes", "各工序之和")
    whole = sum_line(WHOLE, label, WHOLE, list(wholes.values()), TCE)
    return Inner((*lines, whole), tuple(flows), whole, tuple(problems))


def per_tonne_of(name: str, label: Text, whole: Line, tonnes: float) -> Iterator[Line]:
    """Output and energy per tonne of it, in kgce/t; nothing where no product is made in t."""
    if tonnes <= 0:
        return
    made = Line(
        f"output.{name}",
        Text(f"Output: {label.en}", f"产量：{label.zh}"),
        tonnes,
        "t",
        formula="products and co-products made - used by the same process",
        group=whole.group,
    )
    yield made
    yield Line(
        f"intensity.{name}",
        Text(f"Energy per tonne: {label.en}", f"单位产品综合能耗：{label.zh}"),
        whole.value / tonnes * 1000,
        "kgce/t",
        formula=f"{whole.id} / {made.id} x 1000",
        inputs=(of_line(whole), of_line(made)),
        group=whole.group,
        status=whole.status,
    )


def _kinds(processes: Sequence[Process], wholes: dict[str, Line], pool: Pools) -> Iterator[Line]:
    """Processes of one kind taken together, where there are several."""
    for kind in process_kinds().values():
        members = [item for item in processes if item.kind == kind.id]
        if len(members) > 1:
            name, label = f"kind.{kind.id}", Text(kind.en, kind.zh)
            whole = sum_line(name, label, name, [wholes[item.id] for item in members], TCE)
            yield whole
            yield from per_tonne_of(name, label, whole, output(members, pool))
