"""Production processes: groups of unit processes that are monitored together, and what leaves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tanlian.accounting.methods.cbam.goods import Category, category, is_precursor, scope, scope_of
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.statement import Input, Text
from tanlian.catalogue import process_kind
from tanlian.inventory.model import SITE, Inventory, Process
from tanlian.problems import Problem, Problems, Where, fail, problem

_OUTSIDE = ("purchased", "sold", "stock", "waste", "flare", SITE)
PRODUCT = ("product", "co_product")


@dataclass(frozen=True, slots=True)
class Group:
    """A production process; a group of several unit processes is a joint process ("bubble").

    ``category`` is None for a process that makes no CBAM good (coke ovens, power plant, boilers): it is
    not reported, and what it makes reaches the others as fuel, heat or electricity.
    """

    id: str
    name: str
    members: tuple[Process, ...]
    category: Category | None
    activity: tuple[Input, ...] = ()

    @property
    def text(self) -> Text:
        """How it is called in labels."""
        return Text(self.id, self.id)

    @property
    def full_name(self) -> Text:
        """Its id with its name in the works."""
        words = self.id if self.name in {"", self.id} else f"{self.id} {self.name}"
        return Text(words, words)

    @property
    def activity_level(self) -> float:
        """Tonnes of goods that leave it."""
        return sum(item.value for item in self.activity)

    @property
    def ids(self) -> frozenset[str]:
        """Ids of its unit processes."""
        return frozenset(item.id for item in self.members)

    def is_inside(self, partner: str) -> bool:
        """Whether a partner is one of its own unit processes."""
        return partner not in _OUTSIDE and partner in self.ids


def groups(inventory: Inventory, rows: Sequence[Row]) -> tuple[tuple[Group, ...], list[Problem]]:
    """All production processes in the order of the inventory, with the errors met on the way."""
    members: dict[str, list[Process]] = {}
    for item in inventory.processes:
        members.setdefault(item.production_process or item.id, []).append(item)
    made: list[Group] = []
    found: list[Problem] = []
    for group_id, processes in members.items():
        bare = Group(group_id, _name(group_id, processes), tuple(processes), None)
        try:
            kind = _category(inventory, bare, rows)
            activity = _activity(bare, rows) if kind else ()
        except Problems as error:
            found.extend(error.problems)
            continue
        made.append(Group(bare.id, bare.name, bare.members, kind, activity))
    return tuple(made), found


def by_process(found: Sequence[Group]) -> Mapping[str, Group]:
    """The group of each unit process."""
    return {item.id: group for group in found for item in group.members}


def rows_of(group: Group, rows: Sequence[Row]) -> list[Row]:
    """Rows of its unit processes that cross its border."""
    ids = group.ids
    return [item for item in rows if item.process in ids and not group.is_inside(item.partner)]


def _name(group_id: str, processes: Sequence[Process]) -> str:
    names = [item.name for item in processes if item.name]
    named = next((item.name for item in processes if item.id == group_id and item.name), "")
    return named or (names[0] if len(processes) == 1 and names else "")


def _category(inventory: Inventory, group: Group, rows: Sequence[Row]) -> Category | None:
    """As given, else that of its goods, else that of the unit processes whose product leaves it."""
    given = {item.category for item in group.members if item.category}
    if given:
        named = {category(name, Where(sheet="processes", name=group.id)).id for name in given}
    else:
        codes = [item.cn_code for item in inventory.products if item.process in group.ids and item.cn_code]
        named = {found.category for found in map(scope, codes) if found and not found.excluded}
    if not named:
        gives = _givers(_products(group, rows)) or group.ids
        kinds = [process_kind(item.kind) for item in group.members if item.id in gives]
        named = {kind.cbam_category for kind in kinds if kind.cbam_category}
    if len(named) > 1:
        where = Where(sheet="processes", name=group.id)
        raise fail("cbam.several-categories", where, found=", ".join(sorted(named)))
    return category(named.pop()) if named else None


def _activity(group: Group, rows: Sequence[Row]) -> tuple[Input, ...]:
    """Tonnes as given, else the sum of the products that leave the group."""
    where = Where(sheet="processes", name=group.id)
    products = _products(group, rows)
    given = [item for item in group.members if item.output_t is not None]
    if len(given) > 1:
        last = _givers(products)
        given = [item for item in given if item.id in last] or given
    if given:
        level = tuple(
            Input("AL", item.output_t or 0.0, "t", f"processes, {item.id}: output_t") for item in given
        )
    else:
        if wrong := [item for item in products if item.unit != "t"]:
            raise fail("cbam.not-in-tonnes", where, found=f"{wrong[0].flow} ({wrong[0].unit})")
        level = tuple(Input("AL", -item.sign * item.amount, "t", item.source) for item in products)
    if sum(item.value for item in level) <= 0:
        raise fail("cbam.no-output", where, found=group.id)
    return level


def _products(group: Group, rows: Sequence[Row]) -> list[Row]:
    """Products that leave the group for sale, stock or another process (2547 Annex II F).

    Where CBAM goods leave it, they alone count: coke, lime or oxygen of a unit in the group is no good.
    What the group draws back from the site's pool follows as inputs, to be deducted (Annex II B.4.1).
    """
    border = rows_of(group, rows)
    taken = {item.flow for item in border if item.direction == "in"}
    leaving = [
        item
        for item in border
        if item.direction == "out"
        and item.role in PRODUCT
        and item.partner not in {"waste", "flare"}
        and not (item.partner == "stock" and item.flow in taken)  # an input laid in stock
        and item.group not in {"electricity", "heat", "process_gas"}
    ]
    scopes = ((item, scope_of(item.flow)) for item in leaving)
    goods = [item for item, found in scopes if found is not None and not found.excluded] or leaving
    return [
        item for flow in dict.fromkeys(item.flow for item in goods) for item in _net(flow, goods, group, rows)
    ]


def _net(flow: str, goods: Sequence[Row], group: Group, rows: Sequence[Row]) -> list[Row]:
    """The outputs of a flow with what the group draws back; nothing where it draws back all there is.

    Two scales never agree, so what nobody else draws or sells has come back whole.
    """
    same = [item for item in rows if item.flow == flow]
    made = [item for item in goods if item.flow == flow]
    pooled = sum(item.amount for item in made if item.partner == SITE)
    drawn = [item for item in same if item.direction == "in" and item.partner == SITE]
    back = [item for item in drawn if item.process in group.ids]
    if not pooled or not back:
        return made
    sold = any(item.process == SITE and item.partner == "sold" for item in same)
    leaves = sold or len(drawn) > len(back)
    if not leaves or sum(item.amount for item in back) >= pooled:
        return [item for item in made if item.partner != SITE]
    return [*made, *back]


def _givers(products: Sequence[Row]) -> set[str]:
    return {item.process for item in products if item.direction == "out"}


def id_problems(inventory: Inventory, found: Sequence[Group]) -> list[Problem]:
    """Supplies that are called like a production process, which would mix up the lines about them."""
    taken = {item.id for item in found} | {"own"}
    return [
        problem("cbam.same-id", Where(sheet="supplies", name=item.id), found=item.id)
        for item in inventory.supplies
        if item.id in taken
    ]


def transfer_problems(found: Sequence[Group], rows: Sequence[Row], rules: Rules) -> list[Problem]:
    """Transfers of a precursor between two production processes whose two records differ."""
    owner = by_process(found)
    sent: dict[tuple[str, str, str, str], list[float]] = {}
    for item in rows:
        if item.partner in _OUTSIDE or item.process == SITE or not is_precursor(scope_of(item.flow), rules):
            continue
        if owner.get(item.process) is owner.get(item.partner):
            continue
        out = item.direction == "out"
        ends = (item.process, item.partner) if out else (item.partner, item.process)
        sent.setdefault((*ends, item.flow, item.unit), [0.0, 0.0])[0 if out else 1] += item.amount
    return [
        problem(
            "cbam.transfer-differs",
            Where(sheet="exchanges", name=f"{giver} > {taker}"),
            found=f"{given:.12g} {unit}",
            expected=f"{taken:.12g} {unit}",
            severity="warning",
            flow=flow,
        )
        for (giver, taker, flow, unit), (given, taken) in sent.items()
        if abs(given - taken) > 1e-9 * max(given, taken)
    ]
