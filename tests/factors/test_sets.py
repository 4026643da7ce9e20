"""Every bundled set loads, says where it comes from, and may be passed on."""

from __future__ import annotations

import re

import pytest

from tanlian import catalogue
from tanlian.factors import FactorSet, load, sets
from tanlian.factors.vocabulary import quantities
from tanlian.status import STATUSES

IDS = [header.id for header in sets()]


@pytest.fixture(params=IDS)
def bundled(request: pytest.FixtureRequest) -> FactorSet:
    return load(request.param)


def test_the_sets_of_the_first_edition_are_there() -> None:
    assert set(IDS) >= {
        "ndrc-2013",
        "cets-ag-03.01-v01-2024",
        "eu-2025-2547",
        "cn-grid-co2-2021",
        "cn-grid-co2-2022",
        "cn-grid-co2-2023",
        "cn-electricity-footprint-2023",
        "cn-electricity-footprint-2024",
        "responsiblesteel-2.1.1-annex-5",
        "less-1.1-annex-6",
        "rmi-2022",
    }


def test_a_set_says_what_it_is_in_both_languages(bundled: FactorSet) -> None:
    header = bundled.header
    assert header.title["en"] and header.title["zh"] and header.note["en"] and header.note["zh"]
    assert re.search("[\u4e00-\u9fff]", header.note["zh"])
    assert header.document and header.edition and header.licence and header.url.startswith("http")
    assert set(header.supersedes) | set(header.conflicts_with) <= set(IDS)
    assert header.status in {row.status for row in bundled.rows}
    assert re.fullmatch("[0-9a-f]{64}", bundled.content_hash)


def test_no_set_carries_a_non_commercial_licence(bundled: FactorSet) -> None:
    assert not re.search(r"\bNC\b|non-?commercial", bundled.header.licence, re.IGNORECASE)
    assert "IEA" not in bundled.header.document and "2621" not in bundled.header.document


def test_every_row_has_a_clause_a_status_and_a_unit_its_flow_can_meet(bundled: FactorSet) -> None:
    for row in bundled.rows:
        assert row.clause and row.status in STATUSES, row
        energy = ("GJ", "m3") if catalogue.flow(row.flow).phase != "solid" else ("GJ",)
        units = [unit for unit in (*catalogue.flow(row.flow).units, *energy) if row.fits(unit)]
        assert units, row
        assert row.per(units[0]) >= 0
        assert quantities()[row.quantity].of_gas == bool(row.gas)
        assert (row.gas == "CO2e") == bool(row.gwp)


def test_constants_name_their_clause(bundled: FactorSet) -> None:
    for constant in bundled.constants.values():
        assert constant.clause and constant.status in STATUSES
        assert constant.number > 0


def test_the_hash_follows_the_content() -> None:
    hashes = [load(name).content_hash for name in IDS]
    assert len(set(hashes)) == len(hashes)
