"""Attributed emissions of a production process (2547 Annex III A.3, eq. 55 and 56)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tanlian.accounting.methods.cbam.book import Book, Entry, from_line
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.energy import electricity_emissions, heat_emissions, waste_gas_energy
from tanlian.accounting.methods.cbam.goods import counts_indirect
from tanlian.accounting.methods.cbam.groups import Group, rows_of
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.methods.cbam.streams import process_rows, streams
from tanlian.accounting.statement import Input, Line, weakest
from tanlian.problems import Problems, Where, problem

Part = tuple[str, int, Line]  # symbol in eq. 55, its sign, its line


@dataclass(frozen=True, slots=True)
class Attributed:
    """What a production process answers for in the period; indirect is None where it does not count.

    ``parts`` are the terms of eq. 55: symbol, sign, line.
    """

    group: Group
    level: Line
    direct: Line
    electricity: Line
    indirect: Line | None
    parts: Sequence[Part] = ()


def attribute(group: Group, case: Case) -> Attributed:
    """Write DirEm*, heat, waste gas and electricity of a process, and what follows from them."""
    book, border = case.book, rows_of(group, case.rows)
    writer = _Writer(group, book)
    level = writer.add("activity_level", group.activity_level, group.activity)
    parts = [("DirEm*", 1, _direct_emissions(writer, border, case))]
    parts += _heat(writer, border, case)
    parts += _waste_gas(writer, border, case)
    if given := _own_electricity(group, case.rows, case.rules):
        inputs = _each(given, lambda row: electricity_emissions(row, case.energy), book)
        parts.append(("El_prod", -1, writer.add_sum("electricity_deducted", inputs, given)))
    balance = sum(sign * line.value for _, sign, line in parts)
    if balance < 0:
        where = Where(name=group.id)
        book.note(problem("cbam.negative", where, found=f"{balance:.6g}", severity="warning"))
    inputs = [from_line(symbol, line) for symbol, _, line in parts]
    direct = writer.add("attributed_direct", max(0.0, balance), inputs)

    used = _consumed_electricity(group, case.rows)
    amounts = [Input("E", item.amount, item.unit, item.source) for item in used]
    electricity = writer.add_sum("electricity", amounts, used)
    indirect = None
    if group.category and counts_indirect(group.category.annex_ii, case.rules):
        inputs = _each(used, lambda row: electricity_emissions(row, case.energy), book)
        indirect = writer.add_sum("attributed_indirect", inputs, used)
    return Attributed(group, level, direct, electricity, indirect, parts)


def direct_without_goods(group: Group, case: Case) -> Input | None:
    """DirEm* of a process that makes no CBAM good; None where it makes one, or where data is missing."""
    if group.category is not None:
        return None
    aside = Book()
    line = _direct_emissions(_Writer(group, aside), rows_of(group, case.rows), replace(case, book=aside))
    if any(item.severity == "error" for item in aside.problems):
        return None
    return Input(group.id, line.value, line.unit, group.full_name.en, line.status)


def indirect_without_goods(group: Group, case: Case) -> Input | None:
    """Emissions of the electricity that a process without CBAM goods uses; None likewise."""
    if group.category is not None:
        return None
    aside = Book()
    used = _consumed_electricity(group, case.rows)
    found = _each(used, lambda row: electricity_emissions(row, case.energy), aside)
    if aside.problems:
        return None
    status = weakest(item.status for item in found)
    return Input(group.id, sum(item.value for item in found), "t CO2e", group.full_name.en, status)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes lines of one production process."""

    group: Group
    book: Book

    def add(
        self, kind: str, value: float, inputs: Sequence[Input], rows: Sequence[Row] = (), formula: str = ""
    ) -> Line:
        numbers = [number for item in rows for number in item.numbers]
        name = self.group.full_name if kind == "activity_level" else self.group.text
        line_id, names = f"process.{self.group.id}.{kind}", {"process": name}
        return self.book.add(Entry(f"process.{kind}", line_id, value, inputs, numbers, names, formula))

    def add_sum(self, kind: str, inputs: Sequence[Input], rows: Sequence[Row] = ()) -> Line:
        return self.add(kind, sum(item.value for item in inputs), inputs, rows)


