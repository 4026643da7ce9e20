"""What a published footprint needs besides its numbers: identity, edition, verification."""

from __future__ import annotations

from dataclasses import dataclass

from tanlian.inventory.period import Period


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose footprint of what: names, and ids as URNs."""

    company_name: str
    company_ids: tuple[str, ...]
    product_name: str
    product_ids: tuple[str, ...]
    product_description: str = ""
    classifications: tuple[str, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A verification that has taken place; ``completed_at`` is an instant: ``2026-04-08T00:00:00Z``."""

    coverage: str
    provider: str
    completed_at: str
    standard: str
    comments: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One edition of a footprint. ``id`` is a UUID, ``created`` an instant, ``valid`` the time of use: three
    years from the end of the reference period where None. ``preceding`` are the editions it replaces."""

    id: str
    created: str
    valid: Period | None = None
    preceding: tuple[str, ...] = ()
    verified: Verified | None = None
