"""Find and read standards: those that come with Tanlian by id, your own by the path of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from tanlian.problems import Problems, fail, nearest
from tanlian.standards.canonical import sha256
from tanlian.standards.faults import fault_of_version, faults_of_content, faults_of_form
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
    return list(_bundled().values())


def load(name: str | Path) -> Standard:
    """A standard by id, or by the path of a ``.yaml`` file.

    Raises ``standard.unknown`` with the nearest id, and for a file every fault with its line.
    """
    text = str(name)
    if isinstance(name, Path) or text.endswith((".yaml", ".yml")):
        return _standard(read_path(Path(text)))
    known = _bundled()
    if text not in known:
        hint = nearest(text, known) or next(iter(known))
        raise fail("standard.unknown", found=text, expected=", ".join(known), nearest=hint)
    return known[text]


def loads(text: str, name: str = "pack.yaml") -> Standard:
    """A standard from YAML text. Raises as `load`."""
    return _standard(read_text(text, name))


def schema() -> dict[str, Any]:
    """The JSON Schema of a pack, for editors that check while one types."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Pack.model_json_schema()}


def _standard(file: YamlFile) -> Standard:
    if version := fault_of_version(file):
        raise Problems([version])
    try:
        pack = Pack.model_validate(file.data)
    except ValidationError as error:
        raise Problems(faults_of_form(file, error)) from None
    if faults := faults_of_content(file, pack):
        raise Problems(faults)
    measure = fingerprint(pack.measure, pack.scrap) if pack.measure else ""
    return Standard(pack, sha256(file.data), measure, file.name)


@cache
def _bundled() -> Mapping[str, Standard]:
    folder = files("tanlian.standards").joinpath("packs")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    loaded = [
        _standard(read_text(folder.joinpath(name).read_text(encoding="utf-8"), f"packs/{name}"))
        for name in names
    ]
    return MappingProxyType({standard.id: standard for standard in loaded})
