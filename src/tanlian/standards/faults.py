"""What is wrong with a pack, each fault with its file, line and reason in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from tanlian import catalogue
from tanlian.problems import Problem, Problems, Where, nearest, problem
from tanlian.standards.facts import NUMBERS, vocabulary
from tanlian.standards.kinds import KINDS, Finding
from tanlian.standards.model import SCHEMA_VERSION, Pack
from tanlian.standards.values import PartSource, Source
from tanlian.standards.yaml_file import KeyPath, YamlFile
from tanlian.status import STATUSES, weakest
from tanlian.units import parse_unit

_OWN = "pack."
_TYPES = {"share": {"share"}, "number": {"share", "quantity"}, "word": {"choice"}}


def faults_of_form(file: YamlFile, error: ValidationError) -> list[Problem]:
    """The faults the model found, in the order of the file."""
    found = [_fault_of_form(file, dict(item)) for item in error.errors(include_url=False)]
    return sorted(found, key=lambda item: (int(item.where.cell.removeprefix("L")), item.where.name))


def faults_of_content(file: YamlFile, pack: Pack) -> list[Problem]:
    """The faults the form alone does not show: unknown names, levels out of order, promoted statuses."""
    findings = [
        *(Finding(("rule", *item.path), item.code, item.values) for item in pack.rule.findings()),
        *_unknown_facts(pack),
        *_unknown_words(pack),
        *_unknown_documents(pack),
        *_readings(pack),
        *_credits(pack),
        *_units(pack),
    ]
    if not findings:
        findings = list(_status(pack))
    return [_problem(item.code, file.where(item.path), item.values) for item in findings]


def fault_of_version(file: YamlFile) -> Problem | None:
    """A pack of another schema version is refused before anything else is read into it."""
    if not isinstance(file.data, dict):
        return problem("pack.type", file.where(()), found=type(file.data).__name__, expected="mapping")
    version = file.data.get("schema_version", SCHEMA_VERSION)
    if version == SCHEMA_VERSION:
        return None
    return problem("pack.version", file.where(("schema_version",)), found=version, expected=SCHEMA_VERSION)


def _problem(code: str, where: Where, values: Mapping[str, str]) -> Problem:
    return Problem(code, where, values.get("found", ""), values.get("expected", ""), values=values)


def _fault_of_form(file: YamlFile, item: dict[str, Any]) -> Problem:
    path: KeyPath = _written_path(tuple(item["loc"]))
    kind, context = str(item["type"]), item.get("ctx", {})
    if kind.startswith("union_tag"):
        path = (*path, "kind")
    found = file.spelling.get(path, "")
    name = str(path[-1]) if path else ""
    values = {"found": found}
    if kind in {"missing", "union_tag_not_found"}:
        code, values = "pack.missing", {"found": name}
    elif kind == "extra_forbidden":
        code, values = "pack.unknown-key", {"found": name, "nearest": nearest(name, _keys()) or "-"}
    elif path == ("rule", "kind"):
        code, values = "pack.unknown-kind", {"found": found, "expected": ", ".join(KINDS)}
    elif kind.startswith(_OWN):
        code = kind
    elif kind == "literal_error":
        code, values = "pack.choice", {"found": found, "expected": str(context.get("expected", ""))}
    elif kind == "string_type" and isinstance(item["input"], int | float):
        code = "pack.bare-number"
    elif kind.endswith("_type"):
        spelled = found or type(item["input"]).__name__
        code, values = "pack.type", {"found": spelled, "expected": kind.removesuffix("_type")}
    else:
        code, values = "pack.invalid", {"found": found or name, "expected": str(item["msg"])}
    return _problem(code, file.where(path), values)


def _written_path(path: KeyPath) -> KeyPath:
    """Where a fault stands in the file: without the kind that the model writes into the path of a rule."""
    return ("rule", *path[2:]) if path[:1] == ("rule",) and path[1:2] and path[1] in KINDS else path


def _unknown_facts(pack: Pack) -> Iterator[Finding]:
    words = vocabulary()
    named: list[tuple[KeyPath, str]] = [(("rule", "value"), pack.rule.value)]
    named += [(_place_of(pack, name), name) for name in (*pack.rule.conditions, *pack.rule.optional)]
    named += [
        (("applies", "without", index, "fact"), item.fact) for index, item in enumerate(pack.applies.without)
    ]
    known = {name for _, name in named} | {use.fact for use in pack.rule.uses}
    named += [
        (("examples", index, "facts", name), name)
        for index, example in enumerate(pack.examples)
        for name in example.facts
        if name not in known
    ]
    for path, name in named:
        if name not in words:
            hint = nearest(name, words) or pack.rule.value
            yield Finding(path, "pack.unknown-fact", {"found": name, "nearest": hint})
    for use in pack.rule.uses:
        path = ("rule", *use.path)
        if use.fact not in words:
            hint = nearest(use.fact, words) or pack.rule.value
            yield Finding(path, "pack.unknown-fact", {"found": use.fact, "nearest": hint})
        elif words[use.fact].type not in _TYPES[use.as_type]:
            yield Finding(path, "pack.fact-use", {"found": use.fact, "expected": use.as_type})
    for name in (pack.rule.value, *pack.rule.bounds):
        if name in words and words[name].type not in NUMBERS:
            yield Finding(_place_of(pack, name), "pack.fact-type", {"found": name})


def _place_of(pack: Pack, name: str) -> KeyPath:
    """The key of the rule that names a fact."""
    return ("rule", *[key for key, value in pack.rule if value == name][:1])


def _unknown_words(pack: Pack) -> Iterator[Finding]:
    blocks, flows, kinds = catalogue.blocks(), catalogue.flows(), catalogue.process_kinds()
    named: list[tuple[KeyPath, Iterable[str], Mapping[str, object]]] = []
    if pack.measure:
        named.append((("measure", "required_blocks"), pack.measure.required_blocks, blocks))
        for index, selection in enumerate(pack.measure.selections):
            place: KeyPath = ("measure", "selections", index)
            named.append(((*place, "blocks"), selection.blocks, blocks))
            named.append(((*place, "only_flows"), selection.only_flows, flows))
            named.append(((*place, "without_processes"), selection.without_processes, kinds))
        for index, credit in enumerate(pack.measure.credits):
            named.append((("measure", "credits", index, "flows"), credit.flows, flows))
    if pack.scrap:
        named.append((("scrap", "primary"), pack.scrap.primary, flows))
        named.append((("scrap", "metallic_defaults"), pack.scrap.metallic_defaults, flows))
    for path, words, known in named:
        for index, word in enumerate(words):
            if word not in known:
                values = {"found": word, "nearest": nearest(word, known) or "-"}
                yield Finding((*path, index), "pack.unknown-word", values)


def _unknown_documents(pack: Pack) -> Iterator[Finding]:
    known = {document.id for document in pack.sources}
    for path, source in _sources(pack, ()):
        if source.document is not None and source.document not in known:
            values = {"found": source.document, "expected": ", ".join(sorted(known))}
            yield Finding((*path, "document"), "pack.unknown-document", values)


def _readings(pack: Pack) -> Iterator[Finding]:
    for index, point in enumerate(pack.open_points):
        known = [reading.id for reading in point.readings]
        if point.taken is not None and point.taken not in known:
            values = {"found": point.taken, "expected": ", ".join(known) or "-"}
            yield Finding(("open_points", index, "taken"), "pack.unknown-reading", values)


def _credits(pack: Pack) -> Iterator[Finding]:
    for index, credit in enumerate(pack.measure.credits if pack.measure else ()):
        fixed = credit.basis == "fixed"
        if (credit.value is not None) != fixed or (credit.unit is not None) != fixed:
            yield Finding(("measure", "credits", index), "pack.credit", {"found": credit.id})


def _units(pack: Pack) -> Iterator[Finding]:
    fact = vocabulary().get(pack.rule.value)
    pairs: list[tuple[KeyPath, str, str]] = []
    if fact is not None and fact.unit:
        pairs.append((("rule", "unit"), pack.rule.unit, fact.unit))
        if pack.measure:
            unit = pack.measure.functional_unit.unit
            pairs.append((("measure", "functional_unit", "unit"), unit, fact.unit))
    for path, unit, expected in pairs:
        try:
            parse_unit(unit).to(parse_unit(expected))
        except Problems:
            yield Finding(path, "pack.unit", {"found": unit, "expected": expected})


def _status(pack: Pack) -> Iterator[Finding]:
    real = weakest(source.status for source in pack.rule.sources)
    if STATUSES.index(pack.status) < STATUSES.index(real):
        yield Finding(("status",), "pack.status-promoted", {"found": pack.status, "expected": real})


def _sources(part: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Source | PartSource]]:
    if isinstance(part, Source | PartSource):
        yield path, part
    elif isinstance(part, Mapping):
        for key, item in part.items():
            yield from _sources(item, (*path, key))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from _sources(item, (*path, index))
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            yield from _sources(getattr(part, name), (*path, name))


@cache
def _keys() -> tuple[str, ...]:
    """Every key a pack may have, to suggest the nearest."""
    schema = Pack.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return tuple(dict.fromkeys(key for part in parts for key in part.get("properties", {})))
