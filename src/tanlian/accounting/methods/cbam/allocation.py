"""Specific embedded free allocation (SEFA) of goods from actual data (2620 Annex, point 3, eq. 2 to 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from tanlian.accounting.methods.cbam.benchmarks import process_benchmark, supply_benchmark
from tanlian.accounting.methods.cbam.book import Entry, from_line, placed
from tanlian.accounting.methods.cbam.bubbles import bubble
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.embedded import System
from tanlian.accounting.methods.cbam.good_lines import good_text
from tanlian.accounting.methods.cbam.goods import heading
from tanlian.accounting.methods.cbam.groups import Group
from tanlian.accounting.methods.cbam.nodes import Link, Node, chain
from tanlian.accounting.methods.cbam.precursors import Use
from tanlian.accounting.methods.cbam.settings import NONE, REQUIRED
from tanlian.accounting.methods.cbam.supplied import Embedded
from tanlian.accounting.statement import Input, Line, Text
from tanlian.factors.cbam_tables import benchmark, cbam_factor
from tanlian.factors.cbam_tables import cscf as correction_factor
from tanlian.factors.cbam_tables.benchmarks import REVISED_FROM
from tanlian.footprint.chain import footprints
from tanlian.inventory.model import Product
from tanlian.problems import Problems, Where, fail, problem

_UNIT = "t CO2e/t"


def allocate(case: Case, system: System, uses: Sequence[Use]) -> Mapping[str, Line]:
    """SEFA lines by good. What is unknown has no number: it is said, or refused where it is required.

    Raises ``factors.benchmark-year`` and ``factors.dated-missing`` for a year without a table.
    """
    settings = case.settings
    if settings.free_allocation == NONE:
        return {}
    goods = [
        (product, case.owner[product.process])
        for product in case.inventory.products
        if product.process in case.owner and case.owner[product.process].id in system.specific
    ]
    if not goods:
        return {}
    factors = _Factors(case)
    try:
        benchmark("2601 12 00", settings.year, "A")  # a year without benchmarks is refused, once
        shared = factors.line()
    except Problems as error:
        raise placed(error, Where(name="year")) from None
    desk = _Desk(case, system, uses, shared, factors)
    desk.nodes()
    found = {product.id: desk.good(product, group) for product, group in goods}
    if settings.year >= REVISED_FROM:
        case.book.note(problem("cbam.benchmarks-revised", found=settings.year, severity="warning"))
    return {name: line for name, line in found.items() if line is not None}


@dataclass(frozen=True, slots=True)
class _Factors:
    """CBAM factor and correction factor by year."""

    case: Case

    def inputs(self, year: int) -> tuple[Input, Input]:
        """Raises ``factors.dated-missing``."""
        factor, given = cbam_factor(year), self.case.settings.cscf
        first = Input("CBAM", float(factor.value), "1", factor.source, factor.status)
        if given is not None:
            return first, Input("CSCF", float(given), "1", "option cscf")
        assumed = correction_factor(year)
        where = Where(name="cscf")
        note = problem("cbam.cscf-assumed", where, found=year, expected=assumed.value, severity="warning")
        self.case.book.note(note)
        return first, Input("CSCF", float(assumed.value), "1", assumed.note, assumed.status)

    def line(self) -> Line:
        """CBAM factor times correction factor of the run's year."""
        inputs = self.inputs(self.case.settings.year)
        kind = "allocation.factor"
        return self.case.book.add(Entry(kind, kind, inputs[0].value * inputs[1].value, inputs))


