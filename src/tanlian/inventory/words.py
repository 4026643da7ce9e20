"""Words of the choices in both languages, declared in ``data/choices.csv``."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tanlian.problems import Lang


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a closed list: its id, what people read, and what else they write."""

    id: str
    en: str
    zh: str
    also: tuple[str, ...]

    def label(self, lang: Lang) -> str:
        """The word in a language."""
        return self.zh if lang == "zh" else self.en

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every accepted spelling."""
        return (self.id, self.en, self.zh, *self.also)


@cache
def choices(name: str) -> tuple[Choice, ...]:
    """The choices of a list, such as ``exchanges.direction``."""
    text = files("tanlian.inventory").joinpath("data/choices.csv").read_text(encoding="utf-8")
    return tuple(
        Choice(row["id"], row["en"], row["zh"], tuple(filter(None, row["also"].split("|"))))
        for row in csv.DictReader(text.splitlines())
        if row["set"] == name
    )


@cache
def choice(name: str, text: str) -> str:
    """The id of a written word, or ``""``."""
    return next((item.id for item in choices(name) if folded(text) in map(folded, item.spellings)), "")


def folded(text: str) -> str:
    """A name without what people vary: case, width, spaces, hyphens, underscores, marks at the end."""
    tidy = unicodedata.normalize("NFKC", text).casefold().rstrip(" *:：")
    return "".join(letter for letter in tidy if not letter.isspace() and letter not in "_-‐‑–")


def lookup(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ids by folded spelling from (spelling, id) pairs; a spelling that means two ids means none."""
    found: dict[str, str] = {}
    unclear: set[str] = set()
    for spelling, name in words:
        key = folded(spelling)
        if found.setdefault(key, name) != name:
            unclear.add(key)
    return {key: name for key, name in found.items() if key and key not in unclear}
