"""``tanlian report``: the document of a statement, the same for the same input and day."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "examples"
MILL = EXAMPLES / "mini-mill.xlsx"
WORDS = ("report", MILL, "--method", "gbt-32151.5-2015", "--date", "2026-03-31")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_report_is_written_as_pdf_and_workbook(run: Run, tmp_path: Path, lang: str) -> None:
    sheet = EXAMPLES / "uncertainty" / "mini-mill.yaml"
    words = (*WORDS, "--lang", lang, "--uncertainty", sheet, "--person", "prepared=Li Wei, energy manager")
    for name in ("a.pdf", "b.pdf", "a.xlsx"):
        assert run(*words, "-o", tmp_path / name).status == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    cells = {
        cell
        for page in openpyxl.load_workbook(tmp_path / "a.xlsx")
        for row in page.iter_rows(values_only=True)
        for cell in row
    }
    total = run("account", MILL, "--method", "gbt-32151.5-2015", "--json").json["totals"]["total"]["value"]
    assert {"Li Wei", "energy manager"} <= cells
    assert any(cell == pytest.approx(total) for cell in cells if isinstance(cell, float))


def test_the_report_as_json_is_known_by_its_hash(run: Run, tmp_path: Path) -> None:
    told = run(*WORDS, "--json").json
    assert run(*WORDS, "-o", tmp_path / "a.pdf").out.split()[-1] == told["content_hash"]
    assert told["date"] == "2026-03-31"
    assert {"boundary", "lines", "sources"} <= {section["id"] for section in told["sections"]}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (WORDS, "cli.missing-argument"),
        ((*WORDS[:4], "-o", "a.pdf", "--date", "31.3.2026"), "cli.bad-date"),
        ((*WORDS, "-o", "a.docx"), "cli.unknown-form"),
        ((*WORDS, "-o", "a.pdf", "--person", "written=Li Wei"), "cli.pair-unknown"),
        ((*WORDS, "-o", "a.pdf", "--previous", MILL), "report.not-before"),
        ((*WORDS, "-o", "a.pdf", "--previous", EXAMPLES / "integrated-works"), "report.other-site"),
        (("report", MILL, "--method", "gbt", "-o", "a.pdf"), "method.unknown"),
    ],
)
def test_a_report_that_does_not_hold_together_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[object, ...], code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*words, "--lang", "zh")
    assert (ran.status, ran.out) == (2, "")
    assert not list(tmp_path.iterdir())
    if words != WORDS:
        assert run(*words, "--json").json["problems"][0]["code"] == code
