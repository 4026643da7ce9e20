"""Lines of the form amount x factor x factor, with the source of every factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, prod

from tanlian.accounting.methods.common.border import ENTERING, LEAVING, Crossing
from tanlian.accounting.statement import Input, Line, Text, weakest
from tanlian.catalogue import Flow
from tanlian.factors.model import Factor


@dataclass(frozen=True, slots=True)
class Term:
    """One factor of a product. ``source`` is empty where the row itself gives the value."""

    symbol: str
    value: float
    unit: str
    source: str = ""
    status: str = "user"


@dataclass(frozen=True, slots=True)
class Use:
    """A crossing with the terms its amount is multiplied with; ``constant`` is the rest of the formula."""

    crossing: Crossing
    terms: tuple[Term, ...]
    constant: float = 1.0
    constant_text: str = ""

    @property
    def value(self) -> float:
        """t CO2 (or what the terms make of the amount), signed like the amount."""
        return self.crossing.amount * prod(term.value for term in self.terms) * self.constant


def of_row(symbol: str, value: float, unit: str) -> Term:
    """A term that the row itself gives."""
    return Term(symbol, value, unit)


def of_set(symbol: str, factor: Factor, per: str, unit: str) -> Term:
    """A term from a factor set, converted to one unit of the amount (``per``)."""
    return Term(symbol, factor.per(per), unit, factor.source, factor.status)


def of_line(line: Line, symbol: str = "") -> Input:
    """An input that is another line; its symbol is the line's id unless named."""
    return Input(symbol or line.id, line.value, line.unit, line.id, line.status)


def sum_line(line_id: str, label: Text, group: str, lines: Sequence[Line], unit: str = "t CO2") -> Line:
    """The sum of lines."""
    return Line(
        id=line_id,
        label=label,
        value=fsum(line.value for line in lines),
        unit=unit,
        formula=" + ".join(line.id for line in lines) or "0",
        inputs=tuple(of_line(line) for line in lines),
        group=group,
        status=weakest(line.status for line in lines),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total: its id, the words before a flow, the sign that makes its lines positive."""

    id: str
    en: str
    zh: str
    sign: float = 1.0
    unit: str = "t CO2"

    def label(self, flow: Flow) -> Text:
        """The label of the line of a flow."""
        return Text(f"{self.en}: {flow.en}", f"{self.zh}：{flow.zh}")

    def line(self, uses: Sequence[Use], suffix: str = "") -> Line:
        """The line of one flow."""
        flow = uses[0].crossing.flow
        return product_line(f"{self.id}.{flow.id}{suffix}", self.label(flow), self, uses)


def product_line(line_id: str, label: Text, part: Part, uses: Sequence[Use]) -> Line:
    """The sum of all uses as one line.

    Where all uses multiply the same terms, the line shows their means, each weighted with what stands
    left of it in the formula, so that amount times means is the sum of the rows. The sign -1 of a part
    turns what leaves into a positive line.
    """
    amounts, summed = _amounts(uses, part.sign)
    means, exact = _means(uses)
    texts = {"".join(f" x {term.symbol}" for term in use.terms) + use.constant_text for use in uses}
    formula = summed + " or".join(sorted(texts))
    return Line(
        id=line_id,
        label=label,
        value=part.sign * fsum(use.value for use in uses),
        unit=part.unit,
        formula=formula if exact else f"row by row: {formula}",
        inputs=(*amounts, *means),
        rows=tuple(use.crossing.row for use in uses),
        group=part.id,
        status=weakest(term.status for use in uses for term in use.terms),
    )


def _amounts(uses: Sequence[Use], sign: float) -> tuple[list[Input], str]:
    """Amounts by the way they crossed the border, positive, and the signed sum of their names."""
    unit = uses[0].crossing.unit
    inputs: list[Input] = []
    text = ""
    for way in (*ENTERING, *LEAVING):
        mine = [use.crossing for use in uses if use.crossing.way == way]
        if not mine:
            continue
        leaves = way in LEAVING
        amount = fsum(item.amount for item in mine) * (-1.0 if leaves else 1.0)
        inputs.append(Input(way, amount, unit, _rows([item.place for item in mine])))
        minus = leaves == (sign > 0)
        text += f" {'-' if minus else '+'} {way}" if text else f"{'-' if minus else ''}{way}"
    return inputs, f"({text})" if len(inputs) > 1 else text


def _means(uses: Sequence[Use]) -> tuple[list[Input], bool]:
    """Mean of each term, and whether net amount times all means is the sum of the rows.

    Purchases and sales that nearly cancel have no mean that means anything: then the rows speak for
    themselves and only terms that are the same in all rows are shown.
    """
    if len({tuple(term.symbol for term in use.terms) for use in uses}) > 1:
        return [], False
    weights = [use.crossing.amount for use in uses]
    means: list[Input] = []
    exact = True
    for column in zip(*(use.terms for use in uses), strict=True):
        values = [term.value for term in column]
        mean, told = values[0], True
        if min(values) != max(values):
            whole = fsum(weights)
            mean = fsum(map(float.__mul__, weights, values)) / whole if whole else float("inf")
            told = min(values) <= mean <= max(values)
            exact &= told
        status = weakest(term.status for term in column)
        if told:
            means.append(Input(column[0].symbol, mean, column[0].unit, _sources(column, uses), status))
        weights = [weight * value for weight, value in zip(weights, values, strict=True)]
    return means, exact


def _sources(column: Sequence[Term], uses: Sequence[Use]) -> str:
    rows = [use.crossing.place for term, use in zip(column, uses, strict=True) if not term.source]
    named = dict.fromkeys(term.source for term in column if term.source)
    return "; ".join([*([_rows(rows)] if rows else []), *named])


def _rows(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{places[0]} +{len(places) - 1}"
