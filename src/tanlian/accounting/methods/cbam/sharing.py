"""Which goods may, must or must not share a production process (2547 Art. 4, Annex II A.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.groups import PRODUCT, Group
from tanlian.accounting.methods.cbam.precursors import Use
from tanlian.footprint.chain import Chain, footprints
from tanlian.problems import Problem, Where, problem

Mix = Mapping[str, float]  # source -> t per t

# Equal "in types, quantities and proportions" is a matter of metering, not of the last digit.
_TOLERANCE = 0.01
_HEADING = 4  # digits; goods of two headings differ in more than size or shape
_SHARING = {"crude_steel", "iron_or_steel_products"}


def code_problems(case: Case) -> Iterator[Problem]:
    """Goods without an eight-digit code, and codes made by several production processes."""
    by_code: dict[str, set[str]] = {}
    for product in case.inventory.products:
        group = case.owner.get(product.process)
        if group is None or group.category is None:
            continue
        code = product.cn_code.replace(" ", "")
        if len(code) != 8 or not code.isdigit():
            yield problem(
                "cbam.cn-code", Where(sheet="products", name=product.id), found=product.cn_code or "–"
            )
        else:
            by_code.setdefault(code, set()).add(group.id)
    named = {code for code, members in by_code.items() if len(members) > 1}
    for item in case.groups:
        # The one category with a single code: sinter and pellets of a works are the same good.
        if item.category is not None and item.category.id == "sintered_ore":
            by_code.setdefault("26011200", set()).add(item.id)
    for code, members in by_code.items():
        if len(members) > 1:
            told, where = ", ".join(sorted(members)), Where(name=code)
            yield problem(
                "cbam.split-good", where, found=told, severity="error" if code in named else "warning"
            )


def sharing_problems(case: Case, uses: Sequence[Use], level: Mapping[str, float]) -> Iterator[Problem]:
    """Goods of one process that use other precursors; processes whose goods seem to have to share."""
    codes = _codes(case)
    for group in case.groups:
        shared = sorted({code for _, code in codes.get(group.id, ())})
        if len(shared) < 2:
            continue
        where, found = Where(name=group.id), ", ".join(shared)
        yield problem("cbam.shared-process", where, found=found, severity="warning")
        mixes = unit_mixes(group, case, uses)
        made = {unit: code for unit, code in codes[group.id] if unit in mixes}
        for first, second in combinations(made, 2):
            if made[first] != made[second] and not alike(mixes[first], mixes[second]):
                yield problem(
                    "cbam.different-precursors",
                    where,
                    found=f"{made[first]} ({first}: {_told(mixes[first])})",
                    expected=f"{made[second]} ({second}: {_told(mixes[second])})",
                    severity="warning",
                )
    yield from _must_share(case, codes, uses, level)


def _must_share(
    case: Case, codes: Mapping[str, set[tuple[str, str]]], uses: Sequence[Use], level: Mapping[str, float]
) -> Iterator[Problem]:
    mixes = {group_id: _mix(group_id, case, uses, level) for group_id in codes}
    able = [item for item in case.groups if item.category is not None and item.category.id in _SHARING]
    for first, second in combinations([item.id for item in able if mixes.get(item.id)], 2):
        headings = [{code[:_HEADING] for _, code in codes[name]} for name in (first, second)]
        if headings[0] & headings[1] and alike(mixes[first], mixes[second]):
            where = Where(name=f"{first}, {second}")
            found = ", ".join(sorted({code for name in (first, second) for _, code in codes[name]}))
            yield problem("cbam.must-share", where, found=found, severity="warning")


def subset_problems(case: Case, uses: Sequence[Use]) -> Iterator[Problem]:
    """One CN code from several suppliers, in other proportions from process to process (Art. 14(2), (3))."""
    drawn: dict[str, dict[str, dict[str, float]]] = {}
    for use in uses:
        code = case.inventory.supply(use.source).cn_code.replace(" ", "") if use.is_supply else ""
        if code:
            mix = drawn.setdefault(code, {}).setdefault(use.consumer, {})
            mix[use.source] = mix.get(use.source, 0.0) + use.amount
    for code, by_process in drawn.items():
        shares = [
            {source: amount / sum(mix.values()) for source, amount in mix.items()}
            for mix in by_process.values()
            if sum(mix.values())
        ]
        if any(not alike(shares[0], other) for other in shares[1:]):
            sources = sorted({source for mix in by_process.values() for source in mix})
            found, where = ", ".join(sources), Where(sheet="supplies", name=", ".join(sources))
            yield problem("cbam.subset", where, found=found, expected=code, severity="warning")


def unit_mixes(group: Group, case: Case, uses: Sequence[Use]) -> Mapping[str, Mix]:
    """Precursors per tonne of what each unit process of a group makes, through transfers inside the group."""
    outputs = [
        item
        for item in case.rows
        if item.process in group.ids and item.direction == "out" and item.role in PRODUCT and item.unit == "t"
    ]
    made: dict[str, float] = {}
    for item in outputs:
        made[item.process] = made.get(item.process, 0.0) + item.amount
    units = [name for name, amount in made.items() if amount]
    position = {name: index for index, name in enumerate(units)}
    mine = [use for use in uses if use.consumer == group.id and use.row.process in position]
    sources = sorted({_type(use, case) for use in mine})
    burden = np.zeros((len(units), len(sources)))
    for use in mine:
        column = sources.index(_type(use, case))
        burden[position[use.row.process], column] += use.amount / made[use.row.process]
    goods = {(item.process, item.flow) for item in outputs}
    inner = [
        item
        for item in case.rows
        if item.direction == "in" and item.process in position and (item.partner, item.flow) in goods
    ]
    chain = Chain(
        nodes=tuple(units),
        consumer=np.array([position[item.process] for item in inner], dtype=np.int32),
        supplier=np.array([position[item.partner] for item in inner], dtype=np.int32),
        quantity=np.array([item.amount / made[item.process] for item in inner], dtype=np.float64),
    )
    found = footprints(chain, burden) if sources else burden
    return {
        unit: {source: float(value) for source, value in zip(sources, found[index], strict=True) if value}
        for unit, index in position.items()
    }


def alike(first: Mix, second: Mix) -> bool:
    """Whether two mixes have the same precursors in the same quantities, within one per cent."""
    return first.keys() == second.keys() and all(
        abs(value - second[source]) <= _TOLERANCE * max(abs(value), abs(second[source]))
        for source, value in first.items()
    )


def _codes(case: Case) -> Mapping[str, set[tuple[str, str]]]:
    """(unit process, CN code) of the goods of each production process."""
    found: dict[str, set[tuple[str, str]]] = {}
    for product in case.inventory.products:
        group = case.owner.get(product.process)
        if group is not None and group.category is not None:
            found.setdefault(group.id, set()).add((product.process, product.cn_code.replace(" ", "")))
    return found


def _mix(group_id: str, case: Case, uses: Sequence[Use], level: Mapping[str, float]) -> Mix:
    found: dict[str, float] = {}
    for use in uses:
        if use.consumer == group_id:
            name = _type(use, case)
            found[name] = found.get(name, 0.0) + use.amount / level[group_id]
    return found


def _type(use: Use, case: Case) -> str:
    """What kind of precursor it is: its CN code or flow where bought, the process that makes it where own."""
    if not use.is_supply:
        return use.source
    return case.inventory.supply(use.source).cn_code.replace(" ", "") or use.row.flow


def _told(mix: Mix) -> str:
    return ", ".join(f"{source} {value:.4g} t/t" for source, value in sorted(mix.items())) or "–"
