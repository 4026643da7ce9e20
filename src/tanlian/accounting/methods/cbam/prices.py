"""Carbon prices that suppliers paid: per tonne of the precursor, and proven by a document."""

from __future__ import annotations

from tanlian.accounting.methods.cbam.case import Case
from tanlian.inventory.model import Inventory, Supply
from tanlian.problems import Where, problem


def price_per_tonne(supply: Supply, total: float, case: Case) -> float:
    """Carbon price per tonne: price times covered emissions (template F_Tools, columns G to J, T).

    In the definitive period it counts as paid, so a document must prove it (2023/956 Art. 9(2)).
    """
    if not supply.carbon_price:
        return 0.0
    where = Where(sheet="supplies", name=supply.id)
    if case.rules.verified and not is_proven(supply.price_evidence, case.inventory):
        found = supply.price_evidence or "–"
        case.book.note(problem("cbam.price-without-evidence", where, found=found, expected="price_evidence"))
    if supply.price_emissions is not None:
        covered = total * (supply.price_share if supply.price_share is not None else 1.0)
        if supply.price_share is not None and abs(covered - supply.price_emissions) > 1e-6 * covered:
            found, expected = f"{supply.price_emissions:.9g}", f"{covered:.9g}"
            case.book.note(
                problem("cbam.price-cover-differs", where, found=found, expected=expected, severity="warning")
            )
        return supply.carbon_price * supply.price_emissions
    if supply.price_share is None:
        case.book.note(problem("cbam.price-cover", where, found="price_share"))
        return 0.0
    return supply.carbon_price * supply.price_share * total


def is_proven(evidence_id: str, inventory: Inventory) -> bool:
    """Whether an id names a document in the sheet evidence."""
    return any(item.id == evidence_id and item.kind == "document" for item in inventory.evidence)
