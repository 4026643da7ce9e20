"""Options of a method, read from text; and the record of the factor sets it may have used."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tanlian.factors.choice import Choice
from tanlian.problems import Where, fail, nearest


def one_of(options: Mapping[str, str], name: str, known: Sequence[str]) -> str:
    """The value of an option, the first of the known ones where nothing is said.

    Raises ``method.option-value``.
    """
    value = options.get(name, known[0]).strip()
    if value not in known:
        raise _not_known(name, value, known)
    return value


def some_of(options: Mapping[str, str], name: str, known: Collection[str]) -> tuple[str, ...]:
    """The values of an option that may name several, parted by commas. Raises ``method.option-value``."""
    words = [word.strip() for word in options.get(name, "").split(",")]
    found = tuple(dict.fromkeys(word for word in words if word))
    for value in found:
        if value not in known:
            raise _not_known(name, value, sorted(known))
    return found


def sets_of(choice: Choice, *roles: str) -> dict[str, str]:
    """Content hash by set id of the sets that serve some roles."""
    return {item.id: item.content_hash for role, item in choice.sets.items() if role.split(".")[0] in roles}


def _not_known(name: str, value: str, known: Sequence[str]) -> Exception:
    return fail(
        "method.option-value",
        Where(name=name),
        found=value,
        expected=", ".join(known) if len(known) <= 12 else nearest(value, known) or ", ".join(known[:6]),
        option=name,
    )
