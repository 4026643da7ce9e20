"""What makes two numbers differ, as a waterfall of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from tanlian.accounting.measure import Basis
from tanlian.accounting.product import PARTS, ProductFootprint
from tanlian.accounting.statement import Text
from tanlian.catalogue import block
from tanlian.charts.bars import Row, draw_rows
from tanlian.charts.figures import Scale, plain, shown
from tanlian.charts.model import Chart
from tanlian.charts.texts import flow_name, said

# Changes smaller than this part of all of them are put together.
_SMALL = 0.02
_WIDE = 760.0
_SAID = {("own", "power"), ("purchased", "electricity")}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it is called (a period, a site, a scenario) and its number."""

    name: Text
    value: float


def difference_waterfall(
    subject: Text, before: Side, after: Side, steps: Sequence[tuple[Text, float]], unit: str
) -> Chart:
    """The changes that lead from one number to another, large ones first.

    steps : what changed and by how much, in ``unit``; they add up to ``after - before``.
    Table: step, value, unit: the first number, each change, the second number.
    """
    scale = plain(max(abs(before.value), abs(after.value)), unit)
    change = after.value - before.value
    key = "-same" if scale.rounds_to_zero(change) else "-more" if change > 0 else ""
    title = said(
        f"difference.title{key}",
        subject=subject,
        end=scale.number(after.value),
        unit=scale.unit,
        change=scale.number(abs(change)),
        before=before.name,
    )
    ordered = sorted(steps, key=lambda step: -abs(step[1]))
    told = [(before.name, before.value), *ordered, (after.name, after.value)]
    return Chart(
        id="difference-waterfall",
        title=title,
        subtitle=said("difference.subtitle", before=before.name, after=after.name, unit=scale.unit),
        aria=said("difference.aria", title=title),
        table=pl.DataFrame(
            {
                "step": [f"{index}" for index in range(len(told))],
                "value": [value for _, value in told],
                "unit": [unit] * len(told),
            },
            schema={"step": pl.String, "value": pl.Float64, "unit": pl.String},
        ),
        names={
            "step": {f"{index}": name for index, (name, _) in enumerate(told)},
            "unit": {unit: Text(shown(unit), shown(unit))},
        },
        draw=partial(draw_rows, _rows(before, after, ordered, scale)),
        wide=_WIDE,
    )


def footprint_difference(
    before: tuple[Text, ProductFootprint], after: tuple[Text, ProductFootprint], basis: Basis = "location"
) -> Chart:
    """What makes two footprints of a product differ, by kind and block. Each comes with its name."""
    old, new = before[1], after[1]
    changes: dict[tuple[str, str], float] = {}
    for footprint, sign in ((new, 1.0), (old, -1.0)):
        for kind, name, kg in footprint.taken[basis].by("kind", "block").iter_rows():
            changes[kind, name] = changes.get((kind, name), 0.0) + sign * kg
    steps = [
        (_part(kind, name), changes[kind, name])
        for kind, name in sorted(changes, key=lambda item: PARTS.index(item[0]))
    ]
    return difference_waterfall(
        flow_name(new.flow),
        Side(before[0], old.value(basis)),
        Side(after[0], new.value(basis)),
        steps,
        f"kg CO2e/{new.unit}",
    )


def _rows(before: Side, after: Side, ordered: Sequence[tuple[Text, float]], scale: Scale) -> list[Row]:
    """The first number, the changes with small ones together, their sum, the second number."""
    least = _SMALL * sum(abs(value) for _, value in ordered)
    large = [step for step in ordered if abs(step[1]) >= least and not scale.rounds_to_zero(step[1])]
    small = [step for step in ordered if step not in large]
    if not scale.rounds_to_zero(sum(value for _, value in small)):
        large.append((said("bars.other", count=len(small)), sum(value for _, value in small)))
    rows, at = [Row(before.name, scale.number(before.value), style="head")], 0.0
    for name, value in large:
        colour = "ink-2" if value > 0 else "chart-mute"
        rows.append(Row(name, scale.signed(value), at, at + value, colour=colour, linked=True))
        at += value
    change = after.value - before.value
    rows.append(Row(said("bars.change"), scale.signed(change), 0.0, change, "total", "accent"))
    return [*rows, Row(after.name, scale.number(after.value), style="head")]


def _part(kind: str, name: str) -> Text:
    """A block with its kind, where its own name does not say it."""
    found = Text(block(name).en, block(name).zh)
    return found if (kind, name) in _SAID else said(f"difference.{kind}", block=found)
