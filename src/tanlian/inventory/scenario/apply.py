"""Run the steps of a scenario over an inventory, one after the other, and prove each one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

import polars as pl

from tanlian.factors.choice import ROLES, Choice
from tanlian.factors.model import FactorSet
from tanlian.factors.sets import load
from tanlian.inventory.balance import balance
from tanlian.inventory.model import Inventory, Supply
from tanlian.inventory.rules import resolved
from tanlian.inventory.scenario.actions import ChooseFactors
from tanlian.inventory.scenario.buckets import bucketed, disturbed, flow_of, sides
from tanlian.inventory.scenario.follow import follow
from tanlian.inventory.scenario.kinds import act
from tanlian.inventory.scenario.model import Applied, Change, Scenario, Step
from tanlian.inventory.scenario.rows import totals, with_amounts
from tanlian.inventory.scenario.setting import Setting
from tanlian.problems import Problem, Where, fail, nearest, problem, raise_errors


def apply(
    inventory: Inventory,
    scenario: Scenario,
    choice: Choice,
    own_sets: Mapping[str, FactorSet] | None = None,
) -> Applied:
    """The inventory under a scenario. Same input, same output; the inventory given is left as it is.

    Raises `Problems` that name the step: rows that are not there, amounts below zero, a bucket or a carbon
    or iron balance that closed before and does not close after, a step that changes nothing.
    """
    supplied = _supplied(inventory, scenario)
    mark = f"{inventory.source} + {scenario.id} {scenario.hash[:12]}".strip()
    current, chosen = replace(inventory, supplies=supplied, source=mark), choice
    factors: dict[str, str] = {}
    changes: list[Change] = []
    stages: list[tuple[Inventory, Choice]] = []
    for number, step in enumerate(scenario.steps, start=1):
        setting = Setting(chosen, scenario.where(number), f"{scenario.id}!{number}")
        if isinstance(step.do, ChooseFactors):
            chosen = _chosen(chosen, step.do, own_sets or {}, setting.where)
            factors[step.do.role] = step.do.set_id
        after = _stepped(current, step, replace(setting, choice=chosen))
        changes += _changes(number, current, after)
        current = after
        stages.append((current, chosen))
    return Applied(scenario, current, chosen, factors, tuple(changes), tuple(stages))


def _stepped(before: Inventory, step: Step, at: Setting) -> Inventory:
    after = act(before, step.do, at)
    if after.exchanges.equals(before.exchanges) and after.factors == before.factors:
        raise fail("scenario.no-change", at.where)
    old, new = at.contents(before), at.contents(after)
    if step.follow or step.swing:
        after = with_amounts(after, follow(old, new, step.swing, at.where))
        new = at.contents(after)
    checks = (_negative(after, at.where), _given(before, after, at.where), _unmet(old, new, at.where))
    raise_errors([*chain(*checks), *_opened(before, after, at)])
    return after


def _negative(inventory: Inventory, where: Where) -> Iterator[Problem]:
    """Less than nothing, or certificates for more than there is."""
    over = pl.col("instrument_amount") > pl.col("amount")
    for row in inventory.exchanges.filter(over).iter_rows(named=True):
        found, expected = (f"{row[name]:,.6g} MWh" for name in ("instrument_amount", "amount"))
        yield problem("scenario.instrument", where, found=found, expected=expected, process=row["process"])
    for row in inventory.exchanges.filter(pl.col("amount") < 0).iter_rows(named=True):
        yield problem("scenario.negative", where, found=row["flow"], process=row["process"])


def _given(before: Inventory, after: Inventory, where: Where) -> Iterator[Problem]:
    """Totals that stand beside the exchanges cannot move with them."""
    changes = list(_changes(0, before, after))
    moved = {item.process for item in changes}
    out = {(item.process, item.flow) for item in changes if item.direction == "out"}
    products = resolved(after).filter(pl.col("role").is_in(["product", "co_product"]))
    made = out & set(products.select("process", "flow").iter_rows())
    for process in after.processes:
        if process.direct_emissions_t is not None and process.id in moved:
            yield problem("scenario.given", where, found=process.id, column="direct_emissions_t")
        if process.output_t is not None and process.id in {name for name, _ in made}:
            yield problem("scenario.given", where, found=process.id, column="output_t")
    for good in after.products:
        if good.mass_t is not None and (good.process, good.flow) in made:
            yield problem("scenario.given", where, found=good.id, column="mass_t")


def _unmet(old: pl.DataFrame, new: pl.DataFrame, where: Where) -> Iterator[Problem]:
    rows = bucketed(new)
    units = dict(rows.select("flow", "unit").iter_rows())
    for bucket, rest in disturbed(sides(bucketed(old)), sides(rows)):
        code = "scenario.left-over" if rest > 0 else "scenario.short"
        flow = flow_of(bucket)
        amount = f"{abs(rest):,.6g} {units[flow]}"
        yield problem(code, where, found=flow, amount=amount, pool=bucket.partition("|")[0])


def _opened(before: Inventory, after: Inventory, at: Setting) -> Iterator[Problem]:
    """Carbon and iron balances of processes that closed, or had no verdict, and now stay open."""
    was = {(row["id"], row["quantity"]) for row in balance(before, at.choice).open.iter_rows(named=True)}
    for row in balance(after, at.choice).open.iter_rows(named=True):
        kept = row["scope"] == "process" and row["quantity"] in {"carbon", "iron"}
        if kept and (row["id"], row["quantity"]) not in was:
            yield problem(
                f"scenario.open.{row['quantity']}",
                at.where,
                found=f"{row['closing_error']:+.1%}",
                expected=f"{row['limit']:.1%}",
                process=row["id"],
            )


def _changes(number: int, before: Inventory, after: Inventory) -> Iterator[Change]:
    old, new = totals(before), totals(after)
    for key in {**old, **new}:
        was, now = old.get(key, 0.0), new.get(key, 0.0)
        if abs(now - was) > 1e-12 * max(abs(was), abs(now)):
            process, direction, flow, partner, unit = key
            yield Change(number, process, direction, flow, partner, unit, was, now)


def _supplied(inventory: Inventory, scenario: Scenario) -> tuple[Supply, ...]:
    known = {item.id for item in inventory.supplies}
    raise_errors(
        problem("scenario.supply-twice", Where(scenario.file or scenario.id), found=item.id)
        for item in scenario.supplies
        if item.id in known
    )
    return (*inventory.supplies, *scenario.supplies)


def _chosen(choice: Choice, do: ChooseFactors, own_sets: Mapping[str, FactorSet], where: Where) -> Choice:
    if do.role.partition(".")[0] not in ROLES:
        near = nearest(do.role, ROLES) or ROLES[0]
        raise fail("choice.unknown-role", where, found=do.role, expected=", ".join(ROLES), nearest=near)
    return Choice({**choice.sets, do.role: own_sets.get(do.set_id) or load(do.set_id)})
