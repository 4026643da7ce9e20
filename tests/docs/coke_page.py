"""docs/from-coke-to-grade.md as data: its tables, and its equations solved from them and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/from-coke-to-grade.md").read_text("utf-8")
# What the process table calls the networks of section 2.
NETWORKS = {
    "power": "electricity",
    "steam": "steam",
    "air": "compressed_air",
    "water": "fresh_water",
    "top gas": "blast_furnace_gas",
    "coke oven gas": "coke_oven_gas",
    "converter gas": "converter_gas",
}
# Kinds of burden, and what each measure counts of them.
LESS = ("own", "market", "goods", "goods-less")
IEA = ("own", "location", "goods")
ALL_GOODS = ("goods", "goods-less", "goods-out")
COUNTED = {"LESS, IEA": "goods", "LESS": "goods-less", "neither": "goods-out"}
POOL_GOODS = {"electricity": "goods-less", "fresh_water": "goods-out"}
SLAG_t = 1_249_267.0
SCRAP_t, HOT_METAL_t, CROPS_t = 176_430.0 + 477_154 + 94_341, 3_964_612.0, 34_798.0 + 21_162
SOLD_MWh, POWER_MWh, CERTIFIED_MWh = 18_819.0, 478_115.0, 96_181.0


def number(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace("−", "-") or 0)


def worked_out(text: str) -> float:
    """Plain arithmetic as a calculator does it: `(2 826 × 42.652 − 5) / 3`."""
    plain = re.sub(r"(?<=\d) (?=\d)", "", text).replace("×", "*").replace("−", "-")
    assert re.fullmatch(r"[\d .*/+()-]+", plain), text
    return float(eval(plain))


@cache
def tables() -> dict[tuple[str, str], list[list[str]]]:
    """Rows with their head, by the first two names of the head."""
    found = {}
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        head, _, *body = ([cell.strip(" `") for cell in line.split("|")[1:-1]] for line in block.splitlines())
        found[head[0], head[1]] = [head, *body]
    return found


def table(first: str, second: str) -> list[list[str]]:
    return tables()[first, second][1:]


@dataclass(frozen=True)
class Line:
    """An equation: what stands in brackets, amounts by symbol, divisor, the printed kg per unit."""

    brackets: tuple[str, ...]
    terms: Mapping[str, float]
    divisor: float
    printed: float = 0.0


@cache
def equations() -> dict[str, Line]:
    block = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert block
    found = {}
    for line in re.sub(r"\s*\n    ", " ", block[1]).splitlines():
        name, right = line.split(" = ")
        top, rest = right.rsplit(" / ", 1)
        divisor, printed = rest.split(" → ")
        found[name] = Line(
            tuple(re.findall(r"\[(\w+)\]", top)),
            {symbol: number(amount) for amount, symbol in re.findall(r"([\d .]+) ([a-z_]+)\b", top)},
            number(divisor),
            number(printed),
        )
    return found


@cache
def networks() -> dict[str, dict[str, float]]:
    """What each process draws from the networks."""
    head = tables()["process", "carbon in"][0]
    return {
        row[0]: {NETWORKS[name]: number(cell) for name, cell in zip(head[4:], row[4:], strict=True) if cell}
        for row in table("process", "carbon in")
    }


def burdens(methane: str = "29.8") -> dict[str, dict[str, float]]:
    """t CO2(e) of the year by kind and by what stands in brackets."""
    found: dict[str, dict[str, float]] = {kind: {} for kind in ("own", "market", "location", *ALL_GOODS)}

    def add(kind: str, name: str, tonnes: float) -> None:
        found[kind][name] = found[kind].get(name, 0.0) + tonnes

    for name, _, _, own, *_ in table("process", "carbon in"):
        add("own", name, number(own))
    for name, _, arithmetic, _, counted in table("process", "goods"):
        add(COUNTED[counted], name, worked_out(arithmetic.replace("29.8", methane)))
    for name, _, _, own, arithmetic, _ in table("pool", "arrived"):
        add("own", name, number(own))
        if arithmetic:
            add(POOL_GOODS.get(name, "goods"), name, worked_out(arithmetic.replace("29.8", methane)))
    add("market", "electricity", (POWER_MWh - CERTIFIED_MWh) * 0.6096)
    add("location", "electricity", POWER_MWh * 0.5306)
    return found


def solved(
    kinds: tuple[str, ...],
    given: Mapping[str, Mapping[str, float]] | None = None,
    divisors: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """kg per unit of every process and pool; ``given`` and ``divisors`` replace what the page has."""
    given = given or burdens()
    bought = {name: Line((name,), {}, number(arrived)) for name, arrived, *_ in table("pool", "arrived")}
    lines = bought | equations()
    place = {name: index for index, name in enumerate(lines)}
    matrix, right = np.eye(len(lines)), np.zeros(len(lines))
    for name, line in lines.items():
        divisor = (divisors or {}).get(name, line.divisor)
        right[place[name]] = (
            sum(given[kind].get(item, 0) for kind in kinds for item in line.brackets) / divisor
        )
        for part in (line.terms, *(networks().get(item, {}) for item in line.brackets)):
            for symbol, amount in part.items():
                matrix[place[name], place[symbol]] -= amount / divisor
    return dict(zip(place, (1000 * np.linalg.solve(matrix, right)).tolist(), strict=True))


def slag_credit(divisors: Mapping[str, float] | None = None) -> float:
    """kg per t of coil, down the chain of steel."""
    chain = ("hot_strip_mill", "slab", "slab_caster", "ladle_refining", "converters", "hot_metal")
    divided = {name: (divisors or {}).get(name, equations()[name].divisor) for name in chain}
    share = 1.0
    for user, maker in pairwise(chain):
        share *= equations()[user].terms[maker] / divided[user]
    return share * SLAG_t / divided["hot_metal"] * 100


def coil(
    given: Mapping[str, Mapping[str, float]] | None = None, divisors: Mapping[str, float] | None = None
) -> float:
    """kg CO2e per t of hot-rolled coil as LESS counts."""
    return solved(LESS, given, divisors)["hot_strip_mill"] - slag_credit(divisors)


def rounds(turns: int) -> list[tuple[float, float, float]]:
    """Power plant, power and steam after each turn of substitution from 0."""
    given, state, found = burdens(), {"electricity": 0.0, "steam": 0.0}, []
    prices = solved(LESS)
    for _ in range(turns):
        for name in ("power_plant", "electricity", "steam"):
            line = equations()[name]
            kg = 1000 * sum(given[kind].get(item, 0) for kind in LESS for item in line.brackets)
            for part in (line.terms, *(networks().get(item, {}) for item in line.brackets)):
                kg += sum(amount * state.get(symbol, prices[symbol]) for symbol, amount in part.items())
            state[name] = kg / line.divisor
        found.append((state["power_plant"], state["electricity"], state["steam"]))
    return found
