"""The networks of a works that hand energy on: who fills them and who draws from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import polars as pl

from tanlian.accounting.statement import Text
from tanlian.charts import places
from tanlian.charts.figures import joules, percent
from tanlian.charts.model import NOTHING, Chart
from tanlian.charts.networks import Network, Part, draw_networks
from tanlian.charts.texts import flow_name, joined, lowered, own_words, run_on, said
from tanlian.factors.choice import Choice
from tanlian.inventory.carbon import with_contents
from tanlian.inventory.model import SITE, Inventory
from tanlian.inventory.rules import resolved
from tanlian.problems import Where, fail

_WIDE = 1000.0
_GROUPS = ("process_gas", "gas_fuel", "liquid_fuel", "heat", "electricity")
# Networks smaller than this part of the largest are named, not drawn.
_SMALL = 0.002
_ORDER = ("coke_oven_gas", "blast_furnace_gas", "converter_gas", "natural_gas", "steam", "electricity")
Side = Literal["supply", "use", "gap"]
SUPPLY: Final = "supply"
USE: Final = "use"
GAP: Final = "gap"


@dataclass(frozen=True, slots=True)
class Share:
    """GJ that one party gives to a network or takes from it: a place, or how it crosses the border."""

    network: str
    side: Side
    party: str
    GJ: float


def energy_balance(inventory: Inventory, choice: Choice) -> Chart:
    """Supply against use of every network of gas, fuel, steam and power, as stacked bars.

    Table: network, side (supply | use | gap), party, energy_GJ. In each network supply less use is the gap;
    flared gas counts on both sides. Raises ``chart.no-energy`` where no exchange carries energy.
    """
    contents = with_contents(resolved(inventory), choice).filter(pl.col("group").is_in(_GROUPS))
    shares = _shares(contents, inventory)
    if not shares:
        raise fail("chart.no-energy", Where(file=inventory.source))
    unknown = contents.filter(pl.col("energy_GJ").is_null())["flow"].unique(maintain_order=True).to_list()
    table = _table(shares)
    parties = {**places.names(inventory), **{name: said(f"party.{name}") for name in _PARTIES}}
    scale = joules(max(_total(table, SUPPLY).values()))
    drawn = [name for name in _total(table, SUPPLY) if _is_large(table, name)]
    small = [name for name in _total(table, SUPPLY) if name not in drawn]
    title = _title(table)
    networks = [_network(table, name, parties) for name in drawn]
    note = run_on(
        said("energy.small", list=joined(lowered(flow_name(name)) for name in small)) if small else NOTHING,
        said("energy.unknown", list=joined(lowered(flow_name(name)) for name in unknown))
        if unknown
        else NOTHING,
    )
    return Chart(
        id="energy-balance",
        title=title,
        subtitle=said(
            "energy.subtitle", site=own_words(inventory.site.name), period=inventory.period, unit=scale.unit
        ),
        aria=said("energy.aria", title=title),
        note=note,
        table=table,
        names={
            "network": {name: flow_name(name) for name in _total(table, SUPPLY)},
            "side": {side: said(f"side.{side}") for side in (SUPPLY, USE, GAP)},
            "party": parties,
        },
        draw=partial(draw_networks, networks, scale),
        wide=_WIDE,
    )


_PARTIES = ("purchased", "stock", "sold", "waste", "flare")


def _shares(contents: pl.DataFrame, inventory: Inventory) -> list[Share]:
    place_of = {process: place.id for process, place in places.by_process(inventory).items()}
    summed = (
        contents.group_by("flow", "process", "direction", "partner", maintain_order=True)
        .agg(pl.col("energy_GJ").sum())
        .filter(pl.col("energy_GJ") != 0)
    )
    found: list[Share] = []
    for flow, process, direction, partner, energy in summed.iter_rows():
        crosses = partner in _PARTIES
        if process == SITE:
            found.append(Share(flow, SUPPLY if direction == "in" else USE, partner, energy))
        elif direction == "in":
            found.append(Share(flow, USE, place_of[process], energy))
            found += [Share(flow, SUPPLY, partner, energy)] if crosses else []
        else:
            found.append(Share(flow, SUPPLY, place_of[process], energy))
            found += [Share(flow, USE, partner, energy)] if crosses else []
    return found


def _table(shares: list[Share]) -> pl.DataFrame:
    """Rows by network in a fixed order, supply and use from large to small, then the gap."""
    sums: dict[tuple[str, Side, str], float] = defaultdict(float)
    for share in shares:
        sums[share.network, share.side, share.party] += share.GJ
        sums[share.network, GAP, ""] += share.GJ if share.side == SUPPLY else -share.GJ
    sides: tuple[Side, ...] = (SUPPLY, USE, GAP)

    def order(item: tuple[tuple[str, Side, str], float]) -> tuple[int, str, int, float]:
        (network, side, _), energy = item
        rank = _ORDER.index(network) if network in _ORDER else len(_ORDER)
        return rank, network, sides.index(side), -energy

    return pl.DataFrame(
        [(*key, energy) for key, energy in sorted(sums.items(), key=order)],
        schema={"network": pl.String, "side": pl.String, "party": pl.String, "energy_GJ": pl.Float64},
        orient="row",
    )


def _total(table: pl.DataFrame, side: Side) -> dict[str, float]:
    """GJ of a side by network, in the order of the table."""
    own = table.filter(pl.col("side") == side).group_by("network", maintain_order=True)
    return dict(own.agg(pl.col("energy_GJ").sum()).iter_rows())


def _is_large(table: pl.DataFrame, network: str) -> bool:
    supply = _total(table, SUPPLY)
    return supply[network] >= _SMALL * max(supply.values())


def _network(table: pl.DataFrame, name: str, parties: Mapping[str, Text]) -> Network:
    own = table.filter(pl.col("network") == name)

    def parts(side: Side) -> tuple[Part, ...]:
        rows = own.filter(pl.col("side") == side).select("party", "energy_GJ").iter_rows()
        return tuple(Part(parties.get(party, flow_name(name)), energy) for party, energy in rows)

    gap = float(own.filter(pl.col("side") == GAP)["energy_GJ"].sum())
    return Network(name, flow_name(name), parts(SUPPLY), parts(USE), gap)


def _title(table: pl.DataFrame) -> Text:
    supply, gaps = _total(table, SUPPLY), _total(table, GAP)
    scale = joules(max(supply.values()))
    lost, whole = sum(gaps.values()), sum(supply.values())
    if all(scale.rounds_to_zero(gap) for gap in gaps.values()):
        return said("energy.title-closed", count=len(supply), whole=f"{scale.number(whole)} {scale.unit}")
    worst = max(gaps, key=lambda name: abs(gaps[name]) / supply[name] if supply[name] else 0.0)
    return said(
        "energy.title",
        lost=f"{scale.number(lost)} {scale.unit}",
        whole=scale.number(whole),
        share=percent(lost / whole, 1),
        worst=lowered(flow_name(worst)),
        most=percent(gaps[worst] / supply[worst], 1),
    )
