"""Reading a 200,000-row inventory against the call that only loads its cells, in the same run.

    python -m bench.read_inventory [ROWS]

Prints one line a format: seconds of both (best of three) and their ratio.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from tanlian.inventory.read import read

ROWS = 200_000
ROUNDS = 3
SITE = [
    ("name", "Bench"),
    ("organization", "Bench"),
    ("country", "CN"),
    ("plant_type", "integrated"),
    ("period", "2025"),
]
HEAD = (
    *("process", "period", "direction", "flow", "label", "amount", "unit", "partner"),
    *("ncv", "carbon_content", "oxidation_share", "evidence"),
)
FLOWS = (
    ("coke", "t", 28.4, 0.862),
    ("injection_coal", "kg", 29.1, 0.81),
    ("natural_gas", "10^4 Nm3", 38.931, 0.53),
    ("blast_furnace_gas", "1000 m3N", 3.35, 0.25),
    ("fuel_oil", "t", 41.8, 0.86),
)
PROCESSES = 40


def rows(count: int) -> Iterator[list[str | float]]:
    """Rows such as a group of works has: few words, many numbers, every one another exchange."""
    for index in range(count):
        flow, unit, ncv, carbon = FLOWS[index % len(FLOWS)]
        month, label = index // len(FLOWS) % 12 + 1, index // (12 * len(FLOWS))
        amount = 1000 + index * 0.137
        yield [
            *(
                f"furnace {index % PROCESSES}",
                f"2025-{month:02d}",
                "in" if index % 7 else "out",
                flow,
                f"grade {label}",
            ),
            *(round(amount, 3), unit, "purchased", ncv, carbon, 0.98, f"meter {index % 90}"),
        ]


def make_files(folder: Path, count: int) -> None:
    """The same inventory as a workbook and as CSV."""
    sheets: dict[str, list[list[str | float]]] = {
        "site": [list(pair) for pair in SITE],
        "processes": [
            ["process", "kind"],
            *([f"furnace {index}", "auxiliary"] for index in range(PROCESSES)),
        ],
    }
    book = Workbook(write_only=True)
    for name in (*sheets, "exchanges"):
        sheet = book.create_sheet(name)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            for row in sheets.get(name) or _with_head(count):
                sheet.append(row)
                writer.writerow(row)
    book.save(folder / "bench.xlsx")


def _with_head(count: int) -> Iterator[list[str | float]]:
    yield list(HEAD)
    yield from rows(count)


def load_cells(path: Path) -> int:
    """What the reader of workbooks does alone."""
    book = CalamineWorkbook.from_path(path)
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def best(action: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def main(count: int = ROWS) -> None:
    """Make the files, time both ways on each, print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_files(folder, count)
        book, table = folder / "bench.xlsx", folder / "exchanges.csv"
        assert read(book).exchanges.height == read(table).exchanges.height == count
        for label, whole, cells in (
            ("xlsx", lambda: read(book), lambda: load_cells(book)),
            ("csv", lambda: read(table), lambda: pl.read_csv(table)),
        ):
            base, ours = best(cells), best(whole)
            print(
                f"read {label} {count:,} rows: {ours:.2f} s, cells only {base:.2f} s, ratio {ours / base:.1f}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
