"""What stops a statement: everything missing, in one pass and by name, never a zero."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tanlian.inventory.model import Process, Product, Supply
from tanlian.problems import Problems, texts
from tests.accounting.cbam.plants import DEFINITIVE, EAF, ROLL, TRANSITIONAL, codes, plant, run, steel
from tests.works import exchange

PIG = Supply("PIG", country="IN", cn_code="72011011", see_direct=1.9, data="measured")


def problems(*args: object, **more: object) -> list[tuple[str, str]]:
    with pytest.raises(Problems) as caught:
        run(*args, **more)
    for item in caught.value.problems:
        assert item.text("en") and item.text("zh")
    return [(item.code, item.where.name) for item in caught.value.problems if item.severity == "error"]


def test_everything_missing_is_named_in_one_pass() -> None:
    rows = [
        exchange("EAF", "in", "plastic_waste", 5, "t", "purchased"),
        exchange("EAF", "in", "pig_iron", 10, "t", "purchased", supply="PIG"),
        exchange("EAF", "in", "dri", 10, "t", "purchased"),
        exchange("EAF", "in", "steam", 10, "GJ", "purchased"),
        exchange("EAF", "in", "electricity", 1, "MWh", "purchased", region="US"),
        steel("EAF", "sold", 100),
        exchange("ROLL", "in", "natural_gas", 1, "1000 m3N", "purchased"),
    ]
    found = problems(plant([EAF, ROLL], rows, [PIG]))
    assert found == [
        ("factors.missing", "EAF, plastic_waste"),
        ("factors.missing", "ROLL, natural_gas"),
        ("cbam.no-output", "ROLL"),
        ("cbam.heat-factor", "EAF, steam"),
        ("factors.missing", "EAF, electricity"),
        ("cbam.precursor-without-data", "EAF, dri"),
        ("cbam.see-missing", "PIG"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"verification": "VR-1", "see_direct": None}, ["cbam.see-missing"]),
        ({"country": ""}, ["cbam.precursor-origin"]),
        (
            {"country": "", "cn_code": "", "verification": "VR"},
            ["cbam.precursor-origin", "cbam.precursor-cn"],
        ),
        ({"verification": "VR", "verification_period": "2025"}, ["cbam.report-period"]),
        ({"verification": "VR", "verification_period": "soon"}, ["period.unreadable"]),
        ({"cn_code": "7207"}, ["factors.cn-short"]),
        ({"verification": "VR", "carbon_price": 20.0, "price_share": 1.0}, ["cbam.price-without-evidence"]),
    ],
    ids=["empty", "no origin", "no origin, no code", "other period", "no period", "short code", "no proof"],
)
def test_precursors_that_the_definitive_period_refuses(
    change: dict[str, object], expected: list[str]
) -> None:
    rows = [
        exchange("EAF", "in", "pig_iron", 10, "t", "purchased", supply="PIG"),
        steel("EAF", "sold", 100),
    ]
    found = problems(plant([EAF], rows, [replace(PIG, **change)]), DEFINITIVE)
    assert [code for code, _ in found] == expected
    assert all(name.startswith("PIG") for _, name in found)


def test_bought_sinter_needs_its_indirect_emissions_in_both_periods() -> None:
    supply = Supply("SINTER", country="IN", cn_code="26011200", see_direct=0.3, verification="VR")
    rows = [
        exchange("BF", "in", "sinter", 15, "t", "purchased", supply="SINTER"),
        exchange("BF", "out", "pig_iron", 10, "t", "sold", carbon_content=0.0),
    ]
    processes = [Process("BF", "blast_furnace")]
    for method in (TRANSITIONAL, DEFINITIVE):
        assert problems(plant(processes, rows, [supply]), method) == [("cbam.see-missing", "SINTER")]
    full = replace(supply, electricity=0.05, electricity_factor=0.6)
    statement = run(plant(processes, rows, [full]), DEFINITIVE)
    assert statement.value("process.BF.see_indirect") == pytest.approx(1.5 * 0.03)


@pytest.mark.parametrize(
    ("processes", "rows", "code"),
    [
        ([replace(EAF, category="crude stel")], [steel("EAF", "sold", 1)], "cbam.unknown-category"),
        ([Process("PP", "power_plant")], [], "cbam.no-process"),
        ([EAF], [], "cbam.no-output"),
        (
            [
                replace(EAF, production_process="P", category="Crude steel"),
                replace(ROLL, production_process="P", category="DRI"),
            ],
            [steel("EAF", "sold", 1)],
            "cbam.several-categories",
        ),
        ([replace(EAF, production_process="PIG")], [steel("EAF", "sold", 1)], "cbam.same-id"),
        (
            [Process("H", "hydrogen_plant")],
            [exchange("H", "out", "hydrogen", 1, "1000 m3N", "sold")],
            "cbam.not-in-tonnes",
        ),
    ],
    ids=["category", "no good", "no output", "mixed bubble", "same id", "volume"],
)
def test_processes_that_cannot_be_reported(
    processes: list[Process], rows: list[dict[str, object]], code: str
) -> None:
    assert [found for found, _ in problems(plant(processes, rows, [PIG]))] == [code]


def test_cogeneration_wants_its_factors() -> None:
    rows = [
        exchange("PP", "in", "natural_gas", 1, "t", "purchased"),
        exchange("PP", "out", "electricity", 2, "MWh", "site"),
        exchange("PP", "out", "heat", 10, "GJ", "site", role="co_product"),
        exchange("EAF", "in", "electricity", 2, "MWh", "site"),
        steel("EAF", "sold", 1),
    ]
    processes = [Process("PP", "power_plant"), EAF]
    assert problems(plant(processes, rows)) == [("cbam.cogeneration", "PP")]
    rows[1] = rows[1] | {"emission_factor": 0.4}
    assert run(plant(processes, rows)).value("process.EAF.attributed_indirect") == pytest.approx(0.8)


def test_a_boiler_that_heats_itself_wants_a_factor() -> None:
    rows = [
        exchange("BOILER", "in", "natural_gas", 1, "t", "purchased"),
        exchange("BOILER", "in", "steam", 5, "GJ", "site"),
        exchange("BOILER", "out", "steam", 40, "GJ", "site"),
        exchange("EAF", "in", "steam", 35, "GJ", "site"),
        steel("EAF", "sold", 1),
    ]
    processes = [Process("BOILER", "boiler"), EAF]
    assert problems(plant(processes, rows)) == [("cbam.heat-loop", "BOILER")]
    rows[1] = rows[1] | {"emission_factor_energy": 60.0}
    own = 48 * 56.1 / 1000 + 0.005 * 60
    assert run(plant(processes, rows)).value("process.EAF.heat_imported") == pytest.approx(own * 35 / 40)


def test_goods_of_the_definitive_period_need_eight_digits() -> None:
    goods = [Product("A", "EAF", "crude_steel", cn_code="7207"), Product("B", "EAF", "crude_steel")]
    found = problems(plant([EAF], [steel("EAF", "sold", 1)], goods=goods), DEFINITIVE)
    assert found == [("cbam.cn-code", "A"), ("cbam.cn-code", "B")]
    assert codes(run(plant([EAF], [steel("EAF", "sold", 1)], goods=goods))) == set()


def test_transfers_recorded_once_or_twice() -> None:
    """One side is enough; two sides that differ are said, and the amount taken in counts."""
    bar = exchange("ROLL", "out", "bar", 100, "t", "sold", carbon_content=0.0)
    taken = exchange("ROLL", "in", "crude_steel", 110, "t", "EAF", carbon_content=0.01)
    given = exchange("EAF", "out", "crude_steel", 112, "t", "ROLL", carbon_content=0.01)
    processes = [replace(EAF, output_t=112.0), ROLL]
    once = run(plant(processes, [taken, bar]))
    assert once.value("process.EAF.direct_emissions") == pytest.approx(-1.1 * 3.664)
    assert codes(once) == {"cbam.negative", "cbam.rest-direct"}
    twice = run(plant(processes, [given, taken, bar]))
    assert twice.value("process.ROLL.mass_share.EAF") == pytest.approx(1.1)
    assert codes(twice) >= {"cbam.transfer-differs"}


def test_biomass_counts_as_fossil_until_its_share_is_given() -> None:
    charcoal = exchange("EAF", "in", "charcoal", 10, "t", "purchased", calculation="combustion")
    rows = [charcoal, steel("EAF", "sold", 100)]
    asked = run(plant([EAF], rows))
    assert asked.value("installation.direct") == pytest.approx(10 * 29.5 / 1000 * 112)
    assert codes(asked) == {"cbam.biomass-share"}
    rows[0] = charcoal | {"biomass_share": 1.0}
    told = run(plant([EAF], rows))
    assert told.value("installation.direct") == 0
    assert told.value("installation.biogenic") == pytest.approx(10 * 29.5 / 1000 * 112)
    assert told.value("installation.energy_biogenic") == pytest.approx(0.295)


def test_a_period_that_is_no_year_is_said() -> None:
    made = plant([EAF], [steel("EAF", "sold", 1)])
    half = replace(made, period=replace(made.period, end=made.period.start.replace(month=7)))
    assert codes(run(half, DEFINITIVE)) == {"cbam.not-a-year"}
    assert codes(run(half, TRANSITIONAL)) == set()


@pytest.mark.parametrize(
    ("share", "covered", "price", "warnings"),
    [(0.5, None, 19.0, set()), (None, 1.5, 30.0, set()), (0.5, 1.5, 30.0, {"cbam.price-cover-differs"})],
)
def test_carbon_price_due(
    share: float | None, covered: float | None, price: float, warnings: set[str]
) -> None:
    supply = replace(
        PIG, see_indirect=0.0, carbon_price=20.0, currency="EUR", price_share=share, price_emissions=covered
    )
    rows = [exchange("EAF", "in", "pig_iron", 100, "t", "purchased", supply="PIG"), steel("EAF", "sold", 100)]
    statement = run(plant([EAF], rows, [supply]))
    assert statement.value("process.EAF.carbon_price_due.EUR") == pytest.approx(price)
    assert codes(statement) == warnings


def test_every_text_of_this_room_is_there_in_both_languages() -> None:
    ours = {code: entry for code, entry in texts().items() if code.startswith("cbam.")}
    assert ours
    for code, entry in ours.items():
        assert all(entry[lang][part] for lang in ("en", "zh") for part in ("what", "do")), code
