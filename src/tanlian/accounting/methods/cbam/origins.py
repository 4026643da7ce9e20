"""Where an input comes from: supplies and own processes, by their shares in what the site mixes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.goods import is_precursor, scope_of
from tanlian.accounting.methods.cbam.groups import PRODUCT
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.inventory.model import SITE
from tanlian.problems import Problem, Where, problem

# Where the goods that count as precursors are listed, by the rule in force.
_LISTS = {
    "template": "communication template V2.1, Parameters_Constants",
    "annex_i": "Reg. (EU) 2023/956, Annex I",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """A production process or a supply, by id."""

    id: str
    is_supply: bool


def origins(row: Row, case: Case) -> Mapping[Origin, float]:
    """The sources of an input that carry embedded emissions, with their shares; others are left out."""
    if row.supply:
        return _mixed([row], case)
    if row.partner in case.owner:
        giver = case.owner[row.partner]  # by-products, scrap and waste carry nothing (2547 Annex II F)
        is_good = is_precursor(scope_of(row.flow), case.rules) and (giver.id, row.flow) in case.given
        return {Origin(giver.id, False): 1.0} if is_good and giver.category is not None else {}
    if not is_precursor(scope_of(row.flow), case.rules):
        return {}
    feeders = _feeders(row, case)
    if not sum(item.amount for item in feeders):
        case.book.note(_without_data(row))
        return {}
    return _mixed(feeders, case)


def _feeders(row: Row, case: Case) -> list[Row]:
    """What fills the pool a row draws from: the site's pool of the flow, or the purchases of its process."""
    same = case.by_flow.get(row.flow, ())
    if row.partner == "stock":
        mine = [item for item in same if item.process == row.process]
        if fresh := [item for item in mine if item.partner == "purchased" and item.supply]:
            return fresh
    if row.partner not in {SITE, "stock"}:
        return []
    made = [item for item in same if item.partner == SITE and item.role in PRODUCT]  # roles are of outputs
    bought = [item for item in same if item.process == SITE and item.partner == "purchased"]
    pool = [*(item for item in made if item.process in case.owner), *bought]
    return [item for item in pool if item.label == row.label and item.label] or pool


def _mixed(feeders: Iterable[Row], case: Case) -> dict[Origin, float]:
    """Shares by amount; a purchase without data is an error that names it."""
    amounts: dict[Origin, float] = {}
    total = 0.0
    for item in feeders:
        total += item.amount
        if item.supply or item.process == SITE or item.partner == "purchased":
            origin = _supplied(item, case)
        else:
            giver = case.owner[item.process]
            origin = Origin(giver.id, False) if giver.category is not None else None
        if origin is not None:
            amounts[origin] = amounts.get(origin, 0.0) + item.amount
    return {origin: amount / total if total else 1.0 for origin, amount in amounts.items()}


def _supplied(row: Row, case: Case) -> Origin | None:
    if not row.supply:
        case.book.note(_without_data(row))
        return None
    supply = case.inventory.supply(row.supply)
    rule = scope_of(row.flow, supply.cn_code)
    if is_precursor(rule, case.rules):
        return Origin(supply.id, True)
    if supply.see_direct or supply.see_indirect:
        where = Where(sheet="supplies", name=supply.id)
        clause = rule.clause if rule and rule.excluded else _LISTS[case.rules.precursors]
        case.book.note(
            problem("cbam.not-a-precursor", where, found=row.flow, expected=clause, severity="warning")
        )
    return None


def _without_data(row: Row) -> Problem:
    where = Where(sheet="exchanges", name=f"{row.process}, {row.label or row.flow}")
    return problem("cbam.precursor-without-data", where, found=row.flow)
