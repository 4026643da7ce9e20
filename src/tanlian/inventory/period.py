"""Periods: half-open ranges of days [start, end) in the site's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tanlian.problems import Where, fail

_YEAR = re.compile(r"^(\d{4})(?:\s*年)?$")
_MONTH = re.compile(r"^(\d{4})[-/.年](\d{1,2})\s*月?$")
_RANGE = re.compile(r"^(\d{4}-\d{2}-\d{2})\s*(?:/|\.\.|~|至)\s*(\d{4}-\d{2}-\d{2})$")
_MONTHS = re.compile(r"^(\d{4}-\d{2})\s*(?:\.\.|~|至)\s*(\d{4}-\d{2})$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` up to, not including, ``end``."""

    start: date
    end: date

    @classmethod
    def parse(cls, text: str, where: Where | None = None) -> Period:
        """Read ``2025``, ``2025-03``, ``2025-01..2025-06`` or ``2025-01-01/2026-01-01`` (end excluded).

        Raises ``period.unreadable`` or ``period.empty``.
        """
        tidy = text.strip()
        try:
            if hit := _YEAR.match(tidy):
                return cls(date(int(hit[1]), 1, 1), date(int(hit[1]) + 1, 1, 1))
            if hit := _MONTH.match(tidy):
                start = date(int(hit[1]), int(hit[2]), 1)
                return cls(start, _next_month(start))
            if hit := _MONTHS.match(tidy):
                first, last = (date.fromisoformat(f"{part}-01") for part in hit.groups())
                period = cls(first, _next_month(last))
            elif hit := _RANGE.match(tidy):
                period = cls(date.fromisoformat(hit[1]), date.fromisoformat(hit[2]))
            else:
                raise ValueError(tidy)
        except ValueError:
            raise fail("period.unreadable", where, found=text, expected="2025-03") from None
        if period.start >= period.end:
            raise fail("period.empty", where, found=text)
        return period

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days

    def contains(self, other: Period) -> bool:
        """Whether every day of ``other`` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def __str__(self) -> str:
        if self.start.day == 1 and self.end.day == 1:
            if (self.end.year, self.end.month, self.start.month) == (self.start.year + 1, 1, 1):
                return str(self.start.year)
            if self.end == _next_month(self.start):
                return f"{self.start:%Y-%m}"
        return f"{self.start}/{self.end}"


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
