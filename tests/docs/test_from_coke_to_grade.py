"""docs/from-coke-to-grade.md: every sum holds, its equations solve to what it prints, and the code agrees."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import polars as pl
import pytest

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.accounting.product import footprints
from tanlian.inventory.read import read
from tanlian.standards.plant import PlantGrade, grade_plant
from tests.docs import coke_page as page
from tests.docs.coke_page import PAGE, burdens, coil, equations, networks, number, solved, table, worked_out

CLOSE = {"rel": 1e-6, "abs": 1e-9}
CO2_PER_C = 44 / 12
EQUALITY = re.compile(r"([(\d][\d .×/+−()]*[×/+−][\d .×/+−()]*) = (−?\d[\d ]*(?:\.\d+)?)")
GOOD = re.compile(r"([\d .]+) × (?:\(([\d.]+) \+ 29\.8 × ([\d.]+)\)|([\d.]+))")
PRODUCTS = {
    "power_plant": ("electricity",),
    "coke_ovens": ("coke", "coke_breeze"),
    "lime_kiln": ("burnt_lime", "burnt_dolomite"),
    "converters": ("liquid_steel",),
    "ladle_refining": ("liquid_steel",),
    "slab_caster": ("slab",),
    "hot_strip_mill": ("hot_rolled_coil",),
}
WITHOUT_BURDEN = ("nitrogen", "mill_scale")


@pytest.fixture(scope="module")
def sums() -> dict[str, Any]:
    """Runs the page's own Polars, which knows nothing of the product."""
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(page.ROOT)
        exec(code[1], found)
    return found


@cache
def book() -> Ledger:
    works = read(page.ROOT / "examples/integrated-works")
    return ledger(works, choose(works))


def graded(standard: str, product: str) -> PlantGrade:
    return next(item for item in grade_plant(standard, book()) if item.product == product)


def total(frame: pl.DataFrame, **equal: str | tuple[str, ...]) -> float:
    for name, value in equal.items():
        frame = frame.filter(pl.col(name).is_in([value] if isinstance(value, str) else value))
    return float(frame["amount"].sum())


def says(value: float, digits: int) -> bool:
    """Whether the page's prose has this number, its thousands apart."""
    return re.search(rf"(?<![\d.]){f'{value:,.{digits}f}'.replace(',', ' ')}(?!\d)", PAGE) is not None


def test_every_equality_on_the_page_holds() -> None:
    found = EQUALITY.findall(re.sub(r"\s*\n\s*", " ", PAGE))
    assert len(found) == 19
    for arithmetic, result in found:
        assert worked_out(arithmetic) == pytest.approx(number(result), **CLOSE), arithmetic


def test_the_processes_are_those_of_the_rows(sums: dict[str, Any]) -> None:
    carbon = {name: pair for name, *pair in sums["balance"].iter_rows()}
    draws = sums["flows"].filter(pl.col("direction") == "in", pl.col("partner") == "site")
    assert len(networks()) == 13
    for name, entered, left, own, *_ in table("process", "carbon in"):
        diesel = worked_out("2 826 × 42.652 × 20.20/1000") if name == "utilities" else 0
        assert carbon[name][0] + diesel == pytest.approx(number(entered), **CLOSE)
        assert carbon[name][1] == pytest.approx(number(left), **CLOSE)
        assert (number(entered) - number(left)) * CO2_PER_C == pytest.approx(number(own), rel=1e-6)
        for flow in page.NETWORKS.values():
            assert networks()[name].get(flow, 0) == pytest.approx(total(draws, process=name, flow=flow))


