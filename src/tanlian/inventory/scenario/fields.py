"""Read the keys of a YAML mapping one by one; every fault is kept with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tanlian.inventory.read.yaml_tree import Listing, Mapping, Node, Scalar
from tanlian.problems import Lang, Problem, Problems, Where, fail, nearest, problem
from tanlian.units import parse_decimal, parse_share

_Value = TypeVar("_Value")


@dataclass(slots=True)
class Fields:
    """A mapping being read. ``problems`` is shared by all parts of a file."""

    node: Mapping
    file: str
    problems: list[Problem]
    asked: set[str] = field(default_factory=set)

    def where(self, node: Node | None = None, key: str = "") -> Where:
        """The place of a part of this mapping."""
        return Where(self.file, cell=(node or self.node).place, name=key)

    def find(self, key: str) -> Node | None:
        """The value of a key; None where it is left out or empty."""
        self.asked.add(key)
        found = next((value for name, value in self.node.items if name.text == key), None)
        return None if isinstance(found, Scalar) and not found.text else found

    def need(self, key: str) -> Node | None:
        """As `find`; a key that is missing is a problem."""
        found = self.find(key)
        if found is None:
            self.problems.append(problem("yaml.missing-key", self.where(), found=key))
        return found

    def read(
        self, key: str, parse: Callable[[str], _Value], default: _Value, *, required: bool = False
    ) -> _Value:
        """One value. ``parse`` raises `Problems`; the place is filled in here."""
        node = self.need(key) if required else self.find(key)
        if node is None:
            return default
        if not isinstance(node, Scalar):
            self.problems.append(problem("yaml.shape", self.where(node, key), expected=f"{key}: …"))
            return default
        try:
            return parse(node.text)
        except Problems as caught:
            self.problems.append(replace(caught.problems[0], where=self.where(node, key)))
            return default

    def words(self, key: str, parse: Callable[[str], str]) -> tuple[str, ...]:
        """One word or a list of words."""
        node = self.find(key)
        items = node.items if isinstance(node, Listing) else (node,) if node is not None else ()
        found: list[str] = []
        for item in items:
            if not isinstance(item, Scalar):
                self.problems.append(problem("yaml.shape", self.where(item, key), expected=f"{key}: …"))
                continue
            try:
                found.append(parse(item.text))
            except Problems as caught:
                self.problems.append(replace(caught.problems[0], where=self.where(item, key)))
        return tuple(found)

    def parts(self, key: str, *, required: bool = False) -> list[Fields]:
        """A list of mappings."""
        node = self.need(key) if required else self.find(key)
        items = node.items if isinstance(node, Listing) else (node,) if node is not None else ()
        made = []
        for item in items:
            if isinstance(item, Mapping) and isinstance(node, Listing):
                made.append(Fields(item, self.file, self.problems))
            else:
                self.problems.append(problem("yaml.shape", self.where(item, key), expected=f"{key}:\n  - …"))
        return made

    def part(self, key: str) -> Fields | None:
        """A mapping below a key."""
        node = self.find(key)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.problems.append(problem("yaml.shape", self.where(node, key), expected=f"{key}: …: …"))
            return None
        return Fields(node, self.file, self.problems)

    def both(self, key: str, *, required: bool = False) -> dict[Lang, str]:
        """A text in both languages, ``{en: …, zh: …}``, or one text for both."""
        node = self.need(key) if required else self.find(key)
        if isinstance(node, Mapping):
            part = Fields(node, self.file, self.problems)
            told: dict[Lang, str] = {"en": part.read("en", text, ""), "zh": part.read("zh", text, "")}
            part.done()
            return told
        plain = self.read(key, text, "")
        return {"en": plain, "zh": plain} if plain else {}

    def pairs(self, key: str, parse: Callable[[str], str]) -> dict[str, str]:
        """A mapping of words to words; ``parse`` reads the keys."""
        part = self.part(key)
        found: dict[str, str] = {}
        for name, value in part.node.items if part else ():
            if not isinstance(value, Scalar):
                self.problems.append(
                    problem("yaml.shape", self.where(value, key), expected=f"{name.text}: …")
                )
                continue
            try:
                found[parse(name.text)] = value.text
            except Problems as caught:
                self.problems.append(replace(caught.problems[0], where=self.where(name, key)))
        return found

    def done(self) -> None:
        """Report keys that nobody asked for; call it last."""
        known = sorted(self.asked)
        for name, _ in self.node.items:
            if name.text not in known:
                expected = nearest(name.text, known) or ", ".join(known)
                where = self.where(name)
                self.problems.append(problem("yaml.unknown-key", where, found=name.text, expected=expected))


def text(written: str) -> str:
    """Text as it stands."""
    return written


def flag(written: str) -> bool:
    """``true`` or ``false``. Raises ``yaml.value``."""
    if written.casefold() not in {"true", "false", "yes", "no"}:
        raise fail("yaml.value", found=written, expected="true")
    return written.casefold() in {"true", "yes"}


def number(written: str) -> float:
    """A number of 0 or more. Raises ``yaml.value``."""
    try:
        value = float(parse_decimal(written))
    except ValueError:
        raise fail("yaml.value", found=written, expected="0.95") from None
    if value < 0:
        raise fail("yaml.value", found=written, expected="0.95")
    return value


def ratio(written: str) -> float:
    """A ratio such as ``0.95``, ``1.2`` or ``95 %``. Raises ``yaml.value``."""
    tidy = written.replace("％", "%")
    return number(tidy.removesuffix("%").strip()) / 100 if tidy.endswith("%") else number(tidy)


def share(written: str) -> float:
    """A fraction of 0 to 1, or per cent. Raises ``share.range``."""
    return float(parse_share(written))


def choice_of(*words: str) -> Callable[[str], str]:
    """A reader of one of these words. Raises ``yaml.value``."""

    def parse(written: str) -> str:
        if written not in words:
            raise fail("yaml.value", found=written, expected=nearest(written, words) or ", ".join(words))
        return written

    return parse
