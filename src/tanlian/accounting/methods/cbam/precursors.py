"""What a production process uses of others: purchased precursors, own precursors, and what counts as zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tanlian.accounting.methods.cbam.book import Book
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.goods import Scope, counts_indirect, is_exempt, scope_of
from tanlian.accounting.methods.cbam.groups import Group, rows_of
from tanlian.accounting.methods.cbam.origins import origins
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.statement import Input
from tanlian.inventory.model import Supply
from tanlian.problems import Problem, Where, problem


@dataclass(frozen=True, slots=True)
class Use:
    """Tonnes of a source (a group or a supply, by id) that a production process takes in."""

    consumer: str
    source: str
    is_supply: bool
    amount: float
    row: Row


@dataclass(frozen=True, slots=True)
class Embedded:
    """What one tonne of a purchased precursor carries. Electricity (MWh) is None where unknown."""

    supply: Supply
    scope: Scope
    direct: Input
    indirect: Input
    electricity: float | None
    is_default: bool
    price: float


def uses(case: Case) -> list[Use]:
    """All uses of precursors that carry embedded emissions, by the processes that make CBAM goods."""
    found: list[Use] = []
    for group in case.groups:
        if group.category is None:
            continue
        for row in _inputs(group, case):
            for origin, share in origins(row, case).items():
                if row.unit != "t":
                    where = Where(sheet="exchanges", name=f"{group.id}, {row.flow}")
                    case.book.note(problem("cbam.not-in-tonnes", where, found=f"{row.flow} ({row.unit})"))
                elif origin.is_supply or origin.id != group.id:
                    found.append(Use(group.id, origin.id, origin.is_supply, share * row.amount, row))
    return found


def embedded(case: Case, found: Sequence[Use]) -> Mapping[str, Embedded]:
    """The data of every purchased precursor in use; what is missing is an error that names it."""
    rules, book = case.rules, case.book
    flows = {use.source: use.row.flow for use in found if use.is_supply}
    known: dict[str, Embedded] = {}
    for supply_id, flow in flows.items():
        supply = case.inventory.supply(supply_id)
        rule = scope_of(flow, supply.cn_code)
        if rule is None:
            continue
        if rules.exempt_origins and is_exempt(supply.country):
            zero = Input("SEE", 0.0, "t CO2e/t", "2025/2547 Annex II E(2)(h), Annex III B", "official")
            known[supply_id] = Embedded(supply, rule, zero, zero, 0.0, False, 0.0)
            continue
        for item in _faults(supply, counts_indirect(rule.annex_ii, rules), rules):
            book.note(item)
        known[supply_id] = _embedded(supply, rule, rules, book)
    return known


def _inputs(group: Group, case: Case) -> list[Row]:
    """What a group takes in of each flow from each partner, less what it lays back in stock."""
    summed: dict[tuple[str, ...], Row] = {}
    for row in rows_of(group, case.rows):
        if row.group in {"electricity", "heat", "process_gas"} or row.partner == "waste":
            continue
        laid_back = row.partner == "stock" and (group.id, row.flow) in case.taken
        if row.direction == "out" and not laid_back:
            continue
        key = (row.process, row.flow, row.label, row.unit, row.partner, row.supply)
        before = summed.get(key)
        amount = row.sign * row.amount + (before.amount if before else 0.0)
        numbers = (*(before.numbers if before else ()), *row.numbers)
        summed[key] = replace(before or row, direction="in", amount=amount, numbers=numbers)
    return list(summed.values())


def _faults(supply: Supply, needs_indirect: bool, rules: Rules) -> Iterator[Problem]:
    where = Where(sheet="supplies", name=supply.id)
    if supply.see_direct is None:
        yield problem("cbam.see-missing", where, found="see_direct")
    if needs_indirect and _indirect(supply) is None:
        yield problem("cbam.see-missing", where, found="see_indirect")
    if rules.verified and supply.data != "default" and not supply.verification:
        yield problem("cbam.unverified", where, found=supply.data or "–")
    if rules.verified and supply.data == "default":
        yield problem("cbam.default-as-given", where, severity="warning")


def _embedded(supply: Supply, rule: Scope, rules: Rules, book: Book) -> Embedded:
    where = Where(sheet="supplies", name=supply.id)
    source = ", ".join(part for part in (f"supplies, {supply.id}", supply.document) if part)
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
        price=_price(supply, (supply.see_direct or 0.0) + indirect, book),
    )


def _indirect(supply: Supply) -> float | None:
    if supply.see_indirect is not None:
        return supply.see_indirect
    if supply.electricity is None or supply.electricity_factor is None:
        return None
    return supply.electricity * supply.electricity_factor


def _price(supply: Supply, total: float, book: Book) -> float:
    """Carbon price due per tonne: price times covered emissions (template F_Tools, columns G to J, T)."""
    if not supply.carbon_price:
        return 0.0
    where = Where(sheet="supplies", name=supply.id)
    if supply.price_emissions is not None:
        covered = total * (supply.price_share if supply.price_share is not None else 1.0)
        if supply.price_share is not None and abs(covered - supply.price_emissions) > 1e-6 * covered:
            found, expected = f"{supply.price_emissions:.9g}", f"{covered:.9g}"
            book.note(
                problem("cbam.price-cover-differs", where, found=found, expected=expected, severity="warning")
            )
        return supply.carbon_price * supply.price_emissions
    if supply.price_share is None:
        book.note(problem("cbam.price-cover", where, found="price_share"))
        return 0.0
    return supply.carbon_price * supply.price_share * total
