"""Kind ``composite``: levels that are those of another standard, under names of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from pydantic import Field, PrivateAttr

from tanlian.standards.kinds.flat import levels_of
from tanlian.standards.kinds.ladder import FactValue, Finding, Floats, Ladder, Limit, Written
from tanlian.standards.values import Filled, Id, Part, PartSource, Sign, Source, inherit
from tanlian.status import weakest


class Borrowed(Part):
    """A level that is level ``of`` of the other standard."""

    level: Filled
    of: Filled
    source: PartSource | None = None


class Composite(Ladder):
    """Levels of ``standard``. The library binds the rule to it when it is loaded (`bind`)."""

    kind: Literal["composite"]
    standard: Id
    levels_of: tuple[Borrowed, ...] = Field(min_length=1)
    _base: Ladder | None = PrivateAttr(default=None)
    _tie: Sign = PrivateAttr(default="<=")

    def bind(self, base: Ladder, tie: Sign) -> None:
        """Take the limits from the other standard's rule, with its own tie rule."""
        self._base, self._tie = base, tie

    @property
    def base(self) -> Ladder:
        """The rule of the other standard."""
        if self._base is None:
            raise LookupError(self.standard)
        return self._base

    @property
    def ladder(self) -> tuple[str, ...]:
        """The levels under their own names, best first."""
        return tuple(item.level for item in self.levels_of)

    @property
    def conditions(self) -> tuple[str, ...]:
        """Those of the other standard."""
        return self.base.conditions

    @property
    def optional(self) -> tuple[str, ...]:
        """Those of the other standard."""
        return self.base.optional

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """Those of the other standard."""
        return self.base.words

    @property
    def symbols(self) -> Mapping[str, str]:
        """Those of the other standard."""
        return self.base.symbols

    @property
    def bounds(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Those of the other standard."""
        return self.base.bounds

    @property
    def magnitude(self) -> float:
        """That of the other standard."""
        return self.base.magnitude

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the reference stands, as strong as the limits it refers to."""
        taken = {item.of for item in self.levels_of}
        lent = [item.source.status for item in self.base.written(self._tie) if item.level in taken]
        return tuple(
            own.model_copy(update={"status": weakest((own.status, *lent))})
            for own in (inherit(item.source, self.source) for item in self.levels_of)
        )

    def written(self, tie: Sign) -> tuple[Written, ...]:
        """The lines of the other standard under their own names."""
        del tie
        lines = {item.level: item for item in self.base.written(self._tie)}
        return tuple(replace(lines[item.of], level=item.level) for item in self.levels_of if item.of in lines)

    def limits(self, facts: Mapping[str, FactValue], tie: Sign) -> tuple[Limit, ...]:
        """The limits of the other standard under their own names."""
        del tie
        found = {limit.level: limit for limit in self.base.limits(facts, self._tie)}
        return tuple(replace(found[item.of], level=item.level) for item in self.levels_of if item.of in found)

    def limit_columns(self, facts: Mapping[str, Floats], tie: Sign) -> Sequence[tuple[Floats, Sign]]:
        """The limits of the other standard by column."""
        del tie
        found = dict(zip(self.base.ladder, self.base.limit_columns(facts, self._tie), strict=True))
        return [found[item.of] for item in self.levels_of]

    def findings(self) -> list[Finding]:
        """Levels the other standard does not have or has in another order; another value or unit."""
        found, known = levels_of(self, "levels_of"), self.base.ladder
        for index, item in enumerate(self.levels_of):
            if item.of not in known:
                words = {"found": item.of, "expected": ", ".join(known)}
                found.append(Finding(("levels_of", index, "of"), "pack.level-unknown", words))
        places = [known.index(item.of) for item in self.levels_of if item.of in known]
        if places != sorted(places):
            words = {"found": self.ladder[-1], "expected": self.ladder[0]}
            found.append(Finding(("levels_of",), "pack.limits-order", words))
        for key in ("value", "unit"):
            own, other = getattr(self, key), getattr(self.base, key)
            if own != other:
                found.append(Finding((key,), "pack.unlike-base", {"found": own, "expected": other}))
        return found
