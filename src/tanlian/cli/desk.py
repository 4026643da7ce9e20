"""Where a command speaks: results on stdout, findings and progress on stderr, in one language."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

import typer

from tanlian.cli.words import word
from tanlian.problems import Lang, Problem

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

# A file or pipe has no width of its own; wide enough that names and reasons rarely fold.
PLAIN_WIDTH = 120


@dataclass
class Desk:
    """Language and form of one run. With ``json`` stdout carries one JSON document and nothing else."""

    lang: Lang = "en"
    json: bool = False
    _consoles: dict[str, Console] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, context: typer.Context, as_json: bool, lang: Lang | None) -> Desk:
        """The desk of this run, with the options of the command at hand on top of the global ones."""
        desk: Desk = context.find_root().obj
        desk.json = desk.json or as_json
        desk.lang = lang or desk.lang
        return desk

    def word(self, key: str, **values: object) -> str:
        """A word of the command line in this run's language."""
        return word(key, self.lang, **values)

    def print(self, *parts: RenderableType) -> None:
        """Result for a person, on stdout."""
        _print(self.out, parts)

    def note(self, *parts: RenderableType) -> None:
        """Words beside the result, on stderr."""
        _print(self.err, parts)

    def dump(self, payload: Any) -> None:
        """The one JSON document of this run, on stdout."""
        text = to_json(payload)
        sys.stdout.write(text)
        sys.stdout.flush()

    def problems(self, problems: Iterable[Problem]) -> None:
        """Findings that stop a command: JSON on stdout where asked for, and words on stderr."""
        from tanlian.cli.findings import findings

        found = tuple(problems)
        if self.json:
            self.dump({"problems": [problem.as_dict(self.lang) for problem in found]})
        self.note(*findings(found, self.lang))

    def warnings(self, problems: Iterable[Problem]) -> None:
        """Findings beside a result, each once, on stderr; with JSON they are part of the document."""
        found: list[Problem] = []
        found += (item for item in problems if item not in found)
        if found and not self.json:
            from tanlian.cli.findings import findings

            self.note(*findings(found, self.lang))

    @property
    def out(self) -> Console:
        """Console of stdout."""
        return self._console("out", sys.stdout)

    @property
    def err(self) -> Console:
        """Console of stderr."""
        return self._console("err", sys.stderr)

    def _console(self, name: str, stream: TextIO) -> Console:
        if name not in self._consoles:
            from rich.console import Console

            console = Console(file=stream, highlight=False, markup=False, emoji=False)
            if not console.is_terminal and "COLUMNS" not in os.environ:
                console.width = PLAIN_WIDTH
            self._consoles[name] = console
        return self._consoles[name]


def _print(console: Console, parts: Iterable[RenderableType]) -> None:
    """Print, without the blanks that Rich leaves at the end of lines when nobody sees them."""
    if console.is_terminal:
        for part in parts:
            console.print(part)
        return
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    console.file.write("".join(line.rstrip() + "\n" for line in capture.get().splitlines()))
    console.file.flush()


def to_json(payload: Any) -> str:
    """JSON text, indented, 中文 as it is, ending with a line break. A number that is none is a fault."""
    return json.dumps(payload, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
