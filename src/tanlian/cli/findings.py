"""Problems for a person: grouped by file and sheet, each with its cell, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tanlian.cli.words import counted, word
from tanlian.problems import Lang, Problem, Severity

_STYLE: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow"}
# A file of a hundred thousand bad rows is told in numbers; the JSON form has every one.
SHOWN_PER_GROUP = 50
NAMED = 12


def findings(problems: Sequence[Problem], lang: Lang) -> Iterator[RenderableType]:
    """One block per file and sheet, then a line with the counts."""
    groups: dict[str, list[Problem]] = {}
    for item in problems:
        place = " · ".join(part for part in (item.where.file, item.where.sheet) if part)
        groups.setdefault(place, []).append(item)
    for place, group in groups.items():
        if place:
            yield Text(place, style="bold")
        yield Padding(_block(group, lang), (0, 0, 1, 2 if place else 0))
    if len(problems) > 1:
        yield Text(counts(problems, lang))


def counts(problems: Iterable[Problem], lang: Lang) -> str:
    """``3 errors, 1 warning``."""
    severities = [problem.severity for problem in problems]
    numbers = ((name, severities.count(name)) for name in _STYLE)
    return word("list.comma", lang).join(counted(name, number, lang) for name, number in numbers if number)


def _block(problems: Sequence[Problem], lang: Lang) -> RenderableType:
    """What is said of several cells is said once, with all of them named."""
    said: dict[tuple[Severity, str, str], list[str]] = {}
    for item in problems:
        place = ", ".join(part for part in (item.where.cell, item.where.name) if part)
        said.setdefault((item.severity, item.what(lang), item.do(lang)), []).append(place)
    with_place = any(place for places in said.values() for place in places)
    grid = Table.grid(padding=(0, 2), expand=False)
    grid.add_column(no_wrap=True)
    if with_place:
        grid.add_column(overflow="fold", max_width=28)
    grid.add_column(overflow="fold")
    for (severity, what, do), places in list(said.items())[:SHOWN_PER_GROUP]:
        named = (Text(_named(places, lang)),) if with_place else ()
        told = Group(Text(what), Text(do, style="dim"))
        grid.add_row(Text(word(f"severity.{severity}", lang), style=_STYLE[severity]), *named, told)
    hidden = len(said) - SHOWN_PER_GROUP
    if hidden > 0:
        more = Text(word("findings.more", lang, number=f"{hidden:,}"), style="dim")
        grid.add_row("", *(("",) if with_place else ()), more)
    return grid


def _named(places: Sequence[str], lang: Lang) -> str:
    named = list(dict.fromkeys(place for place in places if place))
    shown = word("list.comma", lang).join(named[:NAMED])
    more = len(named) - NAMED
    return shown + (word("findings.more-places", lang, number=f"{more:,}") if more > 0 else "")
