"""``tanlian grade`` with bare facts."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run

QST = ("grade", "less-1.1-qst", "--fact", "intensity=805 kg/t", "--fact", "scrap_share=1.0")


def test_bare_facts_give_the_whole_grade_as_json(run: Run) -> None:
    ran = run(*QST, "--json")
    assert ran.status == 0
    assert ran.err == ""
    result = ran.json
    assert {"outcome", "level", "limit", "margin", "status", "reason"} <= result.keys()
    assert (result["outcome"], result["level"], result["limit"], result["margin"]) == (
        "graded",
        "D",
        "850 kg/t",
        "-125 kg/t",
    )
    assert result["asserted"] == ["intensity", "scrap_share"]


def test_no_level_is_null(run: Run) -> None:
    result = run("grade", "iea-2022", "--fact", "intensity=9 t/t", "--fact", "scrap_share=0", "--json").json
    assert result["level"] is None
    assert result["reason"]


@pytest.mark.parametrize(("lang", "words"), [("en", ("Reason", "graded")), ("zh", ("理由", "已评级"))])
def test_a_person_reads_level_limit_status_and_reason(run: Run, lang: str, words: tuple[str, str]) -> None:
    ran = run(*QST, "--lang", lang)
    assert ran.status == 0
    for word in (*words, "≤ 850 kg/t", "−125 kg/t"):
        assert word in ran.out


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("grade", "less-1.1-qst"), ["cli.nothing-to-grade"]),
        (("grade", "less-1.1-qts", "--fact", "intensity=1 kg/t"), ["standard.unknown"]),
        (("grade", "less-1.1-qst", "--fact", "intensity"), ["cli.no-equals"]),
        (("grade", "less-1.1-qst", "--fact", "=1", "--fact", "a="), ["cli.no-equals", "cli.no-equals"]),
        ((*QST, "--fact", "intensity=1 kg/t"), ["cli.given-twice"]),
        (("grade", "less-1.1-qst", "--fact", "intensity=805"), ["quantity.no-unit"]),
        (("grade", "less-1.1-qst", "--fact", "intensty=805 kg/t"), ["fact.unknown"]),
        (
            ("grade", "less-1.1-qst", "--fact", "intensity=805 kg/t", "--fact", "scrap_share=2"),
            ["share.range"],
        ),
    ],
)
def test_bad_facts_are_problems_in_one_pass(run: Run, words: tuple[str, ...], codes: list[str]) -> None:
    for lang in ("en", "zh"):
        ran = run(*words, "--json", "--lang", lang)
        assert ran.status == 2
        assert [item["code"] for item in ran.json["problems"]] == codes
        assert all(item["what"] and item["do"] for item in ran.json["problems"])
        assert (
            ran.json["problems"][0]["what"] in ran.err.replace("\n", " ") or lang == "zh" or len(ran.err) > 0
        )
