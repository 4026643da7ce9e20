"""What the methods start from: verified figures given with their source, else those of CETS-AG-03.01."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import fsum

from tanlian.accounting.methods.cets_ag_03_01 import CETS_AG_03_01_2024
from tanlian.accounting.methods.common.steel import crude_steel
from tanlian.accounting.statement import Statement
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Where, fail, problem
from tanlian.units import parse_quantity


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact number with where it comes from."""

    value: Fraction
    source: str
    status: str = "user"


def figure(options: Mapping[str, str], name: str, unit: str) -> Figure | None:
    """A figure from an option written ``value unit; source``; None where it is not given.

    Raises ``ets.no-source`` and what `units.parse_quantity` raises.
    """
    text = options.get(name, "").strip()
    if not text:
        return None
    quantity, _, source = text.partition(";")
    where = Where(name=name)
    value = parse_quantity(quantity.strip(), where).to(unit, where)
    if not source.strip():
        raise fail("ets.no-source", where, found=text, option=name)
    return Figure(value, source.strip())


def direct_emissions(inventory: Inventory, choice: Choice) -> tuple[Figure, Statement]:
    """Direct emissions of the site by CETS-AG-03.01, enterprise level, and that statement."""
    statement = CETS_AG_03_01_2024.run(inventory, choice, {"level": "enterprise"})
    line = statement.line("total")
    return Figure(Fraction(repr(line.value)), f"{statement.method}, {line.id}", line.status), statement


def cast_steel(inventory: Inventory) -> Figure | None:
    """Crude steel cast, in t; None where there is none."""
    steel = crude_steel(inventory)
    tonnes = -fsum(item.amount for item in steel)
    return Figure(Fraction(repr(tonnes)), f"{len(steel)} rows of crude steel cast") if tonnes > 0 else None


def year_of(inventory: Inventory, options: Mapping[str, str]) -> tuple[int, list[Problem]]:
    """The year whose rule is asked for: the inventory's own unless the option ``year`` names one.

    Warns where the inventory is not that calendar year. Raises ``method.option-value``.
    """
    period = inventory.period
    text = options.get("year", "").strip() or str(period.start.year)
    if not text.isdigit():
        raise fail("method.option-value", Where(name="year"), found=text, expected="2026", option="year")
    if str(period) == text:
        return int(text), []
    where = Where(file=inventory.source)
    return int(text), [problem("ets.other-period", where, found=period, expected=text, severity="warning")]
