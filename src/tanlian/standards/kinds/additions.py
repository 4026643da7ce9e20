"""What a kind of product adds to the lines of a sliding scale, where the document prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from tanlian.standards.kinds.ladder import FactValue, Floats, Limit, Undefined
from tanlian.standards.phrases import Phrase
from tanlian.standards.values import Filled, Number, Part, PartSource, Source, exact, inherit


class Addition(Part):
    """What products ``of`` add to each level's limit ``at`` one value of the fact the lines run along."""

    of: tuple[Filled, ...]
    at: Number
    add: Mapping[Filled, Number]
    source: PartSource | None = None


class Additions(Part):
    """By the word of ``fact``: nothing for the words ``none``, else what ``table`` says, else no limit."""

    fact: Filled
    none: tuple[Filled, ...]
    table: tuple[Addition, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """The words that have a place in the table, or need none."""
        return tuple(dict.fromkeys((*self.none, *(word for item in self.table for word in item.of))))

    def of(self, word: FactValue | None, along: Fraction) -> Addition | None:
        """The addition for a product at a value of the fact."""
        fits = (item for item in self.table if word in item.of and exact(item.at) == along)
        return next(fits, None)

    def undefined(self, facts: Mapping[str, FactValue], along: Fraction) -> Undefined | None:
        """A product that the table does not cover at this value."""
        word = facts.get(self.fact)
        if word is None or word in self.none or self.of(word, along):
            return None
        places = tuple(dict.fromkeys(item.at for item in self.table))
        words = tuple(dict.fromkeys(name for item in self.table for name in item.of))
        return Undefined("not-comparable", Phrase("no-addition", {"words": words, "places": places}))

    def raised(self, limit: Limit, facts: Mapping[str, FactValue], along: Fraction, outer: Source) -> Limit:
        """A limit with what the product adds."""
        item = self.of(facts.get(self.fact), along)
        if item is None:
            return limit
        more = item.add[limit.level]
        formula, source = f"{limit.formula} + {more}", inherit(item.source, outer)
        return replace(limit, value=limit.value + exact(more), formula=formula, source=source)

    def raised_column(self, level: str, limit: Floats, facts: Mapping[str, Floats], along: Floats) -> Floats:
        """As `raised`, by column; NaN where the table does not cover a row."""
        if self.fact not in facts:
            return limit
        codes, known = facts[self.fact], self.known
        plain = np.isnan(codes) | np.isin(codes, [known.index(word) for word in self.none])
        column = np.where(plain, limit, np.nan)
        for item in self.table:
            rows = np.isin(codes, [known.index(word) for word in item.of]) & (along == float(item.at))
            column = np.where(rows, limit + float(item.add[level]), column)
        return column
