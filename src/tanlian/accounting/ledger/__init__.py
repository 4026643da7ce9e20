"""The ledger: every contribution of a site as a row, from which all measures are taken.

Rows keep apart what standards treat apart: boundary block, own / purchased / upstream, scope and
category, gas, fossil / biogenic, electricity basis. A contribution whose factor is missing stands in
the ledger without an amount and names what is missing; it is never left out and never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from tanlian.accounting.ledger.energy import energy_rows
from tanlian.accounting.ledger.own import given_warnings, own_rows
from tanlian.accounting.ledger.schema import LEDGER_SCHEMA
from tanlian.accounting.ledger.supplied import supply_warnings
from tanlian.accounting.ledger.upstream import upstream_rows
from tanlian.factors.choice import Choice
from tanlian.footprint.allocation import Allocation
from tanlian.footprint.works import Works, works
from tanlian.inventory.carbon import with_contents
from tanlian.inventory.model import Inventory
from tanlian.inventory.rules import resolved
from tanlian.problems import Problem

__all__ = ["LEDGER_SCHEMA", "Ledger", "allocated", "ledger"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Contributions of one site in one period, with the chain that hands them to products.

    ``frame`` has the columns of `LEDGER_SCHEMA`; ``exchanges`` the inventory's rows with contents; ``choice``
    the factor sets behind both. ``works`` shares burdens by the main product; see `allocated`.
    """

    inventory: Inventory
    frame: pl.DataFrame
    exchanges: pl.DataFrame
    works: Works
    factor_sets: Mapping[str, str]
    choice: Choice
    warnings: tuple[Problem, ...] = ()


def ledger(inventory: Inventory, choice: Choice) -> Ledger:
    """The ledger of an inventory under the chosen factor sets.

    Own emissions are the carbon balance of each process (in minus out, times 44/12), row by row, or
    the attributed emissions where the inventory gives them. Raises `Problems` where the chain of the
    works cannot be built.
    """
    exchanges = with_contents(resolved(inventory), choice)
    return Ledger(
        inventory=inventory,
        frame=pl.concat(
            [
                own_rows(inventory, exchanges, choice),
                energy_rows(inventory, exchanges, choice),
                upstream_rows(inventory, exchanges, choice),
            ]
        ),
        exchanges=exchanges,
        works=works(exchanges, [item.id for item in inventory.processes]),
        factor_sets=choice.hashes,
        choice=choice,
        warnings=(*given_warnings(inventory), *supply_warnings(inventory, exchanges)),
    )


def allocated(made: Ledger, allocation: Allocation) -> Ledger:
    """The same contributions, handed to products by another allocation. Raises what `works` raises."""
    processes = [item.id for item in made.inventory.processes]
    return replace(made, works=works(made.exchanges, processes, allocation))
