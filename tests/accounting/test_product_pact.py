"""PACT: what we send has every field of the v3 data model in its form; what we receive is read or refused.

``pact_fields.csv`` states the fields of ProductFootprint and CarbonFootprint that we use, as facts of the
OpenAPI 3.0.4 of the PACT Technical Specifications, with the signs and ranges that its text asks for.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tanlian.accounting.product import (
    Exemption,
    Identity,
    Issue,
    Loop,
    Options,
    Pcf,
    Substitute,
    Verified,
    as_pact,
    pcf,
    read_pact,
    read_pact_with_warnings,
    rule,
)
from tanlian.inventory.period import Period
from tanlian.problems import Problems
from tests.accounting.steel import book, melt_shop

UUID = "f4b1225a-bd44-4c8e-861d-079e4e1dfd69"
OLD = "079e425a-464f-528d-341d-4a944a1dfd70"
WHO = Identity(
    "Yanhe Steel",
    ("urn:pact:yanhe.example:supplier-id:1",),
    "Billet Q235",
    ("urn:gtin:4712345060507",),
    "Continuously cast billet",
    ("urn:pact:productclassification:un-cpc:4112",),
)
ISSUE = Issue(UUID, "2026-02-01T08:00:00Z")

_DECIMAL = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", re.ASCII)


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def _number(test: Callable[[Decimal], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(_DECIMAL.fullmatch(value)) and test(Decimal(value))


def _all(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, list) and bool(value) and all(map(test, value)) and len(set(value)) == len(value)
    )


_uuid = _matches(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FORMS: dict[str, Callable[[Any], bool]] = {
    "uuid": _uuid,
    "uuids": _all(_uuid),
    "version": _matches(r"\d+\.\d+\.\d+"),
    "instant": _matches(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "text": lambda value: isinstance(value, str) and bool(value.strip()),
    "any": lambda value: isinstance(value, str),
    "urns": _all(_matches(r"urn:\S+:\S+")),
    "object": lambda value: isinstance(value, dict) and bool(value),
    "objects": lambda value: isinstance(value, list) and bool(value) and all(map(FORMS["object"], value)),
    "words": _all(_matches(r"\S+")),
    "reports": _all(_matches(r"AR\d+")),
    "flag": lambda value: isinstance(value, bool),
    "country": _matches(r"[A-Z]{2}"),
    "subdivision": _matches(r"[A-Z]{2}-[A-Z0-9]{1,3}"),
    "decimal": _number(lambda value: True),
    "positive": _number(lambda value: value > 0),
    "not_negative": _number(lambda value: value >= 0),
    "not_positive": _number(lambda value: value <= 0),
    "percent": _number(lambda value: 0 <= value <= 100),
    "rating": _number(lambda value: 1 <= value <= 5),
}


def fields() -> list[dict[str, str]]:
    with (Path(__file__).parent / "pact_fields.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def leaves(document: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        yield prefix + key, value
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{key}.")


def check(document: dict[str, Any]) -> None:
    """Every field known and in its form, every required one there, one geography, sums that add up."""
    known = {row["path"]: row for row in fields()}
    found = dict(leaves(document))
    assert {path for path, row in known.items() if row["required"]} <= set(found)
    for path, value in found.items():
        kind, _, words = known[path]["kind"].partition(":")
        assert value in words.split("|") if kind == "one" else FORMS[kind](value), (path, value)
    footprint = document["pcf"]
    assert ("geographyCountry" in footprint) + ("geographyCountrySubdivision" in footprint) == 1
    parts = ("fossilGhgEmissions", "landUseChangeGhgEmissions", "biogenicNonCO2Emissions")
    total = sum(Decimal(footprint[name]) for name in parts)
    assert Decimal(footprint["pcfExcludingBiogenicUptake"]) == total
    whole = total + Decimal(footprint["biogenicCO2Uptake"])
    assert Decimal(footprint["pcfIncludingBiogenicUptake"]) == whole


def made(options: Options | None = None, rule_id: str = "iso-14067-2018", **site: str) -> Pcf:
    inv = melt_shop(price=10.0)
    place = replace(inv.site, **site) if site else inv.site
    return pcf(book(replace(inv, site=place)), "billet", rule(rule_id), options)


def test_a_record_is_sent_in_the_form_of_pact() -> None:
    document = as_pact(made(), WHO, ISSUE)
    check(document)
    footprint = document["pcf"]
    assert footprint["declaredUnitOfMeasurement"] == "kilogram"
    assert footprint["pcfExcludingBiogenicUptake"] == "0.27365"
    assert footprint["biogenicCO2Uptake"] == "-0.00366666666667"
    assert footprint["crossSectoralStandards"] == ["ISO14067"]
    assert "verification" not in footprint
    json.dumps(document, allow_nan=False)


def test_everything_that_can_be_said_is_said() -> None:
    record = made(
        Options(
            loop=Loop(0.85, 0.9, 2000.0, 400.0, "worked example"),
            declared_amount="1000",
            exemption=Exemption(0.5, "packaging of electrodes"),
            uncertainty="± 5 %",
        ),
        "iso-20915-2018",
        region="CN-HE",
    )
    issue = replace(
        ISSUE,
        valid=Period(date(2026, 1, 1), date(2029, 1, 1)),
        preceding=(OLD,),
        verified=Verified("product level", "Verifier", "2026-02-01T00:00:00Z", "ISO 14064-3"),
    )
    document = as_pact(record, WHO, issue, "zh")
    check(document)
    footprint = document["pcf"]
    assert footprint["productMassPerDeclaredUnit"] == "1000"
    assert footprint["geographyCountrySubdivision"] == "CN-HE"
    assert footprint["exemptedEmissionsPercent"] == "0.5"
    assert footprint["productOrSectorSpecificRules"][0]["otherOperatorName"] == "ISO"
    assert "闭环" in document["comment"] and "± 5 %" in document["comment"]
    assert document["precedingPfIds"] == [OLD]


def test_a_grid_region_is_no_subdivision() -> None:
    assert (made(region="CN-N").subdivision, made(region="CN-N").country) == ("", "CN")
    assert made(region="CN-HE").subdivision == "CN-HE"


@pytest.mark.parametrize(
    ("who", "issue", "field"),
    [
        (WHO, replace(ISSUE, id="1"), "id"),
        (WHO, replace(ISSUE, created="2026-02-01T08:00:00+08:00"), "created"),
        (WHO, replace(ISSUE, created="２026-02-01T08:00:00Z"), "created"),
        (WHO, replace(ISSUE, valid=Period(date(2025, 6, 1), date(2026, 1, 1))), "validityPeriod"),
        (WHO, replace(ISSUE, valid=Period(date(2026, 1, 1), date(2029, 1, 2))), "validityPeriod"),
        (WHO, replace(ISSUE, preceding=("x",)), "precedingPfIds"),
        (
            WHO,
            replace(ISSUE, verified=Verified("all", "V", "2026-02-01T00:00:00Z", "")),
            "verification.coverage",
        ),
        (replace(WHO, company_ids=()), ISSUE, "companyIds"),
        (replace(WHO, product_ids=("urn:",)), ISSUE, "productIds"),
        (replace(WHO, product_name=" "), ISSUE, "productNameCompany"),
        (replace(WHO, classifications=("a",)), ISSUE, "productClassifications"),
    ],
)
def test_what_pact_does_not_take_is_refused_at_the_field(who: Identity, issue: Issue, field: str) -> None:
    with pytest.raises(Problems) as caught:
        as_pact(made(), who, issue)
    assert [(item.code, item.where.name) for item in caught.value.problems] == [("product.pact", field)]


@pytest.mark.parametrize("amount", ["1", "1000", "0.5"])
def test_what_one_sends_the_other_receives_unchanged(tmp_path: Path, amount: str) -> None:
    record = made(Options(declared_amount=amount))
    file = tmp_path / "pf.json"
    file.write_text(json.dumps({"data": as_pact(record, WHO, ISSUE)}), encoding="utf-8")
    received = read_pact_with_warnings(file, "billet")
    assert received.warnings == ()
    supply = received.supply
    assert supply.pcf_fossil == pytest.approx(float(record.fossil))
    assert supply.pcf_biogenic == pytest.approx(float(record.biogenic))
    assert supply.pcf_land_use == pytest.approx(float(record.land_use))
    assert supply.declared_mass == pytest.approx(float(record.declared.mass_kg))
    assert (supply.id, supply.supplier, supply.country, supply.gwp) == ("billet", "Yanhe Steel", "CN", "AR6")
    assert (supply.boundary, supply.rule, supply.year) == ("cradle_to_gate", "ISO14067", 2025)
    assert supply.valid_until == date(2028, 12, 31)
    assert supply.primary_share == pytest.approx(record.primary_share)


V2 = {
    "id": UUID,
    "specVersion": "2.3.0",
    "status": "Active",
    "companyName": "Ore Co",
    "pcf": {
        "declaredUnit": "kilogram",
        "unitaryProductAmount": "1000",
        "referencePeriodStart": "2024-01-01T00:00:00Z",
        "referencePeriodEnd": "2025-01-01T00:00:00Z",
        "pCfExcludingBiogenic": "62.5",
        "fossilGhgEmissions": "6.0e1",
        "dLucGhgEmissions": "2.5",
        "fossilCarbonContent": "0",
        "biogenicCarbonContent": "0",
        "characterizationFactors": "AR5",
        "crossSectoralStandardsUsed": ["GHG Protocol Product standard"],
        "geographyCountrySubdivision": "AU-WA",
        "primaryDataShare": 56.12,
        "assurance": {"assurance": True, "providerName": "Auditor"},
    },
}


def sent(folder: Path, document: object) -> Path:
    file = folder / "pf.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def test_version_2_is_read_too(tmp_path: Path) -> None:
    supply = read_pact(sent(tmp_path, V2))
    assert (supply.id, supply.pcf_fossil, supply.pcf_land_use, supply.declared_amount) == (
        UUID,
        60,
        2.5,
        1000,
    )
    assert (supply.gwp, supply.country, supply.verification) == ("AR5", "AU", "Auditor")
    assert supply.primary_share == pytest.approx(0.5612)
    assert supply.valid_until == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("change", "code", "name"),
    [
        ({"status": "Deprecated"}, "received.deprecated", ""),
        ({"id": ""}, "received.missing", "id"),
        ({"pcf": None}, "received.no-footprint", ""),
        ({"pcf": {**V2["pcf"], "fossilGhgEmissions": "abc"}}, "received.number", "fossilGhgEmissions"),
        ({"pcf": {**V2["pcf"], "fossilGhgEmissions": "NaN"}}, "received.number", "fossilGhgEmissions"),
        ({"pcf": {**V2["pcf"], "fossilGhgEmissions": None}}, "received.missing", "fossilGhgEmissions"),
        ({"pcf": {**V2["pcf"], "unitaryProductAmount": ""}}, "received.missing", "unitaryProductAmount"),
        ({"pcf": {**V2["pcf"], "referencePeriodEnd": "soon"}}, "received.instant", "referencePeriodEnd"),
    ],
)
def test_a_footprint_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, change: dict[str, Any], code: str, name: str
) -> None:
    with pytest.raises(Problems) as caught:
        read_pact(sent(tmp_path, V2 | change))
    assert [(item.code, item.where.name) for item in caught.value.problems] == [(code, name)]


def test_doubtful_footprints_are_read_with_a_warning(tmp_path: Path) -> None:
    document = as_pact(made(), WHO, ISSUE)
    document["pcf"] |= {"pcfExcludingBiogenicUptake": "0.3", "ipccCharacterizationFactors": ["AR5", "AR6"]}
    received = read_pact_with_warnings(sent(tmp_path, document))
    assert [item.code for item in received.warnings] == ["received.gwp", "received.balance"]
    assert received.supply.gwp == ""


def test_what_is_no_footprint_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b"\xff\xfe{")
    for path in (
        sent(tmp_path, [1]),
        sent(tmp_path, {"pcf": 1}),
        tmp_path / "bad.json",
        tmp_path / "none.json",
    ):
        with pytest.raises(Problems) as caught:
            read_pact(path)
        assert caught.value.problems[0].code.startswith("received.")


def test_captured_co2_is_not_declared_away() -> None:
    inv = melt_shop()
    slag, captured = pl.col("flow") == "steel_slag", pl.lit("captured_co2")
    rows = inv.exchanges.with_columns(
        flow=pl.when(slag).then(captured).otherwise("flow"),
        carbon_content=pl.when(slag).then(12 / 44).otherwise("carbon_content"),
    )
    record = pcf(book(replace(inv, exchanges=rows)), "billet", rule("iso-14067-2018"))
    with pytest.raises(Problems) as caught:
        as_pact(record, WHO, ISSUE)
    assert {item.found for item in caught.value.problems} >= {"captured_co2"}


def test_a_credit_larger_than_the_footprint_is_not_sent() -> None:
    huge = {"steel_slag": Substitute("gold", 10_000.0, "test")}
    record = made(Options(allocation={"eaf": "system_expansion"}, substitutes=huge))
    assert record.fossil < 0
    with pytest.raises(Problems) as caught:
        as_pact(record, WHO, ISSUE)
    assert [item.where.name for item in caught.value.problems] == ["fossilGhgEmissions"]
