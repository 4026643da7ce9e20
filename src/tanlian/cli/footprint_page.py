"""Footprints for a person: a line a product, then where its carbon comes from and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from rich.console import RenderableType
from rich.text import Text

from tanlian.accounting.measure import Basis
from tanlian.accounting.product import PARTS, ProductFootprint
from tanlian.catalogue import blocks, flow, flows
from tanlian.cli.desk import Desk
from tanlian.cli.tables import DASH, Column, Row, decimals, number, percent, table

# With more products than this, contributions are shown for those that are named.
FEW = 3


def page(results: Sequence[ProductFootprint], basis: Basis, top: int, desk: Desk) -> Iterator[RenderableType]:
    """All products of a plant."""
    yield Text(desk.word("footprint.title", gwp=results[0].taken[basis].gwp if results else ""), style="bold")
    yield products(results, basis, desk)
    if top and len(results) > FEW:
        yield ""
        yield desk.word("footprint.ask")
    elif top:
        for item in results:
            yield ""
            yield _contributions(item, basis, top, desk)
    gaps = [(item, gap) for item in results for gap in item.gaps(basis)]
    if gaps:
        yield ""
        yield Text(desk.word("footprint.gaps"), style="bold")
        yield _gaps(results, basis, desk)


def products(results: Sequence[ProductFootprint], basis: Basis, desk: Desk) -> RenderableType:
    """One line a product: both bases, parts on one of them, quality."""
    word = desk.word
    unit = "kg CO₂e"
    shown = [part for part in PARTS if any(item.parts(basis)[part] for item in results)]
    columns = [
        Column(word("head.product")),
        Column(word("head.location"), unit, number=True),
        Column(word("head.market"), unit, number=True),
        *(Column(word(f"part.{part}"), unit, number=True) for part in shown),
        Column(word("head.primary"), "%", number=True),
        Column(word("head.status")),
    ]
    places = decimals(item.value(side) for item in results for side in item.taken)
    rows = []
    for item in results:
        parts = item.parts(basis)
        rows.append(
            Row(
                (
                    desk.word("footprint.product", name=flow(item.flow).label(desk.lang), unit=item.unit),
                    _bound(item, "location", places),
                    _bound(item, "market", places),
                    *(number(parts[part], places) for part in shown),
                    percent(item.taken[basis].primary_share, 0),
                    word(f"status.{item.taken[basis].status}"),
                )
            )
        )
    return table(columns, rows)


def _bound(item: ProductFootprint, basis: Basis, places: int) -> str:
    """The value; where something required is missing it is only a lower bound."""
    mark = "" if item.taken[basis].complete else "> "
    return mark + number(item.value(basis), places)


def _contributions(item: ProductFootprint, basis: Basis, top: int, desk: Desk) -> RenderableType:
    """Largest contributions. What a process itself emits is one row: carbon in less carbon out."""
    is_own = pl.col("kind") == "own"
    frame = (
        item.contributions(basis)
        .with_columns(flow=pl.when(is_own).then(pl.lit("")).otherwise("flow"))
        .group_by("node", "block", "flow", "kind", maintain_order=True)
        .agg(pl.col("kg_CO2e").sum())
        .sort(pl.col("kg_CO2e").abs(), descending=True, maintain_order=True)
    )
    total = item.value(basis)
    places = decimals(frame["kg_CO2e"])
    rows = [
        Row(
            (
                _place(row["node"], desk),
                blocks()[row["block"]].label(desk.lang) if row["block"] in blocks() else row["block"],
                flows()[row["flow"]].label(desk.lang) if row["flow"] in flows() else DASH,
                desk.word(f"part.{row['kind']}"),
                number(row["kg_CO2e"], places),
                percent(row["kg_CO2e"] / total if total else None),
            )
        )
        for row in frame.head(top).iter_rows(named=True)
    ]
    rest = float(frame.slice(top)["kg_CO2e"].sum())
    if frame.height > top:
        others = desk.word("footprint.others", number=frame.height - top)
        rows.append(Row((others, "", "", "", number(rest, places), percent(rest / total if total else None))))
    columns = [
        Column(desk.word("head.process")),
        Column(desk.word("head.block")),
        Column(desk.word("head.flow")),
        Column(desk.word("head.part")),
        Column(desk.word(f"basis.{basis}"), f"kg CO₂e/{item.unit}", number=True),
        Column(desk.word("head.share"), "%", number=True),
    ]
    name = flow(item.flow).label(desk.lang)
    return table(columns, rows, desk.word("footprint.contributions", name=name))


def _place(node: str, desk: Desk) -> str:
    kind, _, name = node.partition(":")
    if kind == "pool":
        label = flows()[name].label(desk.lang) if name in flows() else name
        return desk.word("footprint.pool", name=label)
    return name


def _gaps(results: Sequence[ProductFootprint], basis: Basis, desk: Desk) -> RenderableType:
    """Each gap once, with the products it concerns."""
    concerned: dict[tuple[str, str, str], list[str]] = {}
    for item in results:
        for gap in item.gaps(basis):
            names = concerned.setdefault((gap.block, gap.what, gap.kind), [])
            names.append(flow(item.flow).label(desk.lang))
    rows = [
        Row(
            (
                blocks()[block].label(desk.lang) if block in blocks() else block,
                what,
                desk.word(f"gap.{kind}"),
                desk.word("list.comma").join(dict.fromkeys(names)),
            )
        )
        for (block, what, kind), names in concerned.items()
    ]
    return table([Column(desk.word(f"head.{key}")) for key in ("block", "what", "why", "product")], rows)
