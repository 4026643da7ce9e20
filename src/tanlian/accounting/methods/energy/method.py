"""Comprehensive energy consumption: of the works and of each process, in tce and kgce per tonne."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tanlian.accounting.methods import Method, Options
from tanlian.accounting.methods.common.border import crossings
from tanlian.accounting.methods.common.checks import asked_for_electricity, once
from tanlian.accounting.methods.common.options import sets_of, some_of
from tanlian.accounting.methods.common.reconcile import reconcile
from tanlian.accounting.methods.common.steel import crude_steel, per_tonne
from tanlian.accounting.methods.common.terms import Part, sum_line
from tanlian.accounting.methods.energy.carriers import DEFAULT, carriers, energy_lines
from tanlian.accounting.methods.energy.environment import environment_lines
from tanlian.accounting.methods.energy.level import TCE, process_level
from tanlian.accounting.statement import Line, Statement, Text
from tanlian.factors.choice import Choice
from tanlian.inventory.model import SITE, Inventory
from tanlian.problems import Problem, Where, problem, raise_errors

TITLE = Text("Comprehensive energy consumption of a steel works", "钢铁企业综合能耗")
DOCUMENT = "GB/T 2589-2020 综合能耗计算通则"
OPTIONS: Mapping[str, Text] = {
    "leave_out": Text(
        "Carriers that do not count, parted by commas, such as argon, hydrogen; the statement names them",
        "不计入的能源或耗能工质，用逗号分隔，如 argon, hydrogen；结果中注明",
    ),
}
_NET = Part("total", "Net use", "净消费", unit=TCE)
_TOTALS = ("total", "intensity", "units", "difference", "crude_steel", "fresh_water_intensity")


def run(inventory: Inventory, choice: Choice, options: Options) -> Statement:
    """The statement of one site and period: works and processes in tce, per tonne in kgce/t.

    What is recovered and handed on counts negative, so that a process may come out below zero.
    Raises `Problems` with every carrier that has neither a measured calorific value nor a coefficient, and
    where purchased electricity is neither given nor said not to apply.
    """
    left_out = some_of(options, "leave_out", carriers())
    items = crossings(inventory)
    steel = crude_steel(inventory)
    net, lacking = energy_lines(inventory, items, choice, _NET, left_out)
    inner = process_level(inventory, choice, left_out)
    raise_errors([*asked_for_electricity(inventory), *once([*lacking, *inner.problems])])
    label = Text("Comprehensive energy of the works", "综合能耗总量")
    whole = sum_line("total", label, "total", net, TCE)
    intensity = Text("Comprehensive energy per tonne of crude steel", "吨钢综合能耗")
    cast = per_tonne(whole, steel, intensity, "kgce/t")
    lines = [*net, whole, *cast, *inner.lines, *reconcile(whole, inner.whole, net, inner.flows)]
    lines += environment_lines(inventory, _tonnes(lines))
    ids = {line.id for line in lines}
    return Statement(
        method=COMPREHENSIVE_ENERGY.id,
        title=TITLE,
        document=DOCUMENT,
        site=inventory.site,
        period=inventory.period,
        lines=tuple(lines),
        totals=tuple(name for name in _TOTALS if name in ids),
        factor_sets=sets_of(choice, "energy"),
        options=dict(options),
        warnings=tuple(_warnings(inventory, left_out, bool(cast))),
    )


def _tonnes(lines: Sequence[Line]) -> dict[str, Line]:
    """What amounts are divided by, by place: crude steel for the site, the output for a process."""
    places = {"crude_steel": SITE}
    return {
        places.get(line.id, line.id.removeprefix("output.")): line
        for line in lines
        if line.id in places or line.id.startswith("output.")
    }


def _warnings(inventory: Inventory, left_out: Sequence[str], cast: bool) -> list[Problem]:
    site = Where(file=inventory.source, name=inventory.site.name)
    warnings: list[Problem] = []
    met = set(inventory.exchanges["flow"])
    named = [flow for flow in left_out if flow in met]
    if named:
        warnings.append(problem("energy.left-out", site, severity="warning", found=", ".join(named)))
    if not cast:
        warnings.append(problem("energy.no-steel", site, severity="warning"))
    return warnings


COMPREHENSIVE_ENERGY = Method(
    id="comprehensive-energy",
    title=TITLE,
    document=DOCUMENT,
    run=run,
    defaults={"energy": DEFAULT},
    options=OPTIONS,
    countries=("CN",),
)
