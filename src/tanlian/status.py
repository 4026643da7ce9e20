"""How far a number is confirmed, and the weakest link of several."""

from __future__ import annotations

from collections.abc import Iterable

# Strong to weak. `user` values stand beside the order: named, never ranked against documents.
STATUSES = ("official", "draft", "secondary", "unconfirmed", "illustrative")


def weakest(statuses: Iterable[str]) -> str:
    """The weakest status of those given; ``user`` only where nothing but the user's own values counts."""
    ranked = [status for status in statuses if status in STATUSES]
    return max(ranked, key=STATUSES.index) if ranked else "user"
