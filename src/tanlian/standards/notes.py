"""Names and notes that go with a grade."""

from __future__ import annotations

from collections.abc import Iterable

from tanlian import catalogue
from tanlian.standards.facts import vocabulary
from tanlian.standards.model import Pack
from tanlian.standards.phrases import Phrase, Word
from tanlian.standards.values import Text


def fact_label(name: str) -> Text:
    """The name of a fact in both languages."""
    fact = vocabulary()[name]
    return Text(en=fact.en, zh=fact.zh)


def names_of(parts: Iterable[str]) -> tuple[Word, ...]:
    """Boundary blocks and facts by the names people use, each once, in the order given."""
    return tuple(_name(part) for part in dict.fromkeys(parts))


def open_points(pack: Pack, about: set[str]) -> tuple[Phrase, ...]:
    """What the sources leave open about the parts a grade rests on, and the reading taken."""
    found = []
    for point in pack.open_points:
        if point.about not in about:
            continue
        taken = next((item for item in point.readings if item.id == point.taken), None)
        if taken is None:
            found.append(Phrase("open-point", {"text": point.text}))
        else:
            found.append(Phrase("open-point-taken", {"text": point.text, "reading": taken.text}))
    return tuple(found)


def _name(part: str) -> Word:
    if part in catalogue.blocks():
        block = catalogue.blocks()[part]
        return Text(en=block.en, zh=block.zh)
    return fact_label(part) if part in vocabulary() else part
