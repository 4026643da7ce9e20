"""What one tonne of a purchased precursor carries: verified data, the default value of the act, or zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanlian.accounting.methods.cbam.book import placed
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.goods import Scope, counts_indirect, is_exempt, scope_of
from tanlian.accounting.methods.cbam.precursors import Use
from tanlian.accounting.methods.cbam.prices import price_per_tonne
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.methods.cbam.settings import FIRST_YEAR
from tanlian.accounting.statement import Input
from tanlian.factors.cbam_tables import UNKNOWN, DefaultValue, defaults
from tanlian.inventory.model import Supply
from tanlian.inventory.period import Period
from tanlian.problems import Problem, Problems, Where, problem

_SAME = 5e-4  # t CO2e/t; the act prints three decimals


@dataclass(frozen=True, slots=True)
class Embedded:
    """What one tonne of a purchased precursor carries. Electricity (MWh) is None where unknown.

    default : the default value that counts instead of actual data, or None.
    year : reporting period of the precursor, 2026 at the earliest (2547 Art. 13).
    exempt : of EU or Annex III origin.
    """

    supply: Supply
    scope: Scope
    direct: Input
    indirect: Input
    electricity: float | None
    is_default: bool
    price: float
    default: DefaultValue | None = None
    year: int = FIRST_YEAR
    exempt: bool = False


def embedded(case: Case, found: Sequence[Use]) -> Mapping[str, Embedded]:
    """The data of every purchased precursor in use; what is missing is an error that names it."""
    flows = {use.source: use.row.flow for use in found if use.is_supply}
    known: dict[str, Embedded] = {}
    for supply_id, flow in flows.items():
        supply = case.inventory.supply(supply_id)
        rule = scope_of(flow, supply.cn_code)
        if rule is None:
            continue
        try:
            known[supply_id] = _embedded(supply, rule, case)
        except Problems as error:
            case.book.keep(error)
    return known


def _embedded(supply: Supply, rule: Scope, case: Case) -> Embedded:
    if not case.rules.verified:
        return _as_given(supply, rule, case, case.settings.year)
    period = _period(supply, supply.production_period, "production_period") or case.inventory.period
    year = max(period.start.year, FIRST_YEAR) if supply.production_period else case.settings.year
    if is_exempt(supply.country):
        zero = Input("SEE", 0.0, "t CO2e/t", "2025/2547 Annex II E(2)(h), Annex III B", "official")
        return Embedded(supply, rule, zero, zero, 0.0, False, 0.0, year=year, exempt=True)
    faults = list(_origin_faults(supply))
    if faults:
        raise Problems(faults)
    if supply.data not in {"default", "unknown"} and supply.verification:
        _check_report(supply, period, case)
        return _as_given(supply, rule, case, year)
    return _default(supply, rule, case, year)


def _origin_faults(supply: Supply) -> Iterator[Problem]:
    """Country and CN code have to be reported of every precursor (2547 Annex IV 1.1, points 22 and 23)."""
    where = Where(sheet="supplies", name=supply.id)
    if not supply.country and supply.data != "unknown":
        yield problem("cbam.precursor-origin", where, found=supply.id)
    if not supply.cn_code:
        yield problem("cbam.precursor-cn", where, found=supply.id)


def _check_report(supply: Supply, period: Period, case: Case) -> None:
    """The report must cover the period in which the precursor was produced (2547 Annex II A.1(4)(b))."""
    where = Where(sheet="supplies", name=supply.id)
    covered = _period(supply, supply.verification_period, "verification_period")
    if covered is None:
        case.book.note(
            problem("cbam.report-period-open", where, found=supply.verification, severity="warning")
        )
    elif not covered.contains(period):
        case.book.note(problem("cbam.report-period", where, found=str(covered), expected=str(period)))


def _period(supply: Supply, text: str, column: str) -> Period | None:
    return Period.parse(text, Where(sheet="supplies", name=f"{supply.id}, {column}")) if text else None


def _default(supply: Supply, rule: Scope, case: Case, year: int) -> Embedded:
    """The default value of the act with the mark-up of the year (2547 Art. 11(2), Annex II A.1(5))."""
    value = default_value(supply, year, case.settings.edition)
    where = Where(sheet="supplies", name=supply.id)
    told = f"{float(value.value):.6g}"
    if supply.data not in {"default", "unknown"}:
        found = supply.data or "–"
        case.book.note(problem("cbam.unverified", where, found=found, expected=told, severity="warning"))
    elif supply.see_direct is not None and abs(_given(supply, rule, case.rules) - float(value.value)) > _SAME:
        given = f"{_given(supply, rule, case.rules):.6g}"
        case.book.note(problem("cbam.default-differs", where, found=given, expected=told, severity="warning"))
    direct = share_direct(value)
    parts = (float(value.value * direct), float(value.value * (1 - direct)))
    if supply.carbon_price:
        case.book.note(problem("cbam.price-on-default", where, found=supply.id, severity="warning"))
    return Embedded(
        supply=supply,
        scope=rule,
        direct=Input("SEE_dir", parts[0], "t CO2e/t", value.source, value.status),
        indirect=Input("SEE_indir", parts[1], "t CO2e/t", value.source, value.status),
        electricity=None,
        is_default=True,
        price=0.0,
        default=value,
        year=year,
    )


def default_value(supply: Supply, year: int, edition: str) -> DefaultValue:
    """The default value of a supply, Annex IV where its country cannot be identified.

    Raises ``factors.*`` at the supply.
    """
    try:
        return defaults(supply.cn_code, supply.country or UNKNOWN, year, edition)
    except Problems as error:
        raise placed(error, Where(sheet="supplies", name=supply.id)) from None


def share_direct(value: DefaultValue) -> Decimal:
    """The share of a default value that is direct; all of it where the act prints no parts (Annex IV)."""
    if value.direct is None or not value.indirect or not value.direct + value.indirect:
        return Decimal(1)
    return value.direct / (value.direct + value.indirect)


def _given(supply: Supply, rule: Scope, rules: Rules) -> float:
    indirect = _indirect(supply) if counts_indirect(rule.annex_ii, rules) else supply.see_indirect
    return (supply.see_direct or 0.0) + (indirect or 0.0)


def _as_given(supply: Supply, rule: Scope, case: Case, year: int) -> Embedded:
    where = Where(sheet="supplies", name=supply.id)
    book, rules = case.book, case.rules
    if supply.see_direct is None:
        book.note(problem("cbam.see-missing", where, found="see_direct"))
    if counts_indirect(rule.annex_ii, rules) and _indirect(supply) is None:
        book.note(problem("cbam.see-missing", where, found="see_indirect"))
    source = ", ".join(
        part for part in (f"supplies, {supply.id}", supply.verification, supply.document) if part
    )
    indirect = _indirect(supply) or 0.0
    if not counts_indirect(rule.annex_ii, rules):
        # Only what it took over from precursors outside Annex II; its own electricity never counts.
        indirect = supply.see_indirect or 0.0
        if indirect:
            told = f"{indirect:.12g}"
            book.note(problem("cbam.indirect-taken-over", where, found=told, severity="warning"))
    electricity = supply.electricity
    if electricity is None and supply.see_indirect is not None and supply.electricity_factor:
        electricity = supply.see_indirect / supply.electricity_factor
    return Embedded(
        supply=supply,
        scope=rule,
        direct=Input("SEE_dir", supply.see_direct or 0.0, "t CO2e/t", source, supply.status),
        indirect=Input("SEE_indir", indirect, "t CO2e/t", source, supply.status),
        electricity=electricity,
        is_default=supply.data == "default",
        price=price_per_tonne(supply, (supply.see_direct or 0.0) + indirect, case),
        year=year,
    )


def _indirect(supply: Supply) -> float | None:
    if supply.see_indirect is not None:
        return supply.see_indirect
    if supply.electricity is None or supply.electricity_factor is None:
        return None
    return supply.electricity * supply.electricity_factor
