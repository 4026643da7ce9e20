"""What a step of a scenario can do, as plain data. `kinds` holds the arithmetic of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Keep = Literal["mass", "iron"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Exchange rows by their words; an empty part means any."""

    process: tuple[str, ...] = ()
    flow: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    supply: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = (self.process, self.direction, self.flow, self.partner, self.supply)
        return ", ".join("/".join(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Scale:
    """Multiply the amounts of rows. ``by`` : 0 or more."""

    rows: Selection
    by: float


@dataclass(frozen=True, slots=True)
class SetTotal:
    """Bring the sum of rows to ``amount`` (in ``unit``, canonical), each in its proportion."""

    rows: Selection
    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write another value into a column of rows, in the unit of the column."""

    rows: Selection
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class SwapFuel:
    """Replace a ``share`` of a fuel by another at equal energy.

    ``ncv`` in GJ and ``carbon_content`` in t C per canonical unit of the new fuel: where None, those of the
    plant's own rows of that fuel, else of the chosen factor set. ``energy_ratio``: energy of the new fuel
    for one of the old that does the same work.
    """

    rows: Selection
    to: str
    share: float
    ncv: float | None = None
    carbon_content: float | None = None
    energy_ratio: float = 1.0
    partner: str = ""
    supply: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """Bring the charge of a melting unit to a scrap share or a hot-metal ratio, its output unchanged.

    ``scrap_share`` : scrap over scrap and primary metal, by mass. ``hot_metal_ratio`` : t of hot metal per
    t of what the unit makes. What the one gives up the other takes, tonne for tonne (``keep`` mass) or
    by the iron the rows hold. ``scrap`` and ``primary`` name the rows that change: purchased scrap and all
    primary metal where empty.
    """

    process: str
    scrap_share: float | None = None
    hot_metal_ratio: float | None = None
    keep: Keep = "mass"
    scrap: Selection = Selection()
    primary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecoverGas:
    """Collect a ``share`` of a gas that a process flares; it takes the place of fuel at equal energy.

    Without ``replaces`` the gas goes to the pool of the site, and somebody must take it up.
    """

    process: str
    flow: str
    share: float
    replaces: Selection | None = None


@dataclass(frozen=True, slots=True)
class Hydrogen:
    """Reduce with hydrogen instead of a ``share`` of a fuel.

    ``ratio`` : units of hydrogen (``unit``) that reduce as much as one unit of the fuel (``per``).
    """

    process: str
    share: float
    ratio: float
    unit: str
    per: str
    fuel: str = "natural_gas"
    partner: str = "purchased"
    supply: str = ""


@dataclass(frozen=True, slots=True)
class ChooseFactors:
    """Another factor set for a role, or for a role of one flow (``upstream.coke``)."""

    role: str
    set_id: str


Action = Scale | SetTotal | SetCell | SwapFuel | Charge | RecoverGas | Hydrogen | ChooseFactors

# The word of each action in a file.
WORDS: dict[type[Action], str] = {
    Scale: "scale",
    SetTotal: "set",
    SetCell: "set",
    SwapFuel: "swap_fuel",
    Charge: "charge",
    RecoverGas: "recover_gas",
    Hydrogen: "hydrogen",
    ChooseFactors: "factors",
}
