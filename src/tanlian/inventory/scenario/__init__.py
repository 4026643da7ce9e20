"""Scenarios: an overlay of a few steps on an inventory, read from a small file, applied step by step."""

from tanlian.inventory.scenario.actions import (
    Action,
    Charge,
    ChooseFactors,
    Hydrogen,
    RecoverGas,
    Scale,
    Selection,
    SetCell,
    SetTotal,
    SwapFuel,
)
from tanlian.inventory.scenario.apply import apply
from tanlian.inventory.scenario.model import Applied, Assumption, Change, Scenario, Step
from tanlian.inventory.scenario.read import read, read_string

__all__ = [
    "Action",
    "Applied",
    "Assumption",
    "Change",
    "Charge",
    "ChooseFactors",
    "Hydrogen",
    "RecoverGas",
    "Scale",
    "Scenario",
    "Selection",
    "SetCell",
    "SetTotal",
    "Step",
    "SwapFuel",
    "apply",
    "read",
    "read_string",
]
