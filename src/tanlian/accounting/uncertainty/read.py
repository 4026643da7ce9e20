"""Read an uncertainty sheet (YAML): every fault in one pass, each at its line and column."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from pathlib import Path

from tanlian.accounting.uncertainty.sheet import (
    AMOUNT_SHARED,
    FACTOR_SHARED,
    QUANTITIES,
    AmountEntry,
    FactorEntry,
    Sheet,
    defaults_by_evidence,
)
from tanlian.accounting.uncertainty.width import (
    SHAPES,
    Width,
    expanded,
    geometric,
    half_width,
    pedigree,
    standard,
)
from tanlian.inventory.read import yaml_tree
from tanlian.inventory.read.plain_text import read_text
from tanlian.inventory.scenario.fields import Fields, choice_of, number, share, text
from tanlian.inventory.scenario.read import flow, selection
from tanlian.problems import Problem, Problems, Where, fail, problem, raise_errors
from tanlian.status import STATUSES

_WAYS = ("uncertainty", "expanded", "half_width", "gsd", "pedigree")
_SHARES = ("uncertainty", "expanded", "half_width")
_KINDS = ("meter", "weighbridge", "lab", "document", "estimate")
_EXACT = Width(0.0)


def read(path: str | PathLike[str]) -> Sheet:
    """The sheet of a file. Raises ``yaml.*`` and ``uncertainty.*`` for its content."""
    file = Path(path)
    if not file.is_file():
        raise fail("inventory.file-missing", Where(str(file)), found=file.name)
    return read_string(read_text(file, file.name), file.name)


def read_string(content: str, file: str = "") -> Sheet:
    """As `read`, from text."""
    node = yaml_tree.parse(content, file)
    if not isinstance(node, yaml_tree.Mapping):
        raise fail("yaml.shape", Where(file, cell=node.place), expected="id: …")
    problems: list[Problem] = []
    top = Fields(node, file, problems)
    asked = top.read("defaults", choice_of("evidence"), "")
    sheet = Sheet(
        id=top.read("id", text, "", required=True),
        title=top.both("title"),
        factors=tuple(_factor(part) for part in top.parts("factors")),
        amounts=(
            *(_amount(part) for part in top.parts("amounts")),
            *(defaults_by_evidence() if asked else ()),
        ),
        seed=top.read("seed", _seed, 0),
        file=file,
    )
    top.done()
    raise_errors(problems)
    return sheet


def _factor(part: Fields) -> FactorEntry:
    part.need("quantity")
    entry = FactorEntry(
        quantity=part.words("quantity", choice_of(*QUANTITIES)),
        width=_width(part),
        flow=part.words("flow", flow),
        process=part.words("process", text),
        status=part.words("status", choice_of(*STATUSES, "user")),
        shared=part.read("shared", choice_of(*FACTOR_SHARED), "source"),
    )
    part.done()
    return entry


def _amount(part: Fields) -> AmountEntry:
    entry = AmountEntry(
        rows=selection(part),
        width=_width(part),
        evidence=part.words("evidence", text),
        kind=part.words("kind", choice_of(*_KINDS)),
        shared=part.read("shared", choice_of(*AMOUNT_SHARED), "meter"),
    )
    part.done()
    return entry


def _width(part: Fields) -> Width:
    """The one way in which an entry states its width."""
    given = [way for way in _WAYS if part.find(way) is not None]
    shape = part.read("distribution", choice_of(*SHAPES), "")
    value = {way: part.read(way, share, 0.0) for way in given if way in _SHARES}
    k, basic = part.read("k", number, None), part.read("basic", number, 1.0)
    scores = part.words("pedigree", _score)
    status = part.read("width_status", choice_of(*STATUSES, "user"), "")
    if len(given) != 1 or (given == ["expanded"]) != (k is not None):
        part.problems.append(problem("uncertainty.one-way", part.where(), expected=", ".join(_WAYS)))
        return _EXACT
    try:
        match given[0]:
            case "uncertainty":
                found = standard(value["uncertainty"], shape or "lognormal")
            case "expanded":
                found = expanded(value["expanded"], k or 0.0, shape or "normal")
            case "half_width":
                found = half_width(value["half_width"], shape or "uniform")
            case "gsd":
                found = geometric(part.read("gsd", number, 1.0))
            case _:
                found = pedigree([int(score) for score in scores], basic)
    except Problems as caught:
        part.problems.append(replace(caught.problems[0], where=part.where()))
        return _EXACT
    return replace(found, status=status or found.status)


def _score(written: str) -> str:
    if written not in {"1", "2", "3", "4", "5"}:
        raise fail("yaml.value", found=written, expected="1, 2, 3, 4, 5")
    return written


def _seed(written: str) -> int:
    if not written.isascii() or not written.isdigit():
        raise fail("yaml.value", found=written, expected="2025")
    return int(written)
