"""Allowances of a steel site in China's national ETS, by the rule of a year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from tanlian.accounting.methods import Options
from tanlian.accounting.methods.cn_ets_allowance.allowance import allowance
from tanlian.accounting.methods.cn_ets_allowance.given import (
    Figure,
    cast_steel,
    direct_emissions,
    figure,
    year_of,
)
from tanlian.accounting.methods.cn_ets_allowance.rules import Rule, rule
from tanlian.accounting.methods.common.terms import of_line
from tanlian.accounting.statement import Input, Line, Statement, Text, weakest
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Problems, Where, problem, raise_errors

_LABELS = {
    "emissions": Text("Verified direct emissions E", "经核查的直接排放量 E"),
    "crude_steel": Text("Crude steel cast", "粗钢产量"),
    "intensity": Text("Intensity CI", "碳排放强度 CI"),
    "balance_value": Text("Balance value of the industry B", "行业平衡值 B"),
    "deviation": Text("Deviation X", "偏离度 X"),
    "alpha": Text("Adjustment alpha", "调整系数 α"),
    "allowance": Text("Allowances", "配额量"),
    "surplus": Text("Allowances less emissions", "配额盈缺"),
}
_EMISSIONS = Text(
    "Verified emissions with their source, as 5000000 t; verifier's report; else computed by CETS-AG-03.01",
    "经核查的排放量及来源，如 5000000 t; 核查报告；不填则按 CETS-AG-03.01 计算",
)
_YEAR = Text("Year of the rule, where it is not that of the inventory", "规则年度；不填则为清单所在年度")
OPTIONS_2024: Mapping[str, Text] = {"emissions": _EMISSIONS, "year": _YEAR}
OPTIONS_DRAFT: Mapping[str, Text] = {
    "balance_value": Text(
        "Required: balance value B of the industry with its source, as 1.00 t/t; name of the document",
        "必填：行业平衡值 B 及来源，如 1.00 t/t; 文件名称",
    ),
    "emissions": _EMISSIONS,
    "intensity": Text(
        "Intensity CI with its source, as 0.90 t/t; verifier's report; else emissions per t of crude steel",
        "碳排放强度 CI 及来源，如 0.90 t/t; 核查报告；不填则为吨钢排放",
    ),
    "year": _YEAR,
}
_TOTALS = ("allowance", "surplus", "emissions", "intensity", "alpha")
T = TypeVar("T")
Run = Callable[[Inventory, Choice, Options], Statement]


def runner(method_id: str, title: Text, document: str) -> Run:
    """The method of that id, in the shape of all methods."""

    def run(inventory: Inventory, choice: Choice, options: Options) -> Statement:
        return _run(inventory, choice, options, (method_id, title, document))

    return run


def _run(inventory: Inventory, choice: Choice, options: Options, named: tuple[str, Text, str]) -> Statement:
    method_id, title, document = named
    year, warnings = year_of(inventory, options)
    chosen = rule(method_id, year)
    book = _Book()
    emissions = book.keep(lambda: figure(options, "emissions", "t"))
    computed: Statement | None = None
    if emissions is None and not book.problems:
        found = book.keep(lambda: direct_emissions(inventory, choice))
        emissions, computed = found or (None, None)
    if chosen.kind == "balance_value":
        _by_balance(book, inventory, options, emissions, chosen)
        warnings.append(problem("ets.draft", Where(name=method_id), found=year, severity="warning"))
    elif emissions is not None:
        book.add("emissions", emissions.value, "t CO2", inputs=(_input("E", emissions, "t CO2"),))
        book.derive("allowance", emissions.value, "t CO2", "emissions", chosen)
        book.derive("surplus", Fraction(0), "t CO2", "allowance - emissions", chosen)
    raise_errors(book.problems)
    return Statement(
        method=method_id,
        title=title,
        document=document,
        site=inventory.site,
        period=inventory.period,
        lines=tuple(book.lines.values()),
        totals=tuple(name for name in _TOTALS if name in book.lines),
        factor_sets=computed.factor_sets if computed else {},
        options=dict(options),
        warnings=(*(computed.warnings if computed else ()), *warnings),
    )


def _by_balance(
    book: _Book, inventory: Inventory, options: Options, emissions: Figure | None, chosen: Rule
) -> None:
    balance = book.keep(lambda: figure(options, "balance_value", "t/t"))
    if balance is None and not options.get("balance_value", "").strip():
        book.problems.append(problem("ets.no-balance-value", Where(name="balance_value")))
    given = book.keep(lambda: figure(options, "intensity", "t/t"))
    steel = cast_steel(inventory) if given is None else None
    if given is None and steel is None:
        book.problems.append(problem("ets.no-intensity", Where(file=inventory.source)))
    if book.problems or emissions is None or balance is None:
        return
    book.add("emissions", emissions.value, "t CO2", inputs=(_input("E", emissions, "t CO2"),))
    if given is not None:
        intensity = given.value
        book.add("intensity", intensity, "t CO2/t", inputs=(_input("CI", given, "t CO2/t"),))
    elif steel is not None:
        book.add("crude_steel", steel.value, "t", inputs=(_input("P", steel, "t"),))
        intensity = emissions.value / steel.value
        book.derive("intensity", intensity, "t CO2/t", "emissions / crude_steel")
    book.add("balance_value", balance.value, "t CO2/t", inputs=(_input("B", balance, "t CO2/t"),))
    found = book.keep(lambda: allowance(emissions.value, intensity, balance.value, chosen))
    if found is None:
        return
    book.derive("deviation", found.deviation, "1", "(balance_value - intensity) / balance_value", chosen)
    inside = f"{float(chosen.slope)} x deviation"
    beyond = f"{float(found.alpha):+} from a deviation of {float(chosen.edge)} on"
    alpha = inside if abs(found.deviation) < chosen.edge else beyond
    book.derive("alpha", found.alpha, "1", alpha, chosen)
    book.derive("allowance", found.allowance, "t CO2", "emissions x (1 + alpha)", chosen)
    book.derive("surplus", found.surplus, "t CO2", "allowance - emissions", chosen)


class _Book:
    """Lines in the order they are written, and what went wrong on the way."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.problems: list[Problem] = []

    def keep(self, work: Callable[[], T]) -> T | None:
        """What the work gives, or None with its problems kept."""
        try:
            return work()
        except Problems as error:
            self.problems.extend(error.problems)
            return None

    def add(
        self, name: str, value: Fraction, unit: str, inputs: tuple[Input, ...], formula: str = ""
    ) -> None:
        """Write a line."""
        status = weakest(item.status for item in inputs)
        line = Line(name, _LABELS[name], float(value), unit, formula, inputs, status=status)
        self.lines[name] = line

    def derive(self, name: str, value: Fraction, unit: str, formula: str, by: Rule | None = None) -> None:
        """Write a line computed from the lines its formula names, by a rule of the document."""
        words = formula.replace("(", " ").replace(")", " ").split()
        used = tuple(of_line(self.lines[word]) for word in words if word in self.lines)
        source = () if by is None else (Input("rule", float(by.year), "year", by.source, by.status),)
        self.add(name, value, unit, (*used, *source), formula)


def _input(symbol: str, item: Figure, unit: str) -> Input:
    return Input(symbol, float(item.value), unit, item.source, item.status)