@dataclass(slots=True)
class _Desk:
    """Values of the nodes as they become known; the ids of those that stay unknown."""

    case: Case
    system: System
    uses: Sequence[Use]
    shared: Line
    factors: _Factors
    lines: dict[int, Line] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)

    def nodes(self) -> None:
        """SEFA of everything that is used as a precursor: purchased ones, then own ones at once."""
        suppliers = {link[1] for link in self.system.links}
        own: dict[int, Line] = {}
        for index in sorted(suppliers):
            node = self.system.nodes[index]
            try:
                if node.precursor is not None:
                    self.lines[index] = self._supply(node.precursor, node)
                elif node.id in self.case.settings.sefa:
                    names = {"process": node.text}
                    self.lines[index] = self._given(node.id, f"process.{node.id}.sefa", "process.sefa", names)
                else:
                    own[index] = self._process(node)
            except Problems as error:
                self.unknown.add(index)
                self._say(error)
        self._solve(own)

    def good(self, product: Product, group: Group) -> Line | None:
        """Own free allocation of a good by its CN code, and that of its precursors (eq. 2 to 4)."""
        names = {"good": good_text(product)}
        for asked in (product.id, group.id):
            if asked in self.case.settings.sefa:
                return self._given(asked, f"good.{product.id}.sefa", "good.sefa", names)
        index = next(number for number, node in enumerate(self.system.nodes) if node.id == group.id)
        used = [link for link in self.system.links if link[0] == index]
        unknown = [self.system.nodes[link[1]].id for link in used if link[1] in self.unknown]
        own: Line | None = None
        try:
            self._refuse_bubble(group)
            own = self._own(f"good.{product.id}.sefa_process", product.cn_code, group, product, names)
        except Problems as error:
            unknown.insert(0, group.id)
            self._say(error)
        if own is None or unknown:
            where = Where(sheet="products", name=product.id)
            told = ", ".join(dict.fromkeys(unknown))
            self._say(Problems([problem("cbam.sefa-unknown", where, found=product.id, expected=told)]))
            return None
        return self._sum(f"good.{product.id}.sefa", "good.sefa", own, used, names)

    def _supply(self, item: Embedded, node: Node) -> Line:
        line_id, names = f"precursor.{item.supply.id}.sefa", {"name": node.text}
        inputs = self._supply_inputs(item)
        formula = "CBAM * CSCF * BM" if len(inputs) > 1 else "zero" if item.exempt else "as verified"
        value = prod(part.value for part in inputs)
        return self.case.book.add(Entry("precursor.sefa", line_id, value, inputs, (), names, formula))

    def _supply_inputs(self, item: Embedded) -> tuple[Input, ...]:
        """Zero, as verified by the producer, or column B (2620 Annex 3.3; Commission Q&A 4.18)."""
        supply = item.supply
        if item.exempt:
            return (Input("SEFA", 0.0, _UNIT, "Commission Q&A 4.18", "official"),)
        if supply.sefa is not None and not item.is_default:
            source = f"supplies, {supply.id}, {supply.verification}"
            return (Input("SEFA", supply.sefa, _UNIT, source, supply.status),)
        if supply.sefa is not None:
            where = Where(sheet="supplies", name=supply.id)
            self.case.book.note(problem("cbam.sefa-unverified", where, found=supply.id, severity="warning"))
        return (*self.factors.inputs(item.year), supply_benchmark(item, self.case))

    def _process(self, node: Node) -> Line:
        """Own free allocation of a production process that hands its goods to others."""
        group = next(item for item in self.case.groups if item.id == node.id)
        self._refuse_bubble(group)
        flows = {use.row.flow for use in self.uses if not use.is_supply and use.source == group.id}
        goods = [
            item for item in self.case.inventory.products if item.process in group.ids and item.flow in flows
        ]
        candidates: list[tuple[str, Product | None]] = [
            (item.cn_code, item) for item in goods if item.cn_code
        ]
        headings = [heading(flow) for flow in sorted(flows - {item.flow for item in goods})]
        candidates += [(code, None) for code in headings if code]
        marks: list[Input] = []
        for code, item in candidates:
            try:
                marks.append(process_benchmark(code, group, item, self.case))
            except Problems as error:
                if item is None and error.problems[0].code == "factors.cn-short":
                    continue  # said below, with what to do about it
                raise
        if len(candidates) != len(marks) or len({mark.value for mark in marks}) != 1:
            where = Where(sheet="processes", name=group.id)
            raise fail("cbam.precursor-code", where, found=", ".join(sorted(flows)))
        names = {"process": node.text}
        return self._times(f"process.{group.id}.sefa_process", "process.sefa_process", marks[0], names)

    def _own(
        self, line_id: str, cn_code: str, group: Group, product: Product, names: Mapping[str, Text]
    ) -> Line:
        mark = process_benchmark(cn_code, group, product, self.case)
        return self._times(line_id, "good.sefa_process", mark, names)

    def _times(self, line_id: str, kind: str, mark: Input, names: Mapping[str, Text]) -> Line:
        inputs = (from_line("F", self.shared), mark)
        return self.case.book.add(Entry(kind, line_id, self.shared.value * mark.value, inputs, names=names))

    def _given(self, asked: str, line_id: str, kind: str, names: Mapping[str, Text]) -> Line:
        value = float(self.case.settings.sefa[asked])
        inputs = (Input("SEFA", value, _UNIT, "option sefa"),)
        return self.case.book.add(Entry(kind, line_id, value, inputs, names=names, formula="as given"))

    def _solve(self, own: Mapping[int, Line]) -> None:
        """SEFA of own precursors, all at once; what rests on something unknown is unknown."""
        size = len(self.system.nodes)
        inner = [link for link in self.system.links if link[0] in own]
        while hit := {link[0] for link in inner if link[1] in self.unknown} - self.unknown:
            self.unknown |= hit
        kept = [link for link in inner if link[0] not in self.unknown]
        burden = np.zeros(size)
        for index, line in {**self.lines, **own}.items():
            burden[index] = 0.0 if index in self.unknown else line.value
        values = footprints(chain(self.system.nodes, kept), burden)
        for index, line in own.items():
            if index not in self.unknown:
                node = self.system.nodes[index]
                used = [link for link in kept if link[0] == index]
                line_id = f"process.{node.id}.sefa"
                inputs = (from_line("SFA", line), *self._parts(used, values.tolist()))
                entry = Entry(
                    "process.sefa", line_id, float(values[index]), inputs, names={"process": node.text}
                )
                self.lines[index] = self.case.book.add(entry)

    def _sum(
        self, line_id: str, kind: str, own: Line, used: Sequence[Link], names: Mapping[str, Text]
    ) -> Line:
        values = {index: line.value for index, line in self.lines.items()}
        value = own.value + sum(link[2] * values[link[1]] for link in used)
        inputs = (from_line("SFA", own), *self._parts(used, values))
        return self.case.book.add(Entry(kind, line_id, value, inputs, names=names))

    def _parts(self, used: Sequence[Link], values: Mapping[int, float] | Sequence[float]) -> list[Input]:
        """m_i and SEFA_i of each precursor."""
        parts: list[Input] = []
        for _, supplier, quantity, use in used:
            node = self.system.nodes[supplier]
            status = self.lines[supplier].status if supplier in self.lines else self.shared.status
            kind = "precursor" if node.precursor is not None else "process"
            parts.append(Input(f"m {node.id}", quantity, "t/t", use.row.source))
            parts.append(Input(f"SEFA {node.id}", values[supplier], _UNIT, f"{kind}.{node.id}.sefa", status))
        return parts

    def _refuse_bubble(self, group: Group) -> None:
        if inside := bubble(group, self.case.rows):
            where = Where(sheet="processes", name=group.id)
            named = {"en": ", ".join(item.en for item in inside), "zh": "、".join(item.zh for item in inside)}
            raise fail("cbam.bubble", where, found=group.id, **named)

    def _say(self, error: Problems) -> None:
        """An error where free allocation is required, else a warning."""
        required = self.case.settings.free_allocation == REQUIRED
        for item in error.problems:
            self.case.book.note(item if required else replace(item, severity="warning"))
