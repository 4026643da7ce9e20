"""The methods, one module each, all of one shape: inventory + chosen factor sets + options -> statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tanlian.accounting.choice import Choice
from tanlian.accounting.statement import Statement, Text
from tanlian.inventory.model import Inventory

Options = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Method:
    """An accounting rule set.

    ``defaults`` are factor sets by role; ``own`` are those that belong to the document itself and stand
    before what a plant file names for all methods (see `accounting.choice`). ``options`` explains each
    option. ``countries`` are those whose sites report by it; empty = any country. ``on_request`` methods
    need an option or another year and are no part of the main job.
    """

    id: str
    title: Text
    document: str
    run: Callable[[Inventory, Choice, Options], Statement]
    defaults: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Text] = field(default_factory=dict)
    countries: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    on_request: bool = False
