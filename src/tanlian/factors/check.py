"""Turn table rows into factors: every fault of every row is found in one pass, nothing is half-read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import cast

from tanlian.catalogue import Status, flow, gwp_sets, region
from tanlian.factors.model import Factor, Header
from tanlian.factors.table import Row
from tanlian.factors.vocabulary import ORIGINS, UNSTATED, Quantity, all_gases, quantities
from tanlian.problems import Problem, Problems, Where, nearest, problem
from tanlian.status import STATUSES
from tanlian.units import Unit, parse_decimal, parse_unit


def factors_of(header: Header, rows: Sequence[Row], user: bool = False) -> tuple[Factor, ...]:
    """The factors of a set. Raises `Problems` with every fault found.

    ``user`` marks a set of the user's own: its rows take the status ``user``.
    """
    faults: list[Problem] = []
    made: list[Factor] = []
    places: list[Where] = []
    for row in rows:
        found: list[Problem] = []
        factor = _factor(header, row, user, found)
        faults += found
        if not found:
            made.append(factor)
            places.append(row.where())
    faults += _clashes(made, places)
    if faults:
        raise Problems(faults)
    return tuple(made)


def _factor(header: Header, row: Row, user: bool, faults: list[Problem]) -> Factor:
    text = row.values.get
    kind = _choice(row, "quantity", quantities(), faults)
    known = _looked_up(row, "flow", faults)
    if place := text("region", ""):
        _looked_up(row, "region", faults)
    quantity = quantities().get(kind)
    if quantity is not None:
        _check_gas(row, quantity, faults)
        _check_unit(row, quantity, faults)
    status = "user" if user else _choice(row, "status", STATUSES, faults)
    year = _year(row, faults)
    return Factor(
        set_id=header.id,
        flow=known,
        quantity=kind,
        gas=text("gas", ""),
        origin=text("origin", ""),
        gwp=text("gwp", ""),
        value=_number(row, quantity, faults),
        unit=text("unit", ""),
        region=place,
        year=year,
        clause=text("clause", ""),
        status=cast(Status, status),
        document=header.document,
        edition=header.edition,
        note=text("note", ""),
        variant=text("variant", ""),
    )


def _looked_up(row: Row, column: str, faults: list[Problem]) -> str:
    text = row.values.get(column, "")
    if not text:
        faults.append(problem("factors.missing-field", row.where(column), found=column))
        return ""
    try:
        return (flow(text, row.where(column)) if column == "flow" else region(text, row.where(column))).id
    except Problems as raised:
        faults.extend(raised.problems)
        return text


def _choice(row: Row, column: str, known: Iterable[str], faults: list[Problem]) -> str:
    text = row.values.get(column, "")
    words = list(known)
    if not text:
        faults.append(problem("factors.missing-field", row.where(column), found=column))
    elif text not in words:
        hint = nearest(text, words) or ", ".join(words)
        fault = problem("factors.unknown-word", row.where(column), found=text, expected=hint, column=column)
        faults.append(fault)
    return text


def _check_gas(row: Row, quantity: Quantity, faults: list[Problem]) -> None:
    gas, origin, gwp = (row.values.get(name, "") for name in ("gas", "origin", "gwp"))
    if not quantity.of_gas:
        faults += [
            problem("factors.not-applicable", row.where(name), found=name, expected=quantity.id)
            for name, text in (("gas", gas), ("origin", origin), ("gwp", gwp))
            if text
        ]
        return
    _choice(row, "gas", all_gases(), faults)
    if origin or gas != "CO2e":
        _choice(row, "origin", ORIGINS, faults)
    if gas == "CO2e":
        if not gwp:
            faults.append(problem("factors.gwp", row.where("gwp"), expected=", ".join(gwp_sets())))
        else:
            _choice(row, "gwp", (*gwp_sets(), UNSTATED), faults)
    elif gwp:
        faults.append(problem("factors.not-applicable", row.where("gwp"), found="gwp", expected=gas))


def _check_unit(row: Row, quantity: Quantity, faults: list[Problem]) -> None:
    text = row.values.get("unit", "")
    where = row.where("unit")
    if not text:
        faults.append(problem("factors.missing-field", where, found="unit"))
        return
    above, _, below = text.partition("/")
    try:
        whole, top = parse_unit(text), parse_unit(above.strip())
        bottom = parse_unit(below.strip()) if below else None
    except Problems as raised:
        faults.extend(
            problem(item.code, where, found=item.found, expected=item.expected) for item in raised.problems
        )
        return
    if not _fits(top, bottom, quantity) or whole.substance not in _substances(quantity, row):
        per = " | ".join(f"{quantity.numerator}/{unit}" for unit in quantity.per) or "1, %"
        fault = problem("factors.unit", where, found=text, expected=per, quantity=quantity.id)
        faults.append(fault)


def _fits(top: Unit, bottom: Unit | None, quantity: Quantity) -> bool:
    if not quantity.per:
        return bottom is None and top.dimension == "1"
    below = {parse_unit(unit).dimension for unit in quantity.per}
    right_top = top.dimension == parse_unit(quantity.numerator).dimension
    return right_top and bottom is not None and bottom.dimension in below


def _substances(quantity: Quantity, row: Row) -> set[str]:
    """What the unit may say the mass is of: the gas for emissions, carbon for carbon contents."""
    if quantity.of_gas:
        gas = row.values.get("gas", "")
        return {gas} if gas in {"CO2", "CO2e"} else {""}
    return {"", "C"} if quantity.id.startswith("carbon") else {""}


def _number(row: Row, quantity: Quantity | None, faults: list[Problem]) -> Decimal:
    text, where = row.values.get("value", ""), row.where("value")
    try:
        value = parse_decimal(text)
    except (ValueError, InvalidOperation):
        faults.append(problem("factors.number", where, found=text))
        return Decimal(0)
    share = quantity is not None and not quantity.per
    top = 100 if row.values.get("unit") == "%" else 1
    if value < 0 or (share and value > top):
        faults.append(problem("factors.range", where, found=text, expected=f"0 … {top}" if share else "≥ 0"))
    return value


def _year(row: Row, faults: list[Problem]) -> int | None:
    text = row.values.get("year", "")
    if text and not (text.isascii() and text.isdigit() and len(text) == 4):
        faults.append(problem("factors.year", row.where("year"), found=text))
        return None
    return int(text) if text else None


def _clashes(factors: list[Factor], places: list[Where]) -> list[Problem]:
    """Two rows for the same thing; and a total in CO2e beside single gases, which would count twice."""
    faults: list[Problem] = []
    seen: dict[tuple[object, ...], Where] = {}
    gases: dict[tuple[object, ...], tuple[str, Where]] = {}
    for item, where in zip(factors, places, strict=True):
        below = parse_unit(item.denominator).dimension if item.denominator else ""
        thing = (item.flow, item.quantity, item.variant, item.region, item.year, below)
        key = (*thing, item.gas, item.origin)
        if key in seen:
            told = problem(
                "factors.duplicate", where, found=f"{item.flow} {item.quantity}", expected=seen[key]
            )
            faults.append(told)
        seen.setdefault(key, where)
        first = gases.setdefault(thing, (item.gas, where))
        if (first[0] == "CO2e") != (item.gas == "CO2e"):
            faults.append(problem("factors.gas-twice", where, found=item.flow, expected=first[1]))
    return faults
