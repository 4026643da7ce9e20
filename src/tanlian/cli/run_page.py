"""The main job for a person: one page a plant, from the balance to the grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
from rich.console import RenderableType
from rich.text import Text

from tanlian.catalogue import flow
from tanlian.cli.balance_page import size_of
from tanlian.cli.chart_files import steel_or_sold
from tanlian.cli.desk import Desk
from tanlian.cli.facts import facts
from tanlian.cli.findings import counts, findings
from tanlian.cli.footprint_page import products
from tanlian.cli.job import Made
from tanlian.cli.tables import Column, Row, decimals, number, percent, table
from tanlian.inventory.model import SITE, Inventory
from tanlian.problems import Problem, Problems
from tanlian.standards.plant import PlantGrade
from tanlian.standards.result import Amount, Grade
from tanlian.units import parse_unit

# Results of a statement that stand in the overview; the files have every line.
_TOTALS_SHOWN = 4
_SILENT = ("not-applicable", "not-comparable")
_SILENT_SHOWN = 6


def page(made: Made, desk: Desk) -> Iterator[RenderableType]:
    """What came out for one plant."""
    yield Text(made.name, style="bold underline")
    if made.inventory is None:
        yield from findings(made.problems, desk.lang)
        return
    yield facts(_about(made, made.inventory, desk))
    told = _told(made)
    if told:
        yield ""
        yield from findings(told, desk.lang)
    if made.statements:
        yield ""
        yield _statements(made, desk)
    if made.footprints:
        yield ""
        yield products(steel_or_sold(made.inventory, made.footprints), "location", desk)
    if made.grades:
        yield ""
        yield from _grades(made, desk)
    yield ""


def overview(plants: Sequence[Made], desk: Desk) -> RenderableType:
    """One row a plant: what was made of it."""
    keys = ("plant", "period", "findings", "statements", "footprints", "grades")
    columns = [
        Column(desk.word(f"head.{key}"), number=key in {"statements", "footprints", "grades"}) for key in keys
    ]
    rows = []
    for made in plants:
        grades = [item for items in made.grades.values() for item in items if item.grade.level]
        rows.append(
            Row(
                (
                    made.name,
                    str(made.inventory.period) if made.inventory else "",
                    counts(made.problems, desk.lang) or desk.word("run.no-findings"),
                    str(len(made.statements)),
                    str(len(made.footprints)),
                    str(len(grades)),
                )
            )
        )
    return table(columns, rows)


def _told(made: Made) -> list[Problem]:
    """The findings of the check and the warnings of the statements, each once."""
    once: list[Problem] = []
    for item in (*made.problems, *(item for each in made.statements.values() for item in each.warnings)):
        if item not in once:
            once.append(item)
    return once


def _about(made: Made, inventory: Inventory, desk: Desk) -> Iterator[tuple[str, str]]:
    word = desk.word
    yield word("head.site"), f"{inventory.site.name}, {inventory.site.organization}"
    yield word("head.period"), str(inventory.period)
    yield word("head.inventory"), size_of(inventory, desk)
    if made.checked is not None:
        yield word("head.balance"), _balance(made.checked.balance.frame, desk)
    yield word("head.findings"), counts(made.problems, desk.lang) or word("check.clean")
    other_stage = _of_another_stage(made)
    for name, problems in made.refused.items():
        if name in other_stage:
            continue
        errors = [item for item in problems if item.severity == "error"]
        more = word("run.more-problems", number=len(errors) - 1) if len(errors) > 1 else ""
        yield word("run.refused"), f"{name}: {errors[0].what(desk.lang)}{more}"


def _balance(frame: pl.DataFrame, desk: Desk) -> str:
    """Closing error of the whole site by quantity, with its limit."""
    judged = frame.filter((pl.col("scope") == SITE) & pl.col("closes").is_not_null())
    parts = [
        desk.word(
            "run.balance",
            quantity=desk.word(f"balance.{row['quantity']}").casefold(),
            error=percent(row["closing_error"], 2),
            limit=percent(row["limit"], 0),
        )
        for row in judged.iter_rows(named=True)
    ]
    return desk.word("list.comma").join(parts)


def _statements(made: Made, desk: Desk) -> RenderableType:
    rows = []
    for name, statement in made.statements.items():
        lines = [statement.line(line_id) for line_id in statement.totals]
        for index, line in enumerate(lines[:_TOTALS_SHOWN]):
            rows.append(
                Row(
                    (
                        name if index == 0 else " ",
                        line.label.of(desk.lang),
                        number(line.value, decimals([line.value]), keep=True),
                        line.unit,
                        desk.word(f"status.{line.status}"),
                    )
                )
            )
        if len(lines) > _TOTALS_SHOWN:
            more = desk.word("run.more", number=len(lines) - _TOTALS_SHOWN)
            rows.append(Row((" ", more, " ", " ", " ")))
    columns = [
        Column(desk.word("head.statement")),
        Column(desk.word("head.line")),
        Column(desk.word("head.value"), number=True),
        Column(desk.word("head.unit")),
        Column(desk.word("head.status")),
    ]
    return table(columns, rows)


def _grades(made: Made, desk: Desk) -> Iterator[RenderableType]:
    """A row a grade. With many standards, those that say nothing of this plant are only named."""
    keys = ("standard", "product", "level", "intensity", "limit", "margin", "status")
    numbers = {"intensity", "limit", "margin"}
    units = {"intensity": "kg/t", "limit": "kg/t", "margin": "kg/t"}
    columns = [Column(desk.word(f"head.{key}"), units.get(key, ""), key in numbers) for key in keys]
    silent = silent_standards({name: [item.grade for item in items] for name, items in made.grades.items()})
    rows = [
        _grade(name, item, desk)
        for name, items in made.grades.items()
        if name not in silent
        for item in items
    ]
    yield table(columns, rows)
    silent += _of_another_stage(made)
    if silent:
        yield desk.word("run.silent", names=desk.word("list.comma").join(silent))


def silent_standards(grades: Mapping[str, Sequence[Grade]]) -> tuple[str, ...]:
    """Standards without a level or an amount for any product, where there are too many to show each."""
    silent = tuple(
        name
        for name, items in grades.items()
        if all(item.outcome in _SILENT and item.amount is None for item in items)
    )
    return silent if len(silent) > _SILENT_SHOWN else ()


def _of_another_stage(made: Made) -> tuple[str, ...]:
    """Standards of stages that the plant makes no product at, where there are too many to tell of each."""
    names = tuple(name for name, found in made.refused.items() if found[0].code == "plant.no-product")
    return names if len(names) > _SILENT_SHOWN else ()


def _grade(name: str, item: PlantGrade, desk: Desk) -> Row:
    grade = item.grade
    sign = "≤ " if grade.sign == "<=" else "< "
    cells = (
        name,
        flow(item.product).label(desk.lang),
        grade.level or "",
        ("> " if grade.missing and grade.amount else "") + kg(grade.amount),
        sign + kg(grade.limit) if grade.limit else "",
        kg(grade.margin),
        desk.word(f"status.{grade.status}"),
    )
    return Row(cells, note=_reason(grade, desk))


def _reason(grade: Grade, desk: Desk) -> str:
    """Why the grade is what it is; where there is no level, what came out instead stands first."""
    why = grade.reason.of(desk.lang)
    if grade.level:
        return why
    outcome = desk.word(f"outcome.{grade.outcome}")
    return desk.word("run.no-level", outcome=outcome[:1].upper() + outcome[1:], reason=why)


def kg(amount: Amount | None, places: int = 1) -> str:
    """An amount in kg per t, whatever mass its standard counts in; with its own unit where it is no mass."""
    if amount is None:
        return ""
    try:
        factor = parse_unit(amount.unit).to(parse_unit("kg/t"))
    except Problems:
        return f"{number(float(amount.value), places)} {amount.unit}"
    return number(float(amount.value * factor), places)
