"""What a production process uses of others: purchased precursors and own precursors, in tonnes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.groups import Group, rows_of
from tanlian.accounting.methods.cbam.origins import origins
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.problems import Where, problem


@dataclass(frozen=True, slots=True)
class Use:
    """Tonnes of a source (a group or a supply, by id) that a production process takes in."""

    consumer: str
    source: str
    is_supply: bool
    amount: float
    row: Row


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
