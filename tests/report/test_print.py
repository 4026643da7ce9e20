"""The PDF says in both languages what the report says, in our fonts alone, the same each time."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tanlian.accounting.choice import choose
from tanlian.charts.sankey import carbon_sankey
from tanlian.problems import Lang, Problems
from tanlian.report import pdf, write_pdf, write_workbook
from tanlian.report.model import Number, Report
from tanlian.report.numbers import by_unit, printed
from tanlian.report.words import words
from tests.report.plants import last_year, made, mill, named, statement

SOURCE = Path(__file__).parents[2] / "src" / "tanlian"
FONTS = SOURCE / "report" / "fonts"
BOTH: tuple[Lang, Lang] = ("en", "zh")
RARE = "𰻝"  # in no font of ours


@cache
def full(lang: Lang) -> Report:
    chart = carbon_sankey(mill(), choose(mill(), None, None, None))
    return made(lang=lang, previous=last_year(1.1), charts=(chart,))


@cache
def printed_report(lang: Lang) -> bytes:
    return pdf(full(lang))


def text(document: bytes, pages: int | None = None) -> str:
    """What the first pages say, or all."""
    return bare(" ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages[:pages]))


def bare(said: str) -> str:
    """Without blanks: a PDF has them where lines break and where 中文 meets Latin letters."""
    return re.sub(r"[\s\u200b]+", "", said)


@pytest.mark.parametrize("lang", BOTH)
def test_the_print_holds_the_totals_the_title_and_the_hash(lang: Lang) -> None:
    done, said = full(lang), text(printed_report(lang))
    places = by_unit((line.unit, line.value) for line in map(statement().line, statement().totals))
    for line in map(statement().line, statement().totals):
        assert printed(Number(line.value, places[line.unit])) in said
        assert bare(line.label.of(lang)) in said
    for section in done.sections:
        assert bare(section.title) in said
        assert all(bare(picture.title) in said for picture in section.pictures)
    assert all(bare(value) in said for _, value in done.facts)
    assert "李明" in said and "WangFang" in said
    pages = len(PdfReader(BytesIO(printed_report(lang))).pages)
    last = {"en": f"Page {pages} of {pages}", "zh": f"第 {pages} 页，共 {pages} 页"}[lang]
    assert bare(last) in said
    assert said.count(done.content_hash) == pages


@pytest.mark.parametrize("lang", BOTH)
def test_the_same_report_gives_the_same_bytes(lang: Lang, tmp_path: Path) -> None:
    write_pdf(full(lang), tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes() == printed_report(lang)
    for name in ("first.xlsx", "second.xlsx"):
        write_workbook(full(lang), tmp_path / name)
    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "second.xlsx").read_bytes()


def test_only_our_fonts_are_in_it_and_all_of_them_are_embedded() -> None:
    fonts = {}
    for page in PdfReader(BytesIO(printed_report("zh"))).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(inner["/BaseFont"])] = "/FontFile3" in inner["/FontDescriptor"].get_object()
    assert fonts and all(fonts.values())
    assert all("+TanlianSans-" in name for name in fonts)


def test_the_workbook_has_a_sheet_for_each_table_and_whole_numbers(tmp_path: Path) -> None:
    write_workbook(full("en"), tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    usual = (
        "report results findings processes border lines inputs sources exchanges evidence balances changes"
    )
    assert {*usual.split(), "chart 1", "chart 2"} <= set(book.sheetnames)
    rows = {row[0]: row for row in book["lines"].iter_rows(min_row=2, values_only=True)}
    for line in statement().lines:
        assert rows[line.id][2] == pytest.approx(line.value, rel=1e-15)
    assert all(cell.data_type != "f" for sheet in book for cells in sheet.iter_rows() for cell in cells)


def test_names_are_text_and_never_markup() -> None:
    name = 'Mill #strong[x] $a$ *b* _c_ \\ <b>&amp; "d" @e ' + "very_long_name_" * 12
    said = text(pdf(made(**named(name + "one\x0bline\u200d"))), 1)
    assert bare(name) + "oneline" in said


def test_a_sign_that_no_font_has_is_named_and_a_font_can_be_given(tmp_path: Path) -> None:
    report = made(**named(f"{RARE}钢厂 🏭"))
    with pytest.raises(Problems) as caught:
        pdf(report)
    (problem,) = caught.value.problems
    assert problem.code == "report.no-glyph"
    assert problem.found == f"{RARE} (U+30EDD), 🏭 (U+1F3ED)"
    font = tmp_path / "names.ttf"
    font_of(RARE + "🏭", font)
    assert f"{RARE}钢厂" in text(pdf(report, [font]), 1)


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    (tmp_path / "names.otf").write_bytes(b"no font at all")
    for name in ("names.otf", "missing.otf"):
        with pytest.raises(Problems) as caught:
            pdf(made(), [tmp_path / name])
        assert [item.code for item in caught.value.problems] == ["report.font"]


def test_our_fonts_have_every_sign_of_our_texts() -> None:
    known = {code for path in FONTS.glob("*.otf") for code in TTFont(path).getBestCmap()}
    bold = set(TTFont(FONTS / "TanlianSans-Bold.otf").getBestCmap())
    lacking = {
        sign
        for path in SOURCE.rglob("*")
        if path.suffix in {".yaml", ".csv"}
        for sign in path.read_text(encoding="utf-8")
        if sign.isprintable() and ord(sign) not in known
    }
    assert lacking == set()
    headings = {sign for entry in words().values() for said in entry.values() for sign in said}
    assert {sign for sign in headings if ord(sign) not in bold} == set()
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def font_of(signs: str, path: Path) -> None:
    """A font that draws each of a few signs as a box."""
    pen = TTGlyphPen(None)
    for move, point in ((pen.moveTo, (100, 0)), (pen.lineTo, (900, 0)), (pen.lineTo, (500, 800))):
        move(point)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000)
    glyphs = [".notdef", *(f"u{ord(sign):X}" for sign in signs)]
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(sign): f"u{ord(sign):X}" for sign in signs})
    builder.setupGlyf(dict.fromkeys(glyphs, box))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 100)))
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "Names", "styleName": "Regular", "psName": "Names-Regular"})
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-100)
    builder.setupPost()
    builder.save(path)
