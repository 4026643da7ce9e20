"""Problems for a person: grouped by file and sheet, each with its cell, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tanlian.cli.words import counted, word
from tanlian.problems import Lang, Problem, Severity

_STYLE: dict[Severity, str] = {"error": "bold red", "warning": "bold yellow"}
# A file of a hundred thousand bad rows is told in numbers; the JSON form has every one.
SHOWN_PER_GROUP = 50


def findings(problems: Sequence[Problem], lang: Lang) -> Iterator[RenderableType]:
    """One block per file and sheet, then a line with the counts."""
    ordered = sorted(problems, key=lambda item: (item.where.file, item.where.sheet))
    for (file, sheet), group in groupby(ordered, key=lambda item: (item.where.file, item.where.sheet)):
        place = " · ".join(part for part in (file, sheet) if part)
        if place:
            yield Text(place, style="bold")
        yield Padding(_block(list(group), lang), (0, 0, 1, 2 if place else 0))
    if len(problems) > 1:
        yield Text(counts(problems, lang))


def counts(problems: Iterable[Problem], lang: Lang) -> str:
    """``3 errors, 1 warning``."""
    severities = [problem.severity for problem in problems]
    numbers = ((name, severities.count(name)) for name in _STYLE)
    return word("list.comma", lang).join(counted(name, number, lang) for name, number in numbers if number)


def _block(problems: Sequence[Problem], lang: Lang) -> RenderableType:
    grid = Table.grid(padding=(0, 2), expand=False)
    grid.add_column(no_wrap=True)
    if with_place := any(_place(item) for item in problems):
        grid.add_column(overflow="fold", max_width=28)
    grid.add_column(overflow="fold")
    for item in problems[:SHOWN_PER_GROUP]:
        severity = Text(word(f"severity.{item.severity}", lang), style=_STYLE[item.severity])
        said = Group(Text(item.what(lang)), Text(item.do(lang), style="dim"))
        grid.add_row(severity, *((Text(_place(item)),) if with_place else ()), said)
    hidden = len(problems) - SHOWN_PER_GROUP
    if hidden > 0:
        more = Text(word("findings.more", lang, number=f"{hidden:,}"), style="dim")
        grid.add_row("", *(("",) if with_place else ()), more)
    return grid


def _place(item: Problem) -> str:
    return ", ".join(part for part in (item.where.cell, item.where.name) if part)
