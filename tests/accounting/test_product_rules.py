"""Product rules: data with statuses, slots that wait for their text, options that a rule forbids."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import yaml

from tanlian.accounting.product import Exemption, Loop, Options, Partition, Substitute, pcf, rule, rules
from tanlian.problems import Problem, Problems
from tanlian.status import weakest
from tests.accounting.steel import book, melt_shop

BUNDLED = [item.id for item in rules().values() if item.content == "bundled"]
SLOTS = ["gb-t-24067", "t-cisa-469"]
LOOP = Loop(0.85, 0.9, 2000.0, 400.0, "test")


def refused(rule_id: str, options: Options) -> list[Problem]:
    with pytest.raises(Problems) as caught:
        pcf(book(), "billet", rule(rule_id), options)
    return list(caught.value.problems)


@pytest.mark.parametrize("rule_id", BUNDLED)
def test_a_rule_is_as_confirmed_as_its_weakest_clause(rule_id: str) -> None:
    item = rule(rule_id)
    sections = (
        item.allocation,
        item.scrap,
        item.gwp,
        item.gases,
        item.exempted,
        item.electricity,
        item.supplies,
        item.biogenic,
    )
    assert item.status == weakest(section.status for section in sections)
    for section in (item.allocation, item.scrap, item.gwp, item.electricity):
        assert section.default in section.allowed
    assert item.standards and item.title.zh


def test_a_rule_nobody_has_read_asks_for_its_text(tmp_path: Path) -> None:
    assert [item.id for item in rules().values() if item.content == "user"] == SLOTS
    for slot in SLOTS:
        with pytest.raises(Problems) as caught:
            rule(slot)
        (fault,) = caught.value.problems
        assert fault.code == "product.rule-unread"
        assert slot in fault.do("zh")
    data = yaml.safe_load(rule("iso-14067-2018").model_dump_json())
    data |= {"id": "t-cisa-469", "title": {"en": "Own reading", "zh": "自读"}, "content": "user"}
    file = tmp_path / "cisa.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    record = pcf(book(), "billet", rule("t-cisa-469", file))
    assert record.rule.title.zh == "自读"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"allocation": {"default": "mass", "allowed": ["mass", "volume"]}}, "allocation.allowed.1"),
        ({"gwp": {"default": "AR9", "allowed": ["AR9"]}}, "gwp.allowed"),
        ({"electricity": {"default": "market", "allowed": ["location"]}}, "electricity.default"),
        ({"colour": "green"}, "colour"),
        ({"scrap": None}, "scrap"),
        ({"id": "gb-t-24067"}, "id"),
    ],
)
def test_a_faulty_rule_file_is_refused_at_the_place(
    tmp_path: Path, change: dict[str, object], name: str
) -> None:
    data = yaml.safe_load(rule("iso-14067-2018").model_dump_json()) | {"id": "t-cisa-469"} | change
    file = tmp_path / "cisa.yaml"
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(Problems) as caught:
        rule("t-cisa-469", file)
    assert [(item.code, item.where.name) for item in caught.value.problems] == [("product.rule-file", name)]


def test_a_file_that_is_no_rule_and_a_misspelt_rule(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text("- 1", encoding="utf-8")
    for path in (tmp_path / "list.yaml", tmp_path / "missing.yaml"):
        with pytest.raises(Problems) as caught:
            rule("t-cisa-469", path)
        assert caught.value.problems[0].code == "product.rule-file"
    with pytest.raises(Problems) as caught:
        rule("pact-3")
    assert caught.value.problems[0].values["nearest"] == "pact-3.0"


@pytest.mark.parametrize(
    ("rule_id", "options", "name", "allowed"),
    [
        ("pact-3.0", Options(allocation={"default": "main_product"}), "allocation", "economic"),
        ("en-15804-a2", Options(allocation={"eaf": "system_expansion"}), "allocation", "partition"),
        ("en-15804-a2", Options(allocation={"steel_slag": "system_expansion"}), "allocation", "mass"),
        ("iso-20915-2018", Options(electricity="market", loop=LOOP), "electricity", "location"),
        ("iso-20915-2018", Options(scrap="cut_off"), "scrap", "closed_loop"),
        ("iso-14067-2018", Options(scrap="closed_loop", loop=LOOP), "scrap", "cut_off"),
        ("iso-14067-2018", Options(gwp="EU-2025-2547"), "gwp", "AR6, AR5"),
        ("en-15804-a2", Options(gwp="AR5", allocation={"default": "mass"}), "gwp", "AR6"),
        (
            "en-15804-a2",
            Options(exemption=Exemption(6, "small"), allocation={"default": "mass"}),
            "exempted",
            "5",
        ),
    ],
)
def test_what_a_rule_forbids_is_refused_with_clause_and_what_is_allowed(
    rule_id: str, options: Options, name: str, allowed: str
) -> None:
    (fault,) = [item for item in refused(rule_id, options) if item.code == "product.forbidden"]
    assert fault.where.name == name
    assert allowed in fault.expected
    for lang in ("en", "zh"):
        assert rule(rule_id).title.of(lang) in fault.what(lang)
        assert fault.values["status"] in fault.what(lang)


@pytest.mark.parametrize(
    ("options", "code", "found"),
    [
        (Options(allocation={"default": "massive"}), "product.unknown-method", "massive"),
        (Options(allocation={"eaf": "share"}), "product.unknown-method", "share"),
        (Options(allocation={"steel_slag": "mass"}), "product.unknown-part", "mass"),
        (Options(allocation={"blast_furnace": "mass"}), "product.unknown-name", "blast_furnace"),
        (Options(partition={"bof": Partition({}, "x")}), "product.unknown-name", "bof"),
        (Options(partition={"eaf": Partition({"billet": 1.0}, "x")}), "product.partition-unused", "eaf"),
        (
            Options(
                allocation={"eaf": "partition"},
                partition={"electric_arc_furnace": Partition({"billet": 1.0}, " ")},
            ),
            "product.no-source",
            "electric_arc_furnace",
        ),
        (
            Options(allocation={"eaf": "partition"}, partition={"eaf": Partition({"billet": 1.5}, "x")}),
            "product.range",
            "1.5",
        ),
        (Options(exemption=Exemption(1.0)), "product.exempt-text", ""),
        (
            Options(exemption=Exemption(0.0, "x", ("transport coke",))),
            "product.exempt-share",
            "transport coke",
        ),
        (Options(exemption=Exemption(-1.0, "x")), "product.range", "-1.0"),
        (Options(declared_amount="0"), "product.declared-amount", "0"),
        (
            Options(substitutes={"steel_slag": Substitute("gravel", 5.0, "test", gwp="AR5")}),
            "product.other-gwp",
            "AR5",
        ),
        (
            Options(substitutes={"steel_slag": Substitute("gravel", 5.0, "test")}),
            "product.substitute-unused",
            "steel_slag",
        ),
    ],
)
def test_words_and_numbers_that_mean_nothing_are_named(options: Options, code: str, found: str) -> None:
    (fault,) = refused("iso-14067-2018", options)
    assert (fault.code, fault.found) == (code, found)


def test_a_rule_that_needs_prices_names_each_that_is_missing() -> None:
    assert {item.found for item in refused("pact-3.0", Options())} == {"billet", "steel_slag"}
    inv = melt_shop(price=0.0)
    priced = inv.exchanges.with_columns(
        price=pl.when(pl.col("flow") == "billet").then(3500.0).otherwise("price")
    )
    made = book(replace(inv, exchanges=priced))
    assert pcf(made, "billet", rule("pact-3.0")).fossil > 0
