"""The sentences of charts in both languages, as data in ``texts.yaml``, and names in one language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml

from tanlian.accounting.statement import Text
from tanlian.catalogue import flow
from tanlian.problems import Lang

_JOINTS = Text(", ", "、")


def said(key: str, **values: object) -> Text:
    """The sentence of a key in both languages; a value that is a `Text` is put in by language."""
    entry = _texts()[key]
    return Text(_filled(entry["en"], values, "en"), _filled(entry["zh"], values, "zh"))


def has_text(key: str) -> bool:
    """Whether there is a sentence of this key."""
    return key in _texts()


def heading(column: str, lang: Lang) -> str:
    """The heading of a table column."""
    return said(f"column.{column}").of(lang)


def joined(items: Iterable[Text]) -> Text:
    """A list in both languages."""
    known = tuple(items)
    return Text(*(_JOINTS.of(lang).join(item.of(lang) for item in known) for lang in ("en", "zh")))


def run_on(*items: Text) -> Text:
    """Sentences one after another; empty ones are left out."""
    known = [item for item in items if item.en]
    return Text(" ".join(item.en for item in known), "".join(item.zh for item in known))


def lowered(text: Text) -> Text:
    """A name as it stands inside an English sentence; an abbreviation keeps its capitals."""
    first, second = text.en[:1], text.en[1:2]
    return Text(first.lower() + text.en[1:], text.zh) if second.islower() else text


def capital(text: Text) -> Text:
    """A name as it begins a line."""
    return Text(text.en[:1].upper() + text.en[1:], text.zh)


def flow_name(name: str) -> Text:
    """The name of a flow of the catalogue."""
    return Text(flow(name).en, flow(name).zh)


def own_words(name: str) -> Text:
    """A name that a user wrote in one language, or in both as ``Coke ovens 焦炉``."""
    words = name.split()
    cut = next((index for index, word in enumerate(words) if _has_han(word)), len(words))
    latin, han = " ".join(words[:cut]), " ".join(words[cut:])
    if re.search("[A-Za-z]", latin) and han:
        return Text(latin, han)
    return Text(name, name)


def _has_han(word: str) -> bool:
    return any(unicodedata.east_asian_width(sign) == "W" for sign in word)


def _filled(template: str, values: Mapping[str, object], lang: Lang) -> str:
    words = {name: value.of(lang) if isinstance(value, Text) else value for name, value in values.items()}
    return template.format_map(words)


@cache
def _texts() -> Mapping[str, Mapping[Lang, str]]:
    text = files("tanlian.charts").joinpath("texts.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[Lang, str]] = yaml.safe_load(text)
    return loaded
