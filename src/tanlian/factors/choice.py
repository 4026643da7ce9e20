"""Which factor set serves which role: chosen by name, never merged, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tanlian.factors.model import FactorSet
from tanlian.problems import Where, fail

ROLES = ("direct", "electricity", "residual", "upstream", "transport", "energy")


@dataclass(frozen=True, slots=True)
class Choice:
    """Factor sets by role, and by ``role.flow`` where one flow takes another set."""

    sets: Mapping[str, FactorSet]

    def of(self, role: str, flow: str = "") -> FactorSet | None:
        """The set for a role, the flow's own first; None where nobody chose one."""
        return self.sets.get(f"{role}.{flow}") or self.sets.get(role)

    def need(self, role: str, flow: str = "") -> FactorSet:
        """As `of`, but a role without a set is an error (``choice.missing``)."""
        chosen = self.of(role, flow)
        if chosen is None:
            raise fail("choice.missing", Where(name=flow), role=role)
        return chosen

    @property
    def hashes(self) -> dict[str, str]:
        """Content hash by set id, for the record of a result."""
        return {item.id: item.content_hash for item in self.sets.values()}
