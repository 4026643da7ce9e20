"""Parameters by year: mark-ups, CBAM factor, correction factor, certificate prices. Never extrapolated."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import cast

from tanlian.catalogue import Status
from tanlian.factors.cbam_tables.codes import table
from tanlian.factors.cbam_tables.model import Dated
from tanlian.problems import fail


def mark_up(sector: str, year: int) -> Dated:
    """The mark-up on default values of a sector, as a share. Raises ``factors.dated-missing``."""
    return _need("mark_up", sector, year)


def cbam_factor(year: int) -> Dated:
    """The share of free allocation kept in a year. Raises ``factors.dated-missing``."""
    return _need("cbam_factor", "", year)


def cscf(year: int) -> Dated:
    """The cross-sectoral correction factor; assumed for 2026 to 2030. Raises ``factors.dated-missing``."""
    return _need("cscf", "", year)


def certificate_price(year: int, quarter: int) -> Dated:
    """The published price of a certificate, EUR per t CO2e. Raises ``factors.dated-missing``."""
    return _need("certificate_price", f"Q{quarter}", year)


def _need(parameter: str, key: str, year: int) -> Dated:
    rows = [row for row in _rows() if row["parameter"] == parameter]
    for row in rows:
        if row["key"] == key and int(row["first"]) <= year <= int(row["last"] or year):
            return Dated(
                parameter,
                key,
                year,
                Decimal(row["value"]),
                row["unit"],
                row["document"],
                row["clause"],
                row["url"],
                cast(Status, row["status"]),
                row["note"],
            )
    known = ", ".join(_told(row) for row in rows)
    asked = " ".join(part for part in (str(year), key) if part)
    name = next(row for row in table("parameters") if row["parameter"] == parameter)
    raise fail("factors.dated-missing", found=asked, expected=known, en=name["en"], zh=name["zh"])


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(table("dated"))


def _told(row: dict[str, str]) -> str:
    years = row["first"] if row["last"] == row["first"] else f"{row['first']}–{row['last']}"
    return " ".join(part for part in (years, row["key"]) if part)
