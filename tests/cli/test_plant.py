"""Commands on a plant file: check, account, footprint, grade, run."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanlian.cli.job import steps_per_plant
from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"
EAF = EXAMPLES / "eaf-quantities"
WORKS = EXAMPLES / "integrated-works"


@pytest.fixture
def plant(tmp_path: Path) -> Path:
    """A copy of the EAF example that a test may spoil."""
    return shutil.copytree(EAF, tmp_path / "plant")


def spoil(plant: Path, row: int, column: str, text: str) -> str:
    """Write into a cell of the exchanges; the cell's name in a spreadsheet."""
    path = plant / "exchanges.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    index = rows[0].index(column)
    rows[row - 1][index] = text
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return f"{chr(ord('A') + index)}{row}"


def test_check_shows_balances_against_their_limits(run: Run) -> None:
    ran = run("check", WORKS)
    assert ran.status == 0
    assert "whole site" in ran.out
    document = run("check", WORKS, "--json").json
    assert document["accepted"] is True
    assert document["problems"] == []
    site = {row["quantity"]: row for row in document["balance"] if row["scope"] == "site"}
    assert site["carbon"]["closes"] is True
    assert abs(site["carbon"]["closing_error"]) < site["carbon"]["limit"]


def test_check_names_every_wrong_cell_in_one_pass(run: Run, plant: Path) -> None:
    cells = [
        spoil(plant, 2, "amount", "eight hundred"),
        spoil(plant, 5, "flow", "pig_irn"),
        spoil(plant, 9, "amount", "-3"),
        spoil(plant, 14, "unit", "m"),
    ]
    for lang in ("en", "zh"):
        ran = run("check", plant, "--lang", lang)
        assert ran.status == 2
        assert all(cell in ran.out for cell in cells)
    problems = run("check", plant, "--json").json["problems"]
    assert {item["where"]["cell"] for item in problems if item["severity"] == "error"} == set(cells)
    assert all(item["where"]["sheet"] == "exchanges" and item["do"] for item in problems)


def test_more_carbon_out_than_in_is_an_error_with_status_2(run: Run, plant: Path) -> None:
    spoil(plant, 30, "carbon_content", "0.9")
    ran = run("check", plant, "--json")
    assert ran.status == 2
    assert "balance.gains.carbon" in [item["code"] for item in ran.json["problems"]]


def test_commands_stop_at_a_bad_file_without_half_a_result(run: Run, plant: Path, tmp_path: Path) -> None:
    spoil(plant, 2, "unit", "furlong")
    output = tmp_path / "out.json"
    for words in (
        ("account", plant, "--method", "cbam-transitional", "-o", output),
        ("footprint", plant),
        ("grade", "iea-2022", plant),
    ):
        ran = run(*words, "--json")
        assert ran.status == 2
        assert ran.json["problems"][0]["where"]["cell"] == "E2"
        assert run(*words).out == ""
    assert not output.exists()


def test_methods_are_listed_where_none_is_named(run: Run) -> None:
    listed = [item["id"] for item in run("account", "--json").json["methods"]]
    assert {"gbt-32151.5-2015", "cets-ag-03.01-v01-2024", "cbam-definitive"} <= set(listed)
    assert all(method in run("account", EAF).out for method in listed)


