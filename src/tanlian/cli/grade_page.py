"""A grade for a person: outcome, level, limit, margin, status and reason; then every limit."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from tanlian.cli.desk import Desk
from tanlian.cli.facts import facts
from tanlian.cli.tables import Column, Row, number, table
from tanlian.inventory.words import choices
from tanlian.standards.facts import vocabulary
from tanlian.standards.library import Standard
from tanlian.standards.result import Amount, Grade


def page(standard: Standard, result: Grade, desk: Desk, product: str = "") -> Iterator[RenderableType]:
    """The page of one grade; ``product`` is the name of what was graded, where it is a plant's."""
    title = standard.pack.title.of(desk.lang)
    yield Text(f"{product} · {title}" if product else title, style="bold")
    yield facts(_rows(result, desk))
    yield from _ladder(result, desk)
    yield ""


def amount_text(amount: Amount | None) -> str:
    """An amount with few decimals and a true minus; JSON has it unrounded."""
    if amount is None:
        return ""
    places = 0 if amount.value.denominator == 1 else _places(amount, 2)
    return f"{number(float(amount.value), places)} {amount.unit}"


def _places(amount: Amount, usual: int) -> int:
    """Tonnes per tonne need more decimals than kilograms per tonne."""
    return usual + 2 if amount.unit == "t/t" else usual


def limit_text(result: Grade) -> str:
    """The limit of the level reached, with its sign: ``≤ 810 kg/t``."""
    return f"{'≤' if result.sign == '<=' else '<'} {amount_text(result.limit)}" if result.limit else ""


def _rows(result: Grade, desk: Desk) -> Iterator[tuple[str, str]]:
    word = desk.word
    said = result.as_dict(desk.lang)
    yield word("head.outcome"), word(f"outcome.{result.outcome}")
    yield word("head.level"), result.level or ""
    yield _name(result.value, desk), amount_text(result.amount)
    for name in result.facts:
        yield _name(name, desk), _fact(name, said[name], desk)
    yield word("head.limit"), limit_text(result)
    if result.margin:
        yield word("head.margin"), f"{amount_text(result.margin)} → {result.next_level}"
    yield word("head.status"), word(f"status.{result.status}")
    yield word("head.asserted"), _names(result.asserted, desk)
    yield word("head.assumed"), _names(result.assumed, desk)
    yield word("head.reason"), said["reason"]
    for gap in said["missing"]:
        yield word("head.missing"), gap["reason"]
    for note in said["notes"]:
        yield word("head.note"), note


def _fact(name: str, value: str | None, desk: Desk) -> str:
    if not value:
        return ""
    if vocabulary()[name].type == "year":
        return value
    for known in choices(f"products.{name}"):
        if known.id == value:
            return known.label(desk.lang)
    try:
        return number(float(value), 4).rstrip("0").rstrip(".")
    except ValueError:
        return value


def _names(names: tuple[str, ...], desk: Desk) -> str:
    return desk.word("list.comma").join(_name(name, desk) for name in names)


def _name(fact: str, desk: Desk) -> str:
    label = vocabulary()[fact].label(desk.lang) if fact in vocabulary() else fact
    return label[:1].upper() + label[1:]


def _ladder(result: Grade, desk: Desk) -> Iterator[RenderableType]:
    amounts = [amount for amount in result.limits.values() if amount]
    if not amounts:
        return
    rows = [
        Row(
            (level, number(float(amount.value), _places(amount, 1)) if amount else ""),
            bold=level == result.level,
        )
        for level, amount in result.limits.items()
    ]
    columns = [Column(desk.word("head.level")), Column(desk.word("head.limit"), amounts[0].unit, number=True)]
    yield ""
    yield table(columns, rows)
