"""Which benchmark serves a good: column A by route and grade of the process, column B by the origin."""

from __future__ import annotations

from collections.abc import Sequence

from tanlian.accounting.methods.cbam.book import placed
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.groups import Group
from tanlian.accounting.methods.cbam.kinds import Kind, grades, routes_named
from tanlian.accounting.methods.cbam.supplied import Embedded, default_value
from tanlian.accounting.statement import Input
from tanlian.factors.cbam_tables import Benchmark, benchmark
from tanlian.factors.cbam_tables.model import Column
from tanlian.inventory.model import Product
from tanlian.problems import Problem, Problems, Where, problem
from tanlian.status import weakest

_BY_KIND = {"basic_oxygen_furnace": "bf_bof", "electric_arc_furnace": "eaf"}


def process_benchmark(cn_code: str, group: Group, product: Product | None, case: Case) -> Input:
    """Column A of a good that a production process makes (2620 Annex, points 3.1 and 5.2).

    Raises ``cbam.benchmark-open`` with the choices where route and grade leave several values, and
    ``factors.*``.
    """
    kind = _kind(group, product, case)
    where = Where(sheet="processes", name=f"{group.id}, CN {cn_code}")
    found = _agreed(cn_code, case.settings.year, "A", kind, where)
    decided = kind.grades is not None and len(found) > 0 and bool(found[0].letter)
    return _input("BM*", found, "secondary" if decided else "official")


def supply_benchmark(item: Embedded, case: Case) -> Input:
    """Column B of a purchased precursor, by the route that 2621 prints for its origin (2620 Annex 3.3(2)).

    Raises ``factors.*`` at the supply.
    """
    supply, where = item.supply, Where(sheet="supplies", name=item.supply.id)
    if supply.id in case.settings.kinds:
        told = case.settings.kinds[supply.id]
        return _input("BM", _agreed(supply.cn_code, item.year, "B", told, where))
    value = item.default or default_value(supply, item.year, case.settings.edition)
    try:
        return _input("BM", [benchmark(supply.cn_code, item.year, "B", value.route)])
    except Problems as error:
        raise placed(error, where) from None


def _kind(group: Group, product: Product | None, case: Case) -> Kind:
    """As asked for, else the route of the process and the alloys of the good."""
    told = case.settings.kinds.get(group.id) or case.settings.kinds.get("") or Kind()
    if told.letters is not None:
        return told
    return Kind(routes=told.routes or _route(group), grades=told.grades or grades(product))


def _route(group: Group) -> frozenset[str] | None:
    """The route written at the process, else that of its furnaces; all of them where there are several."""
    written = [found for item in group.members if (found := routes_named(item.route))]
    furnaces = [routes_named(_BY_KIND[item.kind]) for item in group.members if item.kind in _BY_KIND]
    named = written or [found for found in furnaces if found]
    return frozenset().union(*named) if named else None


def _agreed(cn_code: str, year: int, column: Column, kind: Kind, where: Where) -> list[Benchmark]:
    """The benchmarks that route and grade leave, where all have one value."""
    try:
        return [benchmark(cn_code, year, column)]
    except Problems as error:
        opened = error.problems[0]
        if opened.code != "factors.benchmark-open":
            raise placed(error, where) from None
    found: list[Benchmark] = []
    for letter in kind.candidates:
        try:
            found.append(benchmark(cn_code, year, column, letter))
        except Problems as error:
            if error.problems[0].code != "factors.benchmark-none":
                raise
    if len({item.value for item in found}) != 1:
        raise Problems([_open(opened, where)])
    return found


def _open(opened: Problem, where: Where) -> Problem:
    return problem(
        "cbam.benchmark-open",
        where,
        found=opened.found,
        expected=opened.expected,
        choices_zh=opened.values["choices_zh"],
    )


def _input(symbol: str, found: Sequence[Benchmark], limit: str = "official") -> Input:
    """One value; its sources where several letters agree."""
    letters = "/".join(item.letter for item in found if item.letter)
    first = found[0]
    source = f"{first.document}, {first.clause}, CN {first.cn}, column {first.column}"
    source += f" ({letters})" if letters else ""
    status = weakest([*(item.status for item in found), limit])
    return Input(symbol, float(first.value), "t CO2e/t", source, status)
