"""The method from inventory to statement, for either set of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tanlian.accounting.methods.cbam import checks
from tanlian.accounting.methods.cbam.allocation import allocate
from tanlian.accounting.methods.cbam.book import Book, Entry, from_line
from tanlian.accounting.methods.cbam.carbon import Sources
from tanlian.accounting.methods.cbam.case import Case, make_case
from tanlian.accounting.methods.cbam.costs import write_costs
from tanlian.accounting.methods.cbam.direct import Attributed, attribute
from tanlian.accounting.methods.cbam.embedded import embed
from tanlian.accounting.methods.cbam.energy import Energy, electricity_emissions
from tanlian.accounting.methods.cbam.good_lines import rounded, write_goods
from tanlian.accounting.methods.cbam.groups import groups, id_problems, transfer_problems
from tanlian.accounting.methods.cbam.precursors import uses
from tanlian.accounting.methods.cbam.regime import regime_problems, whole_tonnes
from tanlian.accounting.methods.cbam.rest import rest_direct, rest_indirect
from tanlian.accounting.methods.cbam.rows import read_rows
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.methods.cbam.settings import NONE, read_settings
from tanlian.accounting.methods.cbam.streams import installation_rows, streams, total
from tanlian.accounting.methods.cbam.supplied import Embedded, embedded
from tanlian.accounting.statement import Input, Line, Statement
from tanlian.factors import load
from tanlian.factors.cbam_tables import bundled_benchmarks, bundled_defaults
from tanlian.factors.choice import Choice
from tanlian.inventory.model import SITE, Inventory
from tanlian.problems import Problems, Where, problem, raise_errors

CONSTANTS = "eu-2025-2547"


def runner(rules: Rules) -> Callable[[Inventory, Choice, Mapping[str, str]], Statement]:
    """The method under these rules, in the shape of all methods."""

    def run(inventory: Inventory, choice: Choice, options: Mapping[str, str]) -> Statement:
        return _run(inventory, choice, options, rules)

    return run


def _run(inventory: Inventory, choice: Choice, options: Mapping[str, str], rules: Rules) -> Statement:
    book = Book()
    constants = load(CONSTANTS)
    rows = read_rows(inventory)
    sources = Sources(rows, choice, constants.constants)
    settings = read_settings(inventory, options, rules)
    energy = Energy(inventory, sources, settings.heat_fuel)
    direct = _installation(sources, rules, book)
    found, faults = groups(inventory, rows)
    book.problems += [*faults, *id_problems(inventory, found), *transfer_problems(found, rows, rules)]
    case = make_case(found, energy, rules, book, settings)
    reported = [item for item in found if item.category is not None]
    if not reported and not faults:
        book.note(problem("cbam.no-process", Where(file=inventory.source, sheet="processes")))
    processes = [attribute(item, case) for item in reported]
    used = uses(case)
    known = embedded(case, used)
    raise_errors(book.found)
    totals = _balance(direct, processes, case)
    system = embed(case, processes, known, used)
    checks.pool_masses(case)
    checks.scrap_ratios(case, processes, used)
    goods = write_goods(case, system.specific)
    costs: list[str] = []
    if rules.per_good:
        whole_tonnes(case, processes)
        book.problems += regime_problems(case, processes, used, options)
        raise_errors(book.found)
        costs = write_costs(case, system, goods.totals, allocate(case, system, used))
    raise_errors(book.found)
    return Statement(
        method=rules.id,
        title=rules.title,
        document=rules.document,
        site=inventory.site,
        period=inventory.period,
        lines=tuple(book.lines),
        totals=(*totals, *goods.shown, *costs),
        factor_sets={**choice.hashes, constants.id: constants.content_hash, **_tables(case, known)},
        options=dict(options),
        warnings=book.found,
    )


def _tables(case: Case, known: Mapping[str, Embedded]) -> Mapping[str, str]:
    """Content hash of the tables of the acts that may have been used."""
    found = [bundled_defaults()] if any(item.default for item in known.values()) else []
    hashes = {item.header.id: item.content_hash for item in found}
    if case.rules.per_good and case.settings.free_allocation != NONE:
        table = bundled_benchmarks()
        hashes[table.header.id] = table.content_hash
    return hashes


def _installation(sources: Sources, rules: Rules, book: Book) -> Line:
    """Source streams of the site and their sums."""
    found = streams("", installation_rows(sources.rows), sources, book)
    direct = total("installation.direct", found.fossil, book)
    total("installation.biogenic", found.biogenic, book)
    total("installation.energy", (*found.energy, *found.energy_biogenic), book)
    if found.energy_biogenic:
        total("installation.energy_biogenic", found.energy_biogenic, book)
    if rules.whole_tonnes:
        kind, whole = "installation.direct_whole_t", float(rounded(direct.value, 0))
        book.add(Entry(kind, kind, whole, (from_line("Em", direct),)))
    return direct


def _balance(direct: Line, processes: Sequence[Attributed], case: Case) -> list[str]:
    """Installation against the sum of its processes."""
    book = case.book
    attributed = [item.direct for item in processes]
    rest_direct(direct, total("processes.direct", attributed, book), processes, case)
    counted = [item.indirect for item in processes if item.indirect is not None]
    if not counted:
        return [direct.id]
    shared = total("processes.indirect", counted, book)
    if case.rules.indirect != "all":
        return [direct.id]
    indirect = _installation_indirect(case.energy, book)
    both = (from_line("direct", direct), from_line("indirect", indirect))
    kind = "installation.total"
    book.add(Entry(kind, kind, direct.value + indirect.value, both))
    rest_indirect(indirect, shared, case)
    return [direct.id, indirect.id]


def _installation_indirect(energy: Energy, book: Book) -> Line:
    """Electricity bought plus electricity made here, less what is sold (2547 Annex II A.2(1)(c))."""
    rows = [
        item
        for item in energy.rows
        if item.group == "electricity"
        and (
            (item.direction == "in" and item.partner == "purchased")
            or (item.direction == "out" and item.process != SITE and item.partner != "sold")
            or (item.direction == "out" and item.process == SITE and item.partner == "sold")
        )
    ]
    inputs: list[Input] = []
    for item in rows:
        try:
            part = electricity_emissions(item, energy)
        except Problems as error:
            book.keep(error)
            continue
        sign = -1 if item.process == SITE and item.direction == "out" else 1
        inputs.append(Input(part.symbol, sign * part.value, part.unit, part.source, part.status))
    numbers = [number for item in rows for number in item.numbers]
    value = sum(item.value for item in inputs)
    kind = "installation.indirect"
    return book.add(Entry(kind, kind, value, inputs, numbers))
