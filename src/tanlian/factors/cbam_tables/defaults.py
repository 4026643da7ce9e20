"""Look up a default value: longest CN prefix, other countries where there is none, mark-up by edition."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Literal, cast

from tanlian.catalogue import Status
from tanlian.factors.cbam_tables.bundled import bundled_defaults
from tanlian.factors.cbam_tables.codes import cn_code, longest, need_sector, sector_of, short, spaced, table
from tanlian.factors.cbam_tables.dated import mark_up
from tanlian.factors.cbam_tables.model import (
    BELOW,
    NOT_APPLICABLE,
    OTHER,
    PRINTED_YEARS,
    UNKNOWN,
    DefaultRow,
    DefaultTable,
    DefaultValue,
    Edition,
)
from tanlian.factors.cbam_tables.origins import origin_code, origins
from tanlian.problems import fail


@cache
def editions() -> Mapping[str, Edition]:
    """The editions of the act by id, the older first."""
    return {
        row["edition"]: Edition(
            row["edition"],
            row["document"],
            row["clause"],
            cast(Literal["printed", "total"], row["rule"]),
            cast(Status, row["status"]),
            row["note"],
        )
        for row in table("editions")
    }


def defaults(
    cn: str,
    origin: str,
    year: int,
    edition: str,
    values: DefaultTable | None = None,
) -> DefaultValue:
    """The default value of a good in t CO2e per t, with the mark-up of the year by the rule of the edition.

    ``origin`` is an ISO code, a name, ``OTHER``, or ``UNKNOWN`` for a precursor of unknown origin (Annex IV).
    ``values`` is the bundled table unless given. Raises ``factors.cn-*``, ``factors.origin-*``,
    ``factors.default-*`` and ``factors.edition-unknown``.
    """
    chosen = values or bundled_defaults()
    rules = _edition(edition)
    if year < PRINTED_YEARS[0]:
        raise fail("factors.default-year", found=year, expected=PRINTED_YEARS[0])
    code, place = cn_code(cn), origin_code(origin)
    need_sector(code, chosen.sectors, chosen.header, chosen.codes)
    row = _row(chosen, place, code)
    share = mark_up(sector_of(code), year)
    total = Decimal(row.total)
    user = chosen.header.status == "user"
    return DefaultValue(
        cn=code,
        origin=place,
        year=year,
        edition=rules.id,
        row=row,
        direct=_number(row.direct),
        indirect=_number(row.indirect),
        total=total,
        mark_up=share.value,
        value=total * (1 + share.value) if rules.rule == "total" else _printed(row, year, chosen),
        route=_route(row, rules),
        status="user" if user else rules.status,
        document=chosen.header.document if user else rules.document,
        clause="Annex IV" if place == UNKNOWN else rules.clause,
        table_id=chosen.header.id,
        note=rules.note,
    )


def in_all_editions(
    cn: str, origin: str, year: int, values: DefaultTable | None = None
) -> tuple[DefaultValue, ...]:
    """The same default value by every edition, side by side, the older first. Raises as `defaults`."""
    return tuple(defaults(cn, origin, year, name, values) for name in editions())


def _edition(name: str) -> Edition:
    if name not in editions():
        raise fail("factors.edition-unknown", found=name, expected=", ".join(editions()))
    return editions()[name]


def _row(chosen: DefaultTable, place: str, code: str) -> DefaultRow:
    """The line that serves a good: of its origin, else of other countries; Annex IV has no fall-back."""
    for whose in dict.fromkeys((place,) if place == UNKNOWN else (place, OTHER)):
        lines = _lines(chosen, whose)
        found = longest(lines, code)
        if found is not None and found.total == BELOW and found.cn == code:
            under = [item for item in lines if item.startswith(code) and item != code]
            if under:
                raise short(code, under, chosen.header)
        if found is not None and found.has_value:
            return found
    raise fail("factors.default-none", found=spaced(code), origin=place, document=chosen.header.document)


def _lines(chosen: DefaultTable, whose: str) -> Mapping[str, DefaultRow]:
    """The lines of one table; none for a country that the act does not list."""
    if whose in chosen.by_origin:
        return chosen.by_origin[whose]
    document, name = chosen.header.document, chosen.header.id
    if whose == UNKNOWN:
        raise fail("factors.default-unknown-origin", document=document, set=name)
    if whose in origins():
        raise fail("factors.origin-not-bundled", found=origins()[whose][0], document=document, set=name)
    return {}


def _printed(row: DefaultRow, year: int, chosen: DefaultTable) -> Decimal:
    text = row.marked[min(year, PRINTED_YEARS[-1]) - PRINTED_YEARS[0]] if row.marked else ""
    value = _number(text)
    if value is None:
        raise fail(
            "factors.default-not-printed",
            found=spaced(row.cn),
            expected=", ".join(editions()),
            document=chosen.header.document,
        )
    return value


def _route(row: DefaultRow, edition: Edition) -> str:
    changed = (
        change["route"]
        for change in _changed_routes()
        if change["edition"] == edition.id
        and row.cn.startswith(change["cn"])
        and row.route == change["printed"]
    )
    return next(changed, row.route)


@cache
def _changed_routes() -> tuple[dict[str, str], ...]:
    return tuple(table("routes"))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text and text != NOT_APPLICABLE and text[0].isdigit() else None
