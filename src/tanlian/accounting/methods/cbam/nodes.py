"""Production processes and purchased precursors as nodes of one system, per tonne, and the links between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tanlian.accounting.methods.cbam.book import Book, Entry, from_line
from tanlian.accounting.methods.cbam.direct import Attributed
from tanlian.accounting.methods.cbam.precursors import Use
from tanlian.accounting.methods.cbam.supplied import Embedded, share_direct
from tanlian.accounting.statement import Input, Line, Text
from tanlian.factors.cbam_tables import DefaultValue
from tanlian.footprint.chain import Chain

Link = tuple[int, int, float, Use]  # consumer, supplier, t per t, the first use behind it


@dataclass(frozen=True, slots=True)
class Node:
    """A production process or a purchased precursor in the system, per tonne."""

    id: str
    text: Text
    direct: Line
    indirect: Line | None
    annex_ii: bool
    electricity: float | None
    precursor: Embedded | None = None


def process_node(item: Attributed, book: Book) -> Node:
    """A production process: own emissions and electricity per tonne."""
    group, level = item.group, from_line("AL", item.level)

    def per_tonne(kind: str, symbol: str, line: Line) -> Line:
        line_id, names = f"process.{group.id}.{kind}", {"process": group.text}
        inputs = (from_line(symbol, line), level)
        return book.add(Entry(f"process.{kind}", line_id, line.value / level.value, inputs, names=names))

    direct = per_tonne("se_direct", "AttrEm_dir", item.direct)
    indirect = per_tonne("se_indirect", "AttrEm_indir", item.indirect) if item.indirect else None
    electricity = per_tonne("electricity_per_t", "E", item.electricity)
    annex_ii = group.category is not None and group.category.annex_ii
    return Node(group.id, group.text, direct, indirect, annex_ii, electricity.value)


def precursor_nodes(precursors: Mapping[str, Embedded], uses: Sequence[Use], book: Book) -> list[Node]:
    """Purchased precursors: mass, default value where it counts, embedded emissions."""
    nodes: list[Node] = []
    for supply_id, item in precursors.items():
        mine = [use for use in uses if use.is_supply and use.source == supply_id]
        label = next((use.row.label for use in mine if use.row.label), "")
        text = Text(*2 * (f"{supply_id} {label}".strip(),))
        masses = [Input("M", use.amount, "t", use.row.source) for use in mine]
        numbers = [number for use in mine for number in use.row.numbers]
        prefix, names = f"precursor.{supply_id}", {"name": text}
        total = sum(mass.value for mass in masses)
        book.add(Entry("precursor.mass", f"{prefix}.mass", total, masses, numbers, names))
        marked = _default_line(item.default, prefix, names, book) if item.default else None
        written: list[Line] = []
        for kind, part in (("see_direct", item.direct), ("see_indirect", item.indirect)):
            inputs: list[Input] = [part]
            formula = ""
            if marked is not None and item.default is not None:
                share = share_direct(item.default)
                value = float(share if kind == "see_direct" else 1 - share)
                inputs = [from_line("DV", marked), Input("share", value, "1", part.source, part.status)]
                formula = "DV * share"
            line_id = f"{prefix}.{kind}"
            entry = Entry(f"precursor.{kind}", line_id, part.value, inputs, names=names, formula=formula)
            written.append(book.add(entry))
        direct, indirect = written
        nodes.append(Node(supply_id, text, direct, indirect, item.scope.annex_ii, item.electricity, item))
    return nodes


def _default_line(value: DefaultValue, prefix: str, names: Mapping[str, Text], book: Book) -> Line:
    """The default value with its mark-up, by the rule of the edition."""
    unit, source, status = "t CO2e/t", value.source, value.status
    if value.value == value.total * (1 + value.mark_up):
        formula = "total * (1 + MU)"
        inputs = [
            Input("total", float(value.total), unit, source, status),
            Input("MU", float(value.mark_up), "1", f"{value.document}, {value.year}", status),
        ]
    else:
        formula = "as printed with mark-up"
        inputs = [Input("DV", float(value.value), unit, source, status)]
    line_id = f"{prefix}.default_value"
    entry = Entry("precursor.default_value", line_id, float(value.value), inputs, (), names, formula)
    return book.add(entry)


def links(
    uses: Sequence[Use], position: Mapping[tuple[str, bool], int], level: Mapping[str, float]
) -> list[Link]:
    """Tonnes per tonne of each source by each process."""
    summed: dict[tuple[int, int], list[Use]] = {}
    for use in uses:
        consumer = position.get((use.consumer, False))
        supplier = position.get((use.source, use.is_supply))
        if consumer is not None and supplier is not None:
            summed.setdefault((consumer, supplier), []).append(use)
    return [
        (consumer, supplier, sum(use.amount for use in items) / level[items[0].consumer], items[0])
        for (consumer, supplier), items in summed.items()
    ]


def chain(nodes: Sequence[Node], linked: Sequence[Link]) -> Chain:
    """The system of these links."""
    return Chain(
        nodes=tuple(node.id for node in nodes),
        consumer=np.array([link[0] for link in linked], dtype=np.int32),
        supplier=np.array([link[1] for link in linked], dtype=np.int32),
        quantity=np.array([link[2] for link in linked], dtype=np.float64),
    )
