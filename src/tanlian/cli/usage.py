"""What Typer says of a command line it cannot read, as problems in our words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

import typer
from typer.exceptions import TyperException

from tanlian.problems import Lang, Problem, Where, nearest, problem

_CHOICE = re.compile(r"'(.*)' is not one of (.*?)\.?$", re.DOTALL)
_EXTRA = "Got unexpected extra argument"


class Command(Protocol):
    """The part of a Typer command that is needed to find it by name."""

    name: str | None


def problem_of(error: TyperException, path: str) -> Problem:
    """The problem behind a usage error; ``path`` is the command, for the hint to its help."""
    where = Where(name=path)
    option = getattr(error, "option_name", None)
    if isinstance(error, typer.BadParameter):
        name = error.param.get_error_hint() if error.param else ""
        if not error.message:
            return problem("cli.missing-argument", where, found=_plain(name), path=path)
        if hit := _CHOICE.search(error.message):
            expected = _plain(hit[2])
            return problem(
                "cli.bad-choice", where, found=hit[1], expected=expected, option=_plain(name), path=path
            )
        message = error.message.removeprefix("Value error, ").rstrip(".")
        return problem("cli.bad-value", where, found=_plain(name), expected=message, path=path)
    if option and error.message.startswith("No such option"):
        known = list(getattr(error, "possibilities", None) or ())
        return problem("cli.unknown-option", where, found=option, path=path, nearest=_hint(option, known))
    if option and "requires an argument" in error.message:
        return problem("cli.option-needs-value", where, found=option, path=path)
    if error.message.startswith(_EXTRA):
        extra = error.message.partition("(s) (")[2].rstrip(")") or error.message
        return problem("cli.extra-argument", where, found=extra, path=path)
    return problem("cli.usage", where, found=error.message, path=path)


def unknown_command(name: str, path: str, known: Sequence[str]) -> Problem:
    """A word where a command was expected."""
    return problem(
        "cli.unknown-command",
        Where(name=path),
        found=name,
        expected=", ".join(known),
        nearest=nearest(name, known) or known[0],
        path=path,
    )


def language_of(words: Sequence[str], environment: Mapping[str, str]) -> tuple[Lang, str]:
    """Language of ``--lang`` or TANLIAN_LANG (``zh``, ``zh_CN.UTF-8``); second, what is no language."""
    asked = environment.get("TANLIAN_LANG", "")
    for index, item in enumerate(words):
        if item == "--lang" and index + 1 < len(words):
            asked = words[index + 1]
        elif item.startswith("--lang="):
            asked = item.partition("=")[2]
    start = asked.casefold()[:2]
    return ("zh" if start == "zh" else "en"), ("" if start in {"", "en", "zh"} else asked)


def _plain(hint: str) -> str:
    return hint.replace("'", "")


def _hint(option: str, known: Sequence[str]) -> str:
    return nearest(option, known) or "--help"
