"""Fixed words of the command line in both languages, from ``words.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from tanlian.problems import Lang


def word(key: str, lang: Lang, **values: object) -> str:
    """A heading or sentence of the command line. Raises KeyError: keys are ours, never a user's."""
    template = _words()[key][lang]
    return template.format_map(values) if values else template


def word_or_key(key: str, name: str, lang: Lang) -> str:
    """As `word`, but where there is no entry the name that the data brings along stands."""
    return _words()[key][lang] if key in _words() else name


def counted(key: str, number: int, lang: Lang) -> str:
    """A number of things: ``1 process``, ``2,629 exchanges``."""
    return word(f"count.{key}.{'one' if number == 1 else 'many'}", lang, number=f"{number:,}")


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("tanlian.cli").joinpath("words.yaml").read_text(encoding="utf-8")
    entries: dict[str, dict[str, str]] = yaml.safe_load(text)
    return entries
