"""The record of a product footprint under a rule, and the PACT document made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from rich.console import RenderableType
from rich.text import Text

from tanlian.accounting.product import (
    Exemption,
    Identity,
    Issue,
    Loop,
    Options,
    Partition,
    Pcf,
    Substitute,
    as_pact,
    pcf,
)
from tanlian.accounting.product import rule as rule_of
from tanlian.catalogue import flow
from tanlian.cli.desk import Desk, to_json
from tanlian.cli.facts import facts
from tanlian.cli.files import write_text
from tanlian.cli.plant import Named, flow_of, ledger_of
from tanlian.cli.tables import Column, Row, decimals, number, table
from tanlian.cli.whatif_job import shown_products
from tanlian.inventory.model import Inventory
from tanlian.problems import Where, fail, nearest
from tanlian.units import parse_decimal, parse_quantity, parse_share

_LOOP = (
    "recovery_rate",
    "melt_yield",
    "primary_kg_per_t",
    "recycled_kg_per_t",
    "net_scrap_t_per_t",
    "source",
)
_EXEMPT = ("percent", "text", "covers")
_IDENTITY = ("company_id", "product_id", "company", "product", "description", "id", "created")
SUBSTITUTE = "granulated_slag=clinker; 800 kg/t; EPD 12"
PARTITION = "blast_furnace=hot_metal 0.9, granulated_slag 0.1; own study 2025"
_PARTS = (
    "fossil",
    "biogenic",
    "land_use",
    "excluding_uptake",
    "uptake",
    "including_uptake",
    "biogenic_CO2",
    "fossil_carbon",
    "biogenic_carbon",
)


@dataclass(frozen=True, slots=True)
class Words:
    """The options of a rule as they come from the command line."""

    allocation: Mapping[str, str]
    substitute: Mapping[str, str]
    partition: Mapping[str, str]
    loop: Mapping[str, str]
    exempt: Mapping[str, str]
    identity: Mapping[str, str]
    gwp: str
    basis: str


def told(
    file: Path,
    products: Sequence[str],
    rule_id: str,
    rule_file: Path | None,
    words: Words,
    pact: Path | None,
    named: Named,
    desk: Desk,
) -> None:
    """Make the records of some products and tell of them; write the PACT document of one."""
    rule = rule_of(rule_id, rule_file)
    options = _options(words)
    made = ledger_of(file, named)
    flows = [flow_of(name, made.inventory) for name in products] or shown_products(made.inventory, made)
    if pact is not None and len(flows) != 1:
        raise fail("cli.name-product", Where(name="--product"), expected=", ".join(flows))
    records = [pcf(made, name, rule, options) for name in flows]
    if pact is not None:
        document = as_pact(records[0], _identity(records[0], words, made.inventory), _issue(words), desk.lang)
        write_text(pact, to_json(document), source=file)
    if desk.json:
        desk.dump({"file": str(file), "records": [item.as_dict(desk.lang) for item in records]})
    else:
        desk.print(*_page(records, desk))
        desk.warnings(item for record in records for item in record.warnings)
    if pact is not None:
        desk.note(desk.word("written", file=pact))


def _options(words: Words) -> Options:
    _refuse_unknown("--loop", words.loop, _LOOP)
    _refuse_unknown("--exempt", words.exempt, _EXEMPT)
    _refuse_unknown("--identity", words.identity, _IDENTITY)
    exempt = words.exempt
    covers = tuple(part.strip() for part in exempt.get("covers", "").split(",") if part.strip())
    percent = _number("--exempt", exempt, "percent") if "percent" in exempt else 0.0
    return Options(
        allocation=words.allocation,
        substitutes={name: _substitute(name, text) for name, text in words.substitute.items()},
        partition={name: _partition(name, text) for name, text in words.partition.items()},
        gwp=words.gwp,
        electricity=words.basis,
        loop=_loop(words.loop) if words.loop else None,
        exemption=Exemption(percent, exempt.get("text", ""), covers),
    )


def _substitute(name: str, text: str) -> Substitute:
    """``replaces; amount with unit; source``: the amount is CO2e per unit of the flow that is sold."""
    where = Where(name=f"--substitute {name}")
    parts = [part.strip() for part in text.split(";", 2)]
    if len(parts) < 3 or not all(parts):
        raise fail("cli.pair-form", where, found=text, expected=SUBSTITUTE)
    replaces, amount, source = parts
    given = parse_quantity(amount, where)
    per = given.unit.text.partition("/")[2].strip() or "t"
    return Substitute(replaces, float(given.to(f"kg CO2e/{per}", where)), source)


def _partition(name: str, text: str) -> Partition:
    """``flow share, flow share; source``."""
    where = Where(name=f"--partition {name}")
    listed, _, source = text.partition(";")
    pieces = [part.strip().split(maxsplit=1) for part in listed.split(",")]
    if not source.strip() or any(len(piece) != 2 for piece in pieces):
        raise fail("cli.pair-form", where, found=text, expected=PARTITION)
    shares = {flow_name: float(parse_share(share, where)) for flow_name, share in pieces}
    return Partition(shares, source.strip())


def _loop(given: Mapping[str, str]) -> Loop:
    for name in _LOOP:
        if name not in given and name != "net_scrap_t_per_t":
            raise fail("cli.pair-missing", Where(name="--loop"), found=name, option="--loop")
    numbers = {name: _number("--loop", given, name) for name in _LOOP if name in given and name != "source"}
    return Loop(
        numbers["recovery_rate"],
        numbers["melt_yield"],
        numbers["primary_kg_per_t"],
        numbers["recycled_kg_per_t"],
        given["source"],
        numbers.get("net_scrap_t_per_t"),
    )


def _number(option: str, given: Mapping[str, str], name: str) -> float:
    try:
        return float(parse_decimal(given[name]))
    except ValueError:
        raise fail(
            "cli.pair-number", Where(name=f"{option} {name}"), found=given[name], expected=name
        ) from None


def _refuse_unknown(option: str, given: Mapping[str, str], known: Sequence[str]) -> None:
    for name in given:
        if name not in known:
            hint = nearest(name, known) or ", ".join(known)
            raise fail("cli.pair-unknown", Where(name=option), found=name, expected=hint, option=option)


def _identity(record: Pcf, words: Words, inventory: Inventory) -> Identity:
    """Who and what, as the plant file or the command line has it; ids are never invented."""
    given = words.identity
    names = {item.flow: item.name for item in inventory.products if item.name}
    label = names.get(record.product) or flow(record.product).label("en")
    return Identity(
        company_name=given.get("company") or inventory.site.organization,
        company_ids=_ids(given.get("company_id", "")),
        product_name=given.get("product") or label,
        product_ids=_ids(given.get("product_id", "")),
        product_description=given.get("description", ""),
    )


def _ids(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(",") if part.strip())


def _issue(words: Words) -> Issue:
    """A number and an instant of this edition; given by name they make a document that can be repeated."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Issue(words.identity.get("id") or str(uuid4()), words.identity.get("created") or now)


