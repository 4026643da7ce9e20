"""Take a measure from the ledger: a selection of its rows, weighted by what one product takes of each.

What a measure needs and the ledger does not have is returned by name, never filled: a missing factor, a
CO2e figure where gases must be split, a CO2e figure of another GWP set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from tanlian.accounting.ledger import Ledger
from tanlian.accounting.ledger.schema import OWN, node_of
from tanlian.catalogue import gases as single_gases
from tanlian.catalogue import gwp as gwp_of
from tanlian.footprint.works import process_node
from tanlian.inventory.model import SITE
from tanlian.status import weakest

Basis = Literal["location", "market"]
# Current set, taken where a document names none; ISO 14067 asks for the latest IPCC report.
LATEST_GWP = "AR6"
# Words that documents use for several gases of the GWP sets.
GAS_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "HFC": tuple(gas for gas in single_gases() if gas.startswith("HFC")),
    "PFC": ("CF4", "C2F6"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows that are summed. ``scopes`` holds a scope (``3``) or a category (``3.4``). ``aggregate``: whether
    a figure given only in CO2e may serve. Empty ``only_flows`` means every flow."""

    blocks: tuple[str, ...]
    scopes: tuple[str, ...]
    gases: tuple[str, ...]
    aggregate: bool
    only_flows: tuple[str, ...] = ()
    without_processes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """kg CO2e taken off per unit of a flow that is sold. Empty ``processes`` means all that make it."""

    flows: tuple[str, ...]
    kg_per_unit: float
    source: str
    status: str
    processes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What is summed. ``gwp`` is AR5, AR6 or ``any`` (the document names none). A gap in a block of
    ``required_blocks`` makes the result not comparable; a gap elsewhere is told."""

    id: str
    gwp: str
    selections: tuple[Selection, ...]
    required_blocks: tuple[str, ...]
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a measure selects that the ledger cannot give to the product.

    ``kind``: missing | gas-split | gwp | undrawn (bought for the site, but no process draws it).
    """

    block: str
    what: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A measure of one product: kg CO2e per unit, its contributions, what is missing.

    ``rows`` : ledger rows that count, with ``share`` (of the node, per unit of product) and ``kg_CO2e``.
    """

    measure: str
    kg_CO2e: float
    rows: pl.DataFrame
    gaps: tuple[Gap, ...]
    status: str
    primary_share: float
    gwp: str
    basis: Basis
    factor_sets: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that the measure requires."""
        return not any(gap.required for gap in self.gaps)

    def by(self, *columns: str) -> pl.DataFrame:
        """kg CO2e per unit by some of the ledger's columns, largest first."""
        totals = self.rows.group_by(*columns, maintain_order=True).agg(pl.col("kg_CO2e").sum())
        return totals.sort(pl.col("kg_CO2e").abs(), descending=True, maintain_order=True)


def take(ledger: Ledger, measure: Measure, shares: Mapping[str, float], basis: Basis) -> Taken:
    """Sum the measure's selections over the ledger for the product with these node shares.

    shares : what one unit of the product takes of each node (`Works.shares`).
    Biogenic CO2 is left out of the sum, as all bundled measures do; biogenic CH4 and N2O count.
    """
    chosen_gwp = LATEST_GWP if measure.gwp == "any" else measure.gwp
    rows = _weighted(ledger, shares).filter(
        pl.col("basis").is_in(["any", basis]), ~((pl.col("gas") == "CO2") & (pl.col("origin") == "biogenic"))
    )
    picked = pl.concat([_select(rows, selection) for selection in measure.selections]).unique(
        subset=["index"], maintain_order=True
    )
    gaps = (*_gaps(picked, measure), *_undrawn(ledger, measure))
    counted = picked.filter(pl.col("kg").is_not_null()).join(
        _weights(picked, chosen_gwp), on=["gas", "origin"]
    )
    counted = counted.with_columns(kg_CO2e=pl.col("kg") * pl.col("share") * pl.col("weight"))
    counted = pl.concat([counted, _credits(ledger, measure, shares, counted)]).drop("index", "aggregate")
    size = counted.select(sizes()).to_series()
    primary = float((size * counted["primary"]).sum()) / float(size.sum()) if size.sum() else 0.0
    return Taken(
        measure=measure.id,
        kg_CO2e=float(counted["kg_CO2e"].sum()),
        rows=counted,
        gaps=gaps,
        status=weakest(counted.filter(pl.col("kg_CO2e") != 0)["status"].unique().to_list()),
        primary_share=primary,
        gwp=chosen_gwp,
        basis=basis,
        factor_sets=ledger.factor_sets,
    )


def sizes() -> pl.Expr:
    """How much each counted row weighs when data are rated: its size; for the carbon balance of a process,
    whose rows are carbon in and carbon out, the size of what remains, by row."""
    size = pl.col("kg_CO2e").abs()
    balance = pl.col("kg_CO2e").sum().abs() / size.sum()
    own = (size * balance.over("node", "kind")).fill_nan(0.0)
    return pl.when(pl.col("kind") == "own").then(own).otherwise(size).alias("size")


