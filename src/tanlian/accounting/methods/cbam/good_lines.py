"""The lines of the goods: what each takes over from its process, as declared, and how much is default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tanlian.accounting.methods.cbam.book import Entry, from_line
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.embedded import Specific
from tanlian.accounting.statement import Line, Text
from tanlian.inventory.model import Product


@dataclass(frozen=True, slots=True)
class GoodLines:
    """Lines to read first: those of the goods, then of processes for which no good is named.

    ``totals`` are SEE as declared, by good.
    """

    shown: tuple[str, ...]
    totals: Mapping[str, Line]


def write_goods(case: Case, specific: Mapping[str, Specific]) -> GoodLines:
    """Each good takes the embedded emissions of its process."""
    named = {case.owner[item.process].id for item in case.inventory.products if item.process in case.owner}
    bare = [item for group_id, item in specific.items() if group_id not in named]
    lines: dict[str, list[Line]] = {}
    for product in case.inventory.products:
        group = case.owner.get(product.process)
        if group is not None and group.id in specific:
            lines[product.id] = _good(product, specific[group.id], case)
    others = [line for item in bare for line in (item.direct, item.indirect, item.total)]
    shown = [*(line for found in lines.values() for line in found), *others]
    return GoodLines(tuple(line.id for line in shown), {name: found[-1] for name, found in lines.items()})


def _good(product: Product, result: Specific, case: Case) -> list[Line]:
    names = {"good": good_text(product)}
    shown: list[Line] = []
    declared: list[Line] = []
    for kind, line in (("see_direct", result.direct), ("see_indirect", result.indirect)):
        line_id, inputs = f"good.{product.id}.{kind}", (from_line("SEE", line),)
        written = case.book.add(Entry(f"good.{kind}", line_id, line.value, inputs, names=names))
        shown.append(written)
        if case.rules.see_decimals is not None:
            value = float(rounded(line.value, case.rules.see_decimals))
            inputs = (from_line("SEE", written),)
            entry = Entry(f"good.{kind}_rounded", f"{line_id}_rounded", value, inputs, names=names)
            declared.append(case.book.add(entry))
    line_id, inputs = f"good.{product.id}.see_total", (from_line("SEE", result.total),)
    shown.append(case.book.add(Entry("good.see_total", line_id, result.total.value, inputs, names=names)))
    if case.rules.see_decimals is not None:
        # The two declared parts add up to the declared total.
        value = float(sum(Decimal(repr(line.value)) for line in declared))
        parts = tuple(from_line("SEE", line) for line in declared)
        entry = Entry("good.see_total_rounded", f"{line_id}_rounded", value, parts, names=names)
        declared.append(case.book.add(entry))
    if result.share_default is not None:
        inputs = (from_line("share", result.share_default),)
        line_id = f"good.{product.id}.share_default"
        case.book.add(Entry("good.share_default", line_id, result.share_default.value, inputs, names=names))
    return declared or shown


def good_text(product: Product) -> Text:
    """How a good is called in labels."""
    words = " ".join(part for part in (product.cn_code, product.name or product.id) if part)
    return Text(words, words)


def rounded(value: float, decimals: int) -> Decimal:
    """Half up: the act says how many digits, not what becomes of a tie."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
