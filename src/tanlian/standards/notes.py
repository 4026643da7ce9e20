"""Names and notes that go with a grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tanlian import catalogue
from tanlian.standards.facts import vocabulary
from tanlian.standards.kinds.ladder import FactValue, Ladder
from tanlian.standards.model import Pack
from tanlian.standards.phrases import Phrase, Word
from tanlian.standards.result import spoken
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


def corrections(rule: Ladder, facts: Mapping[str, FactValue]) -> tuple[Phrase, ...]:
    """Which corrections changed a limit, and which were not made because their fact is not given."""
    made = [
        Phrase(
            "corrected-by" if item.levels == rule.ladder else "corrected-by-some",
            {
                "fact": fact_label(item.fact),
                "at": said(item.fact, facts[item.fact]),
                "text": f"{item.text}",
                "levels": item.levels,
            },
        )
        for item in rule.applied(facts)
    ]
    missing = [
        Phrase("not-corrected", {"fact": fact_label(name)}) for name in rule.optional if name not in facts
    ]
    return (*made, *missing)


def said(name: str, value: FactValue) -> Word:
    """A fact's value as people write it: a share in per cent, a quantity with its unit."""
    fact = vocabulary()[name]
    if isinstance(value, str):
        return value
    if fact.type == "share":
        return f"{spoken(value * 100)} %"
    return f"{spoken(value)} {fact.unit}".strip()


def _name(part: str) -> Word:
    if part in catalogue.blocks():
        block = catalogue.blocks()[part]
        return Text(en=block.en, zh=block.zh)
    return fact_label(part) if part in vocabulary() else part
