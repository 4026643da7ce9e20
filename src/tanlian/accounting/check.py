"""Check an inventory that could be read: its warnings, its balances, and what does not close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tanlian.accounting.choice import choose
from tanlian.catalogue import flows
from tanlian.factors.model import FactorSet
from tanlian.inventory.balance import Balance, balance
from tanlian.inventory.model import Inventory
from tanlian.problems import Problem, Severity, Where, problem


@dataclass(frozen=True, slots=True)
class Check:
    """The balances of an inventory and the findings from them; errors stop acceptance, warnings do not."""

    balance: Balance
    problems: tuple[Problem, ...]

    @property
    def accepted(self) -> bool:
        """Whether nothing stands against the inventory."""
        return not any(item.severity == "error" for item in self.problems)


def check(
    inventory: Inventory,
    factors: Mapping[str, str] | None = None,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> Check:
    """Balances under the chosen factor sets, with a finding for each that stays open.

    More carbon or iron out than in is an error (``balance.gains``): nothing makes either. Any other
    open balance is a warning (``balance.open``), and so is carbon that nobody gave (``balance.unknown``).
    """
    found = balance(inventory, choose(inventory, factors, None, own_sets))
    return Check(found, (*_findings(inventory, found), *_unknown(inventory, found)))


def _findings(inventory: Inventory, found: Balance) -> Iterator[Problem]:
    names = {item.id: item.name or item.id for item in inventory.processes}
    for row in found.open.iter_rows(named=True):
        gains = row["quantity"] in {"carbon", "iron"} and row["difference"] < 0 and row["scope"] != "pool"
        severity: Severity = "error" if gains else "warning"
        name = names.get(row["id"], row["id"])
        yield problem(
            f"balance.{'gains' if gains else 'open'}.{row['quantity']}",
            Where(file=inventory.source, name=name),
            found=f"{abs(row['closing_error']):.1%}" if row["closing_error"] is not None else "–",
            expected=f"{row['limit']:.1%}",
            severity=severity,
            **_amounts(row),
        )


def _unknown(inventory: Inventory, found: Balance) -> Iterator[Problem]:
    """Processes whose carbon cannot be balanced because nobody gave the content of some flow."""
    computed = {item.id: item.name for item in inventory.processes if item.direct_emissions_t is None}
    rows = found.frame.filter(
        (pl.col("scope") == "process") & (pl.col("quantity") == "carbon") & (pl.col("unknown") != "")
    )
    for row in rows.iter_rows(named=True):
        if row["id"] in computed:
            names = row["unknown"].split()
            yield problem(
                "balance.unknown.carbon",
                Where(file=inventory.source, name=computed[row["id"]] or row["id"]),
                found=row["unknown"],
                severity="warning",
                flows_en=", ".join(flows()[name].en for name in names),
                flows_zh="、".join(flows()[name].zh for name in names),
            )


def _amounts(row: Mapping[str, Any]) -> dict[str, str]:
    out = row["left"] + row["to_air"]
    return {"entered": f"{row['entered']:,.0f}", "out": f"{out:,.0f}", "unit": row["unit"]}
