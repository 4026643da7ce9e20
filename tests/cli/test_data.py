"""``tanlian factors`` and ``tanlian standards``: what the bundled data say."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_factor_set_that_is_listed_can_be_shown(run: Run, lang: str) -> None:
    listed = run("factors", "list", "--lang", lang, "--json").json["sets"]
    table = run("factors", "list", "--lang", lang).out
    for item in listed:
        assert item["id"] in table
        shown = run("factors", "show", item["id"], "--lang", lang, "--json").json
        assert shown["id"] == item["id"]
        assert shown["factors"]
        assert all(row["unit"] and row["clause"] and row["status"] for row in shown["factors"])
        assert shown["content_hash"] in run("factors", "show", item["id"], "--lang", lang).out


def test_factors_are_found_by_either_name(run: Run) -> None:
    found = run("factors", "search", "焦炭", "--json").json["factors"]
    assert {row["flow"] for row in found} >= {"coke"}
    both = run("factors", "search", "coke", "ndrc-2013", "--json").json["factors"]
    assert {row["set"] for row in both} == {"ndrc-2013"}
    one = run("factors", "show", "ndrc-2013", "--flow", "焦炭", "--json").json["factors"]
    assert {row["flow"] for row in one} == {"coke"}
    assert run("factors", "show", "ndrc-2013", "--flow", "hydrogen").status == 2


def test_a_set_of_ones_own_is_shown_as_the_users(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("flow,quantity,value,unit\ncoke,ncv,28.9,GJ/t\n", encoding="utf-8")
    shown = run("factors", "show", path, "--json").json
    assert (shown["id"], shown["factors"][0]["status"]) == ("mine", "user")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_standard_that_is_listed_can_be_shown_and_tested(run: Run, lang: str) -> None:
    listed = run("standards", "list", "--lang", lang, "--json").json["standards"]
    assert {item["id"] for item in listed} >= {"iea-2022", "less-1.1-qst", "less-1.1-bst"}
    for item in listed:
        pack = run("standards", "show", item["id"], "--json").json
        assert pack["id"] == item["id"]
        page = run("standards", "show", item["id"], "--lang", lang).out
        assert item["title"] in page
        assert "≤" in page or "<" in page or pack["rule"]["kind"] == "no-level"
    tested = run("standards", "test", "--json")
    assert tested.status == 0
    assert all(entry["failed"] == 0 and entry["passed"] for entry in tested.json["standards"].values())


def test_a_pack_whose_example_does_not_come_out_has_status_2(run: Run, tmp_path: Path) -> None:
    packs = Path(__file__).parents[2] / "src/tanlian/standards/packs"
    text = (packs / "iea-2022.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(
        text.replace("level: A,", "level: B,").replace("level: A}", "level: B}"), encoding="utf-8"
    )
    ran = run("standards", "test", path)
    assert ran.status == 2
    path.write_text("id: [open", encoding="utf-8")
    broken = run("standards", "test", path, "--json")
    assert broken.status == 2
    assert broken.json["problems"]


def test_a_factor_tells_its_document_and_a_diff_what_changed(run: Run) -> None:
    rows = run("factors", "search", "电力", "2023", "residual", "--json").json["factors"]
    assert all(row["provenance"]["document"] and row["provenance"]["licence"] for row in rows)
    assert rows
    words = ("factors", "diff", "cn-grid-co2-2022", "cn-grid-co2-2023")
    found = run(*words, "--json").json
    national = next(item for item in found["changed"] if item["new"]["region"] == "CN")
    assert (national["old"]["value"], national["new"]["value"]) == ("0.5366", "0.5306")
    assert national["ratio"] == pytest.approx(0.5306 / 0.5366)
    shown = run(*words, "--lang", "zh").out
    assert "0.5366" in shown
    assert "−1.12" in shown
    same = run("factors", "diff", "ndrc-2013", "ndrc-2013", "--json").json
    assert (same["changed"], same["added"], same["removed"]) == ([], [], [])


def test_cbam_tables_answer_by_edition_and_year_or_say_why_not(run: Run) -> None:
    words = ("factors", "default", "72083900", "--year", "2026")
    both = run(*words, "--origin", "CN", "--json").json["defaults"]
    assert [(item["edition"], item["value"]) for item in both] == [
        ("2025-2621", "3.506"),
        ("2026-1740", "3.50570"),
    ]
    assert "3.506" in run(*words, "--origin", "中国").out
    benchmark = ("factors", "benchmark", "72083900", "--column", "B", "--route", "bf_bof")
    assert run(*benchmark, "--year", "2026", "--json").json["value"] == "1.370"
    assert "(C)" in run(*benchmark, "--year", "2027", "--lang", "zh").out
    for words, code in (
        (("default", "72083900", "--origin", "", "--year", "2026"), "factors.origin-missing"),
        (("default", "72083900", "--origin", "CN", "--year", "2025"), "factors.default-year"),
        (("default", "9403", "--origin", "CN", "--year", "2026"), "factors.cn-not-listed"),
        (("benchmark", "72083900", "--column", "A", "--year", "2040"), "factors.benchmark-year"),
    ):
        ran = run("factors", *words, "--json")
        assert (ran.status, ran.json["problems"][0]["code"]) == (2, code)


def test_load_recognises_what_a_file_is_and_says_how_to_use_it(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "mine.csv"
    own.write_text("flow,quantity,value,unit\ncoke,ncv,28.9,GJ/t\n", encoding="utf-8")
    told = run("factors", "load", own, "--json").json
    assert (told["kind"], told["id"], told["factors"], told["status"]) == ("factors", "mine", 1, "user")
    own.write_text("flow,quantity,value,unit\ncoek,ncv,28.9,GJ/t\n", encoding="utf-8")
    assert run("factors", "load", own).status == 2
    book = openpyxl.Workbook()
    book.active.title = "Version History"
    sheet = book.create_sheet("China")
    sheet.append(["China"])
    years = ("2026 Default Value", "2027 Default Value", "2028 Default Value")
    sheet.append(
        [
            "Product CN Code",
            "Description",
            "Default Value (direct emissions)",
            "Default Value (indirect emissions)",
            "Default Value (total emissions)",
            *years,
            "Production route",
        ]
    )
    sheet.append(["7208", "Flat-rolled", 3, "-", 3, 3.3, 3.6, 3.9, "(C)"])
    path = tmp_path / "any name.xlsx"
    book.save(path)
    told = run("factors", "load", path, "--json").json
    assert (told["kind"], told["origins"], told["lines"]) == ("defaults", 1, 1)
    asked = ("factors", "default", "72083900", "--origin", "CN", "--year", "2027", "--edition", "2025-2621")
    assert run(*asked, "--set", path, "--json").json["defaults"][0]["value"] == "3.600"
