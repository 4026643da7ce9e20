"""Tanlian 碳链: one plant's data in; statements, ledger, footprints and grades out.

The words of the command line as functions. Every result is plain data with a Polars frame beside it and
an ``as_dict`` that holds what ``--json`` prints. Whatever a user can do wrong is raised as `Problems`,
each with a code, a place, what is wrong and what to do, in English and 中文.

>>> import tanlian
>>> tanlian.grade("less-1.1-qst", {"intensity": "805 kg/t", "scrap_share": 1}).level
'D'

Nothing heavy is loaded before it is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Literal

from tanlian.problems import Lang, Problem, Problems

if TYPE_CHECKING:
    from tanlian.accounting.check import Check
    from tanlian.accounting.ledger import Ledger
    from tanlian.accounting.product import ProductFootprint
    from tanlian.accounting.statement import Statement
    from tanlian.factors.model import FactorSet, Header
    from tanlian.inventory.model import Inventory
    from tanlian.standards.plant import PlantGrade
    from tanlian.standards.result import Grade

__all__ = [
    "Problem",
    "Problems",
    "account",
    "check",
    "factor_sets",
    "footprints",
    "grade",
    "grade_plant",
    "ledger",
    "methods",
    "read",
    "template",
    "write",
]


def read(path: str | PathLike[str]) -> Inventory:
    """The inventory of a plant file: .xlsx, .yaml, a folder of .csv.

    Amounts are in canonical units (t, 1000 m3N, m3, GJ, MWh). Raises `Problems` with every error of the
    file, each with its sheet and cell; nothing is half-read.
    """
    from tanlian.inventory.read import read as call

    return call(path)


def write(inventory: Inventory, path: str | PathLike[str], lang: Lang = "en") -> None:
    """Write an inventory so that reading it back gives the same one: .xlsx, .yaml, a folder of .csv."""
    from tanlian.inventory.write import write as call

    call(inventory, path, lang)


def template(plant_type: str, path: str | PathLike[str], lang: Lang = "en") -> None:
    """Write an empty plant file (.xlsx) for ``integrated`` (BF-BOF) or ``eaf``."""
    from tanlian.inventory.template import write_template as call

    call(plant_type, path, lang)


def check(
    inventory: Inventory,
    factors: Mapping[str, str] | None = None,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> Check:
    """Balances of carbon (t C), iron (t Fe), mass (t) and energy (GJ), and what does not close.

    ``.balance.frame`` has one row a process, pool and site; ``.problems`` name what stays open.
    ``factors`` names a factor set by role, ``own_sets`` holds your loaded sets by id.
    """
    from tanlian.accounting.check import check as call

    return call(inventory, factors, own_sets)


def methods() -> dict[str, str]:
    """The accounting methods by id, with their titles."""
    from tanlian.accounting.run import METHODS

    return {item.id: item.title.en for item in METHODS.values()}


def account(
    inventory: Inventory,
    method: str,
    *,
    factors: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> Statement:
    """The statement of a method, such as ``gbt-32151.5-2015``; each line with its formula and sources.

    ``.value("total")`` is a line's number, unrounded, in the unit of the line; ``.frame()`` has all lines.
    Raises `Problems` that name every missing factor or input; none is filled in.
    """
    from tanlian.accounting.run import account as call

    return call(inventory, method, factors=factors, options=options, own_sets=own_sets)


def ledger(
    inventory: Inventory,
    factors: Mapping[str, str] | None = None,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> Ledger:
    """Every contribution of the site as a row (kg of one gas), from which all measures are taken.

    ``.frame`` keeps apart process, block, own / purchased / upstream, scope, gas, origin, electricity
    basis; a contribution without a factor is a row that names what is missing.
    """
    from tanlian.accounting.choice import choose
    from tanlian.accounting.ledger import ledger as call

    return call(inventory, choose(inventory, factors, None, own_sets))


def footprints(
    made: Ledger, flows: Sequence[str] = (), gwp: Literal["AR5", "AR6"] | None = None
) -> tuple[ProductFootprint, ...]:
    """Cradle to gate, kg CO2e per unit of each product, location- and market-based, from one linear system.

    Raises ``footprint.no-product`` for a flow the site does not make.
    """
    from tanlian.accounting.product import cradle_to_gate
    from tanlian.accounting.product import footprints as call

    return call(made, flows, cradle_to_gate(gwp) if gwp else None)


def grade(standard: str, facts: Mapping[str, object]) -> Grade:
    """What a standard says of facts given by hand, all marked asserted.

    ``standard`` is an id or the path of a .yaml pack; facts are text with units (``"805 kg/t"``) or
    shares between 0 and 1. Raises `Problems` for a fact that is missing, unknown or cannot be read.
    """
    from tanlian.standards import grade as call
    from tanlian.standards import load

    return call(load(standard), facts)


def grade_plant(
    standard: str,
    made: Ledger,
    *,
    basis: Literal["location", "market"] | None = None,
    facts: Mapping[str, object] | None = None,
) -> tuple[PlantGrade, ...]:
    """What a standard says of each product of a plant, by the standard's own measure and scrap share."""
    from tanlian.standards import load
    from tanlian.standards.plant import grade_plant as call

    return call(load(standard), made, basis=basis, facts=facts)


def factor_sets() -> tuple[Header, ...]:
    """The headers of the bundled factor sets: id, document, edition, status."""
    from tanlian.factors import sets

    return sets()
