"""Make the fonts of the report from Noto Sans CJK: python tools/make_font.py [FOLDER].

FOLDER holds NotoSansCJK-Regular.ttc and -Bold.ttc (Debian: fonts-noto-cjk). The fonts written are subsets,
renamed, under the same licence (OFL-1.1):

- regular: GB 2312, the usual traditional characters (Big5 level 1), letters of names, signs of our texts;
- bold: the signs of our texts only; a name a user brings along is set regular where bold lacks it;
- signs: raised and lowered figures, which Noto Sans CJK has none of, drawn from its bold figures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Offset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src/tanlian/report/fonts"
NOTO = Path("/usr/share/fonts/opentype/noto")
FAMILY = "Tanlian Sans"
COPYRIGHT = "© 2014-2021 Adobe (http://www.adobe.com/). Subset of Noto Sans CJK SC 2.004, renamed."
LICENCE = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
# Latin with its extensions, Greek, Cyrillic, punctuation, letterlike, arrows, operators, shapes, CJK marks.
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x45F), (0x2010, 0x2044), (0x2100, 0x22FF), (0x2460, 0x24FF))
MORE_RANGES = ((0x25A0, 0x26FF), (0x2713, 0x2713), (0x3000, 0x303F), (0x3220, 0x33FF), (0xFF00, 0xFFEF))
# Characters of given names, places and the trade that neither GB 2312 nor Big5 level 1 has.
NAMES = (
    "㶲佢俶偲円凃呣咁喆嘢噺囧坉垚垟垵埇埗堃塱墘壵奡妘妧姞姮婳婼媄媞嫚嬿孖宬寀寗峣峧峯崀崟嵅嵖嶲巘彣彧徳忞悰愔扆抃拏挏旻旼昉昚昳晊晙晢晧晳晸暐暕暻曈曌曚朓柟栢梣梽棪楙榑橒橦沄沇沕泂泩洣洨洺浉浛浭涢淏"
    "淯渟渼湉湜湴溇滘漖漷潓潾澂澔澪瀍炆炑炘烜烺焴煐煴熇熤燊燚燿爔犇玏玓玕玗玘玙玚玦玭玹珅珒珣珵珺珽琀琄琇琋琎琞琤琭琲瑀瑄瑆瑊瑝瑢瑨瑱瑸璆璈璒璠璥璪璱璲瓅畇疍皊皛皞皦眀矞硚碶磜磡礐礽祎禔禕禛禤秾竑筀"
    "筼簃簠粦紘絪綪缊缐羑翀翃翙翚翛翯肸芃茀茝莀莙菂菉菍萩葇蒨蓂虓衎袆褀訚詝詡諴譞讱赟赪趯輶遹鄌鄠酇釚釴鈅鈊鈦鉄鋆鋐鋮錀鎣鏐鏸鐄鑀钖钘铚锜锳锽镈镕闿隺雱霙韡頔頠颋颎颙飏飔駃駪驎骉骎骕骙髙鲘鳯鸰鹓麃麐"
    "龑龢"
)
# What a sign is drawn from, and how far up it goes (units of 1000 an em), at 0.62 of the size.
_UP, _DOWN, _SIZE = 330, -140, 0.62
RAISED = dict(zip("⁰⁴⁵⁶⁷⁸⁹⁺⁻", "0456789+−", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+−", strict=True))


def coded(codec: str, first: range) -> set[str]:
    """Every character of a double-byte code whose first byte is in a range."""
    pairs = (bytes([high, low]) for high in first for low in range(0x40, 0xFF))
    return {text for pair in pairs if len(text := pair.decode(codec, "ignore")) == 1 and ord(text) > 0x7F}


def our_signs() -> set[str]:
    """Every sign of our texts and data."""
    kinds = {".yaml", ".csv", ".py", ".typ", ".txt"}
    texts = (path.read_text("utf-8") for path in (ROOT / "src").rglob("*") if path.suffix in kinds)
    return {sign for text in texts for sign in text if sign.isprintable()}


def noto(folder: Path, weight: str) -> TTFont:
    faces = TTCollection(folder / f"NotoSansCJK-{weight}.ttc").fonts
    return next(face for face in faces if face["name"].getDebugName(1) == "Noto Sans CJK SC")


def cut(font: TTFont, signs: Iterable[str], style: str) -> None:
    """Keep the signs of a font, rename it and write it."""
    options = subset.Options()
    options.layout_features = ["kern"]
    options.hinting = False
    options.drop_tables = [*options.drop_tables, "BASE", "VORG", "vhea", "vmtx", "GSUB"]
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(signs)))
    cutter.subset(font)
    rename(font, style)
    font["head"].fontRevision = 1.0
    font.recalcTimestamp = False
    font.save(TARGET / f"{postscript(style)}.otf")


def rename(font: TTFont, style: str) -> None:
    table = font["name"]
    table.names = [entry for entry in table.names if entry.nameID in {8, 9, 10, 11, 12}]
    whole = f"{FAMILY} {style}"
    texts = {0: COPYRIGHT, 1: FAMILY, 2: style, 3: f"1.0;{postscript(style)}", 4: whole, 5: "Version 1.0"}
    texts |= {6: postscript(style), 13: LICENCE, 14: "https://openfontlicense.org"}
    for number, text in texts.items():
        table.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [postscript(style)]
    top = cff.topDictIndex[0]
    top.FullName, top.FamilyName = whole, FAMILY


def postscript(style: str) -> str:
    return f"{FAMILY.replace(' ', '')}-{style}"


def signs_font(bold: TTFont) -> None:
    """Raised and lowered figures; the bold ones, made small, are about as heavy as regular text."""
    drawn, cmap, widths = bold.getGlyphSet(), bold.getBestCmap(), bold["hmtx"]
    charstrings, advances, signs = {}, {".notdef": (500, 0)}, {}
    charstrings[".notdef"] = T2CharStringPen(500, None).getCharString()
    for table, shift in ((RAISED, _UP), (LOWERED, _DOWN)):
        for sign, figure in table.items():
            name, source = f"uni{ord(sign):04X}", cmap[ord(figure)]
            width = round(widths[source][0] * _SIZE)
            pen = T2CharStringPen(width, None)
            drawn[source].draw(TransformPen(pen, Offset(0, shift).scale(_SIZE)))
            charstrings[name], advances[name], signs[ord(sign)] = pen.getCharString(), (width, 0), name
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(list(charstrings))
    builder.setupCharacterMap(signs)
    builder.setupCFF(postscript("Signs"), {"FullName": f"{FAMILY} Signs"}, charstrings, {})
    builder.setupHorizontalMetrics(advances)
    hhea = bold["hhea"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    builder.setupNameTable(
        {
            "copyright": COPYRIGHT,
            "familyName": f"{FAMILY} Signs",
            "styleName": "Regular",
            "uniqueFontIdentifier": f"1.0;{postscript('Signs')}",
            "fullName": f"{FAMILY} Signs",
            "psName": postscript("Signs"),
            "version": "Version 1.0",
            "licenseDescription": LICENCE,
            "licenseInfoURL": "https://openfontlicense.org",
        },
        mac=False,
    )
    # Lines are set by these heights: with others than the text they would stand lower.
    shared = ("sTypoAscender", "sTypoDescender", "usWinAscent", "usWinDescent", "sxHeight", "sCapHeight")
    builder.setupOS2(version=4, **{name: getattr(bold["OS/2"], name) for name in shared})
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = bold["head"].modified
    builder.font.recalcTimestamp = False
    builder.save(TARGET / f"{postscript('Signs')}.otf")


def main(folder: Path) -> None:
    ranges = {chr(code) for low, high in RANGES + MORE_RANGES for code in range(low, high + 1)}
    ours = our_signs()
    names = coded("gb2312", range(0xA1, 0xF8)) | coded("big5", range(0xA4, 0xC7)) | set(NAMES)
    signs_font(noto(folder, "Bold"))
    cut(noto(folder, "Regular"), ranges | names | ours, "Regular")
    cut(noto(folder, "Bold"), {sign for sign in ranges if ord(sign) < 0x2300} | ours, "Bold")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else NOTO)
