"""The carbon Sankey: what is said of the flows, which of them are drawn, and the picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import polars as pl

from tanlian.accounting.statement import Text
from tanlian.charts import places
from tanlian.charts.figures import Scale, as_text, percent, tonnes
from tanlian.charts.model import NOTHING, Chart
from tanlian.charts.places import GAS
from tanlian.charts.sankey.carriers import Node, is_entering, is_leaving, node
from tanlian.charts.sankey.draw import Plan, band_colour, draw
from tanlian.charts.sankey.flows import CO2, Flows, Link, flows_of
from tanlian.charts.texts import flow_name, joined, lowered, own_words, run_on, said
from tanlian.factors.choice import Choice
from tanlian.inventory.carbon import CO2_PER_C
from tanlian.inventory.model import Inventory
from tanlian.problems import Where, fail

# A band thinner than this part of all carbon taken in is less than a pixel, and is named instead.
_DRAWN_SHARE = 0.002
_NAMED = 6
_WIDE = 1200.0


def carbon_sankey(inventory: Inventory, choice: Choice) -> Chart:
    """Carbon through the works as a Sankey, by the rules and factor sets of the carbon balance.

    Table: kind (link | gap), source, target, flow, carbon_t, drawn. What links bring in from outside less
    what they take out is the sum of the gaps; a gap is positive where more went in than came out.
    Raises ``chart.no-carbon`` where no exchange carries carbon.
    """
    flows = flows_of(inventory, choice)
    if not flows.links and not flows.gaps:
        raise fail("chart.no-carbon", Where(file=inventory.source))
    scale = tonnes(flows.entered, "C")
    site, period = own_words(inventory.site.name), inventory.period
    nodes = _nodes(flows, inventory)
    bundles = _bundles(flows.links)
    drawn = [items for items in bundles if _is_drawn(items, flows)]
    small = [link for items in bundles if items not in drawn for link in items]
    title = _title(flows, scale)
    plan = Plan(nodes, tuple(_bundle(items) for items in drawn), flows.gaps, _through(flows), scale)
    return Chart(
        id="carbon-sankey",
        title=title,
        subtitle=said("sankey.subtitle", site=site, period=period, unit=scale.unit),
        aria=said("sankey.aria", site=site, period=period, title=title),
        note=_note(flows, inventory, small, scale),
        table=_table(flows, {link for items in drawn for link in items}),
        names=_names(flows, nodes, inventory),
        draw=partial(draw, plan),
        wide=_WIDE,
    )


def _bundles(links: Iterable[Link]) -> list[list[Link]]:
    """Links that are one band: same ends, same colour."""
    found: dict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in links:
        found[link.source, link.target, band_colour(link)].append(link)
    return list(found.values())


def _bundle(links: Sequence[Link]) -> Link:
    main = max(links, key=lambda link: link.t)
    return Link(main.source, main.target, main.flow, sum(link.t for link in links))


def _is_drawn(links: Sequence[Link], flows: Flows) -> bool:
    return not _is_stored(links[0]) and sum(link.t for link in links) >= _DRAWN_SHARE * flows.entered


def _is_stored(link: Link) -> bool:
    return is_entering(link.source) and is_leaving(link.target)


def _nodes(flows: Flows, inventory: Inventory) -> dict[str, Node]:
    """Every node by id, named after what passes it."""
    carried: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for link in flows.links:
        carried[link.source][link.flow] += link.t
        carried[link.target][link.flow] += link.t
    for gap in flows.gaps:
        carried[gap.node][gap.of.removeprefix("pool:")] += 0.0
    names = places.names(inventory)
    return {name: node(name, names, list(items.items()), flows.makers) for name, items in carried.items()}


def _through(flows: Flows) -> dict[str, float]:
    """Tonnes that come into each node."""
    found: dict[str, float] = defaultdict(float)
    for link in flows.links:
        found[link.target] += link.t
        if is_entering(link.source):
            found[link.source] += link.t
    for gap in flows.gaps:
        if is_entering(gap.node):
            found[gap.node] += gap.t
    return dict(found)


def _title(flows: Flows, scale: Scale) -> Text:
    entered, air = (
        f"{scale.number(flows.entered)} {scale.unit.removesuffix(' C')}",
        scale.number(flows.to_air),
    )
    by_network = sum(link.t for link in flows.links if link.source == GAS and not is_leaving(link.target))
    if not by_network or not flows.to_air:
        return said("sankey.title", entered=entered, air=air)
    share = percent(min(by_network / flows.to_air, 1.0))
    return said("sankey.title-network", entered=entered, air=air, share=share)


def _note(flows: Flows, inventory: Inventory, undrawn: Sequence[Link], scale: Scale) -> Text:
    weight, co2 = f"{scale.number(flows.to_air)} {scale.unit}", flows.to_air * CO2_PER_C
    gas = tonnes(co2, "CO₂")
    limit = f"{number_of(_DRAWN_SHARE * flows.entered, scale)} {scale.unit}"
    small = [link for link in undrawn if not _is_stored(link) and link.flow != CO2]
    stored = [link for link in undrawn if _is_stored(link)]
    given = [
        own_words(item.name or item.id) for item in inventory.processes if item.direct_emissions_t is not None
    ]
    closed = all(scale.rounds_to_zero(gap.t) for gap in flows.gaps)
    share = percent(flows.lost / flows.entered, 2) if flows.entered else "0 %"
    lost = f"{scale.number(flows.lost)} {scale.unit}"
    return run_on(
        said("sankey.co2", carbon=weight, co2=f"{gas.number(co2)} {gas.unit}"),
        said("sankey.closed") if closed else said("sankey.red", lost=lost, share=share),
        said("sankey.undrawn", limit=limit, list=_listed(small, scale)) if small else NOTHING,
        said("sankey.stored", list=_listed(stored, scale)) if stored else NOTHING,
        said("sankey.unknown", list=joined(lowered(flow_name(item)) for item in flows.unknown))
        if flows.unknown
        else NOTHING,
        said("sankey.given", list=joined(given)) if given else NOTHING,
    )


def number_of(t: float, scale: Scale) -> str:
    """A small number at one decimal more than the rest."""
    return Scale(scale.divisor, scale.unit, scale.decimals + 1).number(t)


def _listed(links: Sequence[Link], scale: Scale) -> Text:
    """Flows with their tonnes, the largest by name."""
    sums: dict[str, float] = defaultdict(float)
    for link in links:
        sums[link.flow] += link.t
    ordered = sorted(sums.items(), key=lambda item: -item[1])
    shown = [_weighed(name, t, scale) for name, t in ordered[:_NAMED]]
    more = len(ordered) - len(shown)
    return joined([*shown, *([said("sankey.more", count=more)] if more else [])])


def _weighed(name: str, t: float, scale: Scale) -> Text:
    name_en, name_zh = lowered(flow_name(name)).en, flow_name(name).zh
    return Text(f"{name_en} {number_of(t, scale)}", f"{name_zh} {number_of(t, scale)}")


def _table(flows: Flows, drawn: set[Link]) -> pl.DataFrame:
    rows = [
        *(("link", link.source, link.target, link.flow, link.t, link in drawn) for link in flows.links),
        *(("gap", gap.node, "", gap.of, gap.t, True) for gap in flows.gaps),
    ]
    schema = {
        "kind": pl.String,
        "source": pl.String,
        "target": pl.String,
        "flow": pl.String,
        "carbon_t": pl.Float64,
        "drawn": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort(
        "kind", pl.col("carbon_t").abs(), descending=[True, True], maintain_order=True
    )


def _names(flows: Flows, nodes: Mapping[str, Node], inventory: Inventory) -> dict[str, dict[str, Text]]:
    by_node = {name: item.name for name, item in nodes.items()}
    ids = dict.fromkeys(link.flow for link in flows.links if link.flow != CO2)
    pools = dict.fromkeys(gap.of for gap in flows.gaps if gap.of.startswith("pool:"))
    return {
        "kind": {kind: said(f"node.{kind}") for kind in ("link", "gap")},
        "source": by_node,
        "target": by_node,
        "flow": {
            **{name: flow_name(name) for name in ids},
            **{name: flow_name(name.removeprefix("pool:")) for name in pools},
            **{f"process:{item.id}": own_words(item.name or item.id) for item in inventory.processes},
            CO2: as_text("CO₂"),
        },
    }
