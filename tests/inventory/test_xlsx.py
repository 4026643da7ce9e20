"""The same inventory gives the same bytes, and the same content has one hash whatever file it comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from tanlian.inventory.content import content_hash
from tanlian.inventory.model import Inventory
from tanlian.inventory.read import read
from tanlian.inventory.template import write_template
from tanlian.inventory.write import write
from tests.works import loop_works

MILL = Path(__file__).parents[2] / "examples" / "mini-mill.xlsx"


def dates(path: Path) -> set[tuple[int, ...]]:
    with ZipFile(path) as parts:
        return {member.date_time for member in parts.infolist()}


def test_workbooks_tell_no_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    for path in (first, second):
        write(loop_works(), path)
    assert first.read_bytes() == second.read_bytes()
    assert dates(first) == {(1980, 1, 1, 0, 0, 0)}
    with ZipFile(first) as parts:
        assert b"1980-01-01T00:00:00Z</dcterms:modified>" in parts.read("docProps/core.xml")
    for path in (first, second):
        write_template("eaf", path, "zh")
    assert first.read_bytes() == second.read_bytes()
    assert dates(first) == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_of_any_kind_has_the_hash_of_its_content(tmp_path: Path) -> None:
    mill = read(MILL)
    for name in ("plant.xlsx", "plant.yaml", "plant"):
        write(mill, tmp_path / name)
        assert content_hash(read(tmp_path / name)) == content_hash(mill)


def changed(name: str, value: object) -> Inventory:
    works = loop_works()
    return replace(works, exchanges=works.exchanges.with_columns(pl.lit(value).alias(name)))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (changed("place", "exchanges!9"), True),
        (changed("amount_given", "100 000"), True),
        (replace(loop_works(), source="another.xlsx"), True),
        (changed("evidence", "SCALE"), False),
        (replace(loop_works(), factors={"direct": "ndrc-2013"}), False),
        (replace(loop_works(), supplies=()), False),
    ],
)
def test_the_hash_is_of_what_is_said_not_of_how_it_is_laid_out(other: Inventory, same: bool) -> None:
    assert (content_hash(other) == content_hash(loop_works())) is same
