"""Which random variable stands behind each factor and each amount: the first entry of a sheet that fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from tanlian.accounting.uncertainty.sheet import AmountEntry, FactorEntry, Sheet
from tanlian.accounting.uncertainty.width import SHAPES, Width
from tanlian.footprint.uncertainty import Spread
from tanlian.inventory.model import Inventory
from tanlian.inventory.scenario.actions import Selection
from tanlian.inventory.scenario.rows import mask

_METER = ("process", "direction", "flow", "partner")


@dataclass(frozen=True, slots=True)
class Variable:
    """One random number. ``kind`` : factor or amount; ``what`` : quantity and flow, or the meter."""

    name: str
    kind: str
    what: str
    width: Width


def quantity() -> pl.Expr:
    """What the factor of a ledger row is (see `sheet.QUANTITIES`)."""
    own = pl.col("kind") == "own"
    return (
        pl.when(own & (pl.col("flow") == ""))
        .then(pl.lit("direct_emissions"))
        .when(own)
        .then(pl.lit("carbon_content"))
        .when(pl.col("kind") == "purchased")
        .then(pl.lit("emission"))
        .when(pl.col("category") == "3.4")
        .then(pl.lit("transport"))
        .otherwise(pl.col("kind"))
    )


def factor_names(rows: pl.DataFrame, sheet: Sheet, site: str) -> pl.DataFrame:
    """Add ``factor`` (name of the variable), ``factor_entry`` (its place in the sheet); null where none fits.

    rows : rows of a ledger. What the plant measured itself is its own variable, named after the ``site``;
    a factor of a document is the same variable at every plant that uses it.
    """
    named = rows.with_columns(quantity=quantity())
    names: list[pl.Expr] = []
    places: list[pl.Expr] = []
    for place, entry in enumerate(sheet.factors):
        fits = _fits_factor(entry)
        names.append(pl.when(fits).then(_factor_name(entry, place, sheet.id, site)))
        places.append(pl.when(fits).then(pl.lit(place)))
    return named.with_columns(factor=_first(names, pl.String), factor_entry=_first(places, pl.Int32))


def amount_names(inventory: Inventory, sheet: Sheet) -> pl.DataFrame:
    """Frame row, amount, meter, name, entry of every amount that an entry fits."""
    kinds = pl.DataFrame(
        [{"evidence": item.id, "evidence_kind": item.kind} for item in inventory.evidence],
        schema={"evidence": pl.String, "evidence_kind": pl.String},
    )
    rows = (
        inventory.exchanges.filter(pl.col("amount") > 0)
        .join(kinds, on="evidence", how="left", maintain_order="left")
        .with_columns(meter=pl.concat_str(_METER, separator=" "))
    )
    names: list[pl.Expr] = []
    places: list[pl.Expr] = []
    for place, entry in enumerate(sheet.amounts):
        fits = _fits_amount(entry)
        names.append(pl.when(fits).then(_amount_name(entry, place, sheet.id, inventory.site.name)))
        places.append(pl.when(fits).then(pl.lit(place)))
    named = rows.with_columns(name=_first(names, pl.String), entry=_first(places, pl.Int32))
    return named.filter(pl.col("name").is_not_null()).select("row", "amount", "meter", "name", "entry")


def variables(factors: Sequence[pl.DataFrame], amounts: pl.DataFrame, sheet: Sheet) -> tuple[Variable, ...]:
    """Every variable that occurs, factors first, in the order of the rows."""
    found: dict[str, Variable] = {}
    for rows in factors:
        used = rows.filter(pl.col("factor").is_not_null() & (pl.col("kg_CO2e") != 0))
        columns = used.select("factor", "factor_entry", "quantity", "flow").unique(
            subset="factor", maintain_order=True
        )
        for name, place, what, flow in columns.iter_rows():
            told = f"{what} {flow}".strip()
            found.setdefault(name, Variable(name, "factor", told, sheet.factors[place].width))
    unique = amounts.select("name", "entry", "meter").unique(subset="name", maintain_order=True)
    for name, place, meter in unique.iter_rows():
        entry = sheet.amounts[place]
        what = meter if entry.shared == "meter" else name.rpartition(" | ")[2]
        found.setdefault(name, Variable(name, "amount", what, entry.width))
    return tuple(item for item in found.values() if item.width.u > 0)


def spread(items: Iterable[Variable]) -> Spread:
    """The variables as arrays."""
    told = tuple(items)
    return Spread(
        tuple(item.name for item in told),
        np.array([SHAPES[item.width.shape] for item in told], dtype=np.int8),
        np.array([item.width.u for item in told], dtype=np.float64),
    )


def _first(parts: list[pl.Expr], dtype: type[pl.DataType]) -> pl.Expr:
    return pl.coalesce([*parts, pl.lit(None)]).cast(dtype)


def _fits_factor(entry: FactorEntry) -> pl.Expr:
    fits = pl.col("quantity").is_in(entry.quantity)
    if entry.flow:
        fits &= pl.col("flow").is_in(entry.flow)
    if entry.process:
        fits &= pl.col("node").is_in([f"process:{name}" for name in entry.process])
    if entry.status:
        fits &= pl.col("status").is_in(entry.status)
    return fits


def _factor_name(entry: FactorEntry, place: int, sheet: str, site: str) -> pl.Expr:
    own = (pl.col("quantity") == "carbon_content") & (pl.col("status") == "user")
    measured = own | (pl.col("quantity") == "direct_emissions") | pl.col("source").is_in(["row", ""])
    source = pl.when(measured).then(pl.lit(site)).otherwise(pl.col("source"))
    what = pl.when(pl.col("flow") != "").then("flow").otherwise("node")
    told = pl.concat_str("quantity", what, separator=" ")
    own_row = pl.concat_str(told, pl.lit(f" | {site} | row "), pl.col("row").cast(pl.String).fill_null("-"))
    return {
        "source": pl.concat_str(told, source, separator=" | "),
        "flow": told,
        "entry": pl.lit(f"{sheet} | factors {place + 1}"),
        "row": own_row,
    }[entry.shared]


def _fits_amount(entry: AmountEntry) -> pl.Expr:
    fits = mask(entry.rows) if entry.rows != Selection() else pl.lit(value=True)
    if entry.evidence:
        fits &= pl.col("evidence").is_in(entry.evidence)
    if entry.kind:
        fits &= pl.col("evidence_kind").is_in(entry.kind)
    return fits.fill_null(value=False)


def _amount_name(entry: AmountEntry, place: int, sheet: str, site: str) -> pl.Expr:
    head = f"amount | {site} | "
    return {
        "meter": pl.concat_str(pl.lit(head), "meter"),
        "evidence": pl.concat_str(pl.lit(head), pl.col("evidence").fill_null("-")),
        "entry": pl.lit(f"{head}{sheet} amounts {place + 1}"),
        "row": pl.concat_str(pl.lit(f"{head}row "), pl.col("row").cast(pl.String)),
    }[entry.shared]
