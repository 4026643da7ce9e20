"""Run a method on an inventory: the one door to every statement."""

from __future__ import annotations

from collections.abc import Mapping

from tanlian.accounting.choice import choose
from tanlian.accounting.methods import Method
from tanlian.accounting.methods.cbam import DEFINITIVE, TRANSITIONAL
from tanlian.accounting.methods.cets_ag_03_01 import CETS_AG_03_01_2024
from tanlian.accounting.methods.cn_ets_allowance import CN_ETS_ALLOWANCE_2024, CN_ETS_ALLOWANCE_2026_DRAFT
from tanlian.accounting.methods.energy import COMPREHENSIVE_ENERGY
from tanlian.accounting.methods.gbt_32151_5 import GBT_32151_5_2015
from tanlian.accounting.methods.iso_14404 import ISO_14404
from tanlian.accounting.statement import Statement
from tanlian.factors.model import FactorSet
from tanlian.inventory.model import Inventory
from tanlian.problems import fail, nearest

METHODS: dict[str, Method] = {
    item.id: item
    for item in (
        GBT_32151_5_2015,
        CETS_AG_03_01_2024,
        CN_ETS_ALLOWANCE_2024,
        CN_ETS_ALLOWANCE_2026_DRAFT,
        COMPREHENSIVE_ENERGY,
        ISO_14404,
        TRANSITIONAL,
        DEFINITIVE,
    )
}


def method(method_id: str) -> Method:
    """The method of that id. Raises ``method.unknown`` with the nearest id."""
    if method_id not in METHODS:
        raise fail(
            "method.unknown",
            found=method_id,
            expected=", ".join(METHODS),
            nearest=nearest(method_id, METHODS) or next(iter(METHODS)),
        )
    return METHODS[method_id]


def account(
    inventory: Inventory,
    method_id: str,
    *,
    factors: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> Statement:
    """The statement of a method for an inventory.

    ``factors`` overrides factor sets by role (``{"direct": "ndrc-2013"}``); ``options`` are the
    method's own. Raises `Problems` for a missing factor or input, never fills one.
    """
    chosen = method(method_id)
    for name in options or {}:
        if name not in chosen.options:
            raise fail(
                "method.unknown-option",
                found=name,
                expected=", ".join(chosen.options) or "-",
                method=method_id,
            )
    choice = choose(inventory, factors, chosen.defaults, own_sets, chosen.own)
    return chosen.run(inventory, choice, options or {})
