"""Uncertainty for a person: value, spread and percentiles, then what makes most of the variance."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from tanlian.accounting.measure import Basis
from tanlian.accounting.uncertainty import Uncertainty
from tanlian.catalogue import flows
from tanlian.cli.desk import Desk
from tanlian.cli.tables import Column, Row, decimals, number, percent, table

# Factors taken as exact that are named; JSON names all.
_NAMED = 6


def page(made: Uncertainty, basis: Basis, samples: int, top: int, desk: Desk) -> Iterator[RenderableType]:
    """The page of some products of a plant."""
    word = desk.word
    yield Text(word("uncertainty.title", basis=word(f"basis.{basis}")), style="bold")
    columns = [
        Column(word("head.product")),
        Column(word("head.value"), number=True),
        Column(word("head.u"), number=True),
        Column(word("head.u"), "%", number=True),
        *(Column(word(f"head.{key}"), number=True) for key in ("low", "median", "high")),
        Column(word("head.unit")),
        Column(word("head.status")),
    ]
    rows = []
    for subject, unit in zip(made.subjects, made.units, strict=True):
        value, u = made.value(subject), made.u(subject)
        places = decimals([value])
        told = [number(item, places) for item in made.percentiles(subject, count=samples)]
        cells = (number(value, places), number(u, places, keep=True), percent(made.relative(subject), 1))
        status = word(f"status.{made.status}")
        rows.append(Row((_name(subject, desk), *cells, *told, unit.replace("CO2", "CO₂"), status)))
    yield table(columns, rows)
    yield word("uncertainty.how", samples=f"{samples:,}", seed=made.seed, sheet=made.sheet)
    for subject in made.subjects if top else ():
        yield ""
        yield _contributions(made, subject, top, desk)
    for subject, cover in zip(made.subjects, made.coverage, strict=True):
        yield ""
        yield word(
            "uncertainty.coverage",
            name=_name(subject, desk),
            factors=percent(cover.factors, 0),
            amounts=percent(cover.amounts, 0),
        )
        if cover.exact:
            named = word("list.comma").join(cover.exact[:_NAMED])
            more = len(cover.exact) - _NAMED
            yield word("uncertainty.exact", names=named) + (
                word("findings.more-places", number=more) if more > 0 else ""
            )


def _contributions(made: Uncertainty, subject: str, top: int, desk: Desk) -> RenderableType:
    frame = made.contributions(subject)
    shown = frame.head(top)
    columns = [
        Column(desk.word("head.variable")),
        Column(desk.word("head.u"), "%", number=True),
        Column(desk.word("head.variance"), "%", number=True),
        Column(desk.word("head.status")),
    ]
    rows = [
        Row(
            (
                item["name"],
                percent(item["width"], 1),
                percent(item["share"], 1),
                desk.word(f"status.{item['status']}"),
            )
        )
        for item in shown.iter_rows(named=True)
    ]
    if frame.height > top:
        rest = float(frame["share"].slice(top).sum())
        others = desk.word("footprint.others", number=frame.height - top)
        rows.append(Row((others, "", percent(rest, 1), "")))
    return table(columns, rows, desk.word("uncertainty.contributions", name=_name(subject, desk)))


def _name(subject: str, desk: Desk) -> str:
    return flows()[subject].label(desk.lang) if subject in flows() else desk.word("balance.site")
