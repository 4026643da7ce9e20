"""Product rules as data: what a document lets one choose, clause by clause, each with its status.

A bundled rule is a file in ``accounting/data``. A rule of which only the title is known is a slot: it can
be used once its text has been read and written down in a file of the same form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tanlian.accounting.measure import GAS_FAMILIES, Basis
from tanlian.catalogue import Status, gases, gwp_sets
from tanlian.footprint.allocation import Method
from tanlian.problems import Lang, Problem, Where, fail, nearest, problem, raise_errors

Scrap = Literal["cut_off", "closed_loop"]
Standard = Literal[
    "ISO14067",
    "ISO14083",
    "ISO14040-44",
    "GHGP-Product",
    "PEF",
    "PACT-1.0",
    "PACT-2.0",
    "PACT-3.0",
    "PAS2050",
]
_MAX_BYTES = 200_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A sentence in both languages."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def of(self, lang: Lang) -> str:
        """The sentence in a language."""
        return self.zh if lang == "zh" else self.en


class Section(_Part):
    """Where a part of the rule stands, how far that is confirmed, and what to know of it."""

    clause: str = ""
    status: Status = "user"
    note: Words | None = None


class Allocating(Section):
    """Methods for sharing a burden among co-products."""

    default: Method
    allowed: tuple[Method, ...] = Field(min_length=1)


class Scrapping(Section):
    """Treatments of scrap."""

    default: Scrap
    allowed: tuple[Scrap, ...] = Field(min_length=1)


class Warming(Section):
    """GWP sets."""

    default: str
    allowed: tuple[str, ...] = Field(min_length=1)

    @field_validator("allowed")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _all_in(names, gwp_sets())


class Powering(Section):
    """Bases for purchased electricity."""

    default: Basis
    allowed: tuple[Basis, ...] = Field(min_length=1)


class Gases(Section):
    """Gases that count; ``HFC`` and ``PFC`` stand for all of their family."""

    allowed: tuple[str, ...] = Field(min_length=1)

    @field_validator("allowed")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _all_in(names, (*gases(), *GAS_FAMILIES))


class Exempting(Section):
    """Highest share of the footprint, in %, that may be left out; null where the document sets none."""

    limit_percent: float | None = Field(default=None, ge=0, le=100)


class Supplying(Section):
    """What becomes of supplier figures that expired before the end of the period."""

    expired: Literal["refuse", "warn"]


class SectorRule(_Part):
    """A product or sector rule as PACT names it."""

    operator: Literal["PEF", "EPD International", "Other"]
    other: str = ""
    names: tuple[str, ...] = Field(min_length=1)


class Rule(_Part):
    """A product rule. ``content: user`` marks a slot, whose sections come with a file of the user's."""

    schema_version: Literal[1]
    id: str = Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")
    title: Words
    publisher: str
    document: str = Field(min_length=1)
    edition: str = ""
    url: str = ""
    status: Status = "user"
    content: Literal["bundled", "user"]
    standards: tuple[Standard, ...] = ()
    sector_rules: tuple[SectorRule, ...] = ()
    allocation: Allocating | None = None
    scrap: Scrapping | None = None
    gwp: Warming | None = None
    gases: Gases | None = None
    exempted: Exempting | None = None
    electricity: Powering | None = None
    supplies: Supplying | None = None
    biogenic: Section | None = None


class FullRule(Rule):
    """A rule whose every section is settled."""

    standards: tuple[Standard, ...] = Field(min_length=1)
    allocation: Allocating
    scrap: Scrapping
    gwp: Warming
    gases: Gases
    exempted: Exempting
    electricity: Powering
    supplies: Supplying
    biogenic: Section


@cache
def rules() -> Mapping[str, Rule]:
    """All bundled rules and slots by id."""
    found = sorted(files("tanlian.accounting").joinpath("data").iterdir(), key=lambda item: item.name)
    texts = [item.read_text(encoding="utf-8") for item in found if item.name.endswith(".yaml")]
    made = [Rule.model_validate(yaml.safe_load(text)) for text in texts]
    return {item.id: item for item in made}


def rule(rule_id: str, file: Path | str | None = None) -> FullRule:
    """The rule of that id, its content from ``file`` where one is given.

    Raises ``product.unknown-rule``, ``product.rule-unread`` for a slot without a file, and
    ``product.rule-file`` for every fault of a file.
    """
    if file is not None:
        return _own(rule_id, Path(file))
    known = rules()
    if rule_id not in known:
        hint = nearest(rule_id, known) or next(iter(known))
        raise fail("product.unknown-rule", found=rule_id, expected=", ".join(known), nearest=hint)
    bundled = known[rule_id]
    if bundled.content == "user":
        raise fail("product.rule-unread", found=bundled.document, id=rule_id)
    return FullRule.model_validate(bundled.model_dump())


def _own(rule_id: str, path: Path) -> FullRule:
    where = Where(file=path.name)
    try:
        raw = path.read_bytes()
        data = yaml.safe_load(raw.decode("utf-8")) if len(raw) <= _MAX_BYTES else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as fault:
        raise fail("product.rule-file", where, found=type(fault).__name__, expected="YAML") from None
    if not isinstance(data, dict):
        raise fail("product.rule-file", where, found=type(data).__name__, expected="YAML")
    try:
        made = FullRule.model_validate({"schema_version": 1, "content": "user", **data})
    except ValidationError as error:
        raise_errors(_faults(path.name, error))
        raise
    if made.id != rule_id:
        raise fail("product.rule-file", Where(path.name, name="id"), found=made.id, expected=rule_id)
    raise_errors(_defaults(path.name, made))
    return made


def _faults(file: str, error: ValidationError) -> Iterator[Problem]:
    for item in error.errors(include_url=False):
        name = ".".join(str(part) for part in item["loc"])
        given: Any = item.get("input")
        found = given if isinstance(given, str | int | float) else str(item["type"])
        yield problem("product.rule-file", Where(file, name=name), found=found, expected=item["msg"])


def _defaults(file: str, made: FullRule) -> Iterator[Problem]:
    for name in ("allocation", "scrap", "gwp", "electricity"):
        section = getattr(made, name)
        if section.default not in section.allowed:
            allowed = ", ".join(section.allowed)
            where = Where(file, name=f"{name}.default")
            yield problem("product.rule-file", where, found=section.default, expected=allowed)


def _all_in(names: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"{', '.join(unknown)} not in {', '.join(known)}")
    return names
