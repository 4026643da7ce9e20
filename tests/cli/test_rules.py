"""``tanlian footprint --rule``: the record of a product under a rule, and the PACT document made of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"
MILL = EXAMPLES / "mini-mill.xlsx"
WORKS = EXAMPLES / "integrated-works"
LEI, GTIN = "urn:lei:529900T8BM49AURSDO55", "urn:gtin:4712345060507"
ISO = ("footprint", MILL, "--product", "rebar", "--rule", "iso-14067-2018")


def test_a_record_has_the_value_of_the_plain_footprint_and_says_its_boundary(run: Run) -> None:
    plain = run("footprint", MILL, "--product", "rebar", "--json").json["products"][0]
    (record,) = run(*ISO, "--json").json["records"]
    assert float(record["fossil"]) == pytest.approx(plain["bases"]["location"]["value"] / 1000)
    assert record["declared_unit"] == "kilogram"
    shown = run(*ISO, "--lang", "zh").out
    assert "从摇篮到大门" in shown
    assert "0.6731" in shown
    both = run("footprint", MILL, "--rule", "iso-14067-2018", "--json").json["records"]
    assert {item["product"] for item in both} > {"rebar"}


def test_the_pact_document_carries_the_record_and_no_invented_id(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pact.json"
    words = (*ISO, "--pact", path)
    refused = run(*words, "--json")
    assert (refused.status, path.exists()) == (2, False)
    assert {item["code"] for item in refused.json["problems"]} == {"product.pact"}
    ids = ("--identity", f"company_id={LEI}", "--identity", f"product_id={GTIN}")
    issue = (
        "--identity",
        "id=8c08e2ab-cf02-44c1-9562-8c9c2c5acc65",
        "--identity",
        "created=2026-04-08T00:00:00Z",
    )
    (record,) = run(*words, *ids, *issue, "--json").json["records"]
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    assert (document["companyIds"], document["productIds"]) == ([LEI], [GTIN])
    assert document["pcf"]["fossilGhgEmissions"] == record["fossil"]
    assert document["pcf"]["primaryDataShare"]
    run(*words, *ids, *issue)
    assert path.read_text(encoding="utf-8") == text


def test_closed_loop_takes_its_parameters_from_the_command_line(run: Run) -> None:
    loop = (
        "recovery_rate=0.85",
        "melt_yield=0.92",
        "primary_kg_per_t=2300",
        "recycled_kg_per_t=600",
        "source=invented",
    )
    words = ("footprint", MILL, "--product", "rebar", "--rule", "iso-20915-2018")
    given = [part for item in loop for part in ("--loop", item)]
    (record,) = run(*words, *given, "--json").json["records"]
    assert record["recycling"]["source"] == "invented"
    assert run(*words, *given).status == 0
    lacking = run(*words, "--loop", loop[0], "--json")
    assert lacking.json["problems"][0]["code"] == "cli.pair-missing"


def test_slag_may_be_credited_or_take_its_share(run: Run) -> None:
    words = ("footprint", WORKS, "--rule", "iso-14067-2018", "--product", "hot_rolled_coil", "--json")

    def fossil(*more: str) -> float:
        (record,) = run(*words, *more).json["records"]
        return float(record["fossil"])

    slag = ("--substitute", "granulated_slag=clinker; 800 kg CO2e/t; invented")
    shares = ("--partition", "blast_furnace=hot_metal 0.9, granulated_slag 10 %; invented")
    plain = fossil()
    credited = fossil("--allocation", "blast_furnace=system_expansion", *slag)
    shared = fossil("--allocation", "blast_furnace=partition", *shares)
    assert credited < shared < plain


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("footprint", MILL, "--allocation", "default=mass"), "cli.only-with"),
        ((*ISO, "--allocation", "default=weight"), "product.unknown-method"),
        ((*ISO, "--loop", "speed=1"), "cli.pair-unknown"),
        ((*ISO, "--substitute", "granulated_slag=clinker"), "cli.pair-form"),
        ((*ISO, "--partition", "eaf=liquid_steel; study"), "cli.pair-form"),
        ((*ISO, "--exempt", "percent=much"), "cli.pair-number"),
        ((*ISO, "--exempt", "percent=1"), "product.exempt-text"),
        (("footprint", MILL, "--rule", "iso-14067"), "product.unknown-rule"),
        (("footprint", MILL, "--rule", "t-cisa-469"), "product.rule-unread"),
        (("footprint", MILL, "--rule", "iso-14067-2018", "--pact", "x.json"), "cli.name-product"),
        (
            ("footprint", MILL, "--rule", "pact-3.0", "--allocation", "default=main_product"),
            "product.forbidden",
        ),
    ],
)
def test_what_a_rule_does_not_take_is_refused(run: Run, words: tuple[object, ...], code: str) -> None:
    ran = run(*words, "--json")
    assert (ran.status, ran.json["problems"][0]["code"]) == (2, code)
    assert not Path("x.json").exists()
