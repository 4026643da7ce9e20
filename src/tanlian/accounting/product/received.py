"""A footprint that a supplier sent as PACT JSON, version 2 or 3, as a supply of the inventory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tanlian.accounting.product.pact_faults import years_after
from tanlian.inventory.model import Supply
from tanlian.problems import Problem, Where, fail, problem, raise_errors

_MAX_BYTES = 5_000_000
# Relative difference between a total and the sum of its parts that rounding explains.
_ROUNDING = Decimal("0.001")
_GWP = re.compile(r"AR\d+", re.ASCII)

# Parts of the footprint by what becomes of them: version 3, then version 2.
_PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "3": {
        "pcf_fossil": ("fossilGhgEmissions", "ccsTechnologicalCO2Capture", "technologicalCO2Removals"),
        "pcf_biogenic": ("biogenicNonCO2Emissions",),
        "pcf_land_use": (
            "landUseChangeGhgEmissions",
            "landManagementBiogenicCO2Emissions",
            "landManagementBiogenicCO2Removals",
        ),
    },
    "2": {
        "pcf_fossil": ("fossilGhgEmissions",),
        "pcf_biogenic": ("otherBiogenicGhgEmissions",),
        "pcf_land_use": ("dLucGhgEmissions", "landManagementGhgEmissions"),
    },
}
_NAMES = {
    "3": ("declaredUnitOfMeasurement", "declaredUnitAmount", "ipccCharacterizationFactors", "verification"),
    "2": ("declaredUnit", "unitaryProductAmount", "characterizationFactors", "assurance"),
}


@dataclass(frozen=True, slots=True)
class Received:
    """A supply and what a person should look at in the footprint it comes from."""

    supply: Supply
    warnings: tuple[Problem, ...]


def read_pact(path: Path | str, supply_id: str = "") -> Supply:
    """The supply a footprint declares; its id is that of the footprint unless given.

    Raises `Problems` where the file is no active PACT footprint (``received.*``).
    """
    return read_pact_with_warnings(path, supply_id).supply


def read_pact_with_warnings(path: Path | str, supply_id: str = "") -> Received:
    """As `read_pact`, with warnings: parts that do not add up, several GWP sets."""
    file = Path(path)
    where = Where(file=file.name)
    document = _document(file, where)
    pcf = document.get("pcf")
    if not isinstance(pcf, Mapping):
        raise fail("received.no-footprint", where, found=file.name)
    version = "3" if "declaredUnitOfMeasurement" in pcf else "2"
    faults = list(_refusals(document, pcf, version, where))
    numbers = _Numbers(pcf, where, faults)
    unit_name, amount_name, gwp_name, verified_name = _NAMES[version]
    parts = {name: numbers.sum(fields) for name, fields in _PARTS[version].items()}
    amount, mass = numbers.of(amount_name), numbers.of("productMassPerDeclaredUnit")
    primary = numbers.of("primaryDataShare")
    end = _day(pcf.get("referencePeriodEnd"), "referencePeriodEnd", where, faults)
    until = _day(document.get("validityPeriodEnd"), "validityPeriodEnd", where, faults)
    raise_errors(faults)
    sets = _gwp_sets(pcf.get(gwp_name) or pcf.get("ipccCharacterizationFactors"))
    supply = Supply(
        id=supply_id or str(document["id"]),
        supplier=str(document.get("companyName") or ""),
        country=str(pcf.get("geographyCountry") or str(pcf.get("geographyCountrySubdivision") or "")[:2]),
        pcf_fossil=parts["pcf_fossil"],
        pcf_biogenic=parts["pcf_biogenic"],
        pcf_land_use=parts["pcf_land_use"],
        declared_unit=str(pcf[unit_name]).replace(" ", "_"),
        declared_amount=amount,
        declared_mass=mass or None,
        boundary="cradle_to_gate",
        rule=", ".join(_texts(pcf.get("crossSectoralStandards") or pcf.get("crossSectoralStandardsUsed"))),
        year=(end - timedelta(days=1)).year if end else None,
        valid_until=_last_day(until, end),
        gwp=sets[0] if len(sets) == 1 else "",
        verification=_verifier(pcf.get(verified_name)),
        primary_share=primary / 100 if primary is not None else None,
        status="user",
        document=f"PACT {document.get('specVersion', '')} {document['id']}",
    )
    return Received(supply, tuple(_doubts(pcf, version, sets, where)))


def _document(file: Path, where: Where) -> Mapping[str, Any]:
    try:
        raw = file.read_bytes()
        if len(raw) > _MAX_BYTES:
            raise ValueError(len(raw))
        data = json.loads(raw.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise fail("received.unreadable", where, found=type(fault).__name__) from None
    if isinstance(data, Mapping) and isinstance(data.get("data"), Mapping):
        data = data["data"]
    if not isinstance(data, Mapping):
        raise fail("received.no-footprint", where, found=file.name)
    return data


def _refusals(
    document: Mapping[str, Any], pcf: Mapping[str, Any], version: str, where: Where
) -> Iterator[Problem]:
    needed = {"id": document, _NAMES[version][0]: pcf, _NAMES[version][1]: pcf, "fossilGhgEmissions": pcf}
    for name, part in needed.items():
        if part.get(name) in (None, ""):
            yield problem("received.missing", Where(where.file, name=name), found=name)
    if document.get("status") == "Deprecated":
        yield problem("received.deprecated", where, found=document.get("id", ""))


class _Numbers:
    """Decimals of a footprint: text in version 3, also numbers in version 2."""

    def __init__(self, pcf: Mapping[str, Any], where: Where, faults: list[Problem]) -> None:
        self.pcf, self.where, self.faults = pcf, where, faults

    def exact(self, name: str) -> Decimal | None:
        """The number, None where it is not given."""
        given = self.pcf.get(name)
        if given in (None, ""):
            return None
        try:
            number = Decimal(str(given)) if not isinstance(given, bool) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > 30:
            self.faults.append(problem("received.number", Where(self.where.file, name=name), found=given))
            return None
        return number

    def of(self, name: str) -> float | None:
        """The number as a float."""
        number = self.exact(name)
        return None if number is None else float(number)

    def sum(self, names: tuple[str, ...]) -> float | None:
        """What is given of several parts; None where nothing is."""
        given = [number for name in names if (number := self.exact(name)) is not None]
        return float(sum(given, Decimal(0))) if given else None


def _doubts(pcf: Mapping[str, Any], version: str, sets: tuple[str, ...], where: Where) -> Iterator[Problem]:
    if len(sets) != 1:
        yield problem("received.gwp", where, severity="warning", found=", ".join(sets) or "–")
    if version == "3":
        numbers = _Numbers(pcf, where, [])
        parts = [numbers.exact(name) for names in _PARTS["3"].values() for name in names]
        total, summed = numbers.exact("pcfExcludingBiogenicUptake"), sum(item or Decimal(0) for item in parts)
        if total is not None and abs(total - summed) > _ROUNDING * max(abs(total), Decimal(1) / 1000):
            yield problem("received.balance", where, severity="warning", found=total, expected=summed)


def _gwp_sets(given: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in _texts(given) if _GWP.fullmatch(text)))


def _texts(given: object) -> tuple[str, ...]:
    if isinstance(given, list | tuple):
        return tuple(str(item) for item in given)
    return (str(given),) if given else ()


def _day(given: object, name: str, where: Where, faults: list[Problem]) -> date | None:
    if given in (None, ""):
        return None
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError:
        faults.append(problem("received.instant", Where(where.file, name=name), found=given))
        return None


def _last_day(until: date | None, end: date | None) -> date | None:
    """The last day of use: ends are exclusive; three years from the reference period where nobody says."""
    exclusive = until or (years_after(end) if end else None)
    return exclusive - timedelta(days=1) if exclusive else None


def _verifier(given: object) -> str:
    if not isinstance(given, Mapping):
        return ""
    return ", ".join(str(given[name]) for name in ("providerName", "standardName") if given.get(name))
