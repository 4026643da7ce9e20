"""Words of the form NAME=VALUE as they come from the command line."""

from __future__ import annotations

from collections.abc import Iterable

from tanlian.problems import Problem, Problems, Where, problem


def pairs(words: Iterable[str], option: str, example: str) -> dict[str, str]:
    """Names and values of an option that may be repeated.

    Raises `Problems`, all in one pass: ``cli.no-equals``, ``cli.given-twice``.
    """
    found: dict[str, str] = {}
    wrong: list[Problem] = []
    for item in words:
        name, equals, value = (part.strip() for part in item.partition("="))
        where = Where(name=f"{option} {item}")
        if not (name and equals and value):
            wrong.append(problem("cli.no-equals", where, found=item, expected=example, option=option))
        elif name in found:
            wrong.append(problem("cli.given-twice", where, found=name, option=option))
        else:
            found[name] = value
    if wrong:
        raise Problems(wrong)
    return found