def _weighted(ledger: Ledger, shares: Mapping[str, float]) -> pl.DataFrame:
    """Ledger rows of the nodes the product takes something of, with the kind of process they stand at."""
    table = pl.DataFrame(
        {"node": list(shares), "share": list(shares.values())},
        schema={"node": pl.String, "share": pl.Float64},
    )
    kinds = {process_node(item.id): item.kind for item in ledger.inventory.processes}
    return (
        ledger.frame.with_row_index()
        .join(table, on="node", how="inner", maintain_order="left")
        .with_columns(process_kind=pl.col("node").replace_strict(kinds, default=""))
    )


def _select(rows: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    here = pl.col("scope").is_in(selection.scopes) | pl.col("category").is_in(selection.scopes)
    chosen = pl.col("block").is_in(selection.blocks) & here
    if selection.only_flows:
        chosen &= pl.col("flow").is_in(selection.only_flows)
    if selection.without_processes:
        chosen &= ~pl.col("process_kind").is_in(selection.without_processes)
    named = {*selection.gases, *(gas for name in selection.gases for gas in GAS_FAMILIES.get(name, ()))}
    gases = pl.col("gas").is_in(named | {"CO2e"})
    return rows.filter(chosen & gases).with_columns(aggregate=pl.lit(selection.aggregate))


def _gaps(picked: pl.DataFrame, measure: Measure) -> tuple[Gap, ...]:
    summed = pl.col("gas") == "CO2e"
    mattering = picked.with_columns(
        gap=pl.when(pl.col("kg").is_null())
        .then(pl.lit("missing"))
        .when(summed & ~pl.col("aggregate") & (pl.col("kg") != 0))
        .then(pl.lit("gas-split"))
        .when(
            summed
            & (pl.col("kg") != 0)
            & ~pl.col("gwp").is_in(["", "unstated", measure.gwp])
            & pl.lit(measure.gwp != "any")
        )
        .then(pl.lit("gwp")),
        what=pl.when(pl.col("kg").is_null()).then("missing").otherwise("flow"),
    ).filter(pl.col("gap").is_not_null())
    found = mattering.select("block", "what", "gap").unique(maintain_order=True)
    return tuple(
        Gap(block, what or "direct emissions", gap, block in measure.required_blocks)
        for block, what, gap in found.iter_rows()
    )


def _undrawn(ledger: Ledger, measure: Measure) -> tuple[Gap, ...]:
    """What stands at a pool that nobody draws on: it belongs to the site and reaches no product."""
    stranded = ledger.frame.filter(
        pl.col("node").is_in(list(ledger.works.undrawn)), pl.col("kg").is_null() | (pl.col("kg") != 0)
    ).with_columns(process_kind=pl.lit(""))
    parts = [_select(stranded, selection) for selection in measure.selections]
    found = pl.concat(parts).select("block", "flow").unique(maintain_order=True)
    return tuple(
        Gap(block, flow, "undrawn", block in measure.required_blocks) for block, flow in found.iter_rows()
    )


def _weights(rows: pl.DataFrame, gwp_set: str) -> pl.DataFrame:
    """kg CO2e per kg of each gas that occurs."""
    pairs = rows.select("gas", "origin").unique(maintain_order=True)
    return pairs.with_columns(
        weight=pl.Series(
            [
                1.0 if gas == "CO2e" else gwp_of(gwp_set, gas, origin).number
                for gas, origin in pairs.iter_rows()
            ],
            dtype=pl.Float64,
        )
    )


def _credits(
    ledger: Ledger, measure: Measure, shares: Mapping[str, float], like: pl.DataFrame
) -> pl.DataFrame:
    """One row for each sale that a credit names, with the product's share in the making of what is sold."""
    sold = ledger.exchanges.filter((pl.col("direction") == "out") & (pl.col("partner") == "sold"))
    rows = []
    for credit in measure.credits:
        for item in sold.filter(pl.col("flow").is_in(credit.flows)).iter_rows(named=True):
            share = _maker_share(ledger, item["process"], item["flow"], shares, credit.processes)
            kg = -item["amount"] * credit.kg_per_unit
            rows.append(
                {
                    **OWN,
                    "node": node_of(item["process"], item["flow"]),
                    "block": item["process_block"] or "auxiliaries",
                    "kind": "credit",
                    "scope": "3",
                    "category": "3.1",
                    "flow": item["flow"],
                    "group": item["group"],
                    "gas": "CO2e",
                    "gwp": "unstated",
                    "amount": -item["amount"],
                    "unit": item["unit"],
                    "factor": credit.kg_per_unit,
                    "source": credit.source,
                    "status": credit.status,
                    "kg": kg,
                    "row": item["row"],
                    "share": share,
                    "weight": 1.0,
                    "kg_CO2e": kg * share,
                }
            )
    return pl.DataFrame(rows, schema=like.schema) if rows else like.clear()


def _maker_share(
    ledger: Ledger, process: str, flow: str, shares: Mapping[str, float], credited: tuple[str, ...]
) -> float:
    """Part of the making of a sold flow that the product answers for; the site sells what makers gave it."""
    if credited:
        shares = {process_node(name): shares.get(process_node(name), 0.0) for name in credited}
    if process != SITE:
        return shares.get(process_node(process), 0.0)
    made = ledger.exchanges.filter(
        (pl.col("flow") == flow) & (pl.col("direction") == "out") & (pl.col("partner") == SITE)
    )
    makers = list(made.group_by("process", maintain_order=True).agg(pl.col("amount").sum()).iter_rows())
    total = sum(amount for _, amount in makers)
    return (
        sum(shares.get(process_node(name), 0.0) * amount / total for name, amount in makers) if total else 0.0
    )