def test_what_is_bought_is_all_that_the_rows_buy(sums: dict[str, Any]) -> None:
    printed = []
    cells = [(row[0], row[2], row[3]) for row in table("process", "goods")]
    cells += [(row[0], row[4], "") for row in table("pool", "arrived")]
    for name, arithmetic, result in cells:
        printed += [
            (name, number(amount), number(co2 or alone), number(ch4))
            for amount, co2, ch4, alone in GOOD.findall(arithmetic)
        ]
        if result:
            assert worked_out(arithmetic) == pytest.approx(number(result), rel=1e-6)
    at = pl.when(pl.col("process") == "site").then("flow").otherwise("process")
    known = [*networks(), *(row[0] for row in table("pool", "arrived"))]
    bought = sums["bought"].with_columns(at=at).filter(pl.col("at").is_in(known))
    assert set(bought.filter(pl.col("flow") == "electricity")["amount"]) == {381_934, page.CERTIFIED_MWh}
    merged = bought.group_by("at", "supply", "upstream_co2", "upstream_ch4").agg(pl.col("amount").sum())
    burdened = merged.filter((pl.col("upstream_co2") != 0) | (pl.col("upstream_ch4") != 0))
    by_rows = burdened.select("at", "amount", "upstream_co2", "upstream_ch4").rows()
    for ours, theirs in zip(sorted(printed), sorted(by_rows), strict=True):
        assert (ours[0], ours[1:]) == (theirs[0], pytest.approx(theirs[1:]))


def test_the_pools_are_those_of_the_rows(sums: dict[str, Any]) -> None:
    pools = {row["flow"]: row for row in sums["pools"].iter_rows(named=True)}
    for name, arrived, lost, own, _, price in table("pool", "arrived"):
        assert pools[name]["arrived"] == pytest.approx(number(arrived))
        assert pools[name]["carbon_lost"] == pytest.approx(number(lost), **CLOSE)
        assert number(lost) * CO2_PER_C == pytest.approx(number(own), rel=1e-6)
        if price:
            tonnes = sum(burdens()[kind].get(name, 0) for kind in ("own", *page.ALL_GOODS))
            assert 1000 * tonnes / number(arrived) == pytest.approx(number(price), rel=1e-6)


def test_the_equations_hold_all_that_the_rows_draw(sums: dict[str, Any]) -> None:
    flows, pools = sums["flows"], {row["flow"]: row for row in sums["pools"].iter_rows(named=True)}
    skipped = (*page.NETWORKS.values(), *WITHOUT_BURDEN)
    for name, line in equations().items():
        drawn = flows.filter(pl.col("process").is_in(line.brackets), pl.col("direction") == "in")
        pooled = drawn.filter(pl.col("partner") == "site", ~pl.col("flow").is_in(skipped))
        expected = dict(pooled.select("flow", "amount").iter_rows())
        handed = drawn.filter(pl.col("flow") == "liquid_steel")
        expected |= dict(handed.select("partner", "amount").iter_rows())
        if line.brackets == (name,) and name not in PRODUCTS:
            (maker,) = line.terms
            expected[maker] = total(flows, process=maker, direction="out", flow=name, partner="site")
        assert line.terms == pytest.approx(expected), name
        made = total(flows, process=name, direction="out", flow=PRODUCTS.get(name, ()))
        assert line.divisor == pytest.approx(made or pools[name]["arrived"]), name


def test_what_is_charged_and_sold_is_of_the_rows(sums: dict[str, Any]) -> None:
    flows = sums["flows"]
    assert total(flows, flow="granulated_slag", partner="sold") == page.SLAG_t
    assert total(flows, flow="electricity", partner="sold") == page.SOLD_MWh
    assert total(flows, process="converters", flow="hot_metal") == page.HOT_METAL_t
    charged = sums["rows"].filter(pl.col("process") == "converters", pl.col("flow") == "scrap")
    by_origin = dict(charged.group_by("scrap_origin").agg(sums["amount"].sum()).iter_rows())
    assert by_origin.pop("same_melt_unit") == page.CROPS_t
    assert by_origin == {"pre_consumer": 176_430, "post_consumer": 477_154, "home": 94_341}


