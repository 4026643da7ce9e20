"""Read the catalogue's tables once and look words up; an unknown word is a problem that names the nearest."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast

from tanlian.catalogue.model import Block, Calculation, Flow, Gwp, ProcessKind, Range, Region, Status
from tanlian.problems import Where, fail, nearest


@cache
def flows() -> Mapping[str, Flow]:
    """All flows by id, in the order of the table."""
    return MappingProxyType(
        {
            row["flow"]: Flow(
                row["flow"],
                row["en"],
                row["zh"],
                row["group"],
                row["phase"],
                _units(row["units"]),
                cast(Calculation, row["calculation"]),
                row["block"],
                row["metallic"],
                row["stage"],
            )
            for row in _table("flows")
        }
    )


def flow(name: str, where: Where | None = None) -> Flow:
    """The flow with this id or with this English or Chinese name. Raises ``catalogue.unknown-flow``."""
    found = flows().get(name) or _flows_by_name().get(_folded(name))
    if found is None:
        words = (word for item in flows().values() for word in (item.id, item.en, item.zh))
        raise fail("catalogue.unknown-flow", where, found=name, expected=_near(name, words, "coke"))
    return found


@cache
def process_kinds() -> Mapping[str, ProcessKind]:
    """All process kinds by id, in the order of the chain."""
    return MappingProxyType(
        {
            row["kind"]: ProcessKind(
                row["kind"],
                row["en"],
                row["zh"],
                row["block"],
                row["melt"] == "true",
                row["product"],
                row["cbam_category"],
                cast(Literal["kept", "reducing", "burnt"], row["carbon"]),
            )
            for row in _table("processes")
        }
    )


def process_kind(name: str, where: Where | None = None) -> ProcessKind:
    """The process kind with this id. Raises ``catalogue.unknown-process``."""
    if name not in process_kinds():
        hint = _near(name, process_kinds(), "blast_furnace")
        raise fail("catalogue.unknown-process", where, found=name, expected=hint)
    return process_kinds()[name]


@cache
def blocks() -> Mapping[str, Block]:
    """All boundary blocks by id."""
    return MappingProxyType(
        {row["block"]: Block(row["block"], row["en"], row["zh"], row["kind"]) for row in _table("blocks")}
    )


def block(name: str, where: Where | None = None) -> Block:
    """The boundary block with this id. Raises ``catalogue.unknown-block``."""
    if name not in blocks():
        raise fail("catalogue.unknown-block", where, found=name, expected=_near(name, blocks(), "coking"))
    return blocks()[name]


@cache
def regions() -> Mapping[str, Region]:
    """All regions by id: ``CN``, the grid regions, provinces, other countries by ISO code, ``EU``."""
    return MappingProxyType(
        {
            row["region"]: Region(row["region"], row["en"], row["zh"], row["parent"], row["iso2"])
            for row in _table("regions")
        }
    )


def region(name: str, where: Where | None = None) -> Region:
    """The region with this id. Raises ``catalogue.unknown-region``."""
    if name not in regions():
        raise fail("catalogue.unknown-region", where, found=name, expected=_near(name, regions(), "CN"))
    return regions()[name]


def gwp_sets() -> tuple[str, ...]:
    """The ids of the GWP sets."""
    return tuple(dict.fromkeys(key[0] for key in _gwps()))


def gases() -> tuple[str, ...]:
    """Every single gas of the GWP sets."""
    return tuple(dict.fromkeys(key[1] for key in _gwps()))


def gwp(set_id: str, gas: str, origin: str = "any", where: Where | None = None) -> Gwp:
    """The 100-year GWP of a gas in a set; ``land_use`` carbon counts as biogenic.

    Raises ``catalogue.unknown-gwp`` also where the set splits the gas by origin and none is given.
    """
    kind = "biogenic" if origin == "land_use" else origin
    found = _gwps().get((set_id, gas, kind)) or _gwps().get((set_id, gas, "any"))
    if found is None:
        known = ", ".join("/".join(key) for key in _gwps() if key[0] == set_id) or ", ".join(gwp_sets())
        raise fail("catalogue.unknown-gwp", where, found=f"{set_id}/{gas}/{origin}", expected=known)
    return found


@cache
def ranges() -> Mapping[tuple[str, str, str], Range]:
    """Sanity ranges by (process kind, flow, direction)."""
    return MappingProxyType(
        {
            (row["kind"], row["flow"], row["direction"]): Range(
                row["kind"],
                row["flow"],
                row["direction"],
                float(row["low"]),
                float(row["high"]),
                row["unit"],
                cast(Status, row["status"]),
                row["source"],
            )
            for row in _table("ranges")
        }
    )


@cache
def _gwps() -> Mapping[tuple[str, str, str], Gwp]:
    return {
        (row["set"], row["gas"], row["origin"]): Gwp(
            row["set"],
            row["gas"],
            row["origin"],
            Decimal(row["gwp100"]),
            row["document"],
            row["clause"],
            cast(Status, row["status"]),
            row["note"],
        )
        for row in _table("gwp")
    }


@cache
def _flows_by_name() -> Mapping[str, Flow]:
    return {_folded(word): item for item in flows().values() for word in (item.id, item.en, item.zh)}


def _folded(text: str) -> str:
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


def _units(text: str) -> tuple[str, ...]:
    return tuple("1000 m3N" if unit == "1000m3N" else unit for unit in text.split())


def _near(name: str, known: Iterable[str], example: str) -> str:
    return nearest(name, known) or example


def _table(name: str) -> list[dict[str, str]]:
    text = files("tanlian.catalogue").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
