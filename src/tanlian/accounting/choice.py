"""The factor sets of a run: named by the caller, else by the inventory, else by the method."""

from __future__ import annotations

from collections.abc import Mapping

from tanlian.factors.choice import ROLES, Choice
from tanlian.factors.model import FactorSet
from tanlian.factors.sets import load
from tanlian.inventory.model import Inventory
from tanlian.problems import Where, fail, nearest

__all__ = ["ROLES", "Choice", "choose"]


def choose(
    inventory: Inventory,
    overrides: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> Choice:
    """Sets named by the caller, else by the inventory, else by the method's defaults.

    ``own_sets`` are a user's loaded sets by id. Raises ``choice.unknown-role`` and what `load` raises.
    """
    names = {**(defaults or {}), **inventory.factors, **(overrides or {})}
    for role in names:
        if role.split(".")[0] not in ROLES:
            raise fail(
                "choice.unknown-role",
                Where(file=inventory.source, sheet="site"),
                found=role,
                expected=", ".join(ROLES),
                nearest=nearest(role, ROLES) or ROLES[0],
            )
    loaded = own_sets or {}
    return Choice({role: loaded.get(name) or load(name) for role, name in names.items() if name})
