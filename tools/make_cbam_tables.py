"""Make the bundled CBAM tables from the Commission's two workbooks.

python tools/make_cbam_tables.py DEFAULT_VALUES.xlsx BENCHMARKS.xlsx

Annex IV is in no workbook; its table is copied from the act by hand.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from tanlian.factors.cbam_tables import read_commission_benchmarks, read_commission_defaults

DATA = Path(__file__).parents[1] / "src/tanlian/factors/cbam_tables/data"


def main(values: str, marks: str) -> None:
    table = read_commission_defaults(values)
    rows = sorted(
        [row.origin, row.cn, row.direct, row.indirect, row.total, *row.marked, row.route]
        for row in table.rows
    )
    heading = ["origin", "cn", "direct", "indirect", "total", "y2026", "y2027", "y2028", "route"]
    write("cbam-default-values", heading, rows)
    benchmarks = read_commission_benchmarks(marks)
    lines = [[row.cn, row.column, row.value, row.letter, row.period] for row in benchmarks.rows]
    write("cbam-benchmarks", ["cn", "column", "value", "letter", "period"], lines)
    for item in (table, benchmarks):
        print(item.header.edition, item.coverage["en"])


def write(name: str, heading: list[str], rows: list[list[str]]) -> None:
    with (DATA / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heading, *rows])


if __name__ == "__main__":
    main(*sys.argv[1:])
