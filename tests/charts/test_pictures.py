"""Every chart, in both languages and themes: valid, whole, the same each time, fit to be read."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import polars as pl
import pytest

from tanlian.accounting.statement import Text
from tanlian.charts import Chart, Theme, png, portable, spec, standard_chart, svg, table
from tanlian.problems import Lang, Problems
from tests.charts.plants import charts

KINDS = (
    "sankey",
    "sankey-mill",
    "footprint",
    "footprint-gaps",
    "difference",
    "energy",
    "methods",
    "scale",
    "scale-bare",
    "bands",
)
LANGS: tuple[Lang, ...] = ("en", "zh")
THEMES: tuple[Theme, ...] = ("light", "dark")
HAN = re.compile("[\u4e00-\u9fff]")
each = pytest.mark.parametrize("kind", KINDS)
in_both = pytest.mark.parametrize("lang", LANGS)


def printed(made: dict[str, Any]) -> list[str]:
    """Every line of text that a specification puts into the picture."""
    layers = [layer for layer in made["layer"] if layer["mark"]["type"] == "text"]
    return [row["text"] for layer in layers for row in layer["data"]["values"]]


def texts_of(drawn: str) -> list[str]:
    """Every line of text in an SVG."""
    return [
        "".join(node.itertext()) for node in ElementTree.fromstring(drawn).iter() if node.tag.endswith("text")
    ]


def test_there_is_one_of_each_kind() -> None:
    assert set(charts()) == set(KINDS)


@each
@in_both
@pytest.mark.parametrize("theme", THEMES)
def test_the_specification_is_valid_and_needs_nothing_beside_it(kind: str, lang: Lang, theme: Theme) -> None:
    made = spec(charts()[kind], lang, theme)
    alt.LayerChart.from_dict(made, validate=True)
    assert made["$schema"] == alt.SCHEMA_URL
    assert all("url" not in layer["data"] for layer in made["layer"])
    assert made["description"] == charts()[kind].aria.of(lang)


@each
@in_both
def test_the_picture_says_all_its_words_in_one_language(kind: str, lang: Lang) -> None:
    chart = charts()[kind]
    drawn = svg(chart, lang)
    found = texts_of(drawn)
    assert set(printed(spec(chart, lang))) <= set(found)
    for words in (chart.title, chart.subtitle, chart.note):
        assert words.of(lang).replace(" ", "") in "".join(found).replace(" ", "")
    if lang == "en":
        assert not HAN.search("".join(found))
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-label") == chart.aria.of(lang)
    assert root.get("lang") == lang
    assert "http" not in drawn.replace("http://www.w3.org/", "")


@each
def test_titles_carry_a_number_and_subtitles_a_unit_or_a_reason(kind: str) -> None:
    chart = charts()[kind]
    for lang in LANGS:
        assert re.search(r"\d", chart.title.of(lang))
        assert chart.subtitle.of(lang) and chart.aria.of(lang)
        assert "{" not in chart.title.of(lang) + chart.subtitle.of(lang) + chart.note.of(lang)
    assert re.findall(r"\d[\d,.]*", chart.title.en) and HAN.search(chart.title.zh)


@each
def test_the_same_chart_is_the_same_bytes(kind: str) -> None:
    assert svg(charts()[kind], "zh", "dark") == svg(charts()[kind], "zh", "dark")


@each
def test_themes_differ_in_colours_only(kind: str) -> None:
    light, dark = (re.sub("#[0-9a-f]{6}", "#", svg(charts()[kind], "en", theme)) for theme in THEMES)
    assert light == dark


@each
def test_no_text_is_too_small_and_no_line_leaves_the_figure(kind: str) -> None:
    chart = charts()[kind]
    for lang, least in (("en", 11.0), ("zh", 12.0)):
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg(chart, lang))]
        assert sizes and min(sizes) >= least
        made = spec(chart, lang)
        left, right = -made["padding"]["left"], made["width"] + made["padding"]["right"]
        for layer in made["layer"]:
            for row in layer["data"]["values"] if layer["mark"]["type"] == "text" else ():
                assert left - 1 <= row["x"] <= right


@each
@in_both
def test_the_table_speaks_the_language_and_keeps_the_numbers(kind: str, lang: Lang) -> None:
    chart = charts()[kind]
    spoken = table(chart, lang)
    assert spoken.height == chart.table.height > 0
    for before, after in zip(chart.table.columns, spoken.columns, strict=True):
        assert bool(HAN.search(after)) == (lang == "zh")
        if chart.table[before].dtype == pl.Float64:
            assert spoken[after].equals(chart.table[before].alias(after))


def test_a_page_may_print_the_words_itself() -> None:
    chart = charts()["footprint"]
    bare = printed(spec(chart, "en", words=False))
    assert chart.title.en not in bare
    assert set(bare) < set(printed(spec(chart, "en")))
    assert 'width="500"' in svg(chart, "en", wide=500, words=False)


def test_a_png_has_the_signs_of_both_languages_or_names_those_that_no_font_has() -> None:
    chart = charts()["scale"]
    pictures = {png(chart, lang, scale=1) for lang in LANGS}
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    unknown = standard_chart("iea-2022", None, Text("x", "x"))
    with pytest.raises(Problems) as caught:
        png(_titled(unknown, "\U000ffff0"), "en")
    assert caught.value.problems[0].code == "chart.no-glyph"
    assert "\U000ffff0" in caught.value.problems[0].what("en")


def _titled(chart: Chart, words: str) -> Chart:
    return replace(chart, title=Text(words, words))


def test_other_renderers_get_small_figures_lowered_and_chinese_first() -> None:
    drawn = svg(charts()["footprint"], "zh")
    plain = portable(drawn, "zh")
    assert "₂" in drawn
    assert "₂" not in re.sub('aria-label="[^"]*"', "", plain)
    first = re.search(r'font-family="([^"]*)"', plain)
    assert first and "SC" in unescape(first[1]).split(",")[1]


def test_the_page_on_charts_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "charts.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert block
    monkeypatch.chdir(root)
    names: dict[str, Any] = {}
    exec(block[1], names)
    assert names["chart"].title.en in page
