"""Joint processes ("bubbles"): precursors that are made and used up inside one production process."""

from __future__ import annotations

from collections.abc import Sequence

from tanlian.accounting.methods.cbam.goods import Category, category, scope_of
from tanlian.accounting.methods.cbam.groups import Group
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.catalogue import process_kind


def bubble(group: Group, rows: Sequence[Row]) -> tuple[Category, ...]:
    """The precursors of an earlier stage that a group makes for itself (2547 Art. 4(9)), in their order.

    Seen in what its unit processes hand each other, and in what kind they are.
    """
    if group.category is None:
        return ()
    handed = {item.flow for item in rows if item.process in group.ids and group.is_inside(item.partner)}
    scopes = [item for flow in handed if (item := scope_of(flow)) is not None and not item.excluded]
    kinds = [process_kind(item.kind).cbam_category for item in group.members]
    named = {*(item.category for item in scopes), *kinds} - {""}
    inside = [category(name) for name in sorted(named)]
    earlier = [item for item in inside if 0 < item.stage < group.category.stage]
    return tuple(sorted(earlier, key=lambda item: item.stage))
