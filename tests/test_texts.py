"""Every problem has its sentences in both languages, and every sentence its problem."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from tanlian.problems import texts

SOURCE = Path(__file__).parents[1] / "src" / "tanlian"


def values(sentence: str) -> set[str]:
    """Names of the values filled into a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", sorted(texts()))
def test_sentences_stand_in_both_languages(code: str) -> None:
    entry = texts()[code]
    assert set(entry) == {"en", "zh"}
    # A language may need a value more (a word the other has in its sentence), but not another fault.
    found = {lang: "found" in values(entry[lang]["what"] + entry[lang]["do"]) for lang in entry}
    assert found["en"] == found["zh"]
    for lang, marks in (("en", "!"), ("zh", "！您")):
        assert entry[lang]["what"] and entry[lang]["do"]
        assert not set(marks) & set(entry[lang]["what"] + entry[lang]["do"])


def test_every_code_in_the_source_has_sentences_and_every_sentence_a_use() -> None:
    raised = re.compile(r"\b(?:problem|Problem|fail)\(\s*[\"']([a-z]+\.[a-z0-9.-]+)[\"']")
    sources = [path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")]
    assert {code for text in sources for code in raised.findall(text)} <= set(texts())
    everything = "\n".join(sources)
    assert [code for code in texts() if not _used(code, everything)] == []


def _used(code: str, source: str) -> bool:
    """Written out, or put together from a beginning and a word: ``f"balance.open.{kind}"``."""
    starts = [code[: hit.end()] + "{" for hit in re.finditer(r"[.-]", code)]
    return f'"{code}"' in source or any(f'"{start}' in source for start in starts)
