"""YAML as a tree of mappings, lists and text, each with its place.

Every scalar stays text as written, so nothing is guessed (no `NO` that turns false). Anchors, aliases
and tags are refused, which rules out documents that unfold to many times their size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from tanlian.problems import Problems, Where, fail

_DEEPEST = 20
_NULLS = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text with its place, ``line:column`` as editors count; empty where YAML says null."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping with its place."""

    items: tuple[tuple[Scalar, Node], ...]
    place: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its place."""

    items: tuple[Node, ...]
    place: str


Node = Scalar | Mapping | Listing


def parse(text: str, file: str) -> Node:
    """Read one document. Raises ``inventory.yaml-syntax``, ``yaml-feature``, ``yaml-key-twice`` or
    ``file-empty``."""
    try:
        events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        node = next(
            (_node(event, events, file, 0) for event in events if isinstance(event, yaml.NodeEvent)), None
        )
        if node is None:
            raise fail("inventory.file-empty", Where(file))
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _refused(event, file, "---")
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        where = Where(file, cell=f"{mark.line + 1}:{mark.column + 1}" if mark else "")
        raise fail("inventory.yaml-syntax", where, found=fault.problem or "") from None
    except yaml.YAMLError:
        raise fail("inventory.yaml-syntax", Where(file)) from None
    return node


def _node(event: yaml.Event, events: Iterator[yaml.Event], file: str, depth: int) -> Node:
    if (anchor := getattr(event, "anchor", None)) is not None:
        raise _refused(event, file, ("*" if isinstance(event, yaml.AliasEvent) else "&") + str(anchor))
    if (tag := getattr(event, "tag", None)) not in {None, "!"}:
        raise _refused(event, file, str(tag))
    if depth > _DEEPEST:
        raise _refused(event, file, "[[[")
    if isinstance(event, yaml.ScalarEvent):
        written = "" if event.implicit[0] and event.value in _NULLS else event.value
        return Scalar(written, _place(event))
    if isinstance(event, yaml.SequenceStartEvent):
        return Listing(tuple(_list(events, file, depth)), _place(event))
    return Mapping(tuple(_pairs(events, file, depth)), _place(event))


def _list(events: Iterator[yaml.Event], file: str, depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _node(event, events, file, depth + 1)


def _pairs(events: Iterator[yaml.Event], file: str, depth: int) -> Iterator[tuple[Scalar, Node]]:
    seen: set[str] = set()
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        key = _node(event, events, file, depth + 1)
        if not isinstance(key, Scalar):
            raise _refused(event, file, "?")
        if key.text in seen:
            raise fail("inventory.yaml-key-twice", Where(file, cell=key.place), found=key.text)
        seen.add(key.text)
        yield key, _node(next(events), events, file, depth + 1)


def _place(event: yaml.Event) -> str:
    mark = event.start_mark
    return f"{mark.line + 1}:{mark.column + 1}" if mark else ""


def _refused(event: yaml.Event, file: str, found: str) -> Problems:
    return fail("inventory.yaml-feature", Where(file, cell=_place(event)), found=found)
