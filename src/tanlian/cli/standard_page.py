"""A standard for a person: what it covers, its measure, its levels with their formulas, its sources."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from tanlian.catalogue import blocks
from tanlian.cli.desk import Desk
from tanlian.cli.facts import facts
from tanlian.cli.tables import Column, Row, table
from tanlian.standards.facts import vocabulary
from tanlian.standards.library import Standard
from tanlian.standards.model import Pack


def page(standard: Standard, desk: Desk) -> Iterator[RenderableType]:
    """The page of one standard."""
    pack, word, lang = standard.pack, desk.word, desk.lang
    yield Text(pack.title.of(lang), style="bold")
    yield facts(
        [
            (word("head.standard"), standard.id),
            (word("head.publisher"), pack.publisher.of(lang)),
            (word("head.edition"), pack.edition),
            (word("head.since"), pack.in_force.since or ""),
            (word("head.weakest"), word(f"status.{pack.status}")),
            (word("head.scope"), pack.scope.of(lang)),
            *_measure(pack, desk),
            (word("head.tie"), word(f"tie.{pack.tie.sign}")),
            (word("head.hash"), standard.content_hash),
        ]
    )
    yield ""
    yield _levels(pack, desk)
    yield ""
    if pack.rule.changes:
        yield _changes(pack, desk)
        yield ""
    yield facts(
        [*_sources(pack, desk), *((word("head.open"), item.text.of(lang)) for item in pack.open_points)]
    )


def _measure(pack: Pack, desk: Desk) -> Iterator[tuple[str, str]]:
    word, comma = desk.word, desk.word("list.comma")
    if pack.measure is None:
        return
    gases = dict.fromkeys(gas for part in pack.measure.selections for gas in part.gases)
    needed = [blocks()[name].label(desk.lang) for name in pack.measure.required_blocks]
    yield word("head.measure"), f"{pack.measure.id}, {pack.measure.functional_unit.unit}"
    yield word("head.gases"), comma.join(gases)
    yield word("head.gwp"), pack.measure.gwp
    yield word("head.basis"), comma.join(word(f"basis.{basis}") for basis in pack.measure.electricity)
    yield word("head.blocks"), comma.join(needed)
    if pack.scrap is not None:
        origins = comma.join(word(f"scrap.{origin}") for origin in pack.scrap.origins)
        yield word("head.scrap"), f"{origins} ({word(f'weight.{pack.scrap.weight}')})"


def _levels(pack: Pack, desk: Desk) -> RenderableType:
    rule = pack.rule
    rows = [
        Row(
            (
                line.level,
                f"{'≤' if line.sign == '<=' else '<'} {line.formula}".replace("-", "−"),
                line.source.clause,
                desk.word(f"status.{line.source.status}"),
            )
        )
        for line in rule.written(pack.tie.sign)
    ]
    if rule.above.level:
        rows.append(Row((rule.above.level, desk.word("level.above"), "", "")))
    columns = [
        Column(desk.word("head.level")),
        Column(desk.word("head.limit"), ", ".join((rule.unit, *_symbols(pack, desk)))),
        Column(desk.word("head.clause")),
        Column(desk.word("head.status")),
    ]
    return table(columns, rows)


def _changes(pack: Pack, desk: Desk) -> RenderableType:
    rows = [
        Row(
            (
                vocabulary()[item.fact].label(desk.lang),
                desk.word("list.comma").join(item.levels),
                item.formula.replace("-", "−"),
                desk.word(f"status.{item.source.status}"),
            )
        )
        for item in pack.rule.changes
    ]
    columns = [
        Column(desk.word("head.correction")),
        Column(desk.word("head.level")),
        Column(desk.word("head.limit"), pack.rule.unit),
        Column(desk.word("head.status")),
    ]
    return table(columns, rows)


def _symbols(pack: Pack, desk: Desk) -> Iterator[str]:
    for fact, symbol in pack.rule.symbols.items():
        yield f"{symbol} = {vocabulary()[fact].label(desk.lang)}"


def _sources(pack: Pack, desk: Desk) -> Iterator[tuple[str, str]]:
    for item in pack.sources:
        told = ", ".join(part for part in (item.title, item.publisher, item.date) if part)
        yield desk.word("head.source"), "\n".join(part for part in (told, item.seen, item.url) if part)
