"""Read the Commission's workbooks of default values and of benchmarks, as the Commission publishes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tanlian.factors.cbam_tables.bundled import (
    BENCHMARKS,
    DEFAULTS,
    SECTORS,
    benchmark_table,
    default_table,
)
from tanlian.factors.cbam_tables.codes import sector_of, spaced
from tanlian.factors.cbam_tables.model import (
    BELOW,
    NO_VALUE,
    PRINTED_YEARS,
    BenchmarkRow,
    BenchmarkTable,
    DefaultRow,
    DefaultTable,
)
from tanlian.factors.cbam_tables.origins import origin_named
from tanlian.factors.cbam_tables.sheets import (
    Sheet,
    code_at,
    columns_of,
    heading_row,
    own_header,
    printed,
    sheets_of,
)
from tanlian.problems import Lang, Problem, Problems, Where, fail, problem

_DEFAULT_COLUMNS = {
    "direct": r"\(direct emissions\)",
    "indirect": r"indirect emissions",
    "total": r"total emissions",
    "route": r"production route",
    **{str(year): f"^{year}" for year in PRINTED_YEARS},
}
_BENCHMARK_COLUMNS = {
    "A": r"^column a.*bm",
    "A route": r"^column a.*indicator",
    "B": r"^column b.*bm",
    "B route": r"^column b.*indicator",
}
_INDICATOR = re.compile(r"(?:\(([A-Z])\))?(?:\(([12])\))?")
_ROUTE = re.compile(r"\([A-Z]\)(?:/\([A-Z]\))*")


def read_commission_defaults(path: Path | str) -> DefaultTable:
    """Default values from the Commission's workbook: one sheet per country; steel, aluminium and hydrogen.

    Cement and fertilisers are passed over. An edition without mark-up columns is read too. Its values have
    the status ``user``; Annex IV is not in the workbook. Raises `Problems` with every fault at its cell.
    """
    file = Path(path)
    sheets = sheets_of(file)
    faults: list[Problem] = []
    rows: list[DefaultRow] = []
    complete: set[str] = set()
    for sheet in sheets:
        heading = heading_row(sheet, "product cn code")
        if heading is None:
            continue
        name = sheet.text(heading - 1, 0) if heading else sheet.name
        origin = origin_named(name) or name
        if origin in complete:
            faults.append(problem("factors.workbook-twice", sheet.where(0, 0), found=name))
        complete.add(origin)
        rows += _defaults(sheet, heading, origin, faults)
    if not complete:
        raise fail("factors.workbook-defaults", Where(file.name), found=file.name)
    if faults:
        raise Problems(faults)
    header = own_header(file, DEFAULTS, "Implementing Regulation (EU) 2025/2621", sheets)
    return default_table(header, _coverage(file, rows, len(complete)), rows, frozenset(complete))


def read_commission_benchmarks(path: Path | str) -> BenchmarkTable:
    """Benchmarks from the Commission's workbook: steel, aluminium and hydrogen, columns A and B.

    Its values have the status ``user``. Raises `Problems` with sheet and cell of every fault.
    """
    file = Path(path)
    sheets = sheets_of(file)
    found = [(sheet, heading_row(sheet, "cn code")) for sheet in sheets]
    faults: list[Problem] = []
    rows = [
        row for sheet, heading in found if heading is not None for row in _benchmarks(sheet, heading, faults)
    ]
    if all(heading is None for _, heading in found):
        raise fail("factors.workbook-benchmarks", Where(file.name), found=file.name)
    if faults:
        raise Problems(faults)
    header = own_header(file, BENCHMARKS, "Implementing Regulation (EU) 2025/2620", sheets)
    return benchmark_table(header, _coverage(file, rows, 0), rows)


def _defaults(sheet: Sheet, heading: int, origin: str, faults: list[Problem]) -> list[DefaultRow]:
    columns = columns_of(sheet, heading, _DEFAULT_COLUMNS, ("total",), faults)
    if "total" not in columns:
        return []
    years = [columns[str(year)] for year in PRINTED_YEARS if str(year) in columns]
    rows: dict[str, DefaultRow] = {}
    for number in range(heading + 1, len(sheet.cells)):
        if not sheet.text(number, 0) or not sheet.text(number, columns["total"]):
            continue  # an empty line, or the heading of a sector
        code = code_at(sheet, number, faults)
        if not code or sector_of(code) not in SECTORS:
            continue
        total = printed(sheet, number, columns["total"], faults)
        parts = [
            printed(sheet, number, columns[name], faults) if name in columns else ""
            for name in ("direct", "indirect")
        ]
        # Formulas beside a missing total hold errors.
        marked = (
            [NO_VALUE] * len(years)
            if total in {BELOW, NO_VALUE}
            else [printed(sheet, number, column, faults) for column in years]
        )
        route = _ROUTE.fullmatch(sheet.text(number, columns["route"])) if "route" in columns else None
        if code in rows:
            faults.append(problem("factors.workbook-twice", sheet.where(number, 0), found=spaced(code)))
        rows[code] = DefaultRow(
            origin,
            code,
            parts[0],
            parts[1],
            total,
            tuple(marked) if len(years) == len(PRINTED_YEARS) else (),
            route[0] if route else "",
        )
    return list(rows.values())


def _benchmarks(sheet: Sheet, heading: int, faults: list[Problem]) -> list[BenchmarkRow]:
    columns = columns_of(sheet, heading, _BENCHMARK_COLUMNS, tuple(_BENCHMARK_COLUMNS), faults)
    if len(columns) < len(_BENCHMARK_COLUMNS):
        return []
    rows: list[BenchmarkRow] = []
    code = ""
    for number in range(heading + 1, len(sheet.cells)):
        filled = [name for name in ("A", "B") if sheet.text(number, columns[name])]
        if sheet.text(number, 0) and filled:
            code = code_at(sheet, number, faults)
        if not code or sector_of(code) not in SECTORS:
            continue
        for name in filled:
            mark = _INDICATOR.fullmatch(sheet.text(number, columns[f"{name} route"]))
            if mark is None:
                place = sheet.where(number, columns[f"{name} route"])
                told = sheet.text(number, columns[f"{name} route"])
                faults.append(problem("factors.workbook-indicator", place, found=told))
                continue
            value = printed(sheet, number, columns[name], faults)
            if not value[0].isdigit():
                place = sheet.where(number, columns[name])
                faults.append(problem("factors.workbook-value", place, found=value))
                continue
            rows.append(BenchmarkRow(code, name, value, mark[1] or "", mark[2] or ""))
    return rows


def _coverage(file: Path, rows: Sequence[DefaultRow | BenchmarkRow], origins: int) -> Mapping[Lang, str]:
    lines, goods = len(rows), len({row.cn for row in rows})
    tables = f"{origins} tables, " if origins else ""
    tables_zh = f"{origins} 个国家和地区表，" if origins else ""
    return {
        "en": f"{file.name}: {tables}{goods} CN codes, {lines} lines.",
        "zh": f"{file.name}：{tables_zh}{goods} 个 CN 编码，{lines} 行。",
    }
