"""Packs as data: what they hold, what is refused, always with file and line."""

from __future__ import annotations

import string
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import yaml

from tanlian import catalogue, standards
from tanlian.problems import Problems, texts
from tanlian.standards.phrases import phrases

GOOD = files("tanlian.standards").joinpath("packs", "less-1.1-qst.yaml").read_text(encoding="utf-8")
WEAK_TO_STRONG = ("illustrative", "unconfirmed", "secondary", "draft", "official")


def line_of(text: str, part: str) -> str:
    return f"L{text[: text.index(part)].count(chr(10)) + 1}"


def test_ids_are_publisher_edition_variant_and_the_file_names() -> None:
    ids = [item.id for item in standards.standards()]
    assert ids == sorted(ids)
    assert {"iea-2022", "less-1.1-bst", "less-1.1-qst"} <= set(ids)
    assert all(item.file == f"packs/{item.id}.yaml" for item in standards.standards())


def test_both_families_of_less_share_measure_and_scrap_definition() -> None:
    one, other = (standards.load(f"less-1.1-{family}") for family in ("qst", "bst"))
    assert one.pack.measure == other.pack.measure
    assert one.pack.scrap == other.pack.scrap
    assert one.measure_hash == other.measure_hash != standards.load("iea-2022").measure_hash


def test_the_measures_hold_what_the_sources_say() -> None:
    less, iea = standards.load("less-1.1-qst").pack.measure, standards.load("iea-2022").pack.measure
    assert less is not None
    assert iea is not None
    direct, upstream = less.selections
    assert (direct.scopes, direct.gases, direct.aggregate) == (("1", "2"), ("CO2",), "refuse")
    assert upstream.gases == ("CO2", "CH4", "N2O", "HFC", "SF6")
    assert less.credits[0].value == "0.100"
    counted = {block for selection in iea.selections for block in selection.blocks}
    assert counted.isdisjoint({"hot_rolling", "scrap_supply", "alloys", "refractories", "electrodes"})
    assert iea.credits == ()
    for measure in (less, iea):
        chosen = {block for selection in measure.selections for block in selection.blocks}
        assert set(measure.required_blocks) <= chosen <= set(catalogue.blocks())


def test_the_content_hash_is_of_the_content_not_of_the_layout() -> None:
    relaid = yaml.safe_dump(yaml.safe_load(GOOD.replace("2025-03", "'2025-03'")), allow_unicode=True)
    original = standards.load("less-1.1-qst")
    assert standards.loads(relaid).content_hash == original.content_hash
    changed = standards.loads(GOOD.replace('intercept: "520"', 'intercept: "521"'))
    assert changed.content_hash != original.content_hash
    assert changed.measure_hash == original.measure_hash


def test_the_measure_hash_ignores_words_but_not_terms() -> None:
    original = standards.load("less-1.1-qst").measure_hash
    worded = standards.loads(GOOD.replace("granulated slag sold as", "slag sold as"))
    other = standards.loads(GOOD.replace('value: "0.100"', 'value: "0.200"'))
    assert worded.measure_hash == original != other.measure_hash


def test_a_pack_of_your_own_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD.replace("id: less-1.1-qst", "id: mine-1"), encoding="utf-8")
    assert standards.load(path).id == "mine-1"
    assert (
        standards.grade(standards.load(str(path)), {"intensity": "1 kg/t", "scrap_share": 0}).level
        == "near-zero"
    )


def test_a_tie_may_be_strict_for_the_standard_or_one_level() -> None:
    strict = standards.loads(GOOD.replace('sign: "<="', 'sign: "<"'))
    facts = {"intensity": "850 kg/t", "scrap_share": 1}
    grade = standards.grade(strict, facts)
    assert grade.level == "E"
    assert "lies at or above D" in grade.as_dict()["reason"]
    mixed = standards.loads(GOOD.replace("{level: D, times", '{level: D, tie: "<", times'))
    assert standards.grade(mixed, facts).level == "E"
    assert standards.grade(mixed, {"intensity": "680 kg/t", "scrap_share": 1}).level == "C"


def test_rounding_happens_before_comparing_one_by_one_and_by_column() -> None:
    source = "{document: rulebook-1.1, clause: x, status: illustrative}"
    block = f"\nrounding: {{places: 0, mode: half-up, source: {source}}}\n\nmeasure:"
    rounding = standards.loads(GOOD.replace("\nmeasure:", block, 1))
    for intensity, level in (("850.4999", "D"), ("850.5", "E"), ("849.5", "D")):
        facts = {"intensity": f"{intensity} kg/t", "scrap_share": 1}
        assert standards.grade(rounding, facts).level == level
    columns = {"intensity": np.array([850.4999, 850.5, 849.5]), "scrap_share": np.ones(3)}
    assert standards.level_index(rounding, columns, "kg/t").tolist() == [4, 5, 4]


