"""The arithmetic of each action: an inventory in, another inventory out."""

from __future__ import annotations

from dataclasses import replace

from tanlian.inventory.model import Inventory
from tanlian.inventory.scenario.actions import (
    Action,
    Charge,
    ChooseFactors,
    Hydrogen,
    RecoverGas,
    Scale,
    SetCell,
    SetTotal,
    SwapFuel,
)
from tanlian.inventory.scenario.kinds.cells import set_cell
from tanlian.inventory.scenario.kinds.charge import charge
from tanlian.inventory.scenario.kinds.fuel import hydrogen, swap_fuel
from tanlian.inventory.scenario.kinds.gas import recover_gas
from tanlian.inventory.scenario.kinds.sums import scale, set_total
from tanlian.inventory.scenario.setting import Setting

__all__ = ["act"]


def act(inventory: Inventory, do: Action, at: Setting) -> Inventory:
    """The inventory after one action. Raises `Problems` that name the step."""
    after = inventory
    match do:
        case Scale():
            after = scale(inventory, do, at)
        case SetTotal():
            after = set_total(inventory, do, at)
        case SetCell():
            after = set_cell(inventory, do, at)
        case SwapFuel():
            after = swap_fuel(inventory, do, at)
        case Charge():
            after = charge(inventory, do, at)
        case RecoverGas():
            after = recover_gas(inventory, do, at)
        case Hydrogen():
            after = hydrogen(inventory, do, at)
        case ChooseFactors():
            after = replace(inventory, factors={**inventory.factors, do.role: do.set_id})
    return after
