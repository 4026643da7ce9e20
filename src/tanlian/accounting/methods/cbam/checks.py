"""What a reader must see beside the result: masses that differ, ratios that do not follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tanlian.accounting.methods.cbam.book import Entry, from_line
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.direct import Attributed
from tanlian.accounting.methods.cbam.goods import is_precursor, scope_of
from tanlian.accounting.methods.cbam.groups import rows_of
from tanlian.accounting.methods.cbam.precursors import Use
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.statement import Input
from tanlian.footprint.chain import Chain, footprints
from tanlian.inventory.model import SITE
from tanlian.problems import Where, problem

_NOISE = 1e-9  # relative; smaller differences are those of floating point
_SCRAP_TOLERANCE = 0.01  # a reported ratio is rounded by hand


def pool_masses(case: Case) -> None:
    """A bought precursor whose mass as a stream of the site differs from what the processes draw of it."""
    made = {item.flow for item in case.rows if item.process != SITE and item.partner == SITE and item.role}
    inputs = [
        item
        for item in case.rows
        if item.direction == "in"
        and item.flow not in made
        and is_precursor(scope_of(item.flow), case.rules)
        and (item.process == SITE) != (item.partner == SITE)
    ]
    pools: dict[tuple[str, str], tuple[list[Row], list[Row]]] = {}
    for item in inputs:
        bought, drawn = pools.setdefault((item.flow, item.label), ([], []))
        (bought if item.process == SITE else drawn).append(item)
    for (flow, label), (bought, drawn) in pools.items():
        supplied = sum(item.amount for item in bought)
        used = sum(item.amount for item in drawn)
        if bought and drawn and abs(supplied - used) > _NOISE * max(supplied, used):
            where = Where(sheet="exchanges", name=label or flow)
            found, expected = f"{used:.12g} {drawn[0].unit}", f"{supplied:.12g} {bought[0].unit}"
            case.book.note(
                problem("cbam.pool-differs", where, found=found, expected=expected, severity="warning")
            )


def scrap_ratios(case: Case, processes: Sequence[Attributed], uses: Sequence[Use]) -> None:
    """Scrap per tonne as charged, through own precursors too, against what is reported for the goods."""
    charged = {item.group.id: _scrap(item, case.rows) for item in processes}
    if not any(charged.values()):
        return
    per_tonne = _through_precursors(processes, uses, charged)
    owner = {member: item.group.id for item in processes for member in item.group.ids}
    for item in processes:
        value = per_tonne[item.group.id]
        masses = [Input("M", row.amount, "t", row.source) for row in charged[item.group.id]]
        inputs = (*masses, from_line("AL", item.level))
        line_id, names = f"process.{item.group.id}.scrap_per_t", {"process": item.group.text}
        if value:
            case.book.add(Entry("process.scrap_per_t", line_id, value, inputs, names=names))
    reported: dict[tuple[str, float], list[str]] = {}
    for product in case.inventory.products:
        if product.scrap_per_t is not None and product.process in owner:
            reported.setdefault((owner[product.process], product.scrap_per_t), []).append(product.id)
    for (group_id, ratio), goods in reported.items():
        if abs(ratio - per_tonne[group_id]) > _SCRAP_TOLERANCE * max(ratio, per_tonne[group_id]):
            case.book.note(
                problem(
                    "cbam.scrap-ratio",
                    Where(sheet="products", name=", ".join(goods)),
                    found=f"{ratio:.6g}",
                    expected=f"{per_tonne[group_id]:.6g}",
                    severity="warning",
                )
            )


def _scrap(item: Attributed, rows: Sequence[Row]) -> list[Row]:
    return [
        row
        for row in rows_of(item.group, rows)
        if row.metallic == "scrap" and row.direction == "in" and row.unit == "t"
    ]


def _through_precursors(
    processes: Sequence[Attributed], uses: Sequence[Use], charged: Mapping[str, Sequence[Row]]
) -> dict[str, float]:
    ids = [item.group.id for item in processes]
    position = {name: index for index, name in enumerate(ids)}
    level = {item.group.id: item.level.value for item in processes}
    links = [use for use in uses if not use.is_supply and use.source in position]
    chain = Chain(
        nodes=tuple(ids),
        consumer=np.array([position[use.consumer] for use in links], dtype=np.int32),
        supplier=np.array([position[use.source] for use in links], dtype=np.int32),
        quantity=np.array([use.amount / level[use.consumer] for use in links], dtype=np.float64),
    )
    own = np.array([sum(row.amount for row in charged[name]) / level[name] for name in ids])
    return dict(zip(ids, footprints(chain, own).tolist(), strict=True))