def _page(records: Sequence[Pcf], desk: Desk) -> Iterator[RenderableType]:
    """Amounts side by side, then what each record says in words."""
    word = desk.word
    yield Text(records[0].rule.title.of(desk.lang), style="bold")
    columns = [
        Column(word("head.per-declared")),
        *(
            Column(flow(item.product).label(desk.lang), _declared(item, desk), number=True)
            for item in records
        ),
    ]
    places = [decimals([float(item.excluding_uptake)]) for item in records]
    rows = [
        Row(
            (
                word(f"pcf.{name}"),
                *(
                    number(_amount(item, name), place, keep=True)
                    for item, place in zip(records, places, strict=True)
                ),
            ),
            bold=name == "excluding_uptake",
        )
        for name in _PARTS
    ]
    yield table(columns, rows)
    for item in records:
        yield ""
        yield Text(flow(item.product).label(desk.lang), style="bold")
        yield facts(_facts(item, desk))


def _amount(item: Pcf, name: str) -> float:
    value: Decimal = getattr(item, name)
    return float(value)


def _declared(item: Pcf, desk: Desk) -> str:
    return desk.word("pcf.unit", amount=f"{item.declared.amount:f}", unit=item.declared.unit)


def _facts(item: Pcf, desk: Desk) -> Iterator[tuple[str, str]]:
    word = desk.word
    rated = item.ratings
    scores = (
        f"{name:.2f}".rstrip("0").rstrip(".")
        for name in (rated.technological, rated.geographical, rated.temporal)
    )
    yield word("head.period"), str(item.period)
    yield word("head.geography"), item.subdivision or item.country
    yield word("head.basis"), word(f"basis.{item.basis}")
    yield word("head.gwp"), item.gwp
    yield word("head.boundary"), item.boundary.of(desk.lang)
    yield word("head.allocation"), item.allocation.of(desk.lang)
    if item.exemption.percent:
        yield word("head.exempted"), f"{item.exemption.percent:g} %: {item.exemption.text}"
    yield word("head.primary"), f"{number(100 * item.primary_share, 0)} %"
    yield word("head.ratings"), word("list.comma").join(scores)
    sources = (f"{source.name}, {source.version}" for source in item.sources)
    yield word("head.factors-used"), "; ".join(sources)
    if item.recycling is not None:
        yield word("head.recycling"), f"{number(item.recycling.value, 4)} ({item.recycling.source})"
    yield word("head.weakest"), word(f"status.{item.status}")
    yield word("head.rule-status"), word(f"status.{item.rule_status}")