def test_a_statement_as_table_json_csv_and_workbook(run: Run, tmp_path: Path) -> None:
    words = ("account", EAF, "--method", "cbam-transitional")
    statement = run(*words, "--json").json
    totals = statement["totals"]
    assert totals
    lines = {line["id"]: line for line in statement["lines"]}
    shown = run(*words)
    assert shown.status == 0
    assert all(lines[name]["label"] in " ".join(shown.out.split()) for name in list(totals)[:2])
    for form in ("json", "csv", "xlsx"):
        assert run(*words, "-o", tmp_path / f"statement.{form}").status == 0
    assert json.loads((tmp_path / "statement.json").read_text(encoding="utf-8")) == statement
    frame = pl.read_csv(tmp_path / "statement.csv")
    assert dict(frame.select("id", "value").iter_rows()) == pytest.approx(
        {name: line["value"] for name, line in lines.items()}
    )
    book = openpyxl.load_workbook(tmp_path / "statement.xlsx")
    assert book.sheetnames == ["statement", "inputs", "sources"]
    rows = {row[6]: row[2] for row in book["statement"].iter_rows(min_row=2, values_only=True)}
    assert rows == pytest.approx({name: line["value"] for name, line in lines.items()})


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("statement.pdf", "cli.unknown-form"),
        ("no/such/folder/statement.json", "cli.not-writable"),
        ("folder.json", "cli.output-is-folder"),
    ],
)
def test_an_output_that_cannot_be_written_is_a_problem(
    run: Run, tmp_path: Path, output: str, code: str
) -> None:
    (tmp_path / "folder.json").mkdir()
    ran = run("account", EAF, "--method", "cbam-transitional", "-o", tmp_path / output, "--json")
    assert (ran.status, ran.json["problems"][0]["code"]) == (2, code)


def test_factor_sets_and_options_are_named_on_the_command_line(run: Run, tmp_path: Path) -> None:
    words = ("account", WORKS, "--method", "gbt-32151.5-2015", "--json")
    plain = run(*words).json
    other = run(*words, "--factors", "electricity=cn-grid-co2-2021").json
    assert "cn-grid-co2-2021" in other["factor_sets"]
    assert other["totals"]["electricity"]["value"] != plain["totals"]["electricity"]["value"]
    own = tmp_path / "mine.csv"
    head = "flow,quantity,gas,origin,value,unit,region,clause"
    own.write_text(f"{head}\nelectricity,emission,CO2,fossil,0.5,t CO2/MWh,CN,own\n", encoding="utf-8")
    assert run(*words, "--set", own).json["problems"][0]["code"] == "cli.unused-set"
    mine = run(*words, "--set", own, "--factors", "electricity=mine").json
    assert "mine" in mine["factor_sets"]
    for wrong, code in (
        (("--factors", "electricity=cn-grid"), "factors.unknown-set"),
        (("--factors", "power=cn-grid-co2-2021"), "choice.unknown-role"),
        (("--factors", "electricity"), "cli.no-equals"),
        (("--option", "speed=9"), "method.unknown-option"),
    ):
        assert run(*words, *wrong).json["problems"][0]["code"] == code


def test_footprints_have_parts_bases_and_quality(run: Run) -> None:
    ran = run("footprint", WORKS, "--product", "HRC", "--json")
    (product,) = ran.json["products"]
    for basis in ("location", "market"):
        told = product["bases"][basis]
        assert sum(told["parts"].values()) == pytest.approx(told["value"])
        assert sum(row["kg_CO2e"] for row in told["contributions"]) == pytest.approx(told["value"])
        assert 0 <= told["primary_share"] <= 1
        assert told["status"]
    zh = run("footprint", WORKS, "--product", "热轧卷板", "--lang", "zh")
    assert "初级数据" in zh.out
    assert f"{product['bases']['location']['value']:,.0f}" in zh.out
    assert run("footprint", WORKS, "--product", "unobtainium").status == 2
    assert run("footprint", WORKS, "--product", "gold", "--json").json["problems"]


def test_a_plant_is_graded_with_a_reason_for_each_product(run: Run) -> None:
    document = run("grade", "iea-2022", WORKS, "--json").json
    assert {item["product"] for item in document["grades"]} == {"slab", "billet"}
    assert all(item["outcome"] == "graded" and item["reason"] for item in document["grades"])
    (slab,) = run("grade", "iea-2022", WORKS, "--product", "slab", "--json").json["grades"]
    assert slab in document["grades"]
    refused = run("grade", "less-1.1-qst", WORKS, "--basis", "location", "--json")
    assert (refused.status, refused.json["problems"][0]["code"]) == (2, "plant.basis")
    other = run("grade", "iea-2022", WORKS, "--product", "coke", "--json")
    assert (other.status, other.json["problems"][0]["code"]) == (2, "cli.not-graded-product")
    shown = run("grade", "iea-2022", EAF, "--lang", "zh")
    assert "不可比" in shown.out


