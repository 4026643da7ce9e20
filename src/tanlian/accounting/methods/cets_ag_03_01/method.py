"""CETS-AG-03.01-V01-2024: direct emissions of a steel producer, at enterprise and process level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tanlian.accounting.methods import Method, Options
from tanlian.accounting.methods.cets_ag_03_01.components import enterprise
from tanlian.accounting.methods.cets_ag_03_01.level import Inner, process_level
from tanlian.accounting.methods.cets_ag_03_01.parts import SUMS, enterprise_parts, might_count
from tanlian.accounting.methods.cets_ag_03_01.table import SET, materials
from tanlian.accounting.methods.common.border import Crossing, crossings
from tanlian.accounting.methods.common.checks import once
from tanlian.accounting.methods.common.components import total
from tanlian.accounting.methods.common.fuels import Found
from tanlian.accounting.methods.common.options import one_of, sets_of
from tanlian.accounting.methods.common.reconcile import reconcile
from tanlian.accounting.methods.common.steel import crude_steel, per_tonne
from tanlian.accounting.methods.common.terms import of_line, sum_line
from tanlian.accounting.statement import Line, Statement, Text, weakest
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
    whole = _total(parts)
    lines = [*_part_lines(found, parts), whole, *per_tonne(whole, steel, _INTENSITY, "t CO2/t")]
    warnings = _warnings(inventory, items, steel, choice, lines)
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


def _total(parts: Mapping[str, Line]) -> Line:
    components = enterprise(**{name: line.value for name, line in parts.items()})
    signed = "".join(f" {'+' if item.sign > 0 else '-'} {item.id}" for item in components)
    return Line(
        id="total",
        label=Text("Total direct emissions", "直接排放总量"),
        value=total(components),
        unit="t CO2",
        formula=signed.removeprefix(" + "),
        inputs=tuple(of_line(line) for line in parts.values()),
        group="total",
        status=weakest(line.status for line in parts.values()),
    )


def _negative(line: Line) -> Line:
    return replace(line, value=-line.value)


def _warnings(
    inventory: Inventory,
    items: tuple[Crossing, ...],
    steel: tuple[Crossing, ...],
    choice: Choice,
    lines: Sequence[Line],
) -> list[Problem]:
    site = Where(file=inventory.source, name=inventory.site.name)
    warnings: list[Problem] = []
    fuels = choice.of("direct")
    if fuels is not None and fuels.id != SET and fuels.header.status != "user":
        warnings.append(problem("cets.fuel-table", site, severity="warning", found=fuels.id))
    if not steel:
        warnings.append(problem("account.no-steel", site, severity="warning"))
    counted = {row for line in lines for row in line.rows}
    left = dict.fromkeys(item.flow.id for item in items if item.row not in counted and might_count(item))
    if left:
        warnings.append(problem("account.not-counted", site, severity="warning", found=", ".join(left)))
    return warnings


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
