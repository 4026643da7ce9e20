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
    option = getattr(error, "option_name", None)
    if isinstance(error, typer.BadParameter):
        code, values = _bad_parameter(error)
    elif option and error.message.startswith("No such option"):
        known = list(getattr(error, "possibilities", None) or ())
        code, values = "cli.unknown-option", {"found": option, "nearest": nearest(option, known) or "--help"}
    elif option and "requires an argument" in error.message:
        code, values = "cli.option-needs-value", {"found": option}
    elif error.message.startswith(_EXTRA):
        extra = error.message.partition("(s) (")[2].rstrip(")") or error.message
        code, values = "cli.extra-argument", {"found": extra}
    else:
        code, values = "cli.usage", {"found": error.message}
    found, expected = values.get("found", ""), values.get("expected", "")
    return Problem(code, Where(name=path), found, expected, values={**values, "path": path})


def _bad_parameter(error: typer.BadParameter) -> tuple[str, dict[str, str]]:
    name = _plain(error.param.get_error_hint()) if error.param else ""
    if not error.message:
        return "cli.missing-argument", {"found": name}
    if hit := _CHOICE.search(error.message):
        return "cli.bad-choice", {"found": hit[1], "expected": _plain(hit[2]), "option": name}
    message = error.message.removeprefix("Value error, ").rstrip(".")
    return "cli.bad-value", {"found": name, "expected": message}


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


def missing_command(path: str, known: Sequence[str]) -> Problem:
    """A group of commands without one of them."""
    return problem("cli.missing-command", Where(name=path), expected=", ".join(known), path=path)


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
