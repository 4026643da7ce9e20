"""The options of the method, read once: year, edition, what is known of benchmarks, prices and imports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from tanlian.accounting.methods.cbam.book import placed
from tanlian.accounting.methods.cbam.certificates import LATEST_EDITION
from tanlian.accounting.methods.cbam.kinds import Kind, read_kind
from tanlian.accounting.methods.cbam.rules import Rules
from tanlian.accounting.methods.common.options import one_of
from tanlian.accounting.statement import Input, Text
from tanlian.factors.cbam_tables import certificate_price, editions
from tanlian.inventory.model import Inventory
from tanlian.problems import Problems, Where, fail, nearest

FIRST_YEAR = 2026  # of the definitive period; no reporting period lies before it (2547 Art. 7, recital 24)
AUTO, REQUIRED, NONE = "auto", "required", "none"

HEAT_FUEL: Mapping[str, Text] = {
    "heat_fuel": Text(
        "Fuel that stands for heat of unknown origin (its factor / 90 %), such as natural_gas",
        "来源不明的热力所用替代燃料（因子 / 90 %），如 natural_gas",
    ),
}
DEFINITIVE_ONLY: Mapping[str, Text] = {
    "year": Text(
        "Year of default values, benchmarks and CBAM factor; the period's where empty, 2026 at the earliest",
        "默认值、基准值和 CBAM 系数的年份；空则为期间所在年，不早于 2026",
    ),
    "defaults_edition": Text(
        "Edition of the default values: 2026-1740 (mark-up on the printed total) or 2025-2621 (as printed)",
        "默认值版本：2026-1740（在所印总值上加成）或 2025-2621（按所印）",
    ),
    "free_allocation": Text(
        "Free allocation (SEFA) and certificates: auto (say what is unknown), required (refuse), none",
        "免费分配（SEFA）与证书：auto（说明未知项）、required（拒绝）、none（不算）",
    ),
    "cscf": Text(
        "Cross-sectoral correction factor; 1 is assumed where empty",
        "跨行业修正系数；空则假定为 1",
    ),
    "benchmark_kind": Text(
        "Route and grade for the benchmark, for all or by process or supply: C; P1=bf_bof, P2=eaf low_alloy",
        "基准值的工艺路线和钢种，统一或按生产过程、供应填写：C；P1=bf_bof, P2=eaf low_alloy",
    ),
    "sefa": Text(
        "SEFA by good or production process where it is known from elsewhere, t CO2e/t: REBAR=0.41",
        "另行得知的 SEFA，按产品或生产过程，t CO2e/t：REBAR=0.41",
    ),
    "certificate_price": Text(
        "Price of a certificate in EUR, or a published quarter: 75.36, or 2026-Q1",
        "证书价格（EUR），或已公布的季度：75.36，或 2026-Q1",
    ),
    "imported_t": Text(
        "Tonnes imported into the EU by good: REBAR=25000, BILLET=1000",
        "按产品填写进口到欧盟的吨数：REBAR=25000, BILLET=1000",
    ),
    "carbon_price_paid": Text(
        "Carbon price effectively paid for the own processes, EUR per t of good, less rebates: REBAR=3.5",
        "自身工序实际支付的碳价，EUR 每吨产品，已扣返还：REBAR=3.5",
    ),
    "carbon_price_evidence": Text(
        "Id of the document in the sheet evidence that proves this payment",
        "证据表中证明该支付的文件编号",
    ),
    "exchange_rate": Text(
        "EUR per unit of a currency, yearly average: CNY=0.128",
        "各货币折合 EUR 的年均汇率：CNY=0.128",
    ),
}
_QUARTER = re.compile(r"(?:(\d{4})[- ]?)?[Qq]([1-4])(?:[- ](\d{4}))?")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run was asked for. Maps are by id of a good, production process or supply; ``""`` means all.

    free_allocation : ``auto`` says what is unknown, ``required`` makes it an error, ``none`` leaves it out.
    price : EUR per certificate, with its source.
    """

    heat_fuel: str = ""
    year: int = FIRST_YEAR
    edition: str = ""
    free_allocation: str = NONE
    cscf: Decimal | None = None
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    sefa: Mapping[str, Decimal] = field(default_factory=dict)
    price: Input | None = None
    imported: Mapping[str, Decimal] = field(default_factory=dict)
    paid: Mapping[str, Decimal] = field(default_factory=dict)
    paid_evidence: str = ""
    rates: Mapping[str, Decimal] = field(default_factory=dict)


