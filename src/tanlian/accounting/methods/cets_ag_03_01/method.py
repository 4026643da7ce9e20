"""CETS-AG-03.01-V01-2024: direct emissions of a steel producer, at enterprise and process level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tanlian.accounting.methods import Method, Options
from tanlian.accounting.methods.cets_ag_03_01.components import enterprise
from tanlian.accounting.methods.cets_ag_03_01.level import Inner, process_level
from tanlian.accounting.methods.cets_ag_03_01.parts import SUMS, enterprise_parts
from tanlian.accounting.methods.cets_ag_03_01.table import SET, materials
from tanlian.accounting.methods.common.border import crossings
from tanlian.accounting.methods.common.checks import left_out, once
from tanlian.accounting.methods.common.components import total_line
from tanlian.accounting.methods.common.fuels import Found
from tanlian.accounting.methods.common.options import one_of, sets_of
from tanlian.accounting.methods.common.reconcile import reconcile
from tanlian.accounting.methods.common.steel import crude_steel, per_tonne
from tanlian.accounting.methods.common.terms import sum_line
from tanlian.accounting.statement import Line, Statement, Text
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Where, problem, raise_errors

TITLE = Text(
    "CETS-AG-03.01-V01-2024, direct emissions of a steel producer for the national ETS",
    "CETS-AG-03.01-V01-2024 钢铁行业碳排放核算（仅直接排放）",
)
DOCUMENT = "CETS-AG-03.01-V01-2024 企业温室气体排放核算与报告指南 钢铁行业"
LEVELS = ("both", "enterprise", "process")
OPTIONS: Mapping[str, Text] = {
    "level": Text(
        "enterprise, process or both (what is done where nothing is said)",
        "enterprise 企业层级、process 工序层级或 both 两者（默认）",
    ),
}
_TOTALS = ("total", "intensity", "units", "difference", "combustion", "process", "other", "sequestered")
_TOTAL = Text("Total direct emissions", "直接排放总量")
_INTENSITY = Text("Emissions per tonne of crude steel", "吨钢排放强度")


def run(inventory: Inventory, choice: Choice, options: Options) -> Statement:
    """The statement of one site and period, in t CO2; electricity and heat are no part of it.

    Raises `Problems` with everything that is missing at the levels asked for, and ``method.option-value``.
    """
    level = one_of(options, "level", LEVELS)
    items = crossings(inventory)
    steel = crude_steel(inventory)
    found = enterprise_parts(inventory, items, steel, choice)
    inner = Inner() if level == "enterprise" else process_level(inventory, items, steel, choice)
    raise_errors(once([*(item for _, more in found.values() for item in more), *inner.problems]))
    parts = {name: sum_line(name, SUMS[name], name, lines) for name, (lines, _) in found.items()}
    components = enterprise(**{name: line.value for name, line in parts.items()})
    whole = total_line(_TOTAL, components, parts.values())
    lines = [*_part_lines(found, parts), whole, *per_tonne(whole, steel, _INTENSITY, "t CO2/t")]
    warnings = [*_warnings(inventory, choice), *left_out(inventory, items, steel, lines)]
    if inner.whole is not None:
        site = [line if line.group != "sequestered" else _negative(line) for line in lines if "." in line.id]
        lines = [line for line in lines if level == "both" or line.group == "total"]
        lines += [*inner.lines, *reconcile(whole, inner.whole, site, inner.flows)]
        warnings.append(_reading(inventory))
    ids = {line.id for line in lines}
    return Statement(
        method=CETS_AG_03_01_2024.id,
        title=TITLE,
        document=DOCUMENT,
        site=inventory.site,
        period=inventory.period,
        lines=tuple(lines),
        totals=tuple(name for name in _TOTALS if name in ids),
        factor_sets=sets_of(choice, "direct"),
        options=dict(options),
        warnings=tuple(warnings),
    )


def _part_lines(found: Mapping[str, Found], parts: Mapping[str, Line]) -> Iterator[Line]:
    for name, (own, _) in found.items():
        yield from own
        yield parts[name]


def _negative(line: Line) -> Line:
    return replace(line, value=-line.value)


def _warnings(inventory: Inventory, choice: Choice) -> Iterator[Problem]:
    fuels = choice.of("direct")
    if fuels is not None and fuels.id != SET and fuels.header.status != "user":
        site = Where(file=inventory.source, name=inventory.site.name)
        yield problem("cets.fuel-table", site, severity="warning", found=fuels.id)


def _reading(inventory: Inventory) -> Problem:
    return problem("cets.process-reading", Where(name=inventory.site.name), severity="warning")


CETS_AG_03_01_2024 = Method(
    id="cets-ag-03.01-v01-2024",
    title=TITLE,
    document=DOCUMENT,
    run=run,
    countries=("CN",),
    defaults={"direct": SET},
    own={f"direct.{flow}": SET for flow in materials()},
    options=OPTIONS,
)
