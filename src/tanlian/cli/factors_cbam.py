"""``tanlian factors default`` and ``tanlian factors benchmark``: look up the tables of the CBAM."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language

if TYPE_CHECKING:
    from tanlian.factors.cbam_tables import DefaultValue

Code = Annotated[str, typer.Argument(metavar="CN")]
Year = Annotated[int, typer.Option("--year", metavar="YEAR")]
Workbook = Annotated[Path | None, typer.Option("--set", metavar="FILE")]
UNIT = "t CO₂e/t"


def default(
    context: typer.Context,
    cn: Code,
    origin: Annotated[str, typer.Option("--origin", metavar="ORIGIN")],
    year: Year,
    edition: Annotated[str | None, typer.Option("--edition", metavar="EDITION")] = None,
    workbook: Workbook = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The default value of a good with the mark-up of a year, by one edition or by all."""
    from tanlian.factors.cbam_tables import defaults, in_all_editions, read_commission_defaults

    desk = Desk.of(context, as_json, lang)
    values = read_commission_defaults(workbook) if workbook else None
    if edition is None:
        found = in_all_editions(cn, origin, year, values)
    else:
        found = (defaults(cn, origin, year, edition, values),)
    if desk.json:
        desk.dump({"defaults": [_default_dict(item) for item in found]})
        return
    from tanlian.cli.tables import Column, Row, table

    columns = [
        Column(desk.word("head.edition")),
        Column(desk.word("head.line")),
        Column(desk.word("head.direct"), UNIT, number=True),
        Column(desk.word("head.indirect"), UNIT, number=True),
        Column(desk.word("head.total"), UNIT, number=True),
        Column(desk.word("head.mark-up"), "%", number=True),
        Column(desk.word("head.value"), UNIT, number=True),
        Column(desk.word("head.route")),
        Column(desk.word("head.status")),
    ]
    rows = [
        Row(
            (
                item.edition,
                f"{item.found_in}, CN {item.row.cn}",
                *("" if part is None else str(part) for part in (item.direct, item.indirect, item.total)),
                f"{item.mark_up * 100:f}".rstrip("0").rstrip("."),
                f"{item.value.normalize():f}",
                item.route,
                desk.word(f"status.{item.status}"),
            ),
            _source(item),
        )
        for item in found
    ]
    desk.print(table(columns, rows))


def _source(item: DefaultValue) -> str:
    note = item.note[:1].upper() + item.note[1:]
    return ". ".join(part for part in (f"{item.document}, {item.clause}", note) if part)


def _default_dict(item: DefaultValue) -> dict[str, Any]:
    return {
        "cn": item.cn,
        "origin": item.origin,
        "year": item.year,
        "edition": item.edition,
        "line": {"origin": item.found_in, "cn": item.row.cn},
        "direct": None if item.direct is None else str(item.direct),
        "indirect": None if item.indirect is None else str(item.indirect),
        "total": str(item.total),
        "mark_up": str(item.mark_up),
        "value": str(item.value),
        "unit": "t CO2e/t",
        "route": item.route,
        "status": item.status,
        "document": item.document,
        "clause": item.clause,
        "table": item.table_id,
        "note": item.note,
    }


def benchmark(
    context: typer.Context,
    cn: Code,
    year: Year,
    column: Annotated[Literal["A", "B"], typer.Option("--column", metavar="A|B")],
    route: Annotated[str, typer.Option("--route", metavar="ROUTE")] = "",
    workbook: Workbook = None,
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """The benchmark of a good in a year."""
    from tanlian.factors.cbam_tables import benchmark as look_up
    from tanlian.factors.cbam_tables import indicators, read_commission_benchmarks

    desk = Desk.of(context, as_json, lang)
    values = read_commission_benchmarks(workbook) if workbook else None
    found = look_up(cn, year, column, route, values)
    meaning = indicators()[found.letter].label(desk.lang) if found.letter in indicators() else ""
    if desk.json:
        desk.dump(
            {
                "cn": found.cn,
                "year": found.year,
                "column": found.column,
                "value": str(found.value),
                "unit": "t CO2e/t",
                "letter": found.letter,
                "meaning": meaning,
                "rule": found.rule,
                "provisional": found.provisional,
                "status": found.status,
                "document": found.document,
                "clause": found.clause,
                "table": found.table_id,
            }
        )
        return
    from tanlian.cli.facts import facts

    letter = f"({found.letter}) {meaning}" if found.letter else ""
    desk.print(
        facts(
            [
                (desk.word("head.benchmark"), f"{found.value} {UNIT}"),
                ("CN", found.cn),
                (desk.word("head.year"), str(found.year)),
                (desk.word("head.column"), desk.word(f"benchmark.{found.column}")),
                (desk.word("head.route"), letter),
                (desk.word("head.chosen"), desk.word(f"benchmark.{found.rule.replace(' ', '-')}")),
                (desk.word("head.status"), desk.word(f"status.{found.status}")),
                (desk.word("head.source"), found.source),
                (desk.word("head.note"), desk.word("benchmark.provisional") if found.provisional else ""),
            ]
        )
    )
