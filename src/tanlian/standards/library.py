"""Find and read standards: those that come with Tanlian by id, your own by the path of the file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tanlian.problems import Problems, fail, nearest
from tanlian.standards.canonical import sha256
from tanlian.standards.faults import fault_of_version, faults_of_content, faults_of_form
from tanlian.standards.kinds import Composite
from tanlian.standards.measure import fingerprint
from tanlian.standards.model import Pack
from tanlian.standards.yaml_file import YamlFile, read_path, read_text


@dataclass(frozen=True, slots=True)
class Standard:
    """A loaded pack. ``content_hash`` is of the content, not of the layout of its file."""

    pack: Pack
    content_hash: str
    measure_hash: str
    file: str

    @property
    def id(self) -> str:
        """The id of the standard: publisher-edition-variant."""
        return self.pack.id


def standards() -> list[Standard]:
    """All standards that come with Tanlian, by id."""
    return [_bundled(name) for name in _ids()]


def load(name: str | Path) -> Standard:
    """A standard by id, or by the path of a ``.yaml`` file.

    Raises ``standard.unknown`` with the nearest id, and for a file every fault with its line.
    """
    text = str(name)
    if isinstance(name, Path) or text.endswith((".yaml", ".yml")):
        return _standard(read_path(Path(text)))
    known = _ids()
    if text not in known:
        hint = nearest(text, known) or known[0]
        raise fail("standard.unknown", found=text, expected=", ".join(known), nearest=hint)
    return _bundled(text)


def loads(text: str, name: str = "pack.yaml") -> Standard:
    """A standard from YAML text. Raises as `load`."""
    return _standard(read_text(text, name))


def schema() -> dict[str, Any]:
    """The JSON Schema of a pack, for editors that check while one types."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Pack.model_json_schema()}


def _standard(file: YamlFile, above: tuple[str, ...] = ()) -> Standard:
    if version := fault_of_version(file):
        raise Problems([version])
    try:
        pack = Pack.model_validate(file.data)
    except ValidationError as error:
        raise Problems(faults_of_form(file, error)) from None
    pack = _bound(pack, file, (*above, pack.id))
    if faults := faults_of_content(file, pack):
        raise Problems(faults)
    measure = fingerprint(pack.measure, pack.scrap) if pack.measure else ""
    return Standard(pack, sha256(file.data), measure, file.name)


def _bound(pack: Pack, file: YamlFile, above: tuple[str, ...]) -> Pack:
    """A composite rule takes its limits from another pack, and measure and exclusions where it has none."""
    rule = pack.rule
    if not isinstance(rule, Composite):
        return pack
    where = file.where(("rule", "standard"))
    if rule.standard in above:
        raise fail("pack.cycle", where, found=" → ".join((*above, rule.standard)))
    if rule.standard not in _ids():
        hint = nearest(rule.standard, _ids()) or _ids()[0]
        raise fail("standard.unknown", where, found=rule.standard, expected=", ".join(_ids()), nearest=hint)
    base = _standard(_packed(rule.standard), above).pack
    rule.bind(base.rule, base.tie.sign)
    if pack.measure is not None:
        return pack
    applies = pack.applies if pack.applies.without else base.applies
    sources = (*pack.sources, *base.sources)
    lent = {"measure": base.measure, "scrap": base.scrap, "applies": applies, "sources": sources}
    return pack.model_copy(update=lent)


def _packed(name: str) -> YamlFile:
    file = files("tanlian.standards").joinpath("packs", f"{name}.yaml")
    return read_text(file.read_text(encoding="utf-8"), f"packs/{name}.yaml")


@cache
def _ids() -> tuple[str, ...]:
    """Ids of the bundled packs: the names of their files, so that one can be read without the others."""
    entries = files("tanlian.standards").joinpath("packs").iterdir()
    names = (entry.name for entry in entries)
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def _bundled(name: str) -> Standard:
    return _standard(_packed(name))
