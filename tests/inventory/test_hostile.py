"""Files that are not what they seem: a problem that says so, never a traceback, never a long wait."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanlian.inventory.read import read
from tanlian.problems import Problems
from tests.inventory.plants import plant, save_csv, save_xlsx

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
BOMB = b"<sheetData>" + b" " * (64 << 20)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return save_xlsx(plant(), tmp_path_factory.mktemp("good") / "plant.xlsx").read_bytes()


def codes(path: Path) -> list[str]:
    with pytest.raises(Problems) as caught:
        read(path)
    return [item.code for item in caught.value.problems]


def with_parts(workbook: bytes, change: Callable[[str, bytes], bytes], **added: bytes) -> bytes:
    """The workbook with parts changed and added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in added.items():
            new.writestr(f"xl/{name.replace('_', '.')}", data)
    return stream.getvalue()


def unchanged(name: str, data: bytes) -> bytes:
    return data


def far(cell: str) -> Callable[[str, bytes], bytes]:
    row = f'<row><c r="{cell}" t="n"><v>1</v></c></row></sheetData>'.encode()
    return lambda name, data: data.replace(b"</sheetData>", row)


def test_workbooks_that_are_not_opened(workbook: bytes, tmp_path: Path) -> None:
    cases = {
        "inventory.file-macro": with_parts(workbook, unchanged, vbaProject_bin=b"x"),
        "inventory.file-bomb": with_parts(workbook, unchanged, more_xml=BOMB),
        "inventory.file-password": OLE + "EncryptedPackage".encode("utf-16-le"),
        "inventory.file-old": OLE,
        "inventory.file-empty": b"",
        "inventory.file-damaged": b"process,flow\n",
    }
    for code, data in cases.items():
        path = tmp_path / "plant.xlsx"
        path.write_bytes(data)
        assert codes(path) == [code]


@pytest.mark.parametrize("cell", ["XFD1", "A1048576", "ZZZ9", "B1048577"])
def test_one_cell_far_out_does_not_ask_for_terabytes(workbook: bytes, tmp_path: Path, cell: str) -> None:
    path = tmp_path / "plant.xlsx"
    path.write_bytes(with_parts(workbook, far(cell)))
    assert codes(path) == ["inventory.far-cell"]


@pytest.mark.parametrize("spelling", ["r = 'B1048576'", "r='B1048576'", "s='1' r='B1048576'"])
def test_a_far_cell_is_seen_however_it_is_spelt(workbook: bytes, tmp_path: Path, spelling: str) -> None:
    row = f"<row><c {spelling} t='n'><v>1</v></c></row></sheetData>".encode()
    path = tmp_path / "plant.xlsx"
    path.write_bytes(with_parts(workbook, lambda name, data: data.replace(b"</sheetData>", row)))
    assert codes(path) == ["inventory.far-cell"]


def test_parts_cut_off_missing_or_locked(workbook: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plant.xlsx"
    half = with_parts(workbook, lambda name, data: data[: len(data) // 2] if "sheet3" in name else data)
    empty = with_parts(workbook, lambda name, data: b"" if "workbook" in name else data)
    for data in (workbook[: len(workbook) // 2], half, empty):
        path.write_bytes(data)
        assert codes(path) == ["inventory.file-damaged"]
    locked = bytearray(workbook)
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    path.write_bytes(bytes(locked))
    assert codes(path) == ["inventory.file-password"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plant.xlsm", b"PK", "inventory.file-macro"),
        ("plant.xls", b"x", "inventory.file-old"),
        ("plant.ods", b"x", "inventory.file-kind"),
        ("plant", b"x", "inventory.file-kind"),
        ("exchanges.csv", OLE, "inventory.file-kind"),
        ("exchanges.csv", b"\n \n", "inventory.file-empty"),
        ("exchanges.csv", b"\xff\x00\xff\x80", "inventory.file-encoding"),
        ("plant.yaml", b"a: [1", "inventory.yaml-syntax"),
        ("plant.yaml", b"\x00", "inventory.yaml-syntax"),
        ("plant.yaml", b"a: &x [1]\nb: [*x, *x]", "inventory.yaml-feature"),
        ("plant.yaml", b"site: !!python/object/apply:os.getcwd []", "inventory.yaml-feature"),
        ("plant.yaml", b"[" * 100_000, "inventory.yaml-feature"),
        ("plant.yaml", b"site: {}\n---\nsite: {}", "inventory.yaml-feature"),
        ("plant.yaml", b"{a: 1, a: 2}", "inventory.yaml-key-twice"),
        ("plant.yaml", b"# nothing", "inventory.file-empty"),
        ("plant.yaml", b"- a", "inventory.yaml-shape"),
        ("plant.yaml", b"exchanges: {a: 1}", "inventory.yaml-shape"),
        ("plant.yaml", b"site: {name: [1]}", "inventory.yaml-shape"),
    ],
)
def test_other_files(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert code in codes(tmp_path / name)


def test_places_where_nothing_is(tmp_path: Path) -> None:
    assert codes(tmp_path / "none.xlsx") == ["inventory.file-missing"]
    assert codes(tmp_path) == ["inventory.file-missing"]


def test_a_column_of_nonsense_does_not_take_hours(tmp_path: Path) -> None:
    sheets = plant()
    sheets["exchanges"] += [["bof", None, "in", f"nothing {n}", 1, f"unit{n}", "sold"] for n in range(3000)]
    found = codes(save_csv(sheets, tmp_path / "csv"))
    assert found.count("catalogue.unknown-flow") == found.count("unit.unknown") == 200
    assert found.count("inventory.column-unreadable") == 2


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "1e999",
            "-0",
            "10^9999999 t",
            "9**9**9 t",
            "١٢",
            "%",
            "1e301 kg/t",
            "t/t/t",
            "2025-00",
            "0000",
            "9999",
        ]
    ),
    st.floats().map(str),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELLS, min_size=9, max_size=9), pair=st.tuples(st.integers(0, 7), CELLS))
def test_whatever_stands_in_the_cells_there_is_an_inventory_or_problems(
    tmp_path: Path, cells: list[str], pair: tuple[int, str]
) -> None:
    folder = tmp_path / "csv"
    if not folder.exists():
        save_csv(plant(), folder)
    good = plant()
    good["site"][pair[0]][1] = pair[1]
    good["exchanges"].append([*cells])
    for name in ("site", "exchanges"):
        lines = io.StringIO()
        import csv

        csv.writer(lines).writerows(good[name])
        (folder / f"{name}.csv").write_text(lines.getvalue(), encoding="utf-8", newline="")
    try:
        read(folder)
    except Problems as caught:
        assert all(item.text("en") and item.text("zh") for item in caught.problems)