def _direct_emissions(writer: _Writer, border: Sequence[Row], case: Case) -> Line:
    group = writer.group
    given = [item for item in group.members if item.direct_emissions_t is not None]
    if given:
        inputs = [
            Input(
                "DirEm*",
                item.direct_emissions_t or 0.0,
                "t CO2e",
                item.direct_emissions_source or f"processes, {item.id}: direct_emissions_t",
            )
            for item in given
        ]
        return writer.add("direct_emissions", sum(item.value for item in inputs), inputs, (), "as given")
    found = streams(f"process.{group.id}.", process_rows(border), case.sources, case.book)
    inputs = [from_line("Em", line) for line in found.fossil]
    total = sum(item.value for item in inputs)
    return writer.add("direct_emissions", total, inputs, (), "sum of its streams")


def _heat(writer: _Writer, border: Sequence[Row], case: Case) -> list[Part]:
    heat = [item for item in border if item.group == "heat" and item.partner not in {"waste", "flare"}]
    parts: list[Part] = []
    for kind, symbol, sign, direction in (
        ("heat_imported", "H_imp", 1, "in"),
        ("heat_exported", "H_exp", -1, "out"),
    ):
        if moved := [item for item in heat if item.direction == direction]:
            inputs = _each(moved, lambda row: heat_emissions(row, case.energy), case.book)
            parts.append((symbol, sign, writer.add_sum(kind, inputs, moved)))
    return parts


def _waste_gas(writer: _Writer, border: Sequence[Row], case: Case) -> list[Part]:
    """Corrections for gas that crosses the border, net by kind of gas (eq. 53 and 54)."""
    net: dict[str, list[tuple[Row, Input]]] = {}
    for row in border:
        if row.group == "process_gas" and row.partner not in {"flare", "waste", "stock"}:
            try:
                net.setdefault(row.flow, []).append((row, waste_gas_energy(row, case.sources)))
            except Problems as error:
                case.book.keep(error)
    factor = case.sources.constant("natural_gas_emission_factor", "EF_NG")
    corr = case.sources.constant("waste_gas_correction", "Corr_eta")
    parts: list[Part] = []
    for kind, symbol, sign, factors in (
        ("waste_gas_imported", "WG_imp", 1, (factor,)),
        ("waste_gas_exported", "WG_exp", -1, (factor, corr)),
    ):
        moved = [gas for gas in net.values() if sign * _terajoule(gas) > 0]
        if moved:
            joules = [
                Input("Q_WG", sign * _terajoule(gas), "TJ", _told(gas), gas[0][1].status) for gas in moved
            ]
            value = sum(joule.value for joule in joules)
            for item in factors:
                value *= item.value
            rows = [row for gas in moved for row, _ in gas]
            parts.append((symbol, sign, writer.add(kind, value, (*joules, *factors), rows)))
    return parts


def _terajoule(gas: Sequence[tuple[Row, Input]]) -> float:
    return sum(row.sign * joule.value for row, joule in gas)


def _told(gas: Sequence[tuple[Row, Input]]) -> str:
    return "; ".join(dict.fromkeys(joule.source for _, joule in gas if joule.source))


def _own_electricity(group: Group, rows: Sequence[Row], rules: Rules) -> list[Row]:
    made = [
        item
        for item in rows
        if item.process in group.ids and item.direction == "out" and item.group == "electricity"
    ]
    if rules.electricity == "produced":
        return made
    return [item for item in made if not group.is_inside(item.partner)]


def _consumed_electricity(group: Group, rows: Sequence[Row]) -> list[Row]:
    """All electricity used in the process, its own included (2547 Annex III A.3, Em_el,cons)."""
    return [
        item
        for item in rows
        if item.process in group.ids and item.direction == "in" and item.group == "electricity"
    ]


def _each(rows: Sequence[Row], of: Callable[[Row], Input], book: Book) -> list[Input]:
    found: list[Input] = []
    for item in rows:
        try:
            found.append(of(item))
        except Problems as error:
            book.keep(error)
    return found
