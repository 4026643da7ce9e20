"""Transport of purchased inputs: covered by the supplier's figure, or leg by leg, or missing by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tanlian.accounting.ledger.schema import Row, told
from tanlian.accounting.ledger.supplied import document, missing
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Leg, Supply

Exchange = Mapping[str, Any]
FREIGHT = "freight"
TONNE_KM = "t km"


def transport_rows(
    item: Exchange, supply: Supply | None, legs: Sequence[Leg], choice: Choice
) -> Iterator[Row]:
    """Rows for the journey of one purchase; none for what is not carried by weight and has no legs.

    A supplier's figure that covers transport stands for the whole journey: legs beside it do not count.
    """
    if supply is not None and "transport" in supply.covers.split():
        if item["unit"] == "t":
            yield {"kg": 0.0, "source": document(supply), "data": "supplier"}
    elif item["unit"] != "t":
        if legs:
            yield missing(f"transport {item['flow']} ({item['unit']} → t)")
    elif not legs:
        yield missing(f"transport {item['flow']}")
    for leg in legs if _is_carried(item, supply) else ():
        yield from _leg(item, leg, choice)


def _is_carried(item: Exchange, supply: Supply | None) -> bool:
    return item["unit"] == "t" and "transport" not in (supply.covers.split() if supply else ())


def _leg(item: Exchange, leg: Leg, choice: Choice) -> Iterator[Row]:
    tonne_km = item["amount"] * leg.distance_km
    base: Row = {"amount": tonne_km, "unit": TONNE_KM}
    if leg.factor is not None:
        yield {
            **base,
            "gas": "CO2e",
            "gwp": leg.gwp or "unstated",
            "factor": leg.factor,
            "kg": leg.factor * tonne_km,
            "source": leg.document or leg.id,
            "status": leg.status,
            "data": "supplier",
        }
        return
    chosen = choice.of("transport", FREIGHT)
    found = chosen.all(FREIGHT, "transport", variant=leg.mode, per=TONNE_KM) if chosen else ()
    for factor in found:
        yield {**base, **told(factor, TONNE_KM, tonne_km)}
    if not found:
        yield {**base, **missing(f"transport {item['flow']} ({leg.mode})")}
