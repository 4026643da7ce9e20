"""Sentences of results in both languages, as data in ``phrases.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Union

import yaml

from tanlian.problems import Lang
from tanlian.standards.values import Text

Word = Union[str, Text, "Phrase", "tuple[Word, ...]"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of ``phrases.yaml`` with its values, which may be texts or phrases themselves."""

    code: str
    values: Mapping[str, Word] = field(default_factory=dict)

    def of(self, lang: Lang) -> str:
        """The sentence in a language."""
        return phrases()[self.code][lang].format_map(
            {name: _said(value, lang) for name, value in self.values.items()}
        )


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Sentences by code and language."""
    text = files("tanlian.standards").joinpath("phrases.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, str]] = yaml.safe_load(text)
    return loaded


def _said(value: Word, lang: Lang) -> str:
    if isinstance(value, tuple):
        return ("、" if lang == "zh" else ", ").join(_said(item, lang) for item in value)
    return value if isinstance(value, str) else value.of(lang)
