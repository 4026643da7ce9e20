"""What is written reads back the same: values, units as given, texts, periods, in every format."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanlian.inventory.model import Evidence, Inventory, Leg, Process, Product, Site, Supply
from tanlian.inventory.read import read
from tanlian.inventory.write import write
from tanlian.problems import Problems
from tests.inventory.plants import plant, save_xlsx
from tests.inventory.test_read import same

TEXTS = st.one_of(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=30,
    ).map(str.strip),
    st.sampled_from(
        [
            *(
                "=1+1",
                "#REF!",
                "@x",
                "-5",
                "1,5",
                "null",
                "~",
                "yes",
                "TRUE",
                "2025",
                "2025-01",
                "1e5",
                "0.10",
            ),
            *(
                'a "b", c',
                "line\nbreak",
                "_x0041_",
                "a: b",
                "# c",
                "[x",
                "{y",
                "'z",
                "%",
                "001",
                "n/a",
                "x\u2028|",
            ),
        ]
    ),
).filter(bool)
NUMBERS = st.floats(0, 1e12, allow_nan=False).map(lambda value: value + 0.0)
SHARES = st.floats(0, 1)
AMOUNTS = st.one_of(
    NUMBERS.map(lambda value: repr(value).removesuffix(".0")),
    st.sampled_from(["0", "1,250.5", "12.50", "1e3", "0.30000000000000004", "n/a", "不适用"]),
)


@st.composite
def inventories(draw: st.DrawFn, base: Inventory) -> Inventory:
    """The rows of a small works with anything in the columns that take anything."""
    row = base.exchanges.row(6, named=True)
    rows = []
    for index in range(draw(st.integers(1, 4))):
        given_amount = draw(AMOUNTS)
        applies = given_amount not in {"n/a", "不适用"}
        tonnes = float(given_amount.replace(",", "")) if applies else None
        scale = draw(st.sampled_from([("t", 1.0), ("kg", 1000.0), ("千克", 1000.0)]))
        month = draw(st.sampled_from([1, 2, 3]))
        rows.append(
            row
            | {
                "row": index + 1,
                "direction": draw(st.sampled_from(["in", "out"])),
                "flow": "fluorspar",
                "label": f"{index} {draw(TEXTS)}".strip(),
                "note": draw(TEXTS),
                "evidence": draw(st.none() | TEXTS),
                "start": date(2025, month, 1),
                "end": draw(st.sampled_from([date(2025, month + 1, 1), date(2025, 4, 1)])),
                "amount": None if tonnes is None else tonnes / scale[1],
                "amount_given": given_amount,
                "unit_given": scale[0],
                "unit": "t",
                "carbon_content": draw(st.none() | SHARES),
                "oxidation_share": draw(st.none() | SHARES),
                "alloy": draw(st.none() | st.booleans()),
                "price": draw(st.none() | NUMBERS),
                "year": draw(st.none() | st.integers(1990, 2100)),
                "scrap_origin": draw(st.sampled_from([None, "home", "post_consumer"])),
            }
        )
    kept = base.exchanges.filter(pl.col("process") != "site").with_columns(
        row=pl.col("row") + len(rows), place=pl.lit("")
    )
    frame = pl.concat([pl.DataFrame(rows, schema=base.exchanges.schema), kept])
    return replace(
        base,
        site=Site(draw(TEXTS), draw(TEXTS), "CN", "eaf", "CN-HE"),
        exchanges=frame,
        processes=(
            *base.processes,
            Process("p 1#", "refining", draw(TEXTS) + " end", output_t=draw(NUMBERS)),
        ),
        supplies=(Supply("s", draw(TEXTS), "DE", see_direct=draw(NUMBERS), primary_share=draw(SHARES)),),
        products=(Product("x", "bf", "hot_metal", draw(TEXTS), mn_share=draw(SHARES)),),
        legs=(Leg("l", "s", "rail", draw(NUMBERS), draw(st.none() | NUMBERS), document=draw(TEXTS)),),
        evidence=(Evidence("e", "meter", draw(TEXTS), valid_until=date(2030, 2, 28)),),
        factors={"direct": "ndrc-2013", "upstream.coke": draw(TEXTS)},
    )


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Inventory:
    return read(save_xlsx(plant(), tmp_path_factory.mktemp("base") / "plant.xlsx"))


@pytest.mark.parametrize("target", ["plant.xlsx", "plant.yaml", "folder"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_read_after_write_is_the_same(
    tmp_path: Path, base: Inventory, target: str, data: st.DataObject
) -> None:
    inventory = data.draw(inventories(base))
    write(inventory, tmp_path / target, data.draw(st.sampled_from(["en", "zh"])))
    again = read(tmp_path / target)
    assert again.exchanges.drop("place").to_dicts() == inventory.exchanges.drop("place").to_dicts()
    assert same(inventory, again)


def test_an_inventory_made_in_memory_has_no_amounts_as_written(tmp_path: Path, base: Inventory) -> None:
    nothing = pl.lit(None, dtype=pl.String)
    bare = replace(base, exchanges=base.exchanges.with_columns(amount_given=nothing, unit_given=nothing))
    write(bare, tmp_path / "plant.xlsx")
    again = read(tmp_path / "plant.xlsx").exchanges
    assert again["amount"].to_list() == base.exchanges["amount"].to_list()
    assert again["unit"].to_list() == base.exchanges["unit"].to_list()
    assert again["amount_given"].to_list()[0] == "180000"


def test_other_formats_are_refused(tmp_path: Path, base: Inventory) -> None:
    with pytest.raises(Problems) as caught:
        write(base, tmp_path / "plant.pdf")
    assert caught.value.problems[0].code == "inventory.file-kind"
