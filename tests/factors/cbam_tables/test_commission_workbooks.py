"""The Commission's workbooks, built here with the layout and the oddities of the published files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tanlian.factors.cbam_tables import (
    benchmark,
    bundled_defaults,
    defaults,
    diff_defaults,
    read_commission_benchmarks,
    read_commission_defaults,
)
from tanlian.problems import Problems

OLD, NEW = "2025-2621", "2026-1740"
HEADING = [
    "Product CN Code",
    "Description",
    "Default Value\n(direct emissions)",
    "Default Value\n(indirect emissions)",
    "Default Value\n(total emissions)",
    "2026\nDefault Value\n(including mark-up)",
    "2027\nDefault Value\n(including mark-up)",
    "2028 and onwards\nDefault Value\n(including mark-up)",
    "Underlying production route determining CBAM BM",
]
BELOW = ["see below"] * 6
Lines = Sequence[Sequence[Any]]


def steel(code: Any, total: Any, *marked: Any, route: str = "\xa0", indirect: Any = "N/A") -> list[Any]:
    return [code, "A good", total, indirect, total, *(marked or (total, total, total)), route]


CHINA: Lines = [
    ["Cement", None, None, None, None, "10% mark-up", "20% mark-up", "30% mark-up", "\xa0"],
    ["2523 10 00", "White clinker", "–", "–", "–", "–", "–", "–", ""],
    ["2523 10 00", "Grey clinker", 0.87, 0, 0.87, 0.957, 1.044, 1.131, "(A)"],
    ["Hydrogen", None, None, None, None, "10% mark-up", "20% mark-up", "30% mark-up", "\xa0"],
    steel(28041000.0, 10.82, indirect="N/(A"),
    ["Iron and steel", None, None, None, None, "10% mark-up", "20% mark-up", "30% mark-up", "\xa0"],
    steel("7203", "–", "_", "_", "-"),
    ["7207", "Semi-finished", *BELOW, None],
    steel("7207 11 14", 3.168785311, 3.4856638421, 3.8025423732, 4.1194209043, route="(C)"),
    steel("7209", 3.205, 3.5255000000000005, 3.846, 4.1665, route="(C)"),
    ["7221", "Bars", "see below", "N/A", "see below", "#VALUE!", "#VALUE!", "#VALUE!", "\xa0"],
    ["\xa0", None, None, None, None, None, None, None, "\xa0"],
]
OTHER: Lines = [
    steel("7203", 1.325, 1.4575, 1.59, 1.7225),
    steel("7221", 4.82, 5.302, 5.784, 6.266),
    steel(7208, "4,049", "4,4539", "4,859", "5,264", route="(C)"),
]


def book_of(path: Path, sheets: dict[str, Lines], heading: Sequence[str] = HEADING) -> Path:
    book = openpyxl.Workbook()
    about = book.active
    assert about is not None
    about.title = "Overview"
    about["B4"] = "Disclaimer"
    history = book.create_sheet("Version History")
    for line in (["Version History"], ["Version", "Date", "Version Notes"], [1.0, date(2026, 2, 4), "First"]):
        history.append(line)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name[:31])
        for line in ([name.lstrip("_")], heading, *lines):
            sheet.append(list(line)[: len(heading)] if len(heading) < len(HEADING) else list(line))
    book.save(path)
    return path


def whole(path: Path) -> Path:
    return book_of(path, {"China": CHINA, "_Other Countries and Territories": OTHER})


def codes(read: Callable[[Path], object], path: Path) -> list[tuple[str, str]]:
    with pytest.raises(Problems) as raised:
        read(path)
    for problem in raised.value.problems:
        assert problem.text("en") and problem.text("zh")
        assert problem.where.file == path.name
    return [(problem.code, problem.where.cell) for problem in raised.value.problems]


def test_values_are_read_as_the_act_prints_them(tmp_path: Path) -> None:
    table = read_commission_defaults(whole(tmp_path / "values.xlsx"))
    slab = defaults("7207 11 14", "CN", 2028, OLD, table)
    assert (slab.total, slab.value, slab.route) == (Decimal("3.169"), Decimal("4.119"), "(C)")
    assert defaults("7207 11 14", "CN", 2028, NEW, table).value == Decimal("4.1197")
    coil = defaults("7209 15 00", "CN", 2028, OLD, table)
    assert (coil.row.marked, coil.value) == (("3.526", "3.846", "4.167"), Decimal("4.167"))
    assert defaults("7208 10 00", "XK", 2026, OLD, table).value == Decimal("4.454")
    assert defaults("2804 10 00", "CN", 2026, NEW, table).indirect is None


def test_dashes_and_lines_without_value_lead_to_other_countries(tmp_path: Path) -> None:
    table = read_commission_defaults(whole(tmp_path / "values.xlsx"))
    assert defaults("7203 10 00", "CN", 2026, NEW, table).found_in == "OTHER"
    assert defaults("7221 00 10", "CN", 2026, NEW, table).total == Decimal("4.820")
    assert table.sectors == {"iron_steel", "hydrogen"}


def test_a_loaded_table_is_named_and_marked_as_the_users(tmp_path: Path) -> None:
    table = read_commission_defaults(whole(tmp_path / "values.xlsx"))
    value = defaults("7209 15 00", "CN", 2026, NEW, table)
    assert value.status == "user" and "values.xlsx" in value.source
    assert table.header.edition == "version 1, 2026-02-04"
    assert "2 tables" in table.coverage["en"]
    again = read_commission_defaults(whole(tmp_path / "values.xlsx"))
    assert again.content_hash == table.content_hash


def test_a_country_that_the_file_lacks_is_not_taken_for_other(tmp_path: Path) -> None:
    table = read_commission_defaults(whole(tmp_path / "values.xlsx"))
    for origin, code in (("IN", "factors.origin-not-bundled"), ("UNKNOWN", "factors.default-unknown-origin")):
        with pytest.raises(Problems) as raised:
            defaults("7209 15 00", origin, 2026, NEW, table)
        assert raised.value.problems[0].code == code
    only = read_commission_defaults(book_of(tmp_path / "one.xlsx", {"China": CHINA}))
    with pytest.raises(Problems, match="Other Countries"):
        defaults("7203 10 00", "CN", 2026, NEW, only)


def test_an_edition_without_mark_up_columns_serves_the_newer_rule_only(tmp_path: Path) -> None:
    lines = [line[:5] for line in CHINA]
    table = read_commission_defaults(book_of(tmp_path / "v2.xlsx", {"China": lines}, HEADING[:5]))
    assert defaults("7209 15 00", "CN", 2027, NEW, table).value == Decimal("3.846")
    with pytest.raises(Problems) as raised:
        defaults("7209 15 00", "CN", 2027, OLD, table)
    assert raised.value.problems[0].code == "factors.default-not-printed"


def test_two_editions_compare_line_by_line(tmp_path: Path) -> None:
    old = read_commission_defaults(whole(tmp_path / "old.xlsx"))
    lines = [*CHINA, steel("7201", 1.66)]
    new = read_commission_defaults(book_of(tmp_path / "new.xlsx", {"China": lines}))
    told = diff_defaults(old, new)
    assert [row.cn for row in told.added] == ["7201"]
    assert {row.origin for row in told.removed} == {"OTHER"}
    assert not told.changed and told.equal == 6
    changed = diff_defaults(bundled_defaults(), old).changed
    assert [
        (before.cn, before.total, after.total) for before, after in changed if before.cn == "28041000"
    ] == [("28041000", "26.640", "10.820")]


def test_every_fault_of_a_default_value_file_is_reported_at_its_cell(tmp_path: Path) -> None:
    lines = [
        steel("7201", -1.66),
        steel("7203", "about 2"),
        steel("72O5", 2.8),
        steel("7208", 3.187),
        steel("7208", 3.187),
    ]
    faults = codes(read_commission_defaults, book_of(tmp_path / "bad.xlsx", {"China": lines}))
    assert ("factors.workbook-value", "E3") in faults and ("factors.workbook-value", "E4") in faults
    assert ("factors.workbook-code", "A5") in faults
    assert ("factors.workbook-twice", "A7") in faults


def test_a_file_with_other_headings_is_refused(tmp_path: Path) -> None:
    heading = [*HEADING[:4], "Sum", *HEADING[5:]]
    path = book_of(tmp_path / "bad.xlsx", {"China": CHINA}, heading)
    assert codes(read_commission_defaults, path) == [("factors.workbook-heading", "A2")]
    plain = book_of(tmp_path / "plain.xlsx", {"China": CHINA}, ["Code", *HEADING[1:]])
    assert codes(read_commission_defaults, plain) == [("factors.workbook-defaults", "")]
    (tmp_path / "no.xlsx").write_bytes(b"PK no workbook")
    for read in (read_commission_defaults, read_commission_benchmarks):
        assert codes(read, tmp_path / "no.xlsx")[0][0] == "factors.unreadable"
        assert codes(read, tmp_path / "absent.xlsx")[0][0] == "factors.unreadable"


MARKS = [
    "CN code",
    "CN Description",
    "Column A\nBMg [tCO2e/t]",
    "Column A\nProduction route indicator",
    "Column B\nBMg [tCO2e/t]",
    "Column B\nProduction route indicator",
]


def marks_of(path: Path, lines: Lines, heading: Sequence[str] = MARKS) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Benchmarks"
    for line in (heading, *lines):
        sheet.append(list(line))
    book.save(path)
    return path


def test_benchmarks_are_read_with_their_marks(tmp_path: Path) -> None:
    path = marks_of(
        tmp_path / "marks.xlsx",
        [
            ["Cement"],
            [25231000, "Clinker", 0.666, "(A)", 0.666, "(A)"],
            [None, None, 0.859, "(B)", 0.859, "(B)"],
            ["Iron & Steel"],
            [72081000, "Coil", 0.044, None, 1.37, "(C)"],
            [None, None, None, None, 0.481, "(D)"],
            ["7205 21 00", "Powder", 0, None, 1.46, "(F)(1)"],
            [None, None, None, None, 1.298, "(F)(2)"],
        ],
    )
    table = read_commission_benchmarks(path)
    assert set(table.by_code) == {"72081000", "72052100"}
    assert benchmark("7208 10 00", 2026, "B", "(D)", table).value == Decimal("0.481")
    powder = benchmark("7205 21 00", 2029, "B", "(F)", table)
    assert (powder.value, powder.status) == (Decimal("1.298"), "user")
    assert benchmark("7205 21 00", 2029, "A", values=table).value == 0


def test_faults_of_a_benchmark_file(tmp_path: Path) -> None:
    lines: Lines = [
        ["72O81000", "Coil", 0.044, None, 1.37, "(C)"],
        [72081000, "Coil", "n/a", None, 1.37, "BF"],
    ]
    faults = codes(read_commission_benchmarks, marks_of(tmp_path / "bad.xlsx", lines))
    assert faults == [
        ("factors.workbook-code", "A2"),
        ("factors.workbook-value", "C3"),
        ("factors.workbook-indicator", "F3"),
    ]
    short = marks_of(tmp_path / "short.xlsx", lines, MARKS[:4])
    assert {code for code, _ in codes(read_commission_benchmarks, short)} == {"factors.workbook-heading"}
    assert codes(read_commission_benchmarks, whole(tmp_path / "other.xlsx")) == [
        ("factors.workbook-benchmarks", "")
    ]