def test_the_printed_solution_is_that_of_the_equations() -> None:
    kg = solved(page.LESS)
    for name, line in equations().items():
        assert kg[name] == pytest.approx(line.printed, rel=1e-7), name
    turns = page.rounds(6)
    for turn, *printed in table("round", "power_plant, kg/MWh"):
        assert turns[int(turn) - 1] == pytest.approx([number(cell) for cell in printed], rel=1e-7)
    parts = {row[0].split("`")[0]: number(row[1]) for row in table("hot-rolled coil", "kg CO2e/t")}
    assert parts.pop("slag") == pytest.approx(-page.slag_credit(), rel=1e-7)
    for kind, value in parts.items():
        assert solved((kind,))["hot_strip_mill"] == pytest.approx(value, rel=1e-7), kind


def test_the_tonne_of_coke_goes_where_the_page_says(sums: dict[str, Any]) -> None:
    held = sums["rows"].with_columns(amount=sums["amount"] * sums["carbon"])

    def carbon(process: str, direction: str, *flow: str) -> float:
        return total(held, process=process, direction=direction, flow=flow)

    gases = ("blast_furnace_gas", "converter_gas")
    kg = 1000 * carbon("blast_furnaces", "in", "coke") / equations()["hot_metal"].terms["coke"]
    charge = carbon("blast_furnaces", "in", "coke", "anthracite", "bituminous_coal")
    melt = total(held.filter(pl.col("flow") != "converter_gas"), process="converters", direction="in")
    arrived = kg * carbon("converters", "in", "hot_metal") / charge
    left = [carbon("blast_furnaces", "out", flow) for flow in (gases[0], "hot_metal", "dust")]
    tapped = [carbon("converters", "out", flow) for flow in (gases[1], "liquid_steel", "sludge")]
    year = [*left, charge - sum(left), *tapped, melt - sum(tapped)]
    shares = [kg / charge] * 4 + [arrived / melt] * 4
    printed = table("the tonne's carbon goes into", "t C of the year")
    assert year == pytest.approx([number(row[1]) for row in printed], rel=1e-6)
    of_tonne = [part * share for part, share in zip(year, shares, strict=True)]
    assert of_tonne == pytest.approx([number(row[2]) for row in printed], rel=1e-6)

    prose = [(of_tonne[0], 1), (of_tonne[1], 1), (of_tonne[4], 1), (kg, 4)]
    prose += [(kg * CO2_PER_C, 3), (charge, 3), (melt, 3)]
    prose += [(carbon("blast_furnaces", "in", "coke"), 3), (carbon("converters", "in", "hot_metal"), 3)]
    assert [value for value, digits in prose if not says(value, digits)] == []

    *places, together = table("the tonne's carbon goes to air at", "top gas, t C")
    for name, top, converter, besides, carbon_kg, co2 in places:
        expected = number(top) * kg / charge + number(converter) * arrived / melt + number(besides)
        assert expected == pytest.approx(number(carbon_kg), rel=1e-6), name
        assert number(co2) in (0, pytest.approx(expected * CO2_PER_C, rel=1e-6))
    columns = [sum(number(row[column]) for row in places) for column in range(1, 6)]
    assert columns == pytest.approx([number(cell) for cell in together[1:]], rel=1e-6)
    assert (columns[0], columns[1], columns[3]) == pytest.approx((left[0], tapped[0], kg), rel=1e-6)
    by_place = {row[0]: [number(cell) for cell in row[1:3]] for row in places}
    for name in ("power plant", "coke ovens", "hot strip mill", "bar mill", "boiler house"):
        used = [carbon(name.replace(" ", "_"), "in", gas) for gas in gases]
        assert used == pytest.approx(by_place[name], rel=1e-6), name


