"""What the installation emits beside its CBAM processes: where it is, and what nothing explains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tanlian.accounting.methods.cbam.book import Book, Entry, from_line
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.direct import (
    Attributed,
    direct_without_goods,
    indirect_without_goods,
)
from tanlian.accounting.statement import Input, Line
from tanlian.problems import Where, problem

_NOISE = 1e-9  # relative; smaller differences are those of floating point
# A part of the rest -> symbols of eq. 55 that make it, with the sign they have in the rest.
_CORRECTIONS = {
    "waste_gas": {"WG_exp": 1, "WG_imp": -1},
    "heat": {"H_exp": 1, "H_imp": -1},
    "electricity": {"El_prod": 1},
}


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    inputs: tuple[Input, ...]

    @property
    def value(self) -> float:
        return sum(item.value for item in self.inputs)


def rest_direct(installation: Line, total: Line, processes: Sequence[Attributed], case: Case) -> None:
    """The rest of the direct emissions and its parts, as lines and, unless zero, a warning.

    The rest is what processes without CBAM goods emit, plus what the reported ones are relieved of for
    gas, heat and power that they give away, less what they are charged for those they take in.
    """
    parts = [_Part("no_goods", _without_goods(direct_without_goods(group, case) for group in case.groups))]
    for name, symbols in _CORRECTIONS.items():
        moved = [part for item in processes for part in item.parts if part[0] in symbols]
        inputs = (
            Input(line.id, symbols[symbol] * line.value, line.unit, line.id, line.status)
            for symbol, _, line in moved
        )
        parts.append(_Part(name, tuple(inputs)))
    _write("direct", installation, total, parts, case.book)


def rest_indirect(installation: Line, total: Line, case: Case) -> None:
    """The rest of the indirect emissions likewise."""
    found = _without_goods(indirect_without_goods(group, case) for group in case.groups)
    _write("indirect", installation, total, [_Part("no_goods", found)], case.book)


def _without_goods(found: Iterable[Input | None]) -> tuple[Input, ...]:
    return tuple(item for item in found if item is not None and item.value)


def _write(what: str, installation: Line, total: Line, parts: Sequence[_Part], book: Book) -> None:
    noise = _NOISE * max(abs(installation.value), abs(total.value))
    value = _quiet(installation.value - total.value, noise)
    share = value / installation.value if installation.value else 0.0
    inputs = (from_line("installation", installation), from_line("processes", total))
    kind = f"rest.{what}"
    rest = book.add(Entry(kind, kind, value, inputs))
    book.add(Entry(f"{kind}_share", f"{kind}_share", share, inputs))
    if not value:
        return
    for part in parts:
        if part.value:
            line_id = f"{kind}.{part.name}"
            book.add(Entry(line_id, line_id, part.value, part.inputs))
    left = _quiet(value - sum(part.value for part in parts), noise)
    told = (from_line("rest", rest), *(Input(part.name, part.value, "t CO2e", "") for part in parts))
    book.add(Entry(f"{kind}.unexplained", f"{kind}.unexplained", left, told))
    book.note(
        problem(
            f"cbam.rest-{what}",
            Where(name=kind),
            found=f"{_tonnes(value)} t",
            expected=f"{100 * share:.3g} %",
            severity="warning",
            no_goods=_tonnes(parts[0].value),
            moved=_tonnes(_quiet(sum(part.value for part in parts[1:]), noise)),
            left=_tonnes(left),
        )
    )


def _quiet(value: float, noise: float) -> float:
    return 0.0 if abs(value) <= noise else value


def _tonnes(value: float) -> str:
    return f"{value:.6g}" if abs(value) < 1000 else f"{value:.0f}"
