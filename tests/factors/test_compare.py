"""What changed between two sets, where a word occurs, and where a factor comes from."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tanlian.factors import load, read_file, sets
from tanlian.factors.compare import diff, provenance, search

OLD = """flow,quantity,gas,origin,gwp,value,unit,region,year
coke,ncv,,,,28.435,GJ/t,,
coke,carbon_content,,,,0.86,t C/t,,
natural_gas,ncv,,,,389.31,GJ/10^4 Nm3,,
electricity,emission,CO2,fossil,,0.5366,kg CO2/kWh,CN,2022
pellet,upstream,CO2e,,AR5,0.137,t CO2e/t,,
"""
NEW = """flow,quantity,gas,origin,gwp,value,unit,region,year
coke,ncv,,,,28435,MJ/t,,
natural_gas,ncv,,,,38.931,GJ/1000 Nm3,,
electricity,emission,CO2,fossil,,0.5306,kg CO2/kWh,CN,2023
pellet,upstream,CO2e,,AR6,0.137,t CO2e/t,,
scrap,upstream,CO2,fossil,,0,t CO2/t,,
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def test_two_sets_differ_in_rows_amounts_and_writing(files: tuple[Path, Path]) -> None:
    told = diff(read_file(files[0]), read_file(files[1]))
    assert [row.flow for row in told.added] == ["scrap"]
    assert [(row.flow, row.quantity) for row in told.removed] == [("coke", "carbon_content")]
    fields = {change.old.flow: change.fields for change in told.changed}
    assert fields == {
        "coke": ("value", "unit"),  # the same amount, written otherwise
        "natural_gas": ("value", "unit"),
        "electricity": ("amount", "value", "year"),
        "pellet": ("gwp",),
    }
    ratios = {change.old.flow: change.ratio for change in told.changed}
    assert ratios["coke"] == ratios["natural_gas"] == 1
    assert ratios["electricity"] == Fraction(5306, 5366)


@pytest.mark.parametrize("name", [header.id for header in sets()])
def test_a_set_does_not_differ_from_itself(name: str) -> None:
    told = diff(load(name), load(name))
    assert not told.added and not told.removed and not told.changed
    assert told.equal == len(load(name).rows)


def test_comparing_backwards_turns_everything_round() -> None:
    one, two = load("cn-grid-co2-2022"), load("cn-grid-co2-2023")
    there, back = diff(one, two), diff(two, one)
    assert there.added == back.removed and there.removed == back.added
    assert [(change.new, change.old) for change in there.changed] == [
        (change.old, change.new) for change in back.changed
    ]
    assert "CN-S" in {row.region for row in there.removed}  # not known for 2023, and not carried over


def test_search_finds_names_in_both_languages_documents_and_clauses() -> None:
    everywhere = [load(header.id) for header in sets()]
    for text in ("高炉煤气 折标准煤系数", "blast furnace gas coal equivalent"):
        assert [(row.set_id, str(row.value)) for row in search(text, everywhere)] == [
            ("coal-equivalent-unattributed", "0.1286")
        ]
    assert {row.set_id for row in search("2025/2547 coke", everywhere)} == {"eu-2025-2547"}
    assert search("  ", everywhere) == () and search("unobtainium", everywhere) == ()


def test_provenance_says_all_that_a_verifier_asks() -> None:
    chosen = load("rmi-2022")
    factor = chosen.need("coking_coal", "emission")
    told = provenance(chosen, factor)
    assert (told.document, told.edition, told.clause) == (factor.document, "2022", factor.clause)
    assert told.licence == "MIT" and told.url.startswith("https://") and told.status == "official"
    assert told.content_hash == chosen.content_hash and told.title["zh"]
