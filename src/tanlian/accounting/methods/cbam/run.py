"""The method from inventory to statement, for either set of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from tanlian.accounting.methods.cbam import checks
from tanlian.accounting.methods.cbam.book import Book, Entry, from_line
from tanlian.accounting.methods.cbam.carbon import Sources
from tanlian.accounting.methods.cbam.case import Case, make_case
from tanlian.accounting.methods.cbam.direct import Attributed, attribute
from tanlian.accounting.methods.cbam.embedded import Specific, embed
from tanlian.accounting.methods.cbam.energy import Energy, electricity_emissions
from tanlian.accounting.methods.cbam.groups import groups, id_problems, transfer_problems
from tanlian.accounting.methods.cbam.precursors import embedded, uses
from tanlian.accounting.methods.cbam.rest import rest_direct, rest_indirect
from tanlian.accounting.methods.cbam.rows import read_rows
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.methods.cbam.streams import installation_rows, streams, total
from tanlian.accounting.statement import Input, Line, Statement, Text
from tanlian.factors import load
from tanlian.factors.choice import Choice
from tanlian.inventory.model import SITE, Inventory, Product
from tanlian.problems import Problems, Where, problem, raise_errors

CONSTANTS = "eu-2025-2547"
OPTIONS: Mapping[str, Text] = {
    "heat_fuel": Text(
        "Fuel that stands for heat of unknown origin (its factor / 90 %), such as natural_gas",
        "来源不明的热力所用替代燃料（因子 / 90 %），如 natural_gas",
    ),
}


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
    energy = Energy(inventory, sources, options.get("heat_fuel", ""))
    direct = _installation(sources, rules, book)
    found, faults = groups(inventory, rows)
    book.problems += [*faults, *id_problems(inventory, found), *transfer_problems(found, rows, rules)]
    case = make_case(found, energy, rules, book)
    reported = [item for item in found if item.category is not None]
    if not reported and not faults:
        book.note(problem("cbam.no-process", Where(file=inventory.source, sheet="processes")))
    processes = [attribute(item, case) for item in reported]
    used = uses(case)
    known = embedded(case, used)
    raise_errors(book.found)
    totals = _balance(direct, processes, case)
    specific = embed(case, processes, known, used)
    checks.pool_masses(case)
    checks.scrap_ratios(case, processes, used)
    totals += _goods(case, specific)
    _regime(case)
    raise_errors(book.found)
    return Statement(
        method=rules.id,
        title=rules.title,
        document=rules.document,
        site=inventory.site,
        period=inventory.period,
        lines=tuple(book.lines),
        totals=tuple(totals),
        factor_sets={**choice.hashes, constants.id: constants.content_hash},
        options=dict(options),
        warnings=book.found,
    )


def _installation(sources: Sources, rules: Rules, book: Book) -> Line:
    """Source streams of the site and their sums."""
    found = streams("", installation_rows(sources.rows), sources, book)
    direct = total("installation.direct", found.fossil, book)
    total("installation.biogenic", found.biogenic, book)
    total("installation.energy", (*found.energy, *found.energy_biogenic), book)
    if found.energy_biogenic:
        total("installation.energy_biogenic", found.energy_biogenic, book)
    if rules.whole_tonnes:
        kind, whole = "installation.direct_whole_t", float(_rounded(direct.value, 0))
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


def _goods(case: Case, specific: Mapping[str, Specific]) -> list[str]:
    """Each good takes the embedded emissions of its process. Returns the lines to read first.

    These are those of the goods, then of processes for which no good is named.
    """
    named = {case.owner[item.process].id for item in case.inventory.products if item.process in case.owner}
    bare = [item for group_id, item in specific.items() if group_id not in named]
    ids: list[str] = []
    for product in case.inventory.products:
        group = case.owner.get(product.process)
        if group is None or group.id not in specific:
            continue
        result, names = specific[group.id], {"good": _good(product)}
        for kind, line in (
            ("see_direct", result.direct),
            ("see_indirect", result.indirect),
            ("see_total", result.total),
        ):
            line_id, inputs = f"good.{product.id}.{kind}", (from_line("SEE", line),)
            written = case.book.add(Entry(f"good.{kind}", line_id, line.value, inputs, names=names))
            if case.rules.see_decimals is not None:
                value = float(_rounded(line.value, case.rules.see_decimals))
                inputs = (from_line("SEE", written),)
                entry = Entry(f"good.{kind}_rounded", f"{line_id}_rounded", value, inputs, names=names)
                written = case.book.add(entry)
            ids.append(written.id)
    return [*ids, *(line.id for item in bare for line in (item.direct, item.indirect, item.total))]


def _good(product: Product) -> Text:
    words = " ".join(part for part in (product.cn_code, product.name or product.id) if part)
    return Text(words, words)


def _regime(case: Case) -> None:
    """What the definitive period asks beside the arithmetic, and what this method leaves open."""
    book, period = case.book, case.inventory.period
    starts, ends = period.start, period.end
    whole_year = (starts.month, starts.day, ends.month, ends.day) == (1, 1, 1, 1)
    if case.rules.calendar_year and not (whole_year and ends.year == starts.year + 1):
        where = Where(file=case.inventory.source, sheet="site")
        book.note(problem("cbam.not-a-year", where, found=str(period), severity="warning"))
    if not case.rules.per_good:
        return
    by_code: dict[str, set[str]] = {}
    by_group: dict[str, set[str]] = {}
    for product in case.inventory.products:
        group = case.owner.get(product.process)
        if group is None or group.category is None:
            continue
        code = product.cn_code.replace(" ", "")
        if len(code) != 8 or not code.isdigit():
            where = Where(sheet="products", name=product.id)
            book.note(problem("cbam.cn-code", where, found=product.cn_code or "–"))
        by_code.setdefault(code, set()).add(group.id)
        by_group.setdefault(group.id, set()).add(code)
    for item in case.groups:
        # The one category with a single code: sinter and pellets of a works are the same good.
        if item.category is not None and item.category.id == "sintered_ore":
            by_code.setdefault("26011200", set()).add(item.id)
    for name, members, text in (
        *((code, ids, "cbam.split-good") for code, ids in by_code.items()),
        *((ids, codes, "cbam.shared-process") for ids, codes in by_group.items()),
    ):
        if len(members) > 1:
            found = ", ".join(sorted(members))
            book.note(problem(text, Where(name=name), found=found, severity="warning"))
    book.note(problem("cbam.not-covered", severity="warning"))


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