@pytest.mark.parametrize(
    ("old", "new", "code", "name"),
    [
        ('intercept: "520"', "intercept: 520", "pack.bare-number", "rule.lines.0.intercept"),
        ('intercept: "520"', "intercept: 520.0", "pack.bare-number", "rule.lines.0.intercept"),
        ('intercept: "520"', 'intercept: "52O"', "pack.number", "rule.lines.0.intercept"),
        ("kind: sliding-scale", "kind: weighted-index", "pack.unknown-kind", "rule.kind"),
        ("symbol: s\n", "symbol: s\n  colour: red\n", "pack.unknown-key", "rule.colour"),
        ("along: scrap_share", "along: scrap_shar", "pack.unknown-fact", "rule.along"),
        ("along: scrap_share", "along: steel_kind", "pack.fact-type", "rule.along"),
        ("  unit: kg/t\n  along", "  unit: GJ/t\n  along", "pack.unit", "rule.unit"),
        ('times: "3", of: near-zero', 'times: "3", of: D', "pack.level-unknown", "rule.lines.2.of"),
        ('times: "3", of: near-zero', 'times: "3"', "pack.line-form", "rule.lines.2"),
        ('times: "3", of: near-zero', 'times: "2", of: near-zero', "pack.lines-cross", "rule.lines.2"),
        ("level: B, times", "level: A, times", "pack.level-twice", "rule.lines.2.level"),
        ("outcome: graded, level: E}\n\ntie", "outcome: graded}\n\ntie", "pack.above", "rule.above"),
        (
            "        - hot_rolling\n",
            "        - hot_roling\n",
            "pack.unknown-word",
            "measure.selections.0.blocks.10",
        ),
        (
            "{document: rulebook-1.1, clause: Annex VI}",
            "{document: rulebook, clause: Annex VI}",
            "pack.unknown-document",
            "measure.credits.0.source.document",
        ),
        ('      value: "0.100"\n', "", "pack.credit", "measure.credits.0"),
        ("    taken: counted", "    taken: both", "pack.unknown-reading", "open_points.1.taken"),
        ("status: secondary\nscope", "status: official\nscope", "pack.status-promoted", "status"),
        ("schema_version: 1", "schema_version: 2", "pack.version", "schema_version"),
        ('edition: "1.1"\n', 'edition: "1.1"\nedition: "1.2"\n', "pack.duplicate-key", "edition"),
        ("published: 2025-03", "published: March 2025", "pack.date", "published"),
        ("weight: mass", "weight: volume", "pack.choice", "scrap.weight"),
        ("symbol: s\n", "symbol: !!python/name:os.system s\n", "pack.yaml", "rule.symbol"),
    ],
)
def test_a_broken_pack_is_refused_with_file_and_line(old: str, new: str, code: str, name: str) -> None:
    text = GOOD.replace(old, new, 1)
    with pytest.raises(Problems) as error:
        standards.loads(text, "mine.yaml")
    first = error.value.problems[0]
    assert (first.code, first.where.name) == (code, name)
    assert first.where.file == "mine.yaml"
    changed = [
        index
        for index, (a, b) in enumerate(zip(GOOD.splitlines(), text.splitlines(), strict=False))
        if a != b
    ]
    assert abs(int(first.where.cell.removeprefix("L")) - 1 - changed[0]) <= 3
    assert first.text("en")
    assert first.text("zh")


def test_a_missing_key_is_named_at_its_block() -> None:
    with pytest.raises(Problems) as error:
        standards.loads(GOOD.replace('  sign: "<="\n', ""), "mine.yaml")
    first = error.value.problems[0]
    assert (first.code, first.found, first.where.cell) == ("pack.missing", "sign", line_of(GOOD, "tie:\n"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "pack.empty"),
        ("- a list", "pack.type"),
        ("id: [open", "pack.yaml"),
        ("a: &x {b: 1}\nc: *x\n", "pack.alias"),
        ("a: &x [*x]\n", "pack.alias"),
        ("[" * 5000, "pack.yaml"),
        ("? [a]\n: b\n", "pack.yaml"),
        ("a: 1\n---\nb: 2\n", "pack.yaml"),
        ("a: \x00", "pack.yaml"),
    ],
)
def test_what_is_no_pack_at_all_is_refused_without_a_traceback(text: str, code: str) -> None:
    with pytest.raises(Problems) as error:
        standards.loads(text, "mine.yaml")
    assert error.value.problems[0].code == code


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    large = tmp_path / "large.yaml"
    large.write_text("#" * 1_100_000, encoding="utf-8")
    for path, code in (
        (tmp_path / "none.yaml", "pack.unreadable"),
        (binary, "pack.unreadable"),
        (large, "pack.too-large"),
    ):
        with pytest.raises(Problems) as error:
            standards.load(path)
        assert error.value.problems[0].code == code


def test_every_status_of_the_bundled_packs_is_at_most_official_and_named() -> None:
    for item in standards.standards():
        weakest = min((source.status for source in item.pack.rule.sources), key=WEAK_TO_STRONG.index)
        assert WEAK_TO_STRONG.index(item.pack.status) <= WEAK_TO_STRONG.index(weakest)


def test_the_schema_tells_editors_what_a_pack_needs() -> None:
    schema = standards.schema()
    assert {"id", "rule", "tie", "sources", "examples"} <= set(schema["required"])
    assert schema["$defs"]["SlidingScale"]["additionalProperties"] is False


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_is_there_in_both_languages_with_the_same_values() -> None:
    for code, languages in phrases().items():
        assert set(languages) == {"en", "zh"}, code
        assert placeholders(languages["en"]) == placeholders(languages["zh"]), code
    own = yaml.safe_load(files("tanlian").joinpath("texts", "standards.yaml").read_text(encoding="utf-8"))
    for code in own:
        en, zh = texts()[code]["en"], texts()[code]["zh"]
        for part in ("what", "do"):
            assert en[part]
            assert placeholders(en[part]) == placeholders(zh[part]), code
