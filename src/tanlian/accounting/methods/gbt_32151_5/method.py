"""GB/T 32151.5-2015 at enterprise level: five signed parts, each line with its factor and its rows."""

from __future__ import annotations

from collections.abc import Iterator

from tanlian.accounting.methods import Method, Options
from tanlian.accounting.methods.common.border import crossings
from tanlian.accounting.methods.common.checks import left_out
from tanlian.accounting.methods.common.components import total_line
from tanlian.accounting.methods.common.fuels import fuel_lines
from tanlian.accounting.methods.common.materials import is_process, is_sequestered, material_lines
from tanlian.accounting.methods.common.steel import crude_steel, per_tonne
from tanlian.accounting.methods.common.terms import Part, sum_line
from tanlian.accounting.methods.gbt_32151_5.components import enterprise
from tanlian.accounting.methods.gbt_32151_5.energy import electricity, heat
from tanlian.accounting.statement import Statement, Text
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
_COMBUSTION = Part("combustion", "Combustion", "燃料燃烧")
_PROCESS = Part("process", "Process", "工业生产过程")
_SEQUESTERED = Part("sequestered", "Carbon in products", "固碳产品", -1.0)
_TOTAL = Text("Total emissions", "排放总量")
_INTENSITY = Text("Emissions per tonne of crude steel", "吨钢排放强度")
_TOTALS = ("total", "intensity", *_PARTS)


def run(inventory: Inventory, choice: Choice, options: Options) -> Statement:
    """The statement of one site and period, in t CO2.

    Raises `Problems` with everything that is missing: a calorific value, a carbon content, a factor, or
    purchased electricity that is neither given nor said not to apply.
    """
    items = crossings(inventory)
    steel = crude_steel(inventory)
    entering = [item for item in items if item.counts and is_process(item)]
    leaving = [*steel, *(item for item in items if item.counts and is_sequestered(item))]
    found = {
        "combustion": fuel_lines(inventory, items, choice, _COMBUSTION),
        "process": material_lines(inventory, entering, choice, _PROCESS),
        "electricity": electricity(inventory, items, choice),
        "heat": heat(inventory, items, choice),
        "sequestered": material_lines(inventory, leaving, choice, _SEQUESTERED),
    }
    raise_errors(item for _, problems in found.values() for item in problems)
    parts = {name: sum_line(name, _PARTS[name], name, lines) for name, (lines, _) in found.items()}
    components = enterprise(**{name: line.value for name, line in parts.items()})
    whole = total_line(_TOTAL, components, parts.values())
    lines = [
        *(line for name, (own, _) in found.items() for line in (*own, parts[name])),
        whole,
        *per_tonne(whole, steel, _INTENSITY, "t CO2/t"),
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
        warnings=(*_warnings(inventory, choice), *left_out(inventory, items, steel, lines)),
    )


def _warnings(inventory: Inventory, choice: Choice) -> Iterator[Problem]:
    direct = choice.of("direct")
    if direct is not None and direct.id == DIRECT_DEFAULT:
        site = Where(file=inventory.source, name=inventory.site.name)
        found = {"set": direct.id, "status": direct.header.status}
        yield problem("gbt.annex-unseen", site, severity="warning", **found)


GBT_32151_5_2015 = Method(
    id="gbt-32151.5-2015",
    title=TITLE,
    document=DOCUMENT,
    run=run,
    countries=("CN",),
    defaults={"direct": DIRECT_DEFAULT, "electricity": "cn-grid-co2-2023"},
)
