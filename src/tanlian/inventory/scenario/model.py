"""A scenario: what would be otherwise, as a few steps over an inventory that itself stays as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory, Supply
from tanlian.inventory.scenario.actions import WORDS, Action
from tanlian.problems import Lang, Where
from tanlian.status import weakest


@dataclass(frozen=True, slots=True)
class Assumption:
    """What the scenario takes for granted, where that comes from and how far it is confirmed."""

    text: Mapping[Lang, str]
    source: str
    status: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One change. With ``follow`` the works is brought back into balance afterwards; ``swing`` says who
    takes up the difference of a pool (see `follow`). ``place`` is its line in the file."""

    do: Action
    follow: bool = False
    swing: Mapping[str, str] = field(default_factory=dict)
    title: Mapping[Lang, str] = field(default_factory=dict)
    place: str = ""

    @property
    def kind(self) -> str:
        """The word of the action in a file."""
        return WORDS[type(self.do)]

    def label(self, lang: Lang = "en") -> str:
        """The title, else the word of the action."""
        return self.title.get(lang, "") or self.kind


@dataclass(frozen=True, slots=True)
class Scenario:
    """An overlay. ``supplies`` are suppliers that only the scenario buys from."""

    id: str
    title: Mapping[Lang, str]
    assumptions: tuple[Assumption, ...]
    steps: tuple[Step, ...]
    supplies: tuple[Supply, ...] = ()
    file: str = ""

    @property
    def status(self) -> str:
        """The weakest status of its assumptions."""
        return weakest(item.status for item in self.assumptions)

    @property
    def hash(self) -> str:
        """SHA-256 of what the scenario says, whatever the layout or name of its file."""
        content = asdict(self)
        content.pop("file")
        for number, step in enumerate(content["steps"]):
            step.pop("place")
            step["kind"] = self.steps[number].kind
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def where(self, number: int) -> Where:
        """The place of a step, counted from 1."""
        step = self.steps[number - 1]
        return Where(self.file or self.id, cell=step.place, name=f"steps.{number} {step.kind}")


@dataclass(frozen=True, slots=True)
class Change:
    """How far a step moved one kind of exchange: sums of the rows before and after it, in ``unit``."""

    step: int
    process: str
    direction: str
    flow: str
    partner: str
    unit: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Applied:
    """An inventory under a scenario, with the sets it counts by and what each step changed.

    ``factors`` are the roles that the scenario chose anew: hand them on where sets are named by a caller,
    who else would overrule them. ``stages`` holds the inventory and choice after each step.
    """

    scenario: Scenario
    inventory: Inventory
    choice: Choice
    factors: Mapping[str, str]
    changes: tuple[Change, ...]
    stages: tuple[tuple[Inventory, Choice], ...]
