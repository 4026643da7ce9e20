"""What a product's footprint is made of, and what makes two footprints differ, as waterfalls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import polars as pl

from tanlian.accounting.measure import Basis, Gap
from tanlian.accounting.product import PARTS, ProductFootprint
from tanlian.accounting.statement import Text
from tanlian.catalogue import blocks
from tanlian.charts.bars import Row, draw_rows
from tanlian.charts.figures import Scale, percent, plain
from tanlian.charts.model import NOTHING, Chart
from tanlian.charts.texts import flow_name, joined, lowered, run_on, said

# Contributions smaller than this part of all of them are put together.
_SMALL = 0.01
_NAMED = 8
_COLOURS = {"own": "ink-2", "purchased": "ink-3", "upstream": "chart-mute", "credit": "chart-axis"}
_WIDE = 760.0


def footprint_waterfall(footprint: ProductFootprint, basis: Basis = "location") -> Chart:
    """The contributions of a footprint by kind and block, adding up to it.

    Table: kind, block, kg_CO2e (per unit of product), drawn; its sum is the footprint. A footprint with
    gaps is called a lower bound, and what is missing is named.
    """
    taken = footprint.taken[basis]
    scale = plain(taken.kg_CO2e, f"kg CO2e/{footprint.unit}")
    sums = taken.by("kind", "block")
    least = _SMALL * float(sums["kg_CO2e"].abs().sum())
    title = _title(footprint, basis, scale)
    basis_name = said(f"basis.{basis}")
    return Chart(
        id="footprint-waterfall",
        title=title,
        subtitle=said("footprint.subtitle", unit=scale.unit, basis=basis_name, gwp=taken.gwp),
        aria=said("footprint.aria", title=title),
        note=_note(taken.gaps, taken.status),
        table=sums.with_columns(drawn=pl.col("kg_CO2e").abs() >= least),
        names={"kind": {kind: said(f"kind.{kind}") for kind in PARTS}, "block": _blocks()},
        draw=partial(draw_rows, _rows(sums, taken.kg_CO2e, least, scale)),
        wide=_WIDE,
    )


def _title(footprint: ProductFootprint, basis: Basis, scale: Scale) -> Text:
    name, total = flow_name(footprint.flow), footprint.value(basis)
    value = f"{scale.number(total)} {scale.unit}"
    if gaps := footprint.gaps(basis):
        return said("footprint.title-gaps", name=name, value=value, count=len(gaps))
    kind, most = max(footprint.parts(basis).items(), key=lambda item: item[1])
    share = percent(most / total) if total > 0 else ""
    return said("footprint.title", name=name, value=value, share=share, kind=lowered(said(f"kind.{kind}")))


def _rows(sums: pl.DataFrame, total: float, least: float, scale: Scale) -> list[Row]:
    """A head for each kind, its blocks from large to small, the small ones together, then the sum."""
    rows: list[Row] = []
    at = 0.0
    for kind in PARTS:
        own = [(block, kg) for of, block, kg in sums.iter_rows() if of == kind]
        whole = sum(kg for _, kg in own)
        if scale.rounds_to_zero(whole) and all(scale.rounds_to_zero(kg) for _, kg in own):
            continue
        rows.append(Row(said(f"kind.{kind}"), scale.number(whole), at, at, "head"))
        large = [(_blocks()[block], kg) for block, kg in own if abs(kg) >= least]
        small = [kg for _, kg in own if abs(kg) < least]
        if not scale.rounds_to_zero(sum(small)):
            large.append((said("bars.other", count=len(small)), sum(small)))
        for name, kg in large:
            rows.append(Row(name, scale.number(kg), at, at + kg, colour=_COLOURS[kind], linked=True))
            at += kg
    return [
        *rows,
        Row(said("bars.total"), f"{scale.number(total)} {scale.unit}", 0.0, total, "total", "accent"),
    ]


def _note(gaps: Sequence[Gap], status: str) -> Text:
    """What is missing by name, and the weakest status that the number rests on."""
    missing = dict.fromkeys(gap.block for gap in gaps)
    first = [lowered(_blocks()[block]) for block in list(missing)[:_NAMED]]
    more = [said("bars.more", count=len(missing) - len(first))] if len(missing) > len(first) else []
    return run_on(
        said("footprint.missing", list=joined([*first, *more])) if missing else NOTHING,
        said("bars.status", status=said(f"status.{status}")),
    )


def _blocks() -> Mapping[str, Text]:
    return {name: Text(block.en, block.zh) for name, block in blocks().items()}
