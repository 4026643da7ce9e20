"""Read a YAML file into plain data and remember on which line each part stands.

Scalars are text, whole numbers, true/false or null; a decimal stays a float only so that the model can
refuse it with its line. Aliases, merges, tags and duplicate keys are refused: a pack means what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tanlian.problems import Problem, Problems, Where, fail, problem

MAX_BYTES = 1_000_000
_TAG = "tag:yaml.org,2002:"
_KINDS = {"str", "null", "bool", "int", "float", "timestamp", "value"}

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlFile:
    """Plain data of a file with the line and the spelling of each part."""

    name: str
    data: Any
    lines: Mapping[KeyPath, int]
    spelling: Mapping[KeyPath, str]

    def where(self, path: KeyPath) -> Where:
        """The place of a part; of the part around it where the part itself is not written."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known, 1)
        return Where(file=self.name, cell=f"L{line}", name=".".join(str(key) for key in path))


def read_path(path: Path) -> YamlFile:
    """Read a file of the user's. Raises ``pack.unreadable`` and what `read_text` raises."""
    try:
        content = path.read_bytes()
        if len(content) > MAX_BYTES:
            raise fail("pack.too-large", Where(file=str(path)), found=len(content), expected=MAX_BYTES)
        return read_text(content.decode("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise fail("pack.unreadable", Where(file=str(path)), found=str(path), reason=reason) from None


def read_text(text: str, name: str) -> YamlFile:
    """Parse YAML text. Raises ``pack.yaml``, ``pack.alias``, ``pack.duplicate-key``, all in one pass."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = Where(file=name, cell=f"L{mark.line + 1}" if mark else "")
        raise fail("pack.yaml", where, found=error.problem or error.context or "") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise fail("pack.yaml", Where(file=name), found=type(error).__name__) from None
    if root is None:
        raise fail("pack.empty", Where(file=name))
    reader = _Reader(name)
    data = reader.plain(root, ())
    if reader.problems:
        raise Problems(reader.problems)
    return YamlFile(name, data, reader.lines, reader.spelling)


@dataclass(slots=True)
class _Reader:
    name: str
    lines: dict[KeyPath, int] = field(default_factory=dict)
    spelling: dict[KeyPath, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def plain(self, node: yaml.Node, path: KeyPath) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self.seen:
            self._refuse("pack.alias", node, path)
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse("pack.yaml", key_node, path, found="?")
                continue
            key = str(key_node.value)
            place = (*path, key)
            twice = place in self.lines
            self.lines[place] = key_node.start_mark.line + 1
            if twice:
                self._refuse("pack.duplicate-key", key_node, place, found=key)
                continue
            data[key] = self.plain(value_node, place)
        return data

    def _scalar(self, node: yaml.Node, path: KeyPath) -> Any:
        text = str(node.value)
        self.spelling[path] = text
        kind = node.tag.removeprefix(_TAG)
        if kind == "null":
            return None
        if kind == "bool" and text.lower() in {"true", "false"}:
            return text.lower() == "true"
        if kind == "int" and re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
            return int(text)
        if kind == "float" and re.fullmatch(r"-?[0-9]{1,30}\.[0-9]{1,30}", text):
            return float(text)
        if kind not in _KINDS:
            self._refuse("pack.yaml", node, path, found=node.tag)
        return text

    def _refuse(self, code: str, node: yaml.Node, path: KeyPath, found: str = "") -> None:
        name = ".".join(str(key) for key in path)
        # An alias is the very node it points at, so its own line is only known from its key.
        line = self.lines.get(path, node.start_mark.line + 1)
        where = Where(file=self.name, cell=f"L{line}", name=name)
        self.problems.append(problem(code, where, found=found))
