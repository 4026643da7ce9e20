"""Embedded emissions of all production processes from one linear system (2547 Annex III B, eq. 59-63)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tanlian.accounting.methods.cbam.book import Book, Entry, from_line
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.direct import Attributed
from tanlian.accounting.methods.cbam.nodes import Link, Node, chain, links, precursor_nodes, process_node
from tanlian.accounting.methods.cbam.precursors import Use
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.methods.cbam.supplied import Embedded
from tanlian.accounting.statement import Input, Line
from tanlian.footprint.chain import Floats, activity, footprints

_NOISE = 1e-12  # t per t


@dataclass(frozen=True, slots=True)
class Specific:
    """Lines of a process that the goods take over. ``paid`` are carbon prices per tonne by currency."""

    direct: Line
    indirect: Line
    total: Line
    share_default: Line | None = None
    paid: Mapping[str, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class System:
    """The solved system: results by process id, all nodes (processes first), and their links."""

    specific: Mapping[str, Specific]
    nodes: Sequence[Node]
    links: Sequence[Link]


def embed(
    case: Case, processes: Sequence[Attributed], precursors: Mapping[str, Embedded], uses: Sequence[Use]
) -> System:
    """Solve the system and write specific embedded emissions with all their parts."""
    book, rules = case.book, case.rules
    supplied = precursor_nodes(precursors, uses, book)
    made = [process_node(item, book) for item in processes]
    nodes = [*made, *supplied]
    position = {(node.id, node.precursor is not None): index for index, node in enumerate(nodes)}
    level = {item.group.id: item.level.value for item in processes}
    linked = links(uses, position, level)
    direct_chain = chain(nodes, linked)
    direct = footprints(direct_chain, np.array([node.direct.value for node in nodes]))
    own_indirect = np.array([node.indirect.value if node.indirect else 0.0 for node in nodes])
    indirect_chain = chain(nodes, [link for link in linked if _passes_indirect(link, nodes, rules)])
    indirect = footprints(indirect_chain, own_indirect)
    result: dict[str, Specific] = {}
    for index, (node, item) in enumerate(zip(made, processes, strict=True)):
        demand = np.zeros(len(nodes))
        demand[index] = 1.0
        cumulative = _without_noise(activity(direct_chain, demand))
        passed = _without_noise(activity(indirect_chain, demand))
        writer = _Writer(book, node, item, nodes)
        writer.mass_shares([link for link in linked if link[0] == index])
        specific = writer.specific(float(direct[index]), float(indirect[index]), cumulative)
        result[node.id] = writer.parts(specific, cumulative, passed, index, rules)
    return System(result, nodes, linked)


def _without_noise(units: Floats) -> Floats:
    """What a solve leaves of nodes that are not used at all is no use of them."""
    return np.where(np.abs(units) < _NOISE, 0.0, units)


def _passes_indirect(link: Link, nodes: Sequence[Node], rules: Rules) -> bool:
    """A good outside Annex II does not take over the indirect emissions of an Annex II precursor."""
    if rules.indirect == "all":
        return True
    consumer, supplier = nodes[link[0]], nodes[link[1]]
    return consumer.annex_ii or not supplier.annex_ii


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

    def parts(
        self, specific: Specific, cumulative: Floats, passed: Floats, own: int, rules: Rules
    ) -> Specific:
        """Where the emissions come from, through own precursors too."""
        tally = _Tally()
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
            indirect = self._indirect(node, float(passed[index]), tail)
            tally.count(node, units, value, indirect)
        see, total = from_line("SEE_dir", specific.direct), from_line("SEE", specific.total)
        self.add("share_default", tally.direct / see.value if see.value else 0.0, (see,))
        default: Line | None = None
        if rules.verified:
            of_all = tally.total / total.value if total.value else 0.0
            default = self.add("share_default_total", of_all, (total,))
        paid = {
            currency: self.add("carbon_price_due", sum(item.value for item in parts), parts, tail=currency)
            for currency, parts in tally.prices.items()
        }
        self._electricity(cumulative)
        return replace(specific, share_default=default, paid=paid)

    def _indirect(self, node: Node, units: float, tail: str) -> float:
        if node.indirect is None:
            return 0.0
        mass = Input("m", units, "t/t", "(I - M)^-1", node.direct.status)
        value = units * node.indirect.value
        self.add("contribution_indirect", value, (mass, from_line("SE", node.indirect)), node, tail)
        return value

    def _electricity(self, cumulative: Floats) -> None:
        """Electricity through all precursors, where all of it is known."""
        used = [(node, float(units)) for node, units in zip(self.nodes, cumulative, strict=True) if units]
        if all(node.electricity is not None for node, _ in used):
            amounts = [
                Input("E", units * (node.electricity or 0.0), "MWh/t", node.id) for node, units in used
            ]
            self.add("embedded_electricity", sum(item.value for item in amounts), amounts)


@dataclass(slots=True)
class _Tally:
    """What of the emissions rests on default values, and which carbon prices came with the precursors."""

    direct: float = 0.0
    total: float = 0.0
    prices: dict[str, list[Input]] = field(default_factory=dict)

    def count(self, node: Node, units: float, direct: float, indirect: float) -> None:
        item = node.precursor
        if item is None:
            return
        if item.is_default:
            self.direct += direct
            self.total += direct + indirect
        if item.price:
            currency, status = item.supply.currency, item.supply.status
            amount = units * item.price
            due = Input(f"due {node.id}", amount, f"{currency}/t", node.direct.id, status)
            self.prices.setdefault(currency, []).append(due)
