"""One file with every mistake: each is found in one pass, at its cell, in both languages."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest
from openpyxl import load_workbook

from tanlian.inventory.read import read_with_warnings
from tanlian.problems import Problem, Problems, texts
from tests.inventory.plants import Cell, Sheets, plant, save_csv, save_xlsx

HEAD: list[Cell] = [
    *("process", "period", "direction", "flow", "amount", "unit", "partner", "ncv", "carbon_content"),
    *("oxidation_share", "alloy", "electricity_source", "instrument", "instrument_amount", "year", "supply"),
    *("evidence", "label"),
]
# Column letters:  A process  B period  C direction  D flow  E amount  F unit  G partner  H ncv
# I carbon  J oxidation  K alloy  L source  M instrument  N its amount  O year  P supply  Q evidence  R label


def row(**cells: Cell) -> list[Cell]:
    """An exchange that is right but for what is given."""
    right: dict[str, Cell] = {
        "process": "bof",
        "direction": "in",
        "flow": "burnt_lime",
        "amount": 15000,
        "unit": "t",
        "partner": "purchased",
    }
    return [(right | cells).get(str(name)) for name in HEAD]


# Each row with the cells in which it goes wrong.
ROWS: list[tuple[list[Cell], dict[str, str]]] = [
    (row(flow="liquid_steel", direction="out", amount=420_000, partner="sold"), {}),
    (row(flow="oxygen", unit="t/h"), {"F": "inventory.unit-for-flow"}),
    (row(flow="hot_metal", unit="m3"), {"F": "inventory.unit-for-flow"}),
    (row(flow="electricity", unit="tce"), {"F": "inventory.unit-for-flow"}),
    (row(unit="bushel"), {"F": "unit.unknown"}),
    (row(amount="about 20"), {"E": "inventory.not-a-number"}),
    (row(amount=True), {"E": "inventory.not-a-number"}),
    (row(amount="1,5"), {"E": "inventory.not-a-number"}),
    (row(amount="NaN"), {"E": "inventory.not-a-number"}),
    (row(amount="1e301"), {"E": "inventory.not-finite"}),
    (row(amount=-5), {"E": "inventory.negative"}),
    (row(amount=None), {"E": "inventory.amount-missing"}),
    (row(unit=None, flow="dolomite"), {"F": "inventory.required"}),
    (row(flow="cokee", unit="Nm4"), {"D": "catalogue.unknown-flow", "F": "unit.unknown"}),
    (row(process="boff"), {"A": "inventory.unknown-process"}),
    (row(partner="purchase"), {"G": "inventory.unknown-partner"}),
    (row(supply="coal-9"), {"P": "inventory.unknown-supply"}),
    (row(direction="inward"), {"C": "inventory.not-a-choice"}),
    (row(direction=None, process=None), {"A": "inventory.required", "C": "inventory.required"}),
    (row(period="2024-12"), {"B": "inventory.period-outside"}),
    (row(period="March"), {"B": "period.unreadable"}),
    (row(period="2025-03-01/2025-02-01"), {"B": "period.empty"}),
    (row(flow="limestone", period="2025-01"), {}),
    (row(flow="limestone", period="2025-01"), {"D": "inventory.duplicate-row"}),
    (row(flow="limestone"), {"B": "inventory.period-overlap"}),
    (row(oxidation_share=98), {"J": "share.range"}),
    (row(oxidation_share="most"), {"J": "share.range"}),
    (row(alloy="perhaps"), {"K": "inventory.not-a-choice"}),
    (row(year=2025.5), {"O": "inventory.not-an-integer"}),
    (row(flow="coke", carbon_content="0.86 GJ/t"), {"I": "unit.mismatch"}),
    (row(flow="anthracite", carbon_content=-0.8), {"I": "inventory.negative"}),
    (row(flow="coke_breeze", carbon_content=86.2), {"I": "inventory.value-slip"}),
    (row(flow="natural_gas", unit="1000 m3N", amount=2, ncv=389.31), {"H": "inventory.value-slip"}),
    (row(flow="diesel", amount=5, unit="GJ"), {"H": "inventory.ncv-needed"}),
    (row(flow="fuel_oil", ncv="41.8 t/GJ"), {"H": "unit.mismatch"}),
    (
        row(flow="electricity", unit="MWh", electricity_source="process_gas", instrument="GEC"),
        {"M": "inventory.instrument-misplaced"},
    ),
    (
        row(flow="electricity", unit="MWh", instrument="GEC", instrument_amount=20_000),
        {"N": "inventory.instrument-beyond"},
    ),
    (row(flow="electricity", unit="MWh", instrument_amount=20), {"M": "inventory.instrument-unnamed"}),
    (row(flow="scrap", amount=60, unit="Mt", evidence="FT-1"), {"F": "inventory.amount-slip"}),
    (row(process="idle", flow="coke", amount=1, evidence="FT-1"), {}),
]


def mistakes() -> Sheets:
    sheets = plant()
    sheets["site"] += [["factrs.direct", "x"], ["name", "again"], ["remark", "mine"]]
    sheets["site"][2][1] = "Atlantis"
    sheets["site"][4][1] = "integratd"
    sheets["processes"] = [
        ["process", "kind", "output_t"],
        ["bof", "basic_oxygen_furnace", None],
        ["bf", "blast furnac", None],
        ["idle", "auxiliary", None],
        ["idle", "refining", "many"],
        ["sold", "refining", None],
    ]
    # A label of its own tells each row apart, but for the limestone, which is given twice.
    labelled = [
        [*cells[:-1], None if cells[3] == "limestone" else f"case {number}"]
        for number, (cells, _) in enumerate(ROWS)
    ]
    sheets["exchanges"] = [HEAD, *labelled]
    sheets["supplies"] = [["supply", "status", "see_direct"], ["coal-1", "sure", "1.9 kg CO2e/t"]]
    sheets["products"] = [
        ["product", "process", "flow", "cn_code", "cr_share"],
        ["P1", "bof", "rebar", 72142000, 0.1],
        ["P2", "bof", "liquid_steel", None, 17],
    ]
    sheets["evidence"] = [
        ["evidence", "kind", "valid_until"],
        ["FT-1", "meter", "2025-02-15"],
        ["FT-2", "guess", "soon"],
    ]
    return sheets


def found(path: Path) -> list[Problem]:
    with pytest.raises(Problems) as caught:
        read_with_warnings(path)
    return list(caught.value.problems)


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    path = tmp_path_factory.mktemp("mistakes") / "plant.xlsx"
    return found(save_xlsx(mistakes(), path))


def cells(problems: list[Problem], sheet: str) -> set[tuple[str, str]]:
    return {(item.where.cell, item.code) for item in problems if item.where.sheet == sheet}


def test_every_exchange_mistake_is_found_at_its_cell_and_no_other(problems: list[Problem]) -> None:
    expected = {
        (f"{letter}{line}", code)
        for line, (_, wrong) in enumerate(ROWS, start=2)
        for letter, code in wrong.items()
    }
    assert cells(problems, "exchanges") == expected


def test_mistakes_of_the_other_sheets(problems: list[Problem]) -> None:
    assert cells(problems, "site") == {
        ("B3", "catalogue.unknown-region"),
        ("B5", "inventory.not-a-choice"),
        ("A9", "inventory.key-misspelt"),
        ("A10", "inventory.key-twice"),
        ("A11", "inventory.key-unknown"),
    }
    assert cells(problems, "processes") == {
        ("B3", "catalogue.unknown-process"),
        ("A4", "inventory.no-output"),
        ("A5", "inventory.id-twice"),
        ("C5", "inventory.not-a-number"),
        ("A6", "inventory.id-reserved"),
    }
    assert cells(problems, "supplies") == {
        ("A2", "inventory.supply-unused"),
        ("B2", "inventory.not-a-choice"),
    }
    assert cells(problems, "products") == {("C2", "inventory.product-not-made"), ("E3", "share.range")}
    assert cells(problems, "evidence") == {
        ("C2", "inventory.evidence-expired"),
        ("B3", "inventory.not-a-choice"),
        ("C3", "inventory.not-a-date"),
    }


def test_every_problem_says_what_is_wrong_and_what_to_do_in_both_languages(problems: list[Problem]) -> None:
    for item in problems:
        assert item.where.file == "plant.xlsx"
        for lang in ("en", "zh"):
            text = item.what(lang) + item.do(lang)
            assert "{" not in text
            assert item.do(lang)
    by_code = {item.code: item for item in problems}
    assert by_code["catalogue.unknown-flow"].expected == "Coke"
    assert by_code["inventory.unknown-process"].expected == "bof"
    assert by_code["inventory.value-slip"].text() == (
        "plant.xlsx, exchanges!H34: 389.31 GJ/1000 m3N is not possible for Natural gas, which has 25 to 50. "
        "Write the unit into the cell: 389.31 GJ/10^4 Nm3 is 38.93 GJ/1000 m3N."
    )
    warnings = {item.code for item in problems if item.severity == "warning"}
    assert warnings == {
        "inventory.key-misspelt",
        "inventory.key-unknown",
        "inventory.supply-unused",
        "inventory.evidence-expired",
    }


def test_errors_come_in_the_order_of_reading(problems: list[Problem]) -> None:
    lines = [item for item in problems if item.severity == "error" and item.where.sheet == "exchanges"]
    numbers = [int("".join(filter(str.isdigit, item.where.cell))) for item in lines]
    assert numbers == sorted(numbers)


def test_formulas_that_fail_or_were_never_worked_out(tmp_path: Path) -> None:
    path = save_xlsx(plant(), tmp_path / "plant.xlsx")
    book = load_workbook(path)
    book["exchanges"]["E2"] = "=1/0"
    book["exchanges"]["E2"].data_type = "e"
    book["exchanges"]["E2"].value = "#DIV/0!"
    book["exchanges"]["H2"] = "=B9*2"
    book["site"]["B1"] = "=A1"
    book.save(path)
    assert [(item.where.sheet, item.where.cell, item.code) for item in found(path)] == [
        ("site", "B1", "inventory.formula-empty"),
        ("exchanges", "E2", "inventory.formula-error"),
        ("exchanges", "H2", "inventory.formula-empty"),
    ]


def test_merged_cells_in_the_table_but_not_above_it(tmp_path: Path) -> None:
    sheets = plant()
    sheets["exchanges"].insert(0, ["Exchanges"])
    path = save_xlsx(sheets, tmp_path / "plant.xlsx")
    book = load_workbook(path)
    book["exchanges"].merge_cells("A1:H1")
    book["exchanges"].merge_cells("G3:G5")
    book.save(path)
    codes = {(item.where.cell, item.code) for item in found(path)}
    assert ("G3", "inventory.merged-cells") in codes
    assert not any(cell == "A1" for cell, _ in codes)


def test_headings_and_sheets(tmp_path: Path) -> None:
    sheets = plant()
    sheets["exchanges"][0][3:5] = ["flow", "Flow"]
    sheets["exchanges"][0][7] = "carbon contnt"
    sheets["procesess"] = sheets.pop("processes")
    problems = found(save_xlsx(sheets, tmp_path / "plant.xlsx"))
    seen = {(item.code, item.found, item.expected) for item in problems}
    assert ("inventory.sheet-misspelt", "procesess", "processes") in seen
    assert ("inventory.sheet-missing", "processes", "") in seen
    assert ("inventory.column-twice", "Flow", "flow") in seen
    assert ("inventory.column-misspelt", "carbon contnt", "Carbon content") in seen
    assert "inventory.column-missing" in {item.code for item in problems}
    # Without the sheet of processes nobody can say that a process is unknown.
    assert "inventory.unknown-process" not in {item.code for item in problems}


def test_a_sheet_without_headings(tmp_path: Path) -> None:
    sheets = plant()
    sheets["exchanges"] = sheets["exchanges"][1:]
    problems = found(save_xlsx(sheets, tmp_path / "plant.xlsx"))
    assert [item.code for item in problems] == ["inventory.no-heading"]


def test_a_comma_that_shifts_a_row_of_csv_is_seen(tmp_path: Path) -> None:
    folder = save_csv(plant(), tmp_path / "csv")
    text = (folder / "exchanges.csv").read_text(encoding="utf-8")
    (folder / "exchanges.csv").write_text(text.replace('"400,000"', "400,000"), encoding="utf-8")
    problems = found(folder)
    assert ("F6", "unit.unknown") in {(item.where.cell, item.code) for item in problems}


def test_control_characters_and_endless_texts(tmp_path: Path) -> None:
    sheets = plant()
    sheets["exchanges"][1][9] = "bell \x07"
    sheets["exchanges"][2][9] = "long " * 10_000
    problems = found(save_csv(sheets, tmp_path / "csv"))
    assert [(item.where.cell, item.code) for item in problems] == [
        ("J2", "inventory.text-control"),
        ("J3", "inventory.text-long"),
    ]


def test_both_languages_tell_the_same() -> None:
    def values(sentence: str) -> set[str]:
        names = (name for _, name, _, _ in Formatter().parse(sentence) if name)
        return {name.removesuffix("_en").removesuffix("_zh") for name in names}

    for code, entry in texts().items():
        if code.startswith("inventory."):
            for part in ("what", "do"):
                assert values(entry["en"][part]) == values(entry["zh"][part]), code
