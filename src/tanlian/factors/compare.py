"""Factor sets side by side: what changed between two, where a word occurs, where one factor comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tanlian.catalogue import Status, flows, regions
from tanlian.factors.model import Factor, FactorSet, Header
from tanlian.factors.vocabulary import quantities
from tanlian.problems import Lang
from tanlian.units import parse_unit

_PARTS: tuple[Callable[[Factor], object], ...] = (
    lambda row: (row.flow, row.quantity, row.variant, row.gas, row.origin, row.region),
    lambda row: parse_unit(row.denominator).dimension if row.denominator else "",
    lambda row: row.year or 0,
)
_TOLD = ("value", "unit", "status", "gwp", "year", "clause")


@dataclass(frozen=True, slots=True)
class Change:
    """One factor that differs. ``fields`` of: amount, value, unit, status, gwp, year, clause.

    ``amount`` is named where the quantity itself differs, whatever the units; ``ratio`` is then new over
    old, None where the old amount is zero or the units do not convert.
    """

    old: Factor
    new: Factor
    fields: tuple[str, ...]
    ratio: Fraction | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sets compared: rows only in the new, only in the old, changed, and how many are equal."""

    old: Header
    new: Header
    added: tuple[Factor, ...]
    removed: tuple[Factor, ...]
    changed: tuple[Change, ...]
    equal: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one factor comes from: what a verifier asks for."""

    set_id: str
    title: dict[Lang, str]
    publisher: str
    document: str
    edition: str
    date: str
    clause: str
    url: str
    licence: str
    status: Status
    note: str
    set_note: dict[Lang, str]
    supersedes: tuple[str, ...]
    conflicts_with: tuple[str, ...]
    content_hash: str


def diff(old: FactorSet, new: FactorSet) -> Difference:
    """What changed from one set to another, in the order of the sets.

    Rows belong together by flow, quantity, variant, gas, carbon origin and region; by kind of unit and by
    year only where a set has several. A row of another gas is another row.
    """
    pairs, removed, added = _paired(old.rows, new.rows, _PARTS)
    changes = [change for before, after in pairs if (change := _change(before, after)).fields]
    order = {id(row): place for place, row in enumerate((*old.rows, *new.rows))}
    return Difference(
        old.header,
        new.header,
        tuple(sorted(added, key=lambda row: order[id(row)])),
        tuple(sorted(removed, key=lambda row: order[id(row)])),
        tuple(sorted(changes, key=lambda item: order[id(item.old)])),
        len(pairs) - len(changes),
    )


def search(text: str, within: Iterable[FactorSet]) -> tuple[Factor, ...]:
    """Every factor with all words of ``text``: in its names in both languages, document, clause or note."""
    words = text.casefold().split()
    return tuple(
        row
        for chosen in within
        for row in chosen.rows
        if words and all(word in _haystack(row, chosen.header) for word in words)
    )


def provenance(chosen: FactorSet, factor: Factor) -> Provenance:
    """The origin of a factor of this set."""
    head = chosen.header
    return Provenance(
        set_id=head.id,
        title=dict(head.title),
        publisher=head.publisher,
        document=head.document,
        edition=head.edition,
        date=head.date,
        clause=factor.clause,
        url=head.url,
        licence=head.licence,
        status=factor.status,
        note=factor.note,
        set_note=dict(head.note),
        supersedes=head.supersedes,
        conflicts_with=head.conflicts_with,
        content_hash=chosen.content_hash,
    )


Pairs = list[tuple[Factor, Factor]]


def _paired(
    old: Sequence[Factor], new: Sequence[Factor], parts: Sequence[Callable[[Factor], object]]
) -> tuple[Pairs, list[Factor], list[Factor]]:
    """Pairs, rows only in the old, rows only in the new; each part splits what the one before left."""
    if not old or not new or (len(old) == len(new) == 1 and len(parts) < len(_PARTS)):
        return list(zip(old, new, strict=False)), list(old[len(new) :]), list(new[len(old) :])
    if not parts:
        return [], list(old), list(new)
    pairs: Pairs = []
    removed: list[Factor] = []
    added: list[Factor] = []
    for key in dict.fromkeys(parts[0](row) for row in (*old, *new)):
        before = [row for row in old if parts[0](row) == key]
        after = [row for row in new if parts[0](row) == key]
        found, gone, come = _paired(before, after, parts[1:])
        pairs += found
        removed += gone
        added += come
    return pairs, removed, added


def _change(old: Factor, new: Factor) -> Change:
    fields = [name for name in _TOLD if getattr(old, name) != getattr(new, name)]
    before, after = _amount(old), _amount(new)
    comparable = _dimension(old) == _dimension(new)
    differs = before != after or not comparable
    ratio = after / before if comparable and before else None
    return Change(old, new, ("amount", *fields) if differs else tuple(fields), ratio)


def _amount(row: Factor) -> Fraction:
    return Fraction(Decimal(row.value)) * parse_unit(row.unit).factor


def _dimension(row: Factor) -> tuple[str, str]:
    unit = parse_unit(row.unit)
    return unit.dimension, unit.substance


def _haystack(row: Factor, head: Header) -> str:
    named = (flows().get(row.flow), quantities().get(row.quantity), regions().get(row.region))
    labels = (label for item in named if item is not None for label in (item.en, item.zh))
    own = (
        row.flow,
        row.quantity,
        row.variant,
        row.gas,
        row.region,
        str(row.year or ""),
        row.clause,
        row.note,
    )
    of_set = (head.id, *head.title.values(), head.document, head.edition, head.publisher)
    return " ".join((*own, *of_set, *labels)).casefold()
