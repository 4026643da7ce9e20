"""The places of a works as charts show them: processes put together by boundary block, in a fixed order."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tanlian.accounting.statement import Text
from tanlian.catalogue import process_kind
from tanlian.charts.texts import joined
from tanlian.inventory.model import Inventory, Process

# A mixing station is part of the network, whatever block its power counts to.
_KINDS = {"gas_holder": "gas"}
GAS = "gas"


@dataclass(frozen=True, slots=True)
class Place:
    """A group of processes: where it stands among the others, its colour token, and its firing's name."""

    id: str
    column: int
    rank: int
    colour: str
    firing: Text


@cache
def places() -> Mapping[str, Place]:
    """All places by id, in the order of the chain."""
    return {
        row["place"]: Place(
            row["place"],
            int(row["column"]),
            int(row["rank"]),
            row["colour"],
            Text(row["firing_en"], row["firing_zh"]),
        )
        for row in _table("places")
    }


def place_of(process: Process) -> Place:
    """The place a process belongs to."""
    block = process_kind(process.kind).block
    return places()[_KINDS.get(process.kind) or _blocks()[block][0]]


def by_process(inventory: Inventory) -> dict[str, Place]:
    """The place of each process of a site."""
    return {item.id: place_of(item) for item in inventory.processes}


def names(inventory: Inventory) -> dict[str, Text]:
    """The name of each place of a site: its kind of process where there is one, else what is put together."""
    members: dict[str, list[Process]] = {}
    for item in inventory.processes:
        members.setdefault(place_of(item).id, []).append(item)
    return {place: _name(items) for place, items in members.items()}


def _name(items: Iterable[Process]) -> Text:
    kinds = [process_kind(kind) for kind in dict.fromkeys(item.kind for item in items)]
    if len(kinds) == 1:
        return Text(kinds[0].en, kinds[0].zh)
    order = list(_blocks())
    blocks = sorted(dict.fromkeys(kind.block for kind in kinds), key=order.index)
    return joined(_as_list(dict.fromkeys(_blocks()[block][1] for block in blocks)))


def _as_list(items: Iterable[Text]) -> list[Text]:
    first, *rest = items
    return [first, *(Text(item.en.lower(), item.zh) for item in rest)]


@cache
def _blocks() -> Mapping[str, tuple[str, Text]]:
    """Place and short name of each block."""
    return {row["block"]: (row["place"], Text(row["en"], row["zh"])) for row in _table("blocks")}


def _table(name: str) -> list[dict[str, str]]:
    text = files("tanlian.charts").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
