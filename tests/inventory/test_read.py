"""Reading: the same inventory from every format and language, in canonical units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tanlian.inventory.model import EXCHANGE_SCHEMA, Inventory
from tanlian.inventory.period import Period
from tanlian.inventory.read import read, read_with_warnings
from tanlian.inventory.write import write
from tests.inventory.plants import chinese, plant, save_csv, save_xlsx


def same(one: Inventory, other: Inventory) -> bool:
    """Equal but for where it was read."""
    frames = [item.exchanges.drop("place") for item in (one, other)]
    bare = [replace(item, exchanges=frames[0], source="") for item in (one, other)]
    return bare[0] == bare[1] and frames[0].equals(frames[1])


@pytest.fixture
def book(tmp_path: Path) -> Inventory:
    return read(save_xlsx(plant(), tmp_path / "plant.xlsx"))


def test_a_workbook_is_read_into_canonical_units(book: Inventory) -> None:
    rows = book.exchanges
    assert rows.schema == EXCHANGE_SCHEMA
    assert rows.select("flow", "amount", "unit", "amount_given", "unit_given").rows() == [
        ("coke", 180_000.0, "t", "18", "万t"),
        ("natural_gas", 4000.0, "1000 m3N", "400", "10^4 Nm3"),
        # 10,000 tce are 293,076 GJ; the row's own NCV leads on to tonnes.
        ("anthracite", 10_000.0, "t", "10000", "tce"),
        ("hot_metal", 400_000.0, "t", "400000", "t"),
        ("hot_metal", 400_000.0, "t", "400,000", "t"),
        ("oxygen", 24_150.0, "1000 m3N", "24150", "1000 m3N"),
        ("liquid_steel", 420_000.0, "t", "420000", "t"),
        ("electricity", 5000.0, "MWh", "500", "万kWh"),
        ("heat", None, None, "n/a", None),
    ]
    assert rows["carbon_content"].to_list()[:4] == [0.862, None, None, 0.045]
    assert rows["ncv"].to_list()[:3] == [None, 38.931, 29.3076]
    assert rows["row"].to_list() == list(range(1, 10))
    assert rows["place"][0] == "exchanges!2"
    assert rows["note"][0] == "=not a formula"


def test_site_periods_and_references(book: Inventory) -> None:
    assert book.site.region == "CN-HE"
    assert book.period == Period(date(2025, 1, 1), date(2025, 4, 1))
    assert dict(book.factors) == {"direct": "ndrc-2013", "upstream.coke": "rmi-2022"}
    assert [item.kind for item in book.processes] == ["blast_furnace", "basic_oxygen_furnace"]
    assert book.exchanges["start"].unique().to_list() == [date(2025, 1, 1)]
    assert book.exchanges["end"].to_list()[3:5] == [date(2025, 2, 1), date(2025, 4, 1)]
    assert book.source == "plant.xlsx"


def test_chinese_sheets_headings_and_words_say_the_same(book: Inventory, tmp_path: Path) -> None:
    assert same(book, read(save_xlsx(chinese(plant()), tmp_path / "zh.xlsx")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_the_field(book: Inventory, tmp_path: Path, encoding: str) -> None:
    folder = save_csv(chinese(plant()), tmp_path / "csv", encoding)
    assert same(book, read(folder))


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_with_other_delimiters(book: Inventory, tmp_path: Path, delimiter: str) -> None:
    assert same(book, read(save_csv(plant(), tmp_path / "csv", delimiter=delimiter)))


def test_one_csv_of_exchanges_with_its_site_beside(book: Inventory, tmp_path: Path) -> None:
    folder = save_csv({"exchanges": plant()["exchanges"]}, tmp_path / "csv")
    (folder / "site.yaml").write_text(
        """
site: {name: Works 1, organization: Yanhe Steel, country: CN, region: CN-HE, plant_type: integrated,
       period: 2025-01..2025-03, factors: {direct: ndrc-2013, upstream: {coke: rmi-2022}}}
processes:
  - {process: bf, kind: blast_furnace, name: 1 号高炉}
  - {process: bof, kind: basic_oxygen_furnace, name: Converter}
""",
        encoding="utf-8",
    )
    assert same(book, read(folder / "exchanges.csv"))


def test_titles_units_rows_blank_rows_and_own_columns_do_no_harm(book: Inventory, tmp_path: Path) -> None:
    sheets = plant()
    head, *rows = sheets["exchanges"]
    units = [None, None, None, None, None, None, None, "t C/unit", "GJ/unit", None]
    sheets["exchanges"] = [
        ["Exchanges of January, 1st edition"],
        [],
        [*head, "Own remark"],
        [*units],
        *([*row, "x"] for row in rows[:4]),
        [None, " ", None],
        *rows[4:],
    ]
    sheets["Notes"] = [["anything"]]
    path = save_xlsx(sheets, tmp_path / "plant.xlsx")
    reading = read_with_warnings(path)
    assert same(book, reading.inventory)
    assert [item.code for item in reading.warnings] == ["inventory.sheet-unknown", "inventory.column-unknown"]
    assert reading.inventory.exchanges["place"].to_list()[3:5] == ["exchanges!8", "exchanges!10"]


def test_units_may_stand_in_headings(book: Inventory, tmp_path: Path) -> None:
    sheets = plant()
    head = sheets["exchanges"][0]
    head[head.index("carbon_content")] = "Carbon content (%)"
    sheets["exchanges"][1][7] = 86.2
    sheets["exchanges"][4][7] = 4.5
    inventory = read(save_xlsx(sheets, tmp_path / "plant.xlsx"))
    assert inventory.exchanges["carbon_content"].to_list()[:4] == pytest.approx([0.862, None, None, 0.045])


def test_the_heading_of_the_amount_gives_the_unit_where_a_row_has_none(tmp_path: Path) -> None:
    sheets = plant()
    sheets["exchanges"][0][4] = "数量（t）"
    for row in (4, 5, 7):
        sheets["exchanges"][row][5] = None
    rows = read(save_csv(sheets, tmp_path / "csv")).exchanges
    assert rows["unit"].to_list()[3:5] == ["t", "t"]
    assert rows.select("amount", "unit", "unit_given").row(8) == (None, None, None)


def test_spreadsheets_turn_months_and_years_into_dates_and_numbers(tmp_path: Path) -> None:
    sheets = plant()
    sheets["site"][5][1] = 2025
    sheets["exchanges"][1][1] = date(2025, 3, 1)
    inventory = read(save_xlsx(sheets, tmp_path / "plant.xlsx"))
    assert str(inventory.period) == "2025"
    assert inventory.exchanges.select("start", "end").row(0) == (date(2025, 3, 1), date(2025, 4, 1))


def test_a_hundred_thousand_rows(tmp_path: Path) -> None:
    sheets = plant()
    head = [*sheets["exchanges"][0], "label"]
    row = ["bof", None, "in", "scrap", 1.5, "kg", "purchased", None, None, None]
    many = [[*row, f"lot {index}"] for index in range(100_000)]
    sheets["exchanges"] = [head, ["bof", None, "out", "liquid_steel", 150, "t", "sold"], *many]
    inventory = read(save_csv(sheets, tmp_path / "csv"))
    assert inventory.exchanges.height == 100_001
    assert inventory.exchanges["amount"].sum() == pytest.approx(300)


def test_yaml_keeps_values_as_written(book: Inventory, tmp_path: Path) -> None:
    write(book, tmp_path / "plant.yaml")
    text = (tmp_path / "plant.yaml").read_text(encoding="utf-8")
    assert "amount: 18, unit: 万t" in text
    assert same(book, read(tmp_path / "plant.yaml"))
