"""Scenarios for a person: base and scenarios as columns, then what each scenario takes for granted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text as Styled

from tanlian.accounting.compare import WhatIf
from tanlian.accounting.measure import Basis
from tanlian.catalogue import flow
from tanlian.cli.compare_page import waterfall
from tanlian.cli.desk import Desk
from tanlian.cli.facts import facts
from tanlian.cli.run_page import kg, silent_standards
from tanlian.cli.tables import Column as Heading
from tanlian.cli.tables import Row, decimals, number, table
from tanlian.cli.whatif_job import Column
from tanlian.inventory.model import Inventory
from tanlian.standards.result import Grade


def page(
    inventory: Inventory,
    columns: Sequence[Column],
    made: Sequence[WhatIf],
    steps: Sequence[str],
    basis: Basis,
    desk: Desk,
) -> Iterator[RenderableType]:
    """The page; ``steps`` are products whose change is shown step by step."""
    yield Styled(desk.word("whatif.title", site=inventory.site.name, period=inventory.period), style="bold")
    headings = [
        Heading(desk.word("head.what")),
        Heading(desk.word("head.unit")),
        *(Heading(item.name.of(desk.lang), number=True) for item in columns),
    ]
    yield table(
        headings, [*_products(columns, basis, desk), *_statements(columns, desk), *_grades(columns, desk)]
    )
    for item, each in zip(made, columns[1:], strict=True):
        yield ""
        yield Styled(each.name.of(desk.lang), style="bold")
        yield facts(_assumed(item, each, columns[0], desk))
        for name in steps:
            yield ""
            yield Styled(flow(name).label(desk.lang))
            yield waterfall(item.steps(name, basis), desk)


def _products(columns: Sequence[Column], basis: Basis, desk: Desk) -> Iterator[Row]:
    yield Row((desk.word("whatif.products", basis=desk.word(f"basis.{basis}")),), bold=True)
    values = [item.value(basis) for column in columns for item in column.footprints.values()]
    places = decimals(values)
    for name, first in columns[0].footprints.items():
        found = [column.footprints[name] for column in columns]
        cells = [
            ("" if item.taken[basis].complete else "> ") + number(item.value(basis), places) for item in found
        ]
        yield Row((flow(name).label(desk.lang), f"kg CO₂e/{first.unit}", *cells), indent=2)


def _statements(columns: Sequence[Column], desk: Desk) -> Iterator[Row]:
    """The headline of each statement; a side that has none shows a dash."""
    for method in dict.fromkeys(name for column in columns for name in column.statements):
        yield Row((method,), bold=True)
        sides = [
            {line.id: line for line in column.headline(method)} if method in column.statements else {}
            for column in columns
        ]
        for line in {name: line for side in sides for name, line in side.items()}.values():
            found = [side[line.id].value if line.id in side else None for side in sides]
            places = decimals(found)
            cells = [number(value, places, keep=True) for value in found]
            yield Row((line.label.of(desk.lang), line.unit, *cells), indent=2)


def _grades(columns: Sequence[Column], desk: Desk) -> Iterator[Row]:
    """Level and intensity; without a level the outcome stands."""
    keys = list(dict.fromkeys(key for column in columns for key in column.grades))
    names = dict.fromkeys(name for name, _ in keys)
    silent = silent_standards({name: list(_of_standard(columns, name)) for name in names})
    for standard in (name for name in names if name not in silent):
        yield Row((standard,), bold=True)
        for key in (key for key in keys if key[0] == standard):
            cells = [_grade(column, key, desk) for column in columns]
            yield Row((flow(key[1]).label(desk.lang), "kg/t", *cells), indent=2)


def _of_standard(columns: Sequence[Column], standard: str) -> Iterator[Grade]:
    for column in columns:
        yield from (item.grade for (name, _), item in column.grades.items() if name == standard)


def _grade(column: Column, key: tuple[str, str], desk: Desk) -> str:
    if key not in column.grades:
        return ""
    grade = column.grades[key].grade
    amount = kg(grade.amount, 0)
    level = grade.level or desk.word(f"outcome.{grade.outcome}")
    return ", ".join(part for part in (level, amount) if part)


def _assumed(item: WhatIf, column: Column, base: Column, desk: Desk) -> Iterator[tuple[str, str]]:
    told = item.applied.scenario
    yield desk.word("head.status"), desk.word(f"status.{told.status}")
    for each in told.assumptions:
        status = desk.word(f"status.{each.status}")
        text = desk.word(
            "whatif.assumption", text=each.text.get(desk.lang, ""), source=each.source, status=status
        )
        yield desk.word("head.assumption"), text
    roles = ", ".join(f"{role}={name}" for role, name in item.applied.factors.items())
    yield desk.word("head.factors-used"), roles
    for name, problems in column.refused.items():
        if name not in base.refused:
            yield desk.word("run.refused"), f"{name}: {problems[0].what(desk.lang)}"
