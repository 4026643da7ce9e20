"""What every command on a plant file does first: read it, and choose the factor sets that were named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tanlian.cli.pairs import pairs
from tanlian.problems import Where, fail

if TYPE_CHECKING:
    from tanlian.accounting.ledger import Ledger
    from tanlian.factors.model import FactorSet
    from tanlian.inventory.model import Inventory


@dataclass(frozen=True, slots=True)
class Named:
    """Factor sets as named on the command line: set id by role, and loaded own sets by id."""

    roles: Mapping[str, str]
    own: Mapping[str, FactorSet]


def named_sets(factors: Iterable[str] | None, files: Iterable[Path] | None) -> Named:
    """Read --factors ROLE=SET and --set FILE. Raises what reading raises, and ``cli.unused-set``."""
    roles = pairs(factors or (), "--factors", "direct=ndrc-2013")
    own: dict[str, FactorSet] = {}
    if files:
        from tanlian.factors import read_file

        for file in files:
            loaded = read_file(file)
            own[loaded.id] = loaded
    return Named(roles, own)


def refuse_unused(named: Named, inventory: Inventory) -> None:
    """A set that was loaded but serves no role is a slip. Raises ``cli.unused-set``."""
    used = {*named.roles.values(), *inventory.factors.values()}
    for set_id in named.own:
        if set_id not in used:
            raise fail("cli.unused-set", Where(name=set_id), found=set_id)


def ledger_of(file: Path, named: Named) -> Ledger:
    """Read a plant file and make its ledger. Raises `Problems`."""
    from tanlian.accounting.choice import choose
    from tanlian.accounting.ledger import ledger
    from tanlian.inventory.read import read

    inventory = read(file)
    refuse_unused(named, inventory)
    return ledger(inventory, choose(inventory, named.roles, None, named.own))


def flow_of(name: str, inventory: Inventory) -> str:
    """The flow behind a product id, a flow id or a flow's name in either language.

    Raises ``catalogue.unknown-flow`` with the nearest name.
    """
    from tanlian import catalogue

    by_id = {product.id: product.flow for product in inventory.products}
    return by_id.get(name) or catalogue.flow(name).id