def read_settings(inventory: Inventory, options: Mapping[str, str], rules: Rules) -> Settings:
    """Read the options. Raises ``method.option-value`` and ``cbam.option-name``."""
    fuel = options.get("heat_fuel", "")
    if not rules.per_good:
        return Settings(heat_fuel=fuel)
    goods = [item.id for item in inventory.products]
    processes = [item.production_process or item.id for item in inventory.processes]
    supplies = [item.id for item in inventory.supplies]
    year = _year(options, inventory)
    return Settings(
        heat_fuel=fuel,
        year=year,
        edition=one_of(options, "defaults_edition", tuple(dict.fromkeys((LATEST_EDITION, *editions())))),
        free_allocation=one_of(options, "free_allocation", (AUTO, REQUIRED, NONE)),
        cscf=_number("cscf", options["cscf"]) if "cscf" in options else None,
        kinds=_kinds(options, [*processes, *supplies]),
        sefa=_by_name(options, "sefa", [*goods, *processes], _number),
        price=_price(options["certificate_price"], year) if "certificate_price" in options else None,
        imported=_by_name(options, "imported_t", goods, _number),
        paid=_by_name(options, "carbon_price_paid", goods, _number),
        paid_evidence=options.get("carbon_price_evidence", ""),
        rates=_by_name(options, "exchange_rate", (), _number),
    )


def _year(options: Mapping[str, str], inventory: Inventory) -> int:
    text = options.get("year", "").strip()
    if not text:
        return max(FIRST_YEAR, inventory.period.start.year)
    if not re.fullmatch(r"\d{4}", text):
        raise _refused("year", text, str(FIRST_YEAR))
    return int(text)


def _kinds(options: Mapping[str, str], names: Iterable[str]) -> Mapping[str, Kind]:
    text = options.get("benchmark_kind", "").strip()
    if text and "=" not in text:
        return {"": read_kind(text)}
    return _by_name(options, "benchmark_kind", names, lambda _, word: read_kind(word))


def _by_name(
    options: Mapping[str, str],
    option: str,
    names: Iterable[str],
    read: Callable[[str, str], _Value],
) -> Mapping[str, _Value]:
    """``A=1, B=2`` by name; any name where none are known."""
    known = list(names)
    found: dict[str, _Value] = {}
    for part in re.split(r"[,;]", options.get(option, "")):
        name, equals, value = (word.strip() for word in part.partition("="))
        if not (name or value):
            continue
        if not (name and equals and value) or name in found:
            raise _refused(option, part.strip(), f"{known[0] if known else 'CNY'}=1")
        if known and name not in known:
            near = nearest(name, known) or ", ".join(dict.fromkeys(known))
            raise fail("cbam.option-name", Where(name=option), found=name, expected=near, option=option)
        found[name] = read(option, value)
    return found


def _price(text: str, year: int) -> Input:
    if hit := _QUARTER.fullmatch(text.strip()):
        try:
            found = certificate_price(int(hit[1] or hit[3] or year), int(hit[2]))
        except Problems as error:
            raise placed(error, Where(name="certificate_price")) from None
        return Input("P", float(found.value), found.unit, found.source, found.status)
    value = _number("certificate_price", text)
    if not value:
        raise _refused("certificate_price", text, "75.36, 2026-Q1")
    return Input("P", float(value), "EUR/t CO2e", "option certificate_price")


def _number(option: str, text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise _refused(option, text, "1.25") from None
    if not value.is_finite() or value < 0:
        raise _refused(option, text, "1.25")
    return value


def _refused(option: str, found: str, expected: str) -> Exception:
    return fail("method.option-value", Where(name=option), found=found, expected=expected, option=option)
