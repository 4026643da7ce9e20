"""Words of charts: both languages, the same values, lines that fit, numbers as the house prints them."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tanlian.accounting.statement import Text
from tanlian.catalogue import blocks, flows, process_kinds
from tanlian.charts.figures import number, signed
from tanlian.charts.places import place_of
from tanlian.charts.sankey.carriers import colour_of, entering_node, leaving_node
from tanlian.charts.texts import own_words
from tanlian.charts.typeset import width, wrapped
from tanlian.inventory.model import Process

ROOM = Path(__file__).parents[2] / "src" / "tanlian" / "charts"
TEXTS = yaml.safe_load((ROOM / "texts.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_every_text_stands_in_both_languages_with_the_same_values(key: str) -> None:
    entry = TEXTS[key]
    values = [{name for _, name, _, _ in Formatter().parse(entry[lang]) if name} for lang in ("en", "zh")]
    assert set(entry) == {"en", "zh"}
    assert values[0] == values[1]
    assert "!" not in entry["en"] and not set("！您") & set(entry["zh"])


def test_every_key_that_the_room_asks_for_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))
    asked = set(re.findall(r'said\(\s*"([a-z][\w.-]*)"', code))
    assert asked <= set(TEXTS)


def test_every_process_has_a_place_and_every_flow_a_colour_and_nodes() -> None:
    for kind in process_kinds():
        assert place_of(Process(id="x", kind=kind)).column in range(1, 6)
    assert {kind.block for kind in process_kinds().values()} <= set(blocks())
    for flow in flows():
        assert colour_of(flow).startswith("flow-")
        assert entering_node(flow) and leaving_node(flow)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (1234.56, 1, "1,234.6"),
        (-0.04, 1, "0.0"),
        (-12.0, 0, "−12"),
        (0.5, 2, "0.50"),
        (2447522.9, 0, "2,447,523"),
    ],
)
def test_numbers_have_commas_a_true_minus_and_no_minus_zero(value: float, decimals: int, shown: str) -> None:
    assert number(value, decimals) == shown


def test_signed_numbers_show_their_sign_but_zero_has_none() -> None:
    assert [signed(value, 1) for value in (1.0, -1.0, 0.01)] == ["+1.0", "−1.0", "0.0"]


def test_a_name_in_both_languages_is_taken_apart() -> None:
    assert own_words("Coke ovens 焦炉") == Text("Coke ovens", "焦炉")
    assert own_words("Works 1") == Text("Works 1", "Works 1")
    assert own_words("1 号高炉") == Text("1 号高炉", "1 号高炉")


@given(st.text(alphabet="abc 碳钢铁，。（）12.", max_size=60), st.integers(min_value=30, max_value=200))
def test_lines_keep_all_signs_and_fit_where_they_can(text: str, room: int) -> None:
    lines = wrapped(text, 12, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(not line.startswith(("，", "。", "）")) for line in lines[1:])
    for line in lines:
        if " " not in line and not re.search("[碳钢铁]", line):
            continue
        assert width(line, 12) <= room or len(re.split(r" |(?=[碳钢铁])", line.strip())) <= 3
