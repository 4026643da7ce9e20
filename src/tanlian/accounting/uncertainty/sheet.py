"""An uncertainty sheet: which factors and amounts are how uncertain, and which share one error."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from tanlian.accounting.uncertainty.width import Width
from tanlian.inventory.scenario.actions import Selection
from tanlian.problems import Lang

# What the factor of a ledger row is: carbon of the plant's own balance, purchased energy, and so on.
QUANTITIES = ("carbon_content", "direct_emissions", "emission", "upstream", "transport", "credit")
FACTOR_SHARED = ("source", "flow", "entry", "row")
AMOUNT_SHARED = ("meter", "evidence", "entry", "row")


@dataclass(frozen=True, slots=True)
class FactorEntry:
    """Factors of a quantity; an empty part means any.

    ``shared`` says which rows have one error: those of one flow and ``source`` (a factor of a set, the
    plant's own analyses of a flow), of one ``flow`` whatever the source, all of the ``entry``, or each
    ``row`` its own.
    """

    quantity: tuple[str, ...]
    width: Width
    flow: tuple[str, ...] = ()
    process: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    shared: str = "source"


@dataclass(frozen=True, slots=True)
class AmountEntry:
    """Amounts of exchanges; an empty part means any.

    ``shared``: one error for each ``meter`` (process, direction, flow and partner), for each id of
    ``evidence``, for the whole ``entry``, or for each ``row``.
    """

    rows: Selection
    width: Width
    evidence: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    shared: str = "meter"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Entries in order: the first that fits a row counts. What no entry fits is taken as exact, and told."""

    id: str
    title: Mapping[Lang, str]
    factors: tuple[FactorEntry, ...] = ()
    amounts: tuple[AmountEntry, ...] = ()
    seed: int = 0
    file: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 of what the sheet says, whatever the layout or name of its file."""
        content = asdict(self)
        content.pop("file")
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def defaults_by_evidence() -> tuple[AmountEntry, ...]:
    """The bundled widths by kind of evidence: illustrative, and only used where a sheet asks for them."""
    text = files("tanlian.accounting.uncertainty").joinpath("data/evidence.csv").read_text(encoding="utf-8")
    return tuple(
        AmountEntry(
            rows=Selection(),
            width=Width(float(row["uncertainty"]), row["distribution"], row["status"]),
            kind=(row["kind"],),
            shared=row["shared"],
        )
        for row in csv.DictReader(text.splitlines())
    )
