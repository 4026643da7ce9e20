"""Small plants for the rules of CBAM, built from rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tanlian.accounting.run import account
from tanlian.accounting.statement import Statement
from tanlian.inventory.model import Inventory, Process, Product, Supply
from tanlian.inventory.period import Period
from tests.works import exchange, inventory

DEFINITIVE = "cbam-definitive"
TRANSITIONAL = "cbam-transitional"
Rows = Sequence[dict[str, Any]]


def plant(
    processes: Sequence[Process], rows: Rows, supplies: Sequence[Supply] = (), goods: Sequence[Product] = ()
) -> Inventory:
    """A plant of 2026 with factor set eu-2025-2547 and Chinese grid factors."""
    bare = inventory([], rows, supplies, {"direct": "eu-2025-2547", "electricity": "cn-grid-co2-2023"})
    period = Period.parse("2026")
    return replace(bare, period=period, processes=tuple(processes), products=tuple(goods))


def run(made: Inventory, method: str = TRANSITIONAL, options: Mapping[str, str] | None = None) -> Statement:
    """The statement of a plant."""
    return account(made, method, options=options)


def codes(statement: Statement) -> set[str]:
    """Codes of the warnings, the standing notes of the definitive period left out."""
    return {item.code for item in statement.warnings} - {"cbam.not-covered", "cbam.cscf-assumed"}


def steel(process: str, partner: str, amount: float, **more: Any) -> dict[str, Any]:
    """Crude steel of a process, without carbon unless given."""
    return exchange(process, "out", "crude_steel", amount, "t", partner, **({"carbon_content": 0.0} | more))


EAF = Process("EAF", "electric_arc_furnace")
ROLL = Process("ROLL", "bar_rolling")