def test_our_code_agrees_with_the_page() -> None:
    (product,) = footprints(book(), ["hot_rolled_coil"])
    for basis in ("market", "location"):
        by_hand = solved(("own", basis, *page.ALL_GOODS))["hot_strip_mill"]
        assert product.value(basis) == pytest.approx(by_hand, rel=1e-6)
        printed = re.search(rf"- `{basis}`: .* = ([\d .]+)", PAGE)
        assert printed
        assert by_hand == pytest.approx(number(printed[1]), rel=1e-6)
        parts = product.parts(basis)
        assert parts["own"] == pytest.approx(solved(("own",))["hot_strip_mill"], rel=1e-6)
        assert parts["purchased"] == pytest.approx(solved((basis,))["hot_strip_mill"], rel=1e-6)
        assert parts["upstream"] == pytest.approx(solved(page.ALL_GOODS)["hot_strip_mill"], rel=1e-6)

    less, iea = graded("less-1.1-qst", "hot_rolled_coil"), graded("iea-2022", "slab")
    share = page.SCRAP_t / (page.SCRAP_t + page.HOT_METAL_t)
    for found, by_hand, kg, limit, better in (
        (less, coil(), 2316.64165, 5 * (520 - 350 * share), 4 * (520 - 350 * share)),
        (iea, solved(page.IEA)["slab_caster"], 1898.04628, 6 * (400 - 350 * share), 5 * (400 - 350 * share)),
    ):
        assert found.taken.kg_CO2e == pytest.approx(by_hand, rel=1e-6)
        assert found.taken.kg_CO2e == pytest.approx(kg, rel=1e-6)
        assert found.taken.complete
        assert float(found.grade.facts["scrap_share"]) == pytest.approx(share, rel=1e-6)
        assert float(found.grade.limit.value) == pytest.approx(limit, rel=1e-6)
        assert float(found.grade.margin.value) == pytest.approx(better - by_hand, rel=1e-6)
    assert (less.grade.level, less.grade.next_level, iea.grade.level) == ("D", "C", "E")
    assert says(less.taken.kg_CO2e, 3)
    assert says(share, 4)
    assert says(product.value("market"), 3)
    assert says(solved(page.LESS)["power_plant"], 0)
    assert "**class D**" in PAGE
    assert "**level E**" in PAGE


def test_what_the_class_hangs_on(sums: dict[str, Any]) -> None:
    pools = {row["flow"]: row for row in sums["pools"].iter_rows(named=True)}
    entered = {flow: row["entered"] for flow, row in pools.items()}
    sold, uncertified = burdens(), burdens()
    sold["own"]["power_plant"] -= page.SOLD_MWh * 0.5306
    uncertified["market"]["electricity"] += page.CERTIFIED_MWh * 0.6096
    kg = {
        "losses": coil(divisors=entered),
        "sold": coil(sold, {"power_plant": equations()["power_plant"].divisor - page.SOLD_MWh}),
        "certificates": coil(uncertified),
        "methane": coil(burdens("28")),
        "crops": coil(),
    }
    rows = {row[0].split("`")[0]: row[1:] for row in table("instead", "LESS, kg CO2e/t")}
    assert rows.keys() == kg.keys()
    for name, (printed, end, level) in rows.items():
        scrap = page.SCRAP_t + (page.CROPS_t if name == "crops" else 0)
        limit = 5 * (520 - 350 * scrap / (scrap + page.HOT_METAL_t))
        assert kg[name] == pytest.approx(number(printed), rel=1e-7)
        assert limit == pytest.approx(number(end), rel=1e-7)
        assert level == ("D" if kg[name] <= limit else "E")
    assert f"the coil seems {kg['crops'] - kg['losses']:.3f} kg better than it is" in PAGE
    assert f"D ends only {number(table('instead', 'LESS, kg CO2e/t')[0][2]) - coil():.1f} kg above" in PAGE
    for flow, amount in (("electricity", "24 045.8"), ("steam", "73 563"), ("oxygen", "4 752.6")):
        assert entered[flow] - pools[flow]["arrived"] == pytest.approx(number(amount))
        assert amount in PAGE
