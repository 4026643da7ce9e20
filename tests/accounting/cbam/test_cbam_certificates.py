"""Default values, free allocation, certificates and cost in exact decimals, and as lines of a plant."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tanlian.accounting.methods.cbam import default_path
from tanlian.accounting.statement import Statement
from tanlian.inventory.model import Evidence, Inventory, Process, Product, Supply
from tanlian.problems import Problems
from tests.accounting.cbam.plants import DEFINITIVE, EAF, ROLL, codes, plant, run, steel
from tests.works import exchange

ROWS = list(csv.DictReader((Path(__file__).parent / "default_path.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(list(row.values())[:5]))
def test_the_default_path_in_exact_decimals(row: Mapping[str, str]) -> None:
    """2025/2621 totals, mark-ups and 2620 benchmarks as printed; CSCF 1 assumed; 75.36 EUR (Q1 2026)."""
    found = default_path(row["cn"], row["origin"], int(row["year"]), row["edition"], Decimal("75.36"))
    assert found.default.total == Decimal(row["total"])
    assert found.see == Decimal(row["see"])
    for name, value in (("sefa", found.sefa), ("net", found.net), ("eur", found.cost)):
        assert not row[name] or value == Decimal(row[name])
    assert found.status == "unconfirmed"


def test_the_default_path_has_no_offset_no_price_and_a_correction_of_ones_own() -> None:
    """DRI of the US: 0.45 with mark-up 0.495, free 0.387075; at 2026 a low value is no credit."""
    found = default_path("7203 10 00", "US", 2026)
    assert (found.net, found.cost) == (Decimal("0.107925"), None)
    own = found.with_correction(Decimal("1.4"))
    assert (own.sefa, own.net, own.status) == (Decimal("0.541905"), Decimal(0), "secondary")


@pytest.mark.parametrize(
    ("cn", "origin", "year", "edition", "code"),
    [
        ("7208 10 00", "CN", 2031, "2026-1740", "factors.benchmark-year"),
        ("7208 10 00", "CN", 2025, "2026-1740", "factors.default-year"),
        ("7208 10 00", "FR", 2026, "2026-1740", "factors.origin-exempt"),
        ("7208 10 00", "CN", 2026, "2024", "factors.edition-unknown"),
    ],
)
def test_the_default_path_refuses(cn: str, origin: str, year: int, edition: str, code: str) -> None:
    with pytest.raises(Problems) as caught:
        default_path(cn, origin, year, edition)
    assert [item.code for item in caught.value.problems] == [code]
    assert caught.value.problems[0].do("en") and caught.value.problems[0].do("zh")


PIG = Supply("PIG", country="IN", cn_code="72011011", see_direct=1.9, data="measured")
GOODS = [
    Product("BILLET", "EAF", "billet", cn_code="72071114"),
    Product("BAR", "ROLL", "bar", cn_code="72142000"),
]


def mill(*supplies: Supply, goods: list[Product] | None = None, route: str = "") -> Inventory:
    """0.2 t pig iron per t of billet, 1.1 t of billet per t of bar; 50 and 8 t of own emissions."""
    stone = {"emission_factor": 1.0}
    rows = [
        exchange("EAF", "in", "pig_iron", 20, "t", "purchased", supply="PIG", carbon_content=0.0),
        exchange("EAF", "in", "limestone", 50, "t", "purchased", **stone),
        exchange("EAF", "out", "billet", 12, "t", "sold", carbon_content=0.0),
        exchange("EAF", "out", "billet", 88, "t", "ROLL", carbon_content=0.0),
        exchange("ROLL", "in", "billet", 88, "t", "EAF", carbon_content=0.0),
        exchange("ROLL", "in", "limestone", 8, "t", "purchased", **stone),
        exchange("ROLL", "out", "bar", 80, "t", "sold", carbon_content=0.0),
    ]
    processes = [replace(EAF, route=route), ROLL]
    return plant(processes, rows, supplies, GOODS if goods is None else goods)


def definitive(made: Inventory, **options: str) -> Statement:
    return run(made, DEFINITIVE, options)


def test_a_precursor_without_a_report_takes_the_default_value_with_mark_up() -> None:
    """India, 7201: 2.530 x 1.1 = 2.783; column B 1.210 x 0.975; billet A (D)/(E) 0.065, bar A 0.038."""
    statement = definitive(mill(PIG))
    line = statement.line("precursor.PIG.default_value")
    assert line.value == pytest.approx(2.783, rel=1e-12)
    assert line.formula.startswith("total * (1 + MU)") and "2026/1740" in line.inputs[0].source
    assert line.status == "secondary"
    assert statement.value("good.BILLET.see_total") == pytest.approx(0.5 + 0.2 * 2.783)
    assert statement.value("good.BILLET.share_default") == pytest.approx(0.5566 / 1.0566)
    assert statement.value("precursor.PIG.sefa") == pytest.approx(0.975 * 1.21)
    billet = 0.975 * 0.065 + 0.2 * 0.975 * 1.21
    assert statement.value("good.BILLET.sefa") == pytest.approx(billet, rel=1e-12)
    bar = 0.975 * 0.038 + 1.1 * billet
    assert statement.value("good.BAR.sefa") == pytest.approx(bar, rel=1e-12)
    see = round(0.1 + 1.1 * 1.0566, 5)
    assert statement.value("good.BAR.certificates_per_t") == pytest.approx(see - bar, rel=1e-12)
    assert statement.line("good.BAR.sefa").status == "unconfirmed"
    assert codes(statement) == {"cbam.unverified"}
    assert {"cbam-default-values", "cbam-benchmarks"} <= set(statement.factor_sets)


def test_editions_origins_and_years_of_a_default_value() -> None:
    printed = definitive(mill(replace(PIG, data="default")), defaults_edition="2025-2621", year="2027")
    assert printed.value("precursor.PIG.see_direct") == 3.036
    assert printed.line("precursor.PIG.default_value").status == "official"
    assert codes(printed) == {"cbam.benchmarks-revised", "cbam.default-differs"}
    unknown = definitive(mill(replace(PIG, country="", data="unknown", see_direct=None)))
    assert unknown.value("precursor.PIG.see_direct") == pytest.approx(7.92 * 1.1)
    assert "Annex IV" in unknown.line("precursor.PIG.default_value").inputs[0].source
    later = definitive(mill(replace(PIG, data="default", see_direct=None, production_period="2028")))
    assert later.value("precursor.PIG.see_direct") == pytest.approx(2.53 * 1.3)
    assert later.value("precursor.PIG.sefa") == pytest.approx(0.90 * 1.21)


def test_the_default_value_of_sinter_is_split_as_the_act_splits_it() -> None:
    """China, 2601 12 00: 0.200 direct and 0.060 indirect, times 1.1."""
    supply = Supply("SINTER", country="CN", cn_code="26011200", data="default")
    rows = [
        exchange("BF", "in", "sinter", 15, "t", "purchased", supply="SINTER"),
        exchange("BF", "out", "pig_iron", 10, "t", "sold", carbon_content=0.0),
    ]
    statement = definitive(plant([Process("BF", "blast_furnace")], rows, [supply]))
    assert statement.value("process.BF.see_direct") == pytest.approx(1.5 * 0.22)
    assert statement.value("process.BF.see_indirect") == pytest.approx(1.5 * 0.066)
    assert statement.value("process.BF.share_default_total") == 1


def test_a_verified_precursor_brings_its_own_free_allocation() -> None:
    verified = replace(PIG, verification="VR", verification_period="2026", sefa=1.0)
    statement = definitive(mill(verified))
    assert statement.value("good.BILLET.see_total") == pytest.approx(0.5 + 0.2 * 1.9)
    assert statement.value("good.BILLET.sefa") == pytest.approx(0.975 * 0.065 + 0.2)
    assert codes(statement) == set()
    assert codes(definitive(mill(replace(PIG, sefa=1.0)))) == {"cbam.unverified", "cbam.sefa-unverified"}


def test_a_precursor_of_the_union_is_zero_in_both_and_its_mass_stands() -> None:
    statement = definitive(mill(replace(PIG, country="DE")))
    assert statement.value("good.BILLET.sefa") == pytest.approx(0.975 * 0.065)
    assert statement.value("good.BILLET.see_total") == pytest.approx(0.5)
    assert statement.value("precursor.PIG.mass") == 20
    assert statement.value("process.EAF.mass_share.PIG") == 0.2


def test_the_route_of_the_process_or_an_option_chooses_the_benchmark() -> None:
    """7207 11 14, column A: 0.188 (C), 0.065 (D) and (E)."""
    own = {
        "": 0.065,
        "Electric arc furnace": 0.065,
        "BF-BOF": 0.188,
        "转炉": 0.188,
    }
    for route, value in own.items():
        statement = definitive(mill(PIG, route=route))
        assert statement.value("good.BILLET.sefa_process") == pytest.approx(0.975 * value)
    told = definitive(mill(PIG), benchmark_kind="EAF=(C)", cscf="0.9")
    assert told.value("good.BILLET.sefa_process") == pytest.approx(0.975 * 0.9 * 0.188)
    assert "cbam.cscf-assumed" not in {item.code for item in told.warnings}


@pytest.mark.parametrize(
    ("shares", "kind", "value"),
    [
        ((0.01, 0.05, 0.015, 0.01), "electric_arc_furnace", 0.128),
        ((0.01, 0.02, 0.01, 0.01), "electric_arc_furnace", 0.1),
        ((0.01, 0.02, 0.01, 0.01), "basic_oxygen_furnace", 0.223),
        ((None, 0.18, None, None), "electric_arc_furnace", 0.128),
        ((None, 0.02, None, None), "electric_arc_furnace", None),
        ((None, 0.18, None, None), "basic_oxygen_furnace", None),
    ],
    ids=["high alloy", "low alloy", "low alloy BOF", "chromium is enough", "not known", "no such letter"],
)
def test_alloys_choose_the_grade(shares: tuple[float | None, ...], kind: str, value: float | None) -> None:
    """7224 90 02, column A: 0.223 (F), 0.100 (G) and (H), 0.128 (J)."""
    good = Product("A", "EAF", "billet", "", "72249002", None, *shares)
    rows = [exchange("EAF", "out", "billet", 10, "t", "sold", carbon_content=0.0)]
    made = plant([replace(EAF, kind=kind)], rows, goods=[good])
    statement = definitive(made)
    if value is None:
        open_one = next(item for item in statement.warnings if item.code == "cbam.benchmark-open")
        assert "(J) high alloy steel, EAF 0.128" in open_one.expected
        assert codes(statement) == {"cbam.benchmark-open", "cbam.sefa-unknown"}
        with pytest.raises(Problems, match="benchmark_kind"):
            definitive(made, free_allocation="required")
    else:
        assert statement.value("good.A.sefa") == pytest.approx(0.975 * value)


def test_a_joint_process_has_no_number_until_one_is_given() -> None:
    processes = [
        Process("BF", "blast_furnace", production_process="P", category="Crude steel"),
        Process("BOF", "basic_oxygen_furnace", production_process="P"),
    ]
    rows = [
        exchange("BF", "out", "hot_metal", 90, "t", "BOF", carbon_content=0.0),
        exchange("BOF", "in", "hot_metal", 90, "t", "BF", carbon_content=0.0),
        steel("BOF", "sold", 100),
    ]
    made = plant(processes, rows, goods=[Product("S", "BOF", "crude_steel", cn_code="72071114")])
    statement = definitive(made, imported_t="S=5")
    assert codes(statement) == {"cbam.bubble", "cbam.sefa-unknown", "cbam.no-certificates"}
    assert not any("sefa" in line.id or "certificates" in line.id for line in statement.lines)
    told = next(item for item in statement.warnings if item.code == "cbam.bubble")
    assert "Pig iron" in told.what("en") and "生铁" in told.what("zh")
    assert definitive(made, sefa="P=1.2").value("good.S.sefa") == 1.2


def test_what_rests_on_something_unknown_is_unknown_too() -> None:
    """The billet is not among the goods, and heading 7207 has several benchmarks: the bar has none."""
    statement = definitive(mill(PIG, goods=GOODS[1:]))
    assert codes(statement) == {"cbam.unverified", "cbam.precursor-code", "cbam.sefa-unknown"}
    assert "good.BAR.certificates_per_t" not in {line.id for line in statement.lines}
    given = definitive(mill(PIG, goods=GOODS[1:]), sefa="EAF=0.3")
    assert given.value("good.BAR.sefa") == pytest.approx(0.975 * 0.038 + 1.1 * 0.3)


PAID = replace(
    PIG,
    verification="VR",
    verification_period="2026",
    carbon_price=100.0,
    currency="INR",
    price_share=0.5,
    price_evidence="TAX",
)


def proven(made: Inventory) -> Inventory:
    return replace(made, evidence=(Evidence("TAX", "document"), Evidence("GUESS", "estimate")))


def test_certificates_and_cost_with_a_carbon_price_paid() -> None:
    """PIG: 100 INR x 0.5 x 1.9 = 95 INR/t, 0.2 t of it, at 0.01 EUR; 0.5 EUR of the own process."""
    made = proven(mill(PAID))
    options = {
        "certificate_price": "2026-Q1",
        "exchange_rate": "INR=0.01",
        "carbon_price_paid": "BILLET=0.5",
        "carbon_price_evidence": "TAX",
        "imported_t": "BILLET=40, BAR=10",
    }
    statement = definitive(made, **options)
    value = statement.value
    assert value("good.BILLET.carbon_price_paid") == pytest.approx(0.2 * 95 * 0.01 + 0.5)
    paid = 0.69 / 75.36
    sefa = 0.975 * (0.065 + 0.2 * 1.21)
    assert value("good.BILLET.certificates_per_t") == pytest.approx(0.88 - sefa - paid, rel=1e-12)
    assert value("good.BILLET.cost_per_t") == pytest.approx((0.88 - sefa - paid) * 75.36, rel=1e-12)
    assert value("good.BILLET.certificates") == pytest.approx(40 * (0.88 - sefa - paid), rel=1e-12)
    assert value("import.cost") == pytest.approx(value("good.BILLET.cost") + value("good.BAR.cost"))
    assert value("import.certificates") == pytest.approx(value("import.cost") / 75.36)
    assert codes(statement) == {"cbam.certificates-unrounded"}
    assert statement.totals[-2:] == ("import.certificates", "import.cost")
    bare = definitive(made)
    assert codes(bare) == {"cbam.no-rate"}
    assert bare.value("good.BILLET.certificates_per_t") == pytest.approx(0.88 - sefa)


def test_a_carbon_price_above_the_rest_leaves_zero_not_a_credit() -> None:
    options = {"certificate_price": "10", "carbon_price_paid": "BILLET=9", "carbon_price_evidence": "TAX"}
    statement = definitive(proven(mill(PIG)), **options)
    assert statement.value("good.BILLET.certificates_per_t") == 0
    assert statement.value("good.BILLET.cost_per_t") == 0
    assert statement.value("good.BAR.cost_per_t") > 0


def test_a_price_on_default_values_is_not_counted() -> None:
    statement = definitive(proven(mill(replace(PAID, data="default", see_direct=None))))
    assert codes(statement) == {"cbam.price-on-default"}
    assert not any("carbon_price" in line.id for line in statement.lines)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"carbon_price_paid": "BAR=1"}, "cbam.price-without-evidence"),
        ({"carbon_price_paid": "BAR=1", "carbon_price_evidence": "GUESS"}, "cbam.price-without-evidence"),
        ({"year": "2031"}, "factors.benchmark-year"),
        ({"year": "next"}, "method.option-value"),
        ({"certificate_price": "2026-Q3"}, "factors.dated-missing"),
        ({"certificate_price": "0"}, "method.option-value"),
        ({"imported_t": "BARS=1"}, "cbam.option-name"),
        ({"imported_t": "BAR=-1"}, "method.option-value"),
        ({"benchmark_kind": "EAF=hydrogen"}, "method.option-value"),
        ({"free_allocation": "all"}, "method.option-value"),
        ({"defaults_edition": "2024"}, "method.option-value"),
    ],
)
def test_options_that_are_refused(options: dict[str, str], code: str) -> None:
    with pytest.raises(Problems) as caught:
        definitive(proven(mill(PIG)), **options)
    assert [item.code for item in caught.value.problems if item.severity == "error"] == [code]
    for item in caught.value.problems:
        assert item.text("en") and item.text("zh")


def test_free_allocation_can_be_left_out() -> None:
    statement = definitive(mill(PIG), free_allocation="none", year="2031")
    assert statement.totals[-1] == "good.BAR.see_total_rounded"
    assert not any(line.id.startswith("allocation") for line in statement.lines)
    assert "cbam-benchmarks" not in statement.factor_sets