def test_run_leaves_every_result_as_a_file_and_goes_on_after_a_bad_plant(
    run: Run, plant: Path, tmp_path: Path
) -> None:
    spoil(plant, 2, "unit", "furlong")
    ran = run("run", plant, EAF, EAF, "-o", tmp_path / "results")
    assert ran.status == 2
    assert "furlong" in ran.out
    assert f"/{3 * steps_per_plant()}" in ran.err
    folders = sorted(path.name for path in (tmp_path / "results").iterdir() if path.is_dir())
    assert folders == ["eaf-quantities", "eaf-quantities-2", "plant"]
    folder = tmp_path / "results" / "eaf-quantities"
    names = {path.name for path in folder.iterdir()}
    assert {
        "balance.csv",
        "chart.carbon.svg",
        "footprints.json",
        "grades.json",
        "ledger.csv",
        "ledger.parquet",
        "statement.cbam-transitional.json",
        "statement.cbam-transitional.xlsx",
        "summary.json",
    } <= names
    assert pl.read_parquet(folder / "ledger.parquet").height > 0
    assert [path.name for path in (tmp_path / "results" / "plant").iterdir()] == ["summary.json"]


def test_run_as_json_has_statements_footprints_and_grades(run: Run, tmp_path: Path) -> None:
    ran = run("run", WORKS, "-o", tmp_path, "--json")
    assert ran.status == 0
    (made,) = ran.json["plants"]
    assert made["statements"]["gbt-32151.5-2015"]["totals"]["total"]["value"] > 0
    assert {"iea-2022", "less-1.1-qst", "less-1.1-bst"} <= set(made["grades"])
    assert all("reason" in grade for grades in made["grades"].values() for grade in grades)
    again = run("run", WORKS, "-o", tmp_path, "--json")
    assert again.out == ran.out


@pytest.mark.parametrize(
    ("lang", "reason"),
    [
        ("en", "Not applicable: Reinforcing and structural steel belong to the family BST (less-1.1-bst)."),
        ("zh", "不适用：钢筋与建筑结构钢属 BST 类（less-1.1-bst）。"),
    ],
)
def test_run_shows_a_dash_and_the_reason_where_a_standard_does_not_apply(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, reason: str
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    ran = run("run", EXAMPLES / "mini-mill.xlsx", "--lang", lang, "-o", tmp_path)
    lines = [line.strip() for line in ran.out.splitlines()]
    told = lines.index(reason)
    row = next(line for line in reversed(lines[:told]) if line.startswith("less-1.1-qst"))
    assert row.count("–") == 4  # level, intensity, limit, margin
    shown = run("grade", "less-1.1-qst", EXAMPLES / "mini-mill.xlsx", "--lang", lang)
    assert {"en": "reinforcing", "zh": "钢筋"}[lang] in shown.out


def test_run_finds_the_examples_of_the_folder_one_stands_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(EAF, tmp_path / "examples" / "one")
    monkeypatch.chdir(tmp_path)
    ran = run("run", "--lang", "zh")
    assert ran.status == 0
    assert (tmp_path / "results" / "one" / "summary.json").is_file()
    assert "结果在 results" in ran.out


NASTY = st.sampled_from(
    [
        "",
        "=1+1",
        "1e999",
        "nan",
        "-1",
        "1,5",
        "9" * 40,
        "n/a",
        "t",
        "万t",
        "\x00",
        "’",
        "😀",
        "site",
        "2025-13",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    row=st.integers(1, 31),
    column=st.sampled_from(["process", "direction", "flow", "amount", "unit", "partner", "ncv", "supply"]),
    text=NASTY | st.text(max_size=8),
)
def test_no_cell_brings_the_command_down(run: Run, tmp_path: Path, row: int, column: str, text: str) -> None:
    plant = shutil.copytree(EAF, tmp_path / "plant", dirs_exist_ok=True)
    spoil(plant, row, column, text)
    for words in (
        ("check", plant),
        ("footprint", plant),
        ("account", plant, "--method", "cbam-transitional"),
    ):
        assert run(*words, "--json").status in {0, 2}
