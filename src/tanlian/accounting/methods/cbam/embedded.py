"""Embedded emissions of all production processes from one linear system (2547 Annex III B, eq. 59-63)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tanlian.accounting.methods.cbam.book import Book, Entry, from_line
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.direct import Attributed
from tanlian.accounting.methods.cbam.precursors import Embedded, Use
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.statement import Input, Line, Text
from tanlian.footprint.chain import Chain, Floats, activity, footprints

_NOISE = 1e-12  # t per t


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


@dataclass(frozen=True, slots=True)
class Specific:
    """Lines of a process that the goods take over."""

    direct: Line
    indirect: Line
    total: Line


def embed(
    case: Case, processes: Sequence[Attributed], precursors: Mapping[str, Embedded], uses: Sequence[Use]
) -> Mapping[str, Specific]:
    """Solve the system and write specific embedded emissions with all their parts, by process id."""
    book, rules = case.book, case.rules
    supplied = _precursor_nodes(precursors, uses, book)
    made = [_process_node(item, book) for item in processes]
    nodes = [*made, *supplied]
    position = {(node.id, node.precursor is not None): index for index, node in enumerate(nodes)}
    level = {item.group.id: item.level.value for item in processes}
    links = _links(uses, position, level)
    chain = _chain(nodes, links)
    direct = footprints(chain, np.array([node.direct.value for node in nodes]))
    own_indirect = np.array([node.indirect.value if node.indirect else 0.0 for node in nodes])
    indirect_chain = _chain(nodes, [link for link in links if _passes_indirect(link, nodes, rules)])
    indirect = footprints(indirect_chain, own_indirect)
    result: dict[str, Specific] = {}
    for index, (node, item) in enumerate(zip(made, processes, strict=True)):
        demand = np.zeros(len(nodes))
        demand[index] = 1.0
        cumulative = _without_noise(activity(chain, demand))
        passed = _without_noise(activity(indirect_chain, demand))
        writer = _Writer(book, node, item, nodes)
        writer.mass_shares([link for link in links if link[0] == index])
        specific = writer.specific(float(direct[index]), float(indirect[index]), cumulative)
        writer.parts(specific, cumulative, passed, index)
        result[node.id] = specific
    return result


Link = tuple[int, int, float, Use]  # consumer, supplier, t per t, the first use behind it


def _links(
    uses: Sequence[Use], position: Mapping[tuple[str, bool], int], level: Mapping[str, float]
) -> list[Link]:
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


def _chain(nodes: Sequence[Node], links: Sequence[Link]) -> Chain:
    return Chain(
        nodes=tuple(node.id for node in nodes),
        consumer=np.array([link[0] for link in links], dtype=np.int32),
        supplier=np.array([link[1] for link in links], dtype=np.int32),
        quantity=np.array([link[2] for link in links], dtype=np.float64),
    )


def _without_noise(units: Floats) -> Floats:
    """What a solve leaves of nodes that are not used at all is no use of them."""
    return np.where(np.abs(units) < _NOISE, 0.0, units)


def _passes_indirect(link: Link, nodes: Sequence[Node], rules: Rules) -> bool:
    """A good outside Annex II does not take over the indirect emissions of an Annex II precursor."""
    if rules.indirect == "all":
        return True
    consumer, supplier = nodes[link[0]], nodes[link[1]]
    return consumer.annex_ii or not supplier.annex_ii


def _process_node(item: Attributed, book: Book) -> Node:
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


def _precursor_nodes(precursors: Mapping[str, Embedded], uses: Sequence[Use], book: Book) -> list[Node]:
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
        direct, indirect = (
            book.add(Entry(f"precursor.{kind}", f"{prefix}.{kind}", part.value, (part,), names=names))
            for kind, part in (("see_direct", item.direct), ("see_indirect", item.indirect))
        )
        nodes.append(Node(supply_id, text, direct, indirect, item.scope.annex_ii, item.electricity, item))
    return nodes


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the lines of one production process."""

    book: Book
    node: Node
    item: Attributed
    nodes: Sequence[Node]

    def add(
        self, kind: str, value: float, inputs: Sequence[Input], of: Node | None = None, tail: str = ""
    ) -> Line:
        """A line of this process, about another node where one is given."""
        suffix = f".{tail or (of.id if of else '')}" if of or tail else ""
        names = {"process": self.node.text, "name": of.text if of else self.node.text}
        line_id = f"process.{self.node.id}.{kind}{suffix}"
        unit = f"{tail}/t" if kind == "carbon_price_due" else ""
        return self.book.add(Entry(f"process.{kind}", line_id, value, inputs, names=names, unit=unit))

    def mass_shares(self, links: Sequence[Link]) -> None:
        """t of each direct precursor per t."""
        level = from_line("AL", self.item.level)
        for _, supplier, quantity, use in links:
            mass = Input("M", quantity * level.value, "t", use.row.source)
            self.add("mass_share", quantity, (mass, level), self.nodes[supplier])

    def specific(self, direct: float, indirect: float, cumulative: Floats) -> Specific:
        """SEE direct, indirect and total with the embedded emissions of the whole output."""
        used = [node for node, units in zip(self.nodes, cumulative, strict=True) if units]
        own = [from_line("SE", node.direct) for node in used]
        own_indirect = [from_line("SE", node.indirect) for node in used if node.indirect]
        first = self.add("see_direct", direct, own)
        second = self.add("see_indirect", indirect, own_indirect)
        both = (from_line("direct", first), from_line("indirect", second))
        third = self.add("see_total", direct + indirect, both)
        level = from_line("AL", self.item.level)
        embedded = [
            self.add("embedded_direct", direct * level.value, (both[0], level)),
            self.add("embedded_indirect", indirect * level.value, (both[1], level)),
        ]
        total = sum(line.value for line in embedded)
        self.add("embedded_total", total, [from_line("EmbEm", line) for line in embedded])
        return Specific(first, second, third)

    def parts(self, specific: Specific, cumulative: Floats, passed: Floats, own: int) -> None:
        """Where the emissions come from, through own precursors too."""
        default = 0.0
        prices: dict[str, list[Input]] = {}
        for index, node in enumerate(self.nodes):
            units = float(cumulative[index])
            if not units:
                continue
            share = Input("m", units, "t/t", "(I - M)^-1", node.direct.status)
            tail = "own" if index == own else node.id
            if index != own:
                self.add("cumulative_mass_share", units, (share,), node)
            value = units * node.direct.value
            self.add("contribution_direct", value, (share, from_line("SE", node.direct)), node, tail)
            through = float(passed[index])
            if node.indirect is not None:
                mass = Input("m", through, "t/t", "(I - M)^-1", node.direct.status)
                value_indirect = through * node.indirect.value
                inputs = (mass, from_line("SE", node.indirect))
                self.add("contribution_indirect", value_indirect, inputs, node, tail)
            if node.precursor is not None and node.precursor.is_default:
                default += value
            if node.precursor is not None and node.precursor.price:
                currency, amount = node.precursor.supply.currency, units * node.precursor.price
                status = node.precursor.supply.status
                due = Input(f"due {node.id}", amount, f"{currency}/t", node.direct.id, status)
                prices.setdefault(currency, []).append(due)
        see = from_line("SEE_dir", specific.direct)
        self.add("share_default", default / see.value if see.value else 0.0, (see,))
        for currency, due_parts in prices.items():
            self.add("carbon_price_due", sum(item.value for item in due_parts), due_parts, tail=currency)
        used = [(node, float(units)) for node, units in zip(self.nodes, cumulative, strict=True) if units]
        if all(node.electricity is not None for node, _ in used):
            amounts = [
                Input("E", units * (node.electricity or 0.0), "MWh/t", node.id) for node, units in used
            ]
            self.add("embedded_electricity", sum(item.value for item in amounts), amounts)
