"""Two sides for a person: what differs, largest first, and the way from one number to the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from rich.console import RenderableType
from rich.text import Text as Styled

from tanlian.accounting.compare import Comparison, FactorEffect, StatementComparison, Waterfall
from tanlian.accounting.compare.labels import label_of
from tanlian.accounting.measure import Basis
from tanlian.accounting.statement import Text
from tanlian.catalogue import flow
from tanlian.cli.desk import Desk
from tanlian.cli.tables import Column, Row, decimals, number, percent, signed, table

# Beyond these, what is left over is told in numbers; --all and JSON have every row.
SHOWN = 12
# A difference below this share of what is compared is rounding.
_NOISE = 1e-9


def waterfall(falls: Waterfall, desk: Desk) -> RenderableType:
    """Start, each change, end."""
    places = decimals([falls.bars[0].value, falls.bars[-1].value])
    columns = [
        Column(desk.word("head.step")),
        Column(desk.word("head.change"), falls.unit.replace("CO2", "CO₂"), number=True),
        Column(desk.word("head.reached"), falls.unit.replace("CO2", "CO₂"), number=True),
    ]
    rows = [
        Row(
            (
                bar.label.of(desk.lang),
                signed(bar.value, places) if bar.kind == "change" else "",
                number(bar.total, places),
            ),
            bold=bar.kind != "change",
        )
        for bar in falls.bars
    ]
    return table(columns, rows)


def products(
    made: Mapping[str, Comparison], names: Sequence[Text], basis: Basis, desk: Desk
) -> RenderableType:
    """One row a product that both sides make."""
    columns = [
        Column(desk.word("head.product")),
        *(Column(name.of(desk.lang), "kg CO₂e", number=True) for name in names),
        Column(desk.word("head.difference"), "kg CO₂e", number=True),
        Column(desk.word("head.change"), "%", number=True),
    ]
    places = decimals([value for item in made.values() for value in (item.a, item.b)])
    rows = [
        Row(
            (
                desk.word(
                    "footprint.product", name=flow(key).label(desk.lang), unit=item.unit.rpartition("/")[2]
                ),
                number(item.a, places),
                number(item.b, places),
                signed(item.difference, places),
                _share(item.difference, item.a),
            )
        )
        for key, item in made.items()
    ]
    return table(columns, rows, desk.word("compare.products", basis=desk.word(f"basis.{basis}")))


def one_product(
    name: str, made: Comparison, basis: Basis, desk: Desk, *, every: bool
) -> Iterator[RenderableType]:
    """The contributions of both sides that differ, then the waterfall by block."""
    label = flow(name).label(desk.lang)
    yield Styled(desk.word("compare.product", name=label, basis=desk.word(f"basis.{basis}")), style="bold")
    unit = made.unit.replace("CO2", "CO₂")
    columns = [
        *(Column(desk.word(f"head.{key}")) for key in ("block", "flow", "part")),
        *(Column(side.of(desk.lang), unit, number=True) for side in made.names),
        Column(desk.word("head.difference"), unit, number=True),
    ]
    places = decimals([made.a, made.b])
    noise = _NOISE * max(abs(made.a), abs(made.b))
    frame = made.frame if every else made.frame.filter(pl.col("difference").abs() > noise).head(SHOWN)
    rows = [
        Row(
            (
                label_of("block", item["block"]).of(desk.lang),
                label_of("flow", item["flow"]).of(desk.lang) if item["flow"] else "",
                desk.word(f"part.{item['kind']}"),
                number(item["a"], places),
                number(item["b"], places),
                signed(item["difference"], places),
            )
        )
        for item in frame.iter_rows(named=True)
    ]
    hidden = made.frame.height - frame.height
    if hidden:
        rest = made.difference - float(frame["difference"].sum())
        rest = rest if abs(rest) > noise else 0.0
        rows.append(Row((desk.word("footprint.others", number=hidden), "", "", "", "", signed(rest, places))))
    total = (number(made.a, places), number(made.b, places), signed(made.difference, places))
    rows.append(Row((desk.word("head.total"), "", "", *total), bold=True))
    yield table(columns, rows)
    yield ""
    yield waterfall(made.waterfall(), desk)


def statements(
    made: StatementComparison, falls: Waterfall, desk: Desk, *, every: bool
) -> Iterator[RenderableType]:
    """Totals and every line that differs, then the waterfall of one line."""
    yield Styled(made.a.title.of(desk.lang), style="bold")
    frame = made.frame(desk.lang)
    totals = {*made.a.totals, *made.b.totals}
    size = pl.max_horizontal(pl.col("a").abs(), pl.col("b").abs())
    differs = (pl.col("difference").abs() > _NOISE * size) | (pl.col("only") != "")
    told = frame if every else frame.filter(pl.col("id").is_in(totals) | differs)
    shown = told if every else told.head(4 * SHOWN)
    places = {
        unit: decimals([value for pair in part.select("a", "b").iter_rows() for value in pair])
        for (unit,), part in frame.group_by("unit")
    }
    columns = [
        Column(desk.word("head.line")),
        *(Column(name.of(desk.lang), number=True) for name in made.names),
        Column(desk.word("head.difference"), number=True),
        Column(desk.word("head.change"), "%", number=True),
        Column(desk.word("head.unit")),
    ]
    yield table(columns, [_line(item, places[item["unit"]], totals) for item in shown.iter_rows(named=True)])
    hidden = frame.height - shown.height
    if hidden:
        yield desk.word("compare.hidden", number=f"{hidden:,}")
    yield ""
    yield waterfall(falls, desk)


def effects(
    effect: FactorEffect, names: Sequence[Text], desk: Desk, *, every: bool
) -> Iterator[RenderableType]:
    """Lines of the ledger whose factor, source or gap changed."""
    yield Styled(desk.word("compare.effect", number=f"{effect.frame.height:,}"), style="bold")
    shown = effect.frame if every else effect.frame.head(SHOWN)
    if shown.is_empty():
        return
    columns = [
        *(Column(desk.word(f"head.{key}")) for key in ("process", "flow", "electricity", "gas")),
        *(Column(name.of(desk.lang), desk.word("compare.factor-unit"), number=True) for name in names),
        Column(desk.word("head.difference"), "t", number=True),
    ]
    places = decimals([item / 1000 for item in effect.frame["difference"].drop_nulls()])
    rows = [
        Row(
            (
                item["node"].partition(":")[2] or item["node"],
                label_of("flow", item["flow"]).of(desk.lang),
                desk.word(f"basis.{item['basis']}") if item["basis"] != "any" else "",
                item["gas"],
                _factor(item["factor_a"]),
                _factor(item["factor_b"]),
                signed(item["difference"] / 1000 if item["difference"] is not None else None, places),
            )
        )
        for item in shown.iter_rows(named=True)
    ]
    yield table(columns, rows)
    if effect.frame.height > shown.height:
        yield desk.word("compare.hidden", number=f"{effect.frame.height - shown.height:,}")


def _line(item: Mapping[str, Any], places: int, totals: set[str]) -> Row:
    cells = (
        item["label"],
        number(item["a"], places, keep=True),
        number(item["b"], places, keep=True),
        signed(item["difference"], places),
        _share(item["difference"], item["a"]),
        item["unit"],
    )
    return Row(cells, bold=item["id"] in totals)


def _factor(value: float | None) -> str:
    return number(value, decimals([value]), keep=True)


def _share(difference: float | None, base: float | None) -> str:
    if difference is None or not base:
        return ""
    return percent(difference / base, 2)
