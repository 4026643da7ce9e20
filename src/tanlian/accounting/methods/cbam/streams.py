"""Source streams: what carries carbon over a border, of the installation or of a production process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tanlian.accounting.methods.cbam.book import Book, Entry, from_line
from tanlian.accounting.methods.cbam.carbon import Carbon, Sources, carbon, told
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.statement import Input, Line, Text, weakest
from tanlian.catalogue import flows
from tanlian.problems import Problems, Where, problem

CROSSING = ("purchased", "sold", "stock", "waste")
Parts = Sequence[tuple[Row, Carbon]]


@dataclass(frozen=True, slots=True)
class Totals:
    """The lines of one border: t CO2 and TJ by stream."""

    fossil: tuple[Line, ...]
    biogenic: tuple[Line, ...]
    energy: tuple[Line, ...]
    energy_biogenic: tuple[Line, ...]


def installation_rows(rows: Iterable[Row]) -> list[Row]:
    """Rows that cross the site border.

    Waste gas that leaves takes no carbon with it: the emissions of its burning stay with the process
    that made it (2547 Annex III A.3). Flared gas is burnt here.
    """
    return [item for item in rows if item.partner in CROSSING and not _is_exported_gas(item)]


def process_rows(rows: Iterable[Row]) -> list[Row]:
    """Rows that count in DirEm* of a process, of those that cross its border.

    Waste gas is left out both ways (2547 Annex III A.3): what comes in counts by the correction for
    natural gas, what leaves stays in DirEm*.
    """
    kept = [item for item in rows if not (item.group == "process_gas" and item.partner != "stock")]
    return [item for item in kept if item.partner != "flare"]


def streams(prefix: str, rows: Sequence[Row], sources: Sources, book: Book) -> Totals:
    """Write one line per stream (direction, flow, label), with biogenic part and energy where present.

    ``prefix`` is ``""`` for the installation, ``process.<id>.`` for a production process.
    """
    members: dict[str, list[tuple[Row, Carbon]]] = {}
    for item in rows:
        try:
            found = carbon(item, sources)
        except Problems as error:
            book.keep(error)
            continue
        if found is not None:
            members.setdefault(_stream_id(prefix, item), []).append((item, found))
            _ask_for_biomass_share(item, book)
    written = [_write(stream_id, prefix, parts, book) for stream_id, parts in members.items()]
    return Totals(
        fossil=tuple(lines["stream"] for lines in written),
        biogenic=_those("stream.biogenic", written),
        energy=_those("stream.energy", written),
        energy_biogenic=_those("stream.energy_biogenic", written),
    )


def total(kind: str, lines: Sequence[Line], book: Book) -> Line:
    """The sum of lines as a line of its own."""
    inputs = [from_line("Em", line) for line in lines]
    return book.add(Entry(kind, kind, sum(line.value for line in lines), inputs))


def slug(text: str) -> str:
    """Words for an id: letters of any script and digits, joined by ``_``."""
    return re.sub(r"[^\w]+", "_", text.casefold()).strip("_")


def _write(stream_id: str, prefix: str, parts: Parts, book: Book) -> dict[str, Line]:
    names = {"name": _name(parts[0][0], prefix)}
    numbers = [number for item, _ in parts for number in item.numbers]
    formula, inputs = _arithmetic(parts)
    lines: dict[str, Line] = {}

    def add(kind: str, value: float, formula: str = "") -> None:
        line_id = stream_id + kind.removeprefix("stream")
        used = inputs if formula else _energy_inputs(parts, inputs)
        lines[kind] = book.add(Entry(kind, line_id, value, used, numbers, names, formula))

    carbons = [found for _, found in parts]
    add("stream", sum(item.fossil for item in carbons), formula)
    if any(item.biogenic for item in carbons):
        add("stream.biogenic", sum(item.biogenic for item in carbons), formula.replace("(1 - BF)", "BF"))
    if all(item.energy is not None for item in carbons):
        add("stream.energy", sum(item.energy or 0.0 for item in carbons))
        if any(item.energy_biogenic for item in carbons):
            add("stream.energy_biogenic", sum(item.energy_biogenic for item in carbons))
    return lines


def _those(kind: str, written: Sequence[Mapping[str, Line]]) -> tuple[Line, ...]:
    return tuple(lines[kind] for lines in written if kind in lines)


def _arithmetic(parts: Parts) -> tuple[str, tuple[Input, ...]]:
    """One product where all rows share the same factors, else the sum with what each row gives."""
    if len(parts) == 1:
        return parts[0][1].formula, parts[0][1].inputs
    amount = sum(item.sign * item.amount for item, _ in parts)
    activity = Input("AD", amount, parts[0][0].unit, told([item.source for item, _ in parts]))
    factors = [[(item.symbol, item.value) for item in found.inputs[1:]] for _, found in parts]
    first = parts[0][1]
    if all(found.formula == first.formula for _, found in parts) and all(
        item == factors[0] for item in factors
    ):
        return first.formula, (activity, *first.inputs[1:])
    shared = [item for item in first.inputs[1:] if all(item in found.inputs for _, found in parts)]
    each = (
        Input(f"Em{index}", found.fossil, "t CO2", item.source, weakest(part.status for part in found.inputs))
        for index, (item, found) in enumerate(parts, 1)
    )
    return f"sum of Em_i, Em_i = {first.formula}", (activity, *shared, *each)


def _energy_inputs(parts: Parts, inputs: Sequence[Input]) -> list[Input]:
    """Activity, NCV and biomass share; the mean NCV, weighted by amount, where rows differ."""
    used = [item for item in inputs if item.symbol in {"AD", "NCV", "BF"}]
    if any(item.symbol == "NCV" for item in used) or not used[0].value:
        return used
    energy = sum((found.energy or 0.0) + found.energy_biogenic for _, found in parts)
    source = told(item.source for item, _ in parts)
    return [used[0], Input("NCV", 1000 * energy / used[0].value, f"GJ/{used[0].unit}", source), *used[1:]]


def _is_exported_gas(row: Row) -> bool:
    return row.group == "process_gas" and row.direction == "out" and row.partner != "stock"


def _ask_for_biomass_share(row: Row, book: Book) -> None:
    if row.group == "biomass" and row.biomass_share is None:
        where = Where(sheet="exchanges", name=row.label or row.flow)
        book.note(problem("cbam.biomass-share", where, found=row.flow, severity="warning"))


def _name(row: Row, prefix: str) -> Text:
    flow = flows()[row.flow]
    label = f" ({row.label})" if row.label else ""
    of = prefix.removeprefix("process.").removesuffix(".")
    ahead = f"{of}: " if of else ""
    way_en, way_zh = ("", "") if row.direction == "in" else (" out", "（输出）")
    return Text(f"{ahead}{flow.en}{label}{way_en}", f"{ahead}{flow.zh}{label}{way_zh}")


def _stream_id(prefix: str, row: Row) -> str:
    label = f".{slug(row.label)}" if row.label else ""
    return f"{prefix}stream.{row.direction}.{row.flow}{label}"
