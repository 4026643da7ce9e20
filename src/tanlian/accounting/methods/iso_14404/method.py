"""ISO 14404: direct + upstream - credit, CO2 only, per tonne of crude steel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tanlian.accounting.methods import Method, Options
from tanlian.accounting.methods.common.border import Crossing, crossings
from tanlian.accounting.methods.common.checks import asked_for_electricity
from tanlian.accounting.methods.common.components import Component, total
from tanlian.accounting.methods.common.options import one_of, sets_of, some_of
from tanlian.accounting.methods.common.steel import crude_steel, per_tonne
from tanlian.accounting.methods.common.terms import of_line, sum_line
from tanlian.accounting.methods.iso_14404.items import SET, SLAGS, is_unlisted
from tanlian.accounting.methods.iso_14404.parts import credit, direct, upstream
from tanlian.accounting.statement import Line, Statement, Text, weakest
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Where, problem, raise_errors

TITLE = Text("ISO 14404, CO2 intensity of steel production", "ISO 14404 钢铁生产二氧化碳排放强度")
DOCUMENT = "ISO 14404"
_DOCUMENTS = {
    "1": "ISO 14404-1 (steel plant with blast furnace)",
    "2": "ISO 14404-2 (steel plant with electric arc furnace)",
    "3": "ISO 14404-3 (steel plant with EAF and coal-based or gas-based DRI facility)",
}
_SUMS = {
    "direct": Text("Direct emissions", "直接排放"),
    "upstream": Text("Upstream emissions", "上游排放"),
    "credit": Text("Credits (subtracted)", "抵扣（扣除）"),
}
_SIGNS = {"direct": 1, "upstream": 1, "credit": -1}
_TOTALS = ("intensity", "total", "direct", "upstream", "credit", "crude_steel")
OPTIONS: Mapping[str, Text] = {
    "part": Text(
        "Part of the standard: 1 blast furnace, 2 EAF, 3 DRI and EAF; else told by the processes",
        "标准分部：1 高炉、2 电弧炉、3 直接还原加电弧炉；不填则按工序判断",
    ),
    "slag_to_cement": Text(
        "Slags sold that replace clinker: granulated_slag, steel_slag; no credit where nothing is said",
        "外售后替代水泥熟料的渣：granulated_slag、steel_slag；不填则不计抵扣",
    ),
}


def run(inventory: Inventory, choice: Choice, options: Options) -> Statement:
    """The statement of one site and period, in t CO2.

    Raises `Problems` with everything that is missing, among it purchased electricity that is neither given
    nor said not to apply, and an upstream factor that the chosen set has for CO2e only.
    """
    part = _part(inventory, options)
    slags = some_of(options, "slag_to_cement", SLAGS)
    items = crossings(inventory)
    steel = crude_steel(inventory)
    found = {
        "direct": direct(inventory, items, choice),
        "upstream": upstream(inventory, items, choice),
        "credit": credit(inventory, items, choice, slags),
    }
    missing = (item for _, problems in found.values() for item in problems)
    raise_errors([*asked_for_electricity(inventory), *missing])
    parts = {name: sum_line(name, _SUMS[name], name, lines) for name, (lines, _) in found.items()}
    whole = Line(
        id="total",
        label=Text("CO2 emissions", "二氧化碳排放量"),
        value=total(Component(name, line.value, _SIGNS[name]) for name, line in parts.items()),
        unit="t CO2",
        formula="direct + upstream - credit",
        inputs=tuple(of_line(line) for line in parts.values()),
        group="total",
        status=weakest(line.status for line in parts.values()),
    )
    label = Text("CO2 per tonne of crude steel", "吨钢二氧化碳排放强度")
    lines = [
        *(line for name, (own, _) in found.items() for line in (*own, parts[name])),
        whole,
        *per_tonne(whole, steel, label, "t CO2/t"),
    ]
    ids = {line.id for line in lines}
    return Statement(
        method=ISO_14404.id,
        title=TITLE,
        document=_DOCUMENTS[part],
        site=inventory.site,
        period=inventory.period,
        lines=tuple(lines),
        totals=tuple(name for name in _TOTALS if name in ids),
        factor_sets=sets_of(choice, "direct", "upstream"),
        options=dict(options),
        warnings=tuple(_warnings(inventory, items, lines)),
    )


def _part(inventory: Inventory, options: Options) -> str:
    """The part of the standard: as asked for, else by what the site runs. Raises ``method.option-value``."""
    if options.get("part", "").strip():
        return one_of(options, "part", tuple(_DOCUMENTS))
    kinds = {item.kind for item in inventory.processes}
    if kinds & {"blast_furnace", "smelting_reduction"}:
        return "1"
    if "electric_arc_furnace" in kinds:
        return "3" if "direct_reduction" in kinds else "2"
    return "2" if inventory.site.plant_type == "eaf" else "1"


def _warnings(inventory: Inventory, items: Sequence[Crossing], lines: Sequence[Line]) -> list[Problem]:
    site = Where(file=inventory.source, name=inventory.site.name)
    ids = {line.id for line in lines}
    warnings: list[Problem] = []
    if any(line.id == "direct" and line.status == "unconfirmed" for line in lines):
        warnings.append(problem("iso14404.unconfirmed", site, severity="warning", set=SET))
    if "crude_steel" not in ids:
        warnings.append(problem("iso14404.no-steel", site, severity="warning"))
    slag = dict.fromkeys(
        item.flow.id for item in items if item.flow.id in SLAGS and f"credit.{item.flow.id}" not in ids
    )
    if slag:
        warnings.append(problem("iso14404.slag", site, severity="warning", found=", ".join(slag)))
    unlisted = dict.fromkeys(item.flow.id for item in items if item.counts and is_unlisted(item))
    if unlisted:
        found = ", ".join(unlisted)
        warnings.append(problem("iso14404.not-listed", site, severity="warning", found=found))
    return warnings


ISO_14404 = Method(
    id="iso-14404",
    title=TITLE,
    document=DOCUMENT,
    run=run,
    defaults={"direct": SET, "upstream": SET},
    own={"direct": SET, "upstream": SET},
    options=OPTIONS,
)
