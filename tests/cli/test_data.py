"""``tanlian factors`` and ``tanlian standards``: what the bundled data say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_factor_set_that_is_listed_can_be_shown(run: Run, lang: str) -> None:
    listed = run("factors", "list", "--lang", lang, "--json").json["sets"]
    table = run("factors", "list", "--lang", lang).out
    for item in listed:
        assert item["id"] in table
        shown = run("factors", "show", item["id"], "--lang", lang, "--json").json
        assert shown["id"] == item["id"]
        assert shown["factors"]
        assert all(row["unit"] and row["clause"] and row["status"] for row in shown["factors"])
        assert shown["content_hash"] in run("factors", "show", item["id"], "--lang", lang).out


def test_factors_are_found_by_either_name(run: Run) -> None:
    found = run("factors", "search", "焦炭", "--json").json["factors"]
    assert {row["flow"] for row in found} >= {"coke"}
    both = run("factors", "search", "coke", "ndrc-2013", "--json").json["factors"]
    assert {row["set"] for row in both} == {"ndrc-2013"}
    one = run("factors", "show", "ndrc-2013", "--flow", "焦炭", "--json").json["factors"]
    assert {row["flow"] for row in one} == {"coke"}
    assert run("factors", "show", "ndrc-2013", "--flow", "hydrogen").status == 2


def test_a_set_of_ones_own_is_shown_as_the_users(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("flow,quantity,value,unit\ncoke,ncv,28.9,GJ/t\n", encoding="utf-8")
    shown = run("factors", "show", path, "--json").json
    assert (shown["id"], shown["factors"][0]["status"]) == ("mine", "user")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_standard_that_is_listed_can_be_shown_and_tested(run: Run, lang: str) -> None:
    listed = run("standards", "list", "--lang", lang, "--json").json["standards"]
    assert {item["id"] for item in listed} >= {"iea-2022", "less-1.1-qst", "less-1.1-bst"}
    for item in listed:
        pack = run("standards", "show", item["id"], "--json").json
        assert pack["id"] == item["id"]
        page = run("standards", "show", item["id"], "--lang", lang).out
        assert item["title"] in page
        assert "≤" in page
    tested = run("standards", "test", "--json")
    assert tested.status == 0
    assert all(entry["failed"] == 0 and entry["passed"] for entry in tested.json["standards"].values())


def test_a_pack_whose_example_does_not_come_out_has_status_2(run: Run, tmp_path: Path) -> None:
    packs = Path(__file__).parents[2] / "src/tanlian/standards/packs"
    text = (packs / "iea-2022.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(
        text.replace("level: A,", "level: B,").replace("level: A}", "level: B}"), encoding="utf-8"
    )
    ran = run("standards", "test", path)
    assert ran.status == 2
    path.write_text("id: [open", encoding="utf-8")
    broken = run("standards", "test", path, "--json")
    assert broken.status == 2
    assert broken.json["problems"]
