"""A user's own set: read whole or not at all, with every fault at its cell."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tanlian.factors import load, read_file
from tanlian.problems import Problems

GOOD = """flow,quantity,gas,origin,gwp,value,unit,region,year,note
coke,ncv,,,,28.1,GJ/t,,,measured
焦炭,carbon_content,,,,0.86,t C/t,,,measured
electricity,emission,CO2,fossil,,0.605,t CO2/MWh,CN,2023,IEA table
pig_iron,upstream,CO2e,,AR5,1.9,t CO2e/t,,,supplier
"""


def codes(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(Problems) as raised:
        read_file(path)
    for problem in raised.value.problems:
        assert problem.text("en") and problem.text("zh")
        assert problem.where.file == path.name
    return [(problem.code, problem.where.cell) for problem in raised.value.problems]


def test_a_csv_file_becomes_a_named_set_of_user_values(tmp_path: Path) -> None:
    path = tmp_path / "mill-2026.csv"
    path.write_text(GOOD, encoding="utf-8")
    own = read_file(path)
    assert own.id == "mill-2026" and own.header.status == "user"
    assert {row.status for row in own.rows} == {"user"}
    assert own.need("coke", "carbon_content", per="t").per("t") == 0.86
    assert own.need("electricity", "emission", region="CN", per="MWh").per("MWh") == 0.605
    assert "mill-2026.csv" in own.rows[0].source


def test_chinese_headings_and_encoding_are_read(tmp_path: Path) -> None:
    path = tmp_path / "自有.csv"
    path.write_bytes("物料,参数,数值,单位\n焦炭,ncv,28.1,GJ/吨\n".encode("gb18030"))
    assert read_file(path).need("coke", "ncv", per="t").per("t") == 28.1


def test_yaml_names_the_set_and_its_table(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(GOOD, encoding="utf-8")
    head = tmp_path / "plant.yaml"
    head.write_text(
        "id: plant-a\ndocument: Laboratory report 7\nedition: 2026\nrows: rows.csv\n", encoding="utf-8"
    )
    own = read_file(head)
    assert own.id == "plant-a" and own.rows[0].source.startswith("Laboratory report 7")


def test_the_three_forms_say_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    about = book.active
    assert about is not None
    about.title = "set"
    about.append(["id", "plant-a"])
    about.append(["document", "Laboratory report 7"])
    sheet = book.create_sheet("factors")
    for line in GOOD.splitlines():
        sheet.append(
            [float(cell) if cell.replace(".", "", 1).isdigit() else cell for cell in line.split(",")]
        )
    book.save(tmp_path / "plant.xlsx")
    (tmp_path / "plant.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "plant.yaml").write_text("id: plant-a\ndocument: Laboratory report 7\n", encoding="utf-8")
    assert read_file(tmp_path / "plant.xlsx") == read_file(tmp_path / "plant.yaml")


def test_every_fault_is_reported_in_one_pass(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(
        "flow,quantity,gas,origin,gwp,value,unit,region,year\n"
        "cooke,ncv,,,,28.1,GJ/t,,\n"  # unknown flow
        "coke,ncv,,,,n.a.,GJ/t,,\n"  # no number
        "coke,ncv,,,,28.1,t/GJ,,\n"  # dimension upside down
        "coke,ncv,CO2,,,28.1,GJ/t,,\n"  # a calorific value has no gas
        "coke,emission,CO2,fossl,,3.1,t CO2/t,,\n"  # origin
        "coke,upstream,CO2e,,,0.3,t CO2e/t,,\n"  # GWP set missing
        "coke,upstream,CO2,fossil,,0.3,t CO2e/t,CN-XX,\n"  # wrong substance, unknown region
        "coke,carbon_content,,,,0.86,t C/t,,20x6\n"  # year
        "coke,oxidation_share,,,,93,1,,\n"  # share above 1
        ",ncv,,,,28.1,GJ/t,,\n",  # no flow
        encoding="utf-8",
    )
    assert codes(path) == [
        ("catalogue.unknown-flow", "A2"),
        ("factors.number", "F3"),
        ("factors.unit", "G4"),
        ("factors.not-applicable", "C5"),
        ("factors.unknown-word", "D6"),
        ("factors.gwp", "E7"),
        ("catalogue.unknown-region", "H8"),
        ("factors.unit", "G8"),
        ("factors.year", "I9"),
        ("factors.range", "F10"),
        ("factors.missing-field", "A11"),
    ]


def test_what_would_count_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text(
        "flow,quantity,gas,origin,gwp,value,unit\n"
        "coke,ncv,,,,28.1,GJ/t\n"
        "coke,ncv,,,,28100,MJ/t\n"
        "pellet,upstream,CO2,fossil,,0.2,t CO2/t\n"
        "pellet,upstream,CO2e,,AR5,0.25,t CO2e/t\n",
        encoding="utf-8",
    )
    assert codes(path) == [("factors.duplicate", "A3"), ("factors.gas-twice", "A5")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("flow,quantity,value\ncoke,ncv,1\n", "factors.missing-column"),
        ("flow,quantity,value,unit,vlue\n", "factors.unknown-column"),
        ("flow,quantity,value,unit\n", "factors.empty"),
        ("", "factors.missing-column"),
    ],
)
def test_tables_without_head_or_rows(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    assert codes(path)[0][0] == code


def test_files_that_are_no_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tanlian.factors.table.MAX_UNPACKED", 10_000)
    (tmp_path / "a.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    (tmp_path / "c.yaml").write_text("- just\n- a list\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 10_001)
    with zipfile.ZipFile(tmp_path / "macro.xlsx", "w") as archive:
        archive.writestr("xl/vbaProject.bin", b"")
    for name, code in (
        ("a.xlsx", "factors.unreadable"),
        ("b.pdf", "factors.file-kind"),
        ("c.yaml", "factors.unreadable"),
        ("absent.csv", "factors.unreadable"),
        ("bomb.xlsx", "factors.too-large"),
        ("macro.xlsx", "factors.macros"),
    ):
        assert codes(tmp_path / name)[0][0] == code


def test_own_and_bundled_sets_have_one_shape(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(GOOD, encoding="utf-8")
    assert type(read_file(path)) is type(load("ndrc-2013"))
    assert read_file(path).content_hash == read_file(path).content_hash
