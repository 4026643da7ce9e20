"""A report says all of a statement, unrounded, and refuses what does not belong together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tanlian.accounting.uncertainty import read_string, uncertainty
from tanlian.cli.words import _words as command_words
from tanlian.inventory.period import Period
from tanlian.problems import Problem, Problems, Where
from tanlian.report import Subject, report
from tanlian.report.model import Number, Table
from tanlian.report.numbers import decimals, exact, printed
from tanlian.report.subject import formula
from tanlian.report.words import words
from tests.report.plants import DAY, last_year, made, mill, statement, subject


def numbers(table: Table) -> dict[str, list[float]]:
    """Numbers of the rows of a table by key."""
    found: dict[str, list[float]] = {}
    for row in table.rows:
        found.setdefault(row.key, []).extend(cell.value for cell in row.cells if isinstance(cell, Number))
    return found


def test_every_line_stands_with_its_value_its_inputs_and_their_sources() -> None:
    done = made()
    lines, calculations = numbers(done.table("lines")), numbers(done.table("calculations"))
    for line in statement().lines:
        assert lines[line.id] == [line.value]
        assert calculations[line.id] == [line.value, *(item.value for item in line.inputs)]
    told = {cell for row in done.table("calculations").rows for cell in row.cells}
    ids = {line.id for line in statement().lines}
    sources = {item.source for line in statement().lines for item in line.inputs}
    assert sources - ids <= told
    assert [row.key for row in done.table("totals").rows] == list(statement().totals)


def test_exchanges_add_up_to_the_inventory_and_name_their_evidence() -> None:
    table = made().table("exchanges")
    rows = [row for row in table.rows if row.kind == "row"]
    assert (
        sum(row.cells[4].value for row in rows if isinstance(row.cells[4], Number)) == mill().exchanges.height
    )
    total = sum(row.cells[2].value for row in rows if isinstance(row.cells[2], Number))
    assert total == pytest.approx(mill().exchanges["amount"].sum(), rel=1e-12)
    evidence = {item.id for item in mill().evidence}
    named = {name for row in rows if isinstance(row.cells[5], str) for name in row.cells[5].split(", ")}
    assert named == evidence


def test_nothing_found_is_left_out_and_an_error_is_on_the_first_page() -> None:
    warned = statement().warnings
    error = Problem("report.font", Where(name="x"), found="x")
    done = made(problems=(error, error))
    rows = done.table("findings").rows
    assert [row.key for row in rows] == ["report.font", *(item.code for item in warned)]
    assert done.alert.startswith("1 error ")
    assert "1 error" in {figure.value for figure in done.figures}
    assert made().alert == ""


def test_balances_show_their_closing_error_against_the_limit() -> None:
    frame = subject().balance.frame
    rows = [row for row in made().table("balances").rows if row.kind == "row"]
    assert len(rows) == frame.height
    for row, item in zip(rows, frame.iter_rows(named=True), strict=True):
        verdict = {True: "closes", False: "open", None: None}[item["closes"]]
        assert row.cells[7] == verdict
        error = row.cells[5]
        assert (error.value if isinstance(error, Number) else None) == (
            None if item["closing_error"] is None else 100 * item["closing_error"]
        )


def test_changes_are_told_line_by_line_with_their_factors_and_drawn() -> None:
    before = last_year(1.25)
    first, *others = before.lines
    factor = next(item for item in first.inputs if item.status != "user")
    older = replace(factor, value=factor.value / 2, source="an older document")
    inputs = tuple(older if item is factor else item for item in first.inputs)
    gone = replace(first, id="combustion.gone")
    lines = (replace(first, inputs=inputs), *others, gone)
    done = made(previous=replace(before, lines=lines, factor_sets={"ndrc-2013": "00"}))
    section = done.section("changes")
    total = statement().value("total")
    told = numbers(section.tables[0])
    assert told["total"] == [1.25 * total, total, pytest.approx(-0.25 * total), pytest.approx(-20)]
    assert told["combustion.gone"] == [gone.value]
    (changed,) = section.tables[1].rows
    assert numbers(section.tables[1])[first.id] == [older.value, factor.value]
    assert changed.cells[-2:] == (older.source, factor.source)
    assert any("ndrc-2013" in sentence for sentence in section.paragraphs)
    assert [picture.id for picture in section.pictures] == ["difference-waterfall"]
    steps = [row.cells[1].value for row in section.pictures[0].data.rows if isinstance(row.cells[1], Number)]
    assert sum(steps[:-1]) == pytest.approx(steps[-1])


def test_uncertainty_is_shown_beside_the_statement() -> None:
    sheet = read_string("id: doubt\nfactors: [{quantity: carbon_content, uncertainty: 2 %}]\n")
    found = uncertainty(mill(), sheet)
    done = made(uncertainty=found)
    value, expanded, relative, *_ = numbers(done.table("uncertainty"))["site"]
    assert (value, expanded) == (found.value("site"), 2 * found.u("site"))
    assert relative == 100 * found.u("site") / found.value("site")
    notes = [row.cells[0] for row in done.table("uncertainty").rows if row.kind == "note"]
    assert all(name in str(notes[0]) for name in found.coverage[0].exact)
    shares = [row.cells[2].value for row in done.table("variance").rows if row.kind == "row"]
    assert shares == sorted(shares, reverse=True)


def test_what_does_not_belong_together_is_refused() -> None:
    other_site = replace(mill().site, name="Another mill")
    cases = {
        "report.other-inventory": {"inventory": replace(mill(), site=other_site)},
        "report.other-method": {"previous": replace(last_year(1), method="cbam-transitional")},
        "report.other-site": {"previous": replace(last_year(1), site=other_site)},
        "report.not-before": {"previous": replace(last_year(1), period=Period.parse("2030"))},
    }
    for code, given in cases.items():
        with pytest.raises(Problems) as caught:
            made(**given)
        assert [item.code for item in caught.value.problems] == [code]


def test_the_hash_is_of_the_whole_content() -> None:
    assert made().content_hash == made().content_hash
    other = report(subject(), date=DAY)
    assert len({made().content_hash, other.content_hash, made(lang="zh").content_hash}) == 3


def test_both_languages_tell_the_same_numbers() -> None:
    def told(about: Subject) -> list[list[list[float]]]:
        tables = [table for section in report(about, date=DAY).sections for table in section.tables]
        return [list(numbers(table).values()) for table in tables]

    assert told(subject(previous=last_year(2))) == told(subject(previous=last_year(2), lang="zh"))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234567.04, 1, "1,234,567.0"),
        (-0.5, 2, "−0.50"),
        (0.0, 1, "0.0"),
        (0.00004, 4, "4.0 × 10⁻⁵"),
        (-2.3e-9, 4, "−2.3 × 10⁻⁹"),
    ],
)
def test_numbers_in_print(value: float, places: int, text: str) -> None:
    assert printed(Number(value, places)) == text


def test_decimals_follow_the_largest_and_inputs_keep_their_digits() -> None:
    results = ([8e6, 0.1], [12.5], [1.83], [3.0, 4.0], [None, 0.0])
    assert [decimals(values) for values in results] == [1, 3, 4, 0, 0]
    inputs = (0.94, 490690.0, 0.8153580624604618, 1e9, 0.0)
    assert [exact(value).decimals for value in inputs] == [2, 0, 7, 0, 0]


@pytest.mark.parametrize(
    ("typed", "en", "zh"),
    [
        ("-sold x C x OF x 44/12", "−sold × C × OF × 44/12", "−外销 × C × OF × 44/12"),
        ("purchased + from stock - to stock", "purchased + from stock − to stock", "外购 + 出库 − 入库"),
        ("sum of its streams, used here", "sum of its streams, used here", "sum of its streams, used here"),
        ("AD * (1 - BF) [2547 II B.3]", "AD × (1 − BF) [2547 II B.3]", "AD × (1 − BF) [2547 II B.3]"),
        ("at.eaf.coke + process.coke", "at.eaf.coke + process.coke", "at.eaf.coke + process.coke"),
    ],
)
def test_formulas_in_print(typed: str, en: str, zh: str) -> None:
    assert (formula(typed, "en"), formula(typed, "zh")) == (en, zh)


def test_states_have_the_names_they_have_on_the_command_line() -> None:
    kinds = ("status.", "severity.", "count.")
    shared = {key for key in words() if key.startswith(kinds) and key in command_words()}
    assert len(shared) > 10
    assert {key for key in shared if words()[key] != command_words()[key]} == set()
