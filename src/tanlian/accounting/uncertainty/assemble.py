"""From a plant and an uncertainty sheet to how each product answers to each uncertain number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from math import fsum

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.accounting.measure import Basis, Measure, Taken, take
from tanlian.accounting.product import cradle_to_gate
from tanlian.accounting.uncertainty.result import Coverage, Uncertainty
from tanlian.accounting.uncertainty.sheet import Sheet
from tanlian.accounting.uncertainty.variables import amount_names, factor_names, spread, variables
from tanlian.factors.model import FactorSet
from tanlian.footprint.uncertainty import Response
from tanlian.inventory.model import SITE, Inventory
from tanlian.inventory.scenario.rows import with_amounts
from tanlian.problems import Where, fail
from tanlian.status import weakest

Floats = NDArray[np.float64]
Rebuild = Callable[[Inventory], Ledger]
# Relative step of the slopes of amounts: rounding stays below 1e-9, curvature below 1e-6 of a slope.
_STEP = 1e-6
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: products (``site`` = everything the site emits), on a basis, by a measure (else cradle
    to gate)."""

    flows: tuple[str, ...] = (SITE,)
    basis: Basis = "location"
    measure: Measure = field(default_factory=cradle_to_gate)


def uncertainty(
    inventory: Inventory,
    sheet: Sheet,
    ask: Ask | None = None,
    *,
    factors: Mapping[str, str] | None = None,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> Uncertainty:
    """The uncertainty of products of a plant, kg CO2e per unit, and of the ``site`` as a whole, kg CO2e.

    Exact for factors, first order for amounts; see `Uncertainty` for samples. Raises what `ledger` raises,
    and ``uncertainty.nothing`` where no entry of the sheet fits anything that counts.
    """
    choice = choose(inventory, factors, None, own_sets)
    return assembled(inventory, sheet, ask or Ask(), lambda item: ledger(item, choice))


def assembled(
    inventory: Inventory,
    sheet: Sheet,
    ask: Ask,
    rebuild: Rebuild,
    progress: Callable[[int, int], None] | None = None,
) -> Uncertainty:
    """As `uncertainty`, for a ledger made in another way; ``progress`` is told of each meter (done, of all).

    One ledger is made for each meter or other amount with an error of its own.
    """
    book = rebuild(inventory)
    shares = tuple(_shares(book, flow) for flow in ask.flows)
    taken = [take(book, ask.measure, share, ask.basis) for share in shares]
    rows = [factor_names(part.rows, sheet, inventory.site.name) for part in taken]
    amounts = amount_names(inventory, sheet)
    found = variables(rows, amounts, sheet)
    if not found:
        raise fail("uncertainty.nothing", Where(sheet.file or sheet.id), found=sheet.id)
    amounts = amounts.filter(pl.col("name").is_in([item.name for item in found]))
    named = amounts.select("row", "name")
    rows = [part.join(named, on="row", how="left", maintain_order="left") for part in rows]
    place = {item.name: index for index, item in enumerate(found)}
    nodes = {node: index for index, node in enumerate(dict.fromkeys(chain(*(part["node"] for part in rows))))}
    units = list(_units(amounts, place))
    counted = tuple(map(_counted, taken, shares))
    values = _values(book, ask, shares)
    moves = []
    for done, (together, parts) in enumerate(units, start=1):
        other = rebuild(_moved(inventory, together))
        moved = tuple(_shares(other, flow) for flow in ask.flows)
        change = (_values(other, ask, moved) - values) / _STEP
        moves.append(_Move(parts, _elastic(counted, moved, nodes), change))
        if progress is not None:
            progress(done, len(units))
    return Uncertainty(
        subjects=ask.flows,
        units=tuple(_unit(book, flow) for flow in ask.flows),
        response=_response(rows, place, nodes, moves),
        spread=spread(found),
        variables=found,
        coverage=tuple(_coverage(part) for part in rows),
        sheet=sheet.id,
        sheet_hash=sheet.hash,
        seed=sheet.seed,
        status=weakest(item.width.status for item in found),
    )


Shares = tuple[Mapping[str, float], ...]


def _values(book: Ledger, ask: Ask, shares: Shares) -> Floats:
    """The measure of every product: where nothing is credited, burdens of nodes times their shares."""
    if ask.measure.credits:
        return np.array([take(book, ask.measure, share, ask.basis).kg_CO2e for share in shares])
    whole = take(book, ask.measure, _shares(book, SITE), ask.basis).rows
    burdens = dict(whole.group_by("node", maintain_order=True).agg(pl.col("kg_CO2e").sum()).iter_rows())
    return np.array([fsum(burdens.get(node, 0.0) * part for node, part in share.items()) for share in shares])


def _counted(taken: Taken, shares: Mapping[str, float]) -> Mapping[str, float]:
    """Shares of the nodes that count; one that is zero but for rounding has no slope."""
    sizes = taken.rows.group_by("node", maintain_order=True).agg(pl.col("kg_CO2e").abs().sum())
    least = _ROUNDING * float(sizes["kg_CO2e"].sum())
    return {node: shares[node] for node, size in sizes.iter_rows() if node in shares and size > least}


def _shares(book: Ledger, flow: str) -> Mapping[str, float]:
    if flow == SITE:
        return dict.fromkeys(book.frame["node"].unique(maintain_order=True), 1.0)
    return book.works.shares(flow)


def _unit(book: Ledger, flow: str) -> str:
    if flow == SITE:
        return "kg CO2e"
    outputs = book.works.outputs
    return f"kg CO2e/{outputs.filter(pl.col('flow') == flow)['unit'][0]}"


Part = tuple[int, float]  # a variable, and its part of the amounts that were moved together


def _units(amounts: pl.DataFrame, place: Mapping[str, int]) -> Iterator[tuple[list[int], list[Part]]]:
    """Rows to move together, and whose errors they stand for.

    A variable of a whole meter or of several moves alone. Single rows of one meter differ in the chain only
    by their amount, so that one move serves them all.
    """
    counts = amounts.with_columns(
        meters=pl.col("meter").n_unique().over("name"), names=pl.col("name").n_unique().over("meter")
    )
    split = (pl.col("meters") == 1) & (pl.col("names") > 1)
    whole = counts.filter(~split).group_by("name", maintain_order=True).agg(pl.col("row"))
    for name, rows in whole.iter_rows():
        yield rows, [(place[name], 1.0)]
    for _, part in counts.filter(split).group_by("meter", maintain_order=True):
        sums = part.group_by("name", maintain_order=True).agg(pl.col("amount").sum())
        total = float(sums["amount"].sum())
        yield part["row"].to_list(), [(place[name], amount / total) for name, amount in sums.iter_rows()]


@dataclass(frozen=True, slots=True)
class _Move:
    """What moving some rows does: (k, n) relative to each node's share, (k,) to each result."""

    parts: Sequence[Part]
    elastic: Floats
    change: Floats


def _elastic(counted: Shares, moved: Shares, nodes: Mapping[str, int]) -> Floats:
    found = np.zeros((len(counted), len(nodes)))
    for k, (old, new) in enumerate(zip(counted, moved, strict=True)):
        for node, share in old.items():
            found[k, nodes[node]] = (new.get(node, 0.0) / share - 1) / _STEP
    return found


def _response(
    rows: Sequence[pl.DataFrame], place: Mapping[str, int], nodes: Mapping[str, int], moves: Sequence[_Move]
) -> Response:
    """Contributions summed to one cell for each factor, amount and node; then what the moves add."""
    keys = ("factor", "name", "node")
    known = [pl.when(pl.col(key).is_in(list(place))).then(key).alias(key) for key in keys[:2]]
    summed = [
        part.with_columns(known).group_by(keys, maintain_order=True).agg(pl.col("kg_CO2e").sum())
        for part in rows
    ]
    index: dict[tuple[str | None, ...], int] = {}
    for part in summed:
        for key in part.select(keys).iter_rows():
            index.setdefault(key, len(index))
    cell = np.zeros((len(rows), len(index)))
    for k, part in enumerate(summed):
        for factor, name, node, value in part.iter_rows():
            cell[k, index[factor, name, node]] += value
    elasticity = np.zeros((len(rows), len(nodes), len(place)))
    for move in moves:
        for variable, fraction in move.parts:
            elasticity[:, :, variable] += fraction * move.elastic
    response = Response(
        constant=np.zeros(len(rows)),
        cell=cell,
        factor=np.array([place.get(key[0] or "", -1) for key in index], dtype=np.int32),
        amount=np.array([place.get(key[1] or "", -1) for key in index], dtype=np.int32),
        node=np.array([nodes[key[2] or ""] for key in index], dtype=np.int32),
        elasticity=elasticity,
        rest=np.zeros((len(rows), len(place))),
    )
    return replace(response, rest=_rest(response.columns, moves))


def _rest(columns: Floats, moves: Sequence[_Move]) -> Floats:
    """What a move changes beyond the rows of the amounts themselves: pools that close, certificates."""
    rest = np.zeros_like(columns)
    for move in moves:
        told = sum(columns[:, variable] for variable, _ in move.parts)
        for variable, fraction in move.parts:
            rest[:, variable] = fraction * (move.change - told)
    return rest


def _moved(inventory: Inventory, rows: Sequence[int]) -> Inventory:
    chosen = inventory.exchanges.filter(pl.col("row").is_in(rows)).select("row", "amount")
    return with_amounts(inventory, {row: amount * (1 + _STEP) for row, amount in chosen.iter_rows()})


def _coverage(rows: pl.DataFrame) -> Coverage:
    size = pl.col("kg_CO2e").abs()
    whole = float(rows.select(size.sum()).item())
    factors, amounts = (
        float(rows.filter(pl.col(name).is_not_null()).select(size.sum()).item()) / (whole or 1.0)
        for name in ("factor", "name")
    )
    bare = rows.filter(pl.col("factor").is_null() & (pl.col("kg_CO2e") != 0))
    told = bare.select(pl.concat_str("quantity", "flow", separator=" ").str.strip_chars()).to_series()
    return Coverage(factors, amounts, tuple(told.unique(maintain_order=True)))
