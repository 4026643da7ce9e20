"""A report as PDF, set by Typst in fonts that come with the package: the same report, the same bytes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from importlib.resources import as_file, files
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import typst

from tanlian.problems import Where, fail
from tanlian.report.layout import layout, svgs, text_of, texts
from tanlian.report.model import Report
from tanlian.report.signs import need_signs

# Archival, tagged, and without a single sign that could not be set.
_STANDARD: Final = "a-2a"
_DATED = 315532800  # 1980-01-01, for a field that PDF wants and a clock must not fill


def write_pdf(report: Report, path: str | PathLike[str], fonts: Sequence[Path] = ()) -> None:
    """Write the report as PDF; see `pdf`. Raises OSError where the file cannot be written."""
    Path(path).write_bytes(pdf(report, fonts))


def pdf(report: Report, fonts: Sequence[Path] = ()) -> bytes:
    """The report as PDF/A, A4.

    ``fonts`` are font files for signs that the fonts of the package lack. Raises ``report.no-glyph`` naming
    the signs that no font has, ``report.font`` for a file that is no font.
    """
    data, pictures = layout(report), svgs(report)
    with as_file(files("tanlian.report")) as folder, TemporaryDirectory() as place:
        need_signs(
            "".join([*texts(data), *map(text_of, pictures)]), [*(folder / "fonts").glob("*.otf"), *fonts]
        )
        return typst.compile(
            folder / "report.typ",
            root=folder,
            font_paths=_fonts(folder / "fonts", fonts, Path(place)),
            sys_inputs={
                "report": json.dumps(data, ensure_ascii=False),
                "pictures": json.dumps(pictures, ensure_ascii=False),
            },
            pdf_standards=_STANDARD,
            timestamp=_DATED,
        )


def _fonts(ours: Path, given: Sequence[Path], place: Path) -> typst.Fonts:
    """Our fonts and those given, none of the machine: whole folders are read, so that these get their own."""
    for number, font in enumerate(given):
        shutil.copyfile(font, place / f"{number}{font.suffix}")
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[ours, place])
    read = {Path(font.path).name for font in known.fonts() if font.path}
    for number, font in enumerate(given):
        if f"{number}{font.suffix}" not in read:
            raise fail("report.font", Where(file=font.name), found=font.name)
    return known
