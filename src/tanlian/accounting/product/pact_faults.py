"""What PACT does not take, though its schema would: identifiers, instants, signs, times of use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from tanlian.accounting.product.declared import decimal_text
from tanlian.accounting.product.issue import Identity, Issue
from tanlian.accounting.product.record import Pcf
from tanlian.problems import Problem, Where, problem

VALID_YEARS = 3
CAPTURED = "captured_co2"
COVERAGES = ("PCF calculation model", "PCF program", "product level")

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{0,31}:\S+", re.IGNORECASE)
# UTC with Z: the plus sign of an offset does not survive in a query.
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_INSTANT = re.compile(_DAY + r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)


def faults(record: Pcf, identity: Identity, issue: Issue) -> Iterator[Problem]:
    """Everything that stands against this document, field by field."""
    yield from _not_like(_UUID, "id", [issue.id], "UUID")
    yield from _not_like(_UUID, "precedingPfIds", issue.preceding, "UUID")
    yield from _not_like(_INSTANT, "created", [issue.created], "2026-01-31T08:00:00Z")
    yield from _identity(identity)
    yield from _verification(issue)
    yield from _use(record, issue)
    if CAPTURED in record.taken.rows["flow"]:
        # The record does not know what becomes of it, and must not say that there is none.
        yield _refused("ccsTechnologicalCO2CaptureIncluded", CAPTURED, "–")
    for name, amount in (
        ("fossilGhgEmissions", record.fossil),
        ("landUseChangeGhgEmissions", record.land_use),
        ("biogenicNonCO2Emissions", record.biogenic),
    ):
        if amount < 0:
            yield _refused(name, decimal_text(amount), "≥ 0")


def _identity(identity: Identity) -> Iterator[Problem]:
    for name, text in (("companyName", identity.company_name), ("productNameCompany", identity.product_name)):
        if not text.strip():
            yield _refused(name, "–", "…")
    for name, urns in (("companyIds", identity.company_ids), ("productIds", identity.product_ids)):
        if not urns:
            yield _refused(name, "–", "urn:gtin:…")
    for name, urns in (
        ("companyIds", identity.company_ids),
        ("productIds", identity.product_ids),
        ("productClassifications", identity.classifications),
    ):
        yield from _not_like(_URN, name, urns, "urn:gtin:…")
        if len(set(urns)) < len(urns):
            yield _refused(name, ", ".join(urns), "1×")


def _verification(issue: Issue) -> Iterator[Problem]:
    if issue.verified is not None:
        yield from _not_like(
            _INSTANT, "verification.completedAt", [issue.verified.completed_at], "2026-01-31T08:00:00Z"
        )
        if issue.verified.coverage not in COVERAGES:
            yield _refused("verification.coverage", issue.verified.coverage, ", ".join(COVERAGES))


def _use(record: Pcf, issue: Issue) -> Iterator[Problem]:
    end = record.period.end
    if issue.valid is not None and not end <= issue.valid.start < issue.valid.end <= years_after(end):
        yield _refused("validityPeriod", str(issue.valid), f"{end} … {years_after(end)}")


def years_after(day: date) -> date:
    """Three years later, the time a footprint may be used; 29 February becomes 28."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + VALID_YEARS, day=28 if leap else day.day)


def _not_like(pattern: re.Pattern[str], name: str, texts: Iterable[str], expected: str) -> Iterator[Problem]:
    return (_refused(name, text or "–", expected) for text in texts if not pattern.fullmatch(text))


def _refused(name: str, found: str, expected: str) -> Problem:
    return problem("product.pact", Where(name=name), found=found, expected=expected)
