"""GB/T 32151.5-2015 at enterprise level: five signed parts, each line with its factor and its rows."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from tanlian.accounting.methods import Method, Options
from tanlian.accounting.methods.gbt_32151_5.border import Crossing, crossings
from tanlian.accounting.methods.gbt_32151_5.components import Component, enterprise, total
from tanlian.accounting.methods.gbt_32151_5.energy import electricity, heat
from tanlian.accounting.methods.gbt_32151_5.fuels import combustion, is_fuel
from tanlian.accounting.methods.gbt_32151_5.materials import is_process, is_sequestered, process, sequestered
from tanlian.accounting.methods.gbt_32151_5.steel import crude_steel
from tanlian.accounting.statement import Input, Line, Statement, Text, weakest
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Where, problem, raise_errors

TITLE = Text(
    "GB/T 32151.5-2015, greenhouse gas emissions of a steel producer",
    "GB/T 32151.5-2015 钢铁生产企业温室气体排放",
)
DOCUMENT = "GB/T 32151.5-2015 温室气体排放核算与报告要求 第5部分：钢铁生产企业"
DIRECT_DEFAULT = "ndrc-2013"
_PARTS = {
    "combustion": Text("Fossil fuel combustion", "化石燃料燃烧排放"),
    "process": Text("Process emissions", "工业生产过程排放"),
    "electricity": Text("Net purchased electricity", "净购入使用电力排放"),
    "heat": Text("Net purchased heat", "净购入使用热力排放"),
    "sequestered": Text("Carbon in products (subtracted)", "固碳产品隐含的排放（扣除）"),
}
_TOTALS = ("total", "intensity", *_PARTS)


def run(inventory: Inventory, choice: Choice, options: Options) -> Statement:
    """The statement of one site and period, in t CO2.

    Raises `Problems` with everything that is missing: a calorific value, a carbon content, a factor, or
    purchased electricity that is neither given nor said not to apply.
    """
    items = crossings(inventory)
    steel = crude_steel(inventory)
    found = {
        "combustion": combustion(inventory, items, choice),
        "process": process(inventory, items, choice),
        "electricity": electricity(inventory, items, choice),
        "heat": heat(inventory, items, choice),
        "sequestered": sequestered(inventory, items, steel, choice),
    }
    raise_errors(item for _, problems in found.values() for item in problems)
    parts = {name: _sum(name, lines) for name, (lines, _) in found.items()}
    components = enterprise(**{name: line.value for name, line in parts.items()})
    whole = _total(components, parts.values())
    lines = [
        *(line for name, (own, _) in found.items() for line in (*own, parts[name])),
        whole,
        *_per_tonne(whole, steel),
    ]
    ids = {line.id for line in lines}
    return Statement(
        method=GBT_32151_5_2015.id,
        title=TITLE,
        document=DOCUMENT,
        site=inventory.site,
        period=inventory.period,
        lines=tuple(lines),
        totals=tuple(name for name in _TOTALS if name in ids),
        factor_sets=choice.hashes,
        options=dict(options),
        warnings=tuple(_warnings(inventory, items, steel, choice, lines)),
    )


def _sum(name: str, lines: list[Line]) -> Line:
    return Line(
        id=name,
        label=_PARTS[name],
        value=fsum(line.value for line in lines),
        unit="t CO2",
        formula=" + ".join(line.id for line in lines) or "0",
        inputs=tuple(Input(line.id, line.value, line.unit, line.id, line.status) for line in lines),
        group=name,
        status=weakest(line.status for line in lines),
    )


def _total(components: tuple[Component, ...], parts: Iterable[Line]) -> Line:
    signed = "".join(f" {'+' if item.sign > 0 else '-'} {item.id}" for item in components)
    return Line(
        id="total",
        label=Text("Total emissions", "排放总量"),
        value=total(components),
        unit="t CO2",
        formula=signed.removeprefix(" + "),
        inputs=tuple(Input(line.id, line.value, line.unit, line.id, line.status) for line in parts),
        group="total",
        status=weakest(line.status for line in parts),
    )


def _per_tonne(whole: Line, steel: tuple[Crossing, ...]) -> tuple[Line, ...]:
    tonnes = -fsum(item.amount for item in steel)
    if tonnes <= 0:
        return ()
    cast = Line(
        id="crude_steel",
        label=Text("Crude steel cast", "粗钢产量"),
        value=tonnes,
        unit="t",
        formula="sum of rows",
        rows=tuple(item.row for item in steel if item.row),
        group="total",
    )
    return (
        cast,
        Line(
            id="intensity",
            label=Text("Emissions per tonne of crude steel", "吨钢排放强度"),
            value=whole.value / tonnes,
            unit="t CO2/t",
            formula="total / crude_steel",
            inputs=(
                Input("total", whole.value, whole.unit, "total", whole.status),
                Input("crude_steel", tonnes, "t", "crude_steel"),
            ),
            group="total",
            status=whole.status,
        ),
    )


def _warnings(
    inventory: Inventory,
    items: tuple[Crossing, ...],
    steel: tuple[Crossing, ...],
    choice: Choice,
    lines: list[Line],
) -> list[Problem]:
    site = Where(file=inventory.source, name=inventory.site.name)
    warnings: list[Problem] = []
    direct = choice.of("direct")
    if direct is not None and direct.id == DIRECT_DEFAULT:
        warnings.append(
            problem("gbt.annex-unseen", site, severity="warning", set=direct.id, status=direct.header.status)
        )
    if not steel:
        warnings.append(problem("gbt.no-steel", site, severity="warning"))
    counted = {row for line in lines for row in line.rows}
    left = dict.fromkeys(item.flow.id for item in items if item.row not in counted and _might_count(item))
    if left:
        warnings.append(problem("gbt.not-counted", site, severity="warning", found=", ".join(left)))
    return warnings


def _might_count(item: Crossing) -> bool:
    """Carbon over the border that no line holds; steel products are settled where they are cast."""
    listed = is_fuel(item) or is_process(item) or is_sequestered(item)
    return listed or (bool(item.carbon_content) and item.flow.stage == "")


GBT_32151_5_2015 = Method(
    id="gbt-32151.5-2015",
    title=TITLE,
    document=DOCUMENT,
    run=run,
    countries=("CN",),
    defaults={"direct": DIRECT_DEFAULT, "electricity": "cn-grid-co2-2023"},
)
