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
    document: Mapping[str, str] | None = None,
) -> Choice:
    """Sets named by the caller, else by the inventory, else by the method's defaults.

    ``own_sets`` are a user's loaded sets by id. ``document`` are the sets of the method's own document: a
    bundled set that the inventory names for all its methods does not replace them; the caller, a user's
    own set, or the inventory's word on that one flow does.
    Raises ``choice.unknown-role`` and what `load` raises.
    """
    asked, told = overrides or {}, inventory.factors
    loaded = own_sets or {}
    kept = {
        role: name
        for role, name in (document or {}).items()
        if not ({role, general := role.split(".")[0]} & set(asked))
        and told.get(general) not in loaded
        and not ("." in role and role in told)
    }
    names = {**(defaults or {}), **told, **kept, **asked}
    for role in names:
        if role.split(".")[0] not in ROLES:
            raise fail(
                "choice.unknown-role",
                Where(file=inventory.source, sheet="site"),
                found=role,
                expected=", ".join(ROLES),
                nearest=nearest(role, ROLES) or ROLES[0],
            )
    return Choice({role: loaded.get(name) or load(name) for role, name in names.items() if name})
