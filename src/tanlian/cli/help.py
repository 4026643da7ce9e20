"""The help pages: words from ``help.yaml`` in both languages, names and options from the commands."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import yaml

from tanlian.cli.words import word
from tanlian.problems import Lang

WIDEST = 100


class Parameter(Protocol):
    """What a help page reads of a parameter of Typer."""

    name: str
    opts: list[str]
    metavar: str | None
    required: bool
    nargs: int
    multiple: bool
    param_type_name: str
    is_flag: bool


def page(path: Sequence[str], command: Any, lang: Lang) -> str:
    """The help page of a command: usage, what it does, arguments, options, commands, examples.

    ``path`` holds the words that lead to it (``["factors", "show"]``), ``command`` is Typer's.
    """
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    entry = entries()[" ".join(path) or "tanlian"]
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option" and item.name != "help"]
    commands: dict[str, Any] = getattr(command, "commands", {})
    usage = ["tanlian", *path, *(_argument(item) for item in arguments)]
    usage += [word("help.command", lang)] if commands else []
    named = [(_argument(item), _explain(entry, item, lang)) for item in arguments]
    chosen = [(_option(item), _explain(entry, item, lang)) for item in options]
    blocks = [
        word("help.usage", lang, line=" ".join([*usage, word("help.options-word", lang)])),
        "\n".join(_wrap(entry[lang], width)),
        _block("help.commands", _commands(path, commands, lang), width, lang),
        _block("help.arguments", named, width, lang),
        _block("help.options", [*chosen, ("--help", word("help.this", lang))], width, lang),
        _examples(entry, lang),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Help by command, and ``shared`` for the options that many have."""
    text = files("tanlian.cli").joinpath("help.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return loaded


def _commands(path: Sequence[str], commands: dict[str, Any], lang: Lang) -> list[tuple[str, str]]:
    return [(name, entries()[" ".join([*path, name])][lang].split("\n")[0]) for name in commands]


def _explain(entry: dict[str, Any], parameter: Parameter, lang: Lang) -> str:
    own = entry.get("parameters", {}).get(parameter.name)
    text: str = (own or entries()["shared"][parameter.name])[lang]
    return text


def _argument(parameter: Parameter) -> str:
    name = parameter.metavar or parameter.name.upper()
    name += "..." if parameter.nargs != 1 else ""
    return name if parameter.required or name.startswith("[") else f"[{name}]"


def _option(parameter: Parameter) -> str:
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if parameter.is_flag else f"{names} {parameter.metavar or parameter.name.upper()}"


def _examples(entry: dict[str, Any], lang: Lang) -> str:
    lines: list[str] = entry.get("examples", [])
    return "\n".join([word("help.examples", lang), *(f"  {line}" for line in lines)]) if lines else ""


def _block(title: str, rows: Sequence[tuple[str, str]], width: int, lang: Lang) -> str:
    if not rows:
        return ""
    left = min(max(_cells(name) for name, _ in rows), 28)
    lines = [word(title, lang)]
    for name, text in rows:
        wrapped = list(_wrap(text, max(width - left - 4, 20)))
        if _cells(name) > left:
            lines.append(f"  {name}")
            names = [""] * len(wrapped)
        else:
            names = [name, *[""] * (len(wrapped) - 1)]
        for head, line in zip(names, wrapped, strict=True):
            lines.append(f"  {head}{' ' * (left - _cells(head))}  {line}".rstrip())
    return "\n".join(lines)


def _wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns; a Chinese character takes two and may stand at a break."""
    for paragraph in text.strip().split("\n"):
        if _cells(paragraph) == len(paragraph):
            yield from textwrap.wrap(paragraph, width, break_on_hyphens=False) or [""]
            continue
        line = ""
        for part in _parts(paragraph):
            if line and _cells(line + part.rstrip()) > width and part not in "，。；：、）”":
                yield line.rstrip()
                line = part.lstrip()
            else:
                line += part
        yield line.rstrip()


def _parts(text: str) -> Iterator[str]:
    """Pieces that must not be broken: single wide characters, and runs of narrow ones up to a space."""
    run = ""
    for character in text:
        if _cells(character) == 2:
            yield from (run, character) if run else (character,)
            run = ""
        else:
            run += character
            if character == " ":
                yield run
                run = ""
    if run:
        yield run


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
