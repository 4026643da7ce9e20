"""Read a scenario file (YAML): every fault of the file in one pass, each at its line and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import cast

from tanlian import catalogue
from tanlian.inventory.model import Supply
from tanlian.inventory.read import table, yaml_sheets, yaml_tree
from tanlian.inventory.read.plain_text import read_text
from tanlian.inventory.scenario.actions import (
    Action,
    Charge,
    ChooseFactors,
    Hydrogen,
    Keep,
    RecoverGas,
    Scale,
    Selection,
    SetCell,
    SetTotal,
    SwapFuel,
)
from tanlian.inventory.scenario.fields import Fields, choice_of, flag, number, ratio, share, text
from tanlian.inventory.scenario.model import Assumption, Scenario, Step
from tanlian.inventory.words import choice
from tanlian.problems import Problem, Where, fail, problem, raise_errors
from tanlian.status import STATUSES
from tanlian.units import Unit, parse_quantity, parse_unit

_STATUS = choice_of(*STATUSES, "user")
_UNITS = ("t", "1000 m3N", "m3", "GJ", "MWh")


def read(path: str | PathLike[str]) -> Scenario:
    """The scenario of a file. Raises ``scenario.*`` for its content, ``inventory.yaml-*`` for its form."""
    file = Path(path)
    if not file.is_file():
        raise fail("inventory.file-missing", Where(str(file)), found=file.name)
    return read_string(read_text(file, file.name), file.name)


def read_string(content: str, file: str = "") -> Scenario:
    """As `read`, from text."""
    node = yaml_tree.parse(content, file)
    if not isinstance(node, yaml_tree.Mapping):
        raise fail("yaml.shape", Where(file, cell=node.place), expected="id: …")
    problems: list[Problem] = []
    top = Fields(node, file, problems)
    scenario = Scenario(
        id=top.read("id", text, "", required=True),
        title=top.both("title", required=True),
        assumptions=tuple(_assumption(part) for part in top.parts("assumptions", required=True)),
        steps=tuple(step for part in top.parts("steps", required=True) if (step := _step(part)) is not None),
        supplies=_supplies(top),
        file=file,
    )
    top.done()
    raise_errors(problems)
    return scenario


def _assumption(part: Fields) -> Assumption:
    made = Assumption(
        text=part.both("text", required=True),
        source=part.read("source", text, "", required=True),
        status=part.read("status", _STATUS, "", required=True),
        value=part.read("value", text, ""),
    )
    part.done()
    return made


def _step(part: Fields) -> Step | None:
    kind = part.read("do", choice_of(*_ACTIONS), "", required=True)
    if not kind:
        return None
    step = Step(
        do=_ACTIONS[kind](part),
        follow=part.read("follow", flag, default=False),
        swing=part.pairs("swing", flow),
        title=part.both("title"),
        place=part.node.place,
    )
    part.done()
    return step


def _supplies(top: Fields) -> tuple[Supply, ...]:
    node = top.find("supplies")
    if node is None:
        return ()
    sheet = yaml_tree.Mapping(((yaml_tree.Scalar("supplies", node.place), node),), node.place)
    book = yaml_sheets.book(sheet, top.file, top.problems)
    return table.supplies(book.sheets.get("supplies"), top.problems)


def flow(name: str) -> str:
    """The id of a flow by any of its names. Raises ``catalogue.unknown-flow``."""
    return catalogue.flow(name).id


def selection(part: Fields) -> Selection:
    """The words that choose rows."""
    return Selection(
        process=part.words("process", text),
        flow=part.words("flow", flow),
        direction=part.words("direction", _word("exchanges.direction")),
        partner=part.words("partner", _word("exchanges.partner")),
        supply=part.words("supply", text),
    )


def _word(name: str) -> Callable[[str], str]:
    """A word of a choice in either language; an id stays what it is."""
    return lambda written: choice(name, written) or written


def _chosen(part: Fields, key: str) -> Selection:
    below = part.part(key)
    if below is None:
        if part.find(key) is None:
            part.problems.append(problem("yaml.missing-key", part.where(), found=key))
        return Selection()
    rows = selection(below)
    below.done()
    if rows == Selection():
        part.problems.append(problem("yaml.missing-key", below.where(), found="process, flow"))
    return rows


def _scale(part: Fields) -> Action:
    return Scale(_chosen(part, "rows"), part.read("by", ratio, 1.0, required=True))


def _set(part: Fields) -> Action:
    rows = _chosen(part, "rows")
    if part.find("column") is not None:
        return SetCell(rows, part.read("column", text, ""), part.read("value", text, ""))
    amount, unit = part.read("total", _amount, (0.0, "t"), required=True)
    return SetTotal(rows, amount, unit)


def _swap_fuel(part: Fields) -> Action:
    return SwapFuel(
        rows=_chosen(part, "rows"),
        to=part.read("to", flow, "", required=True),
        share=part.read("share", share, 0.0, required=True),
        ncv=part.read("ncv", number, None),
        carbon_content=part.read("carbon_content", number, None),
        energy_ratio=part.read("energy_ratio", ratio, 1.0),
        partner=part.read("partner", choice_of("purchased", "site"), ""),
        supply=part.read("supply", text, ""),
    )


def _charge(part: Fields) -> Action:
    below = part.part("scrap")
    do = Charge(
        process=part.read("process", text, "", required=True),
        scrap_share=part.read("scrap_share", share, None),
        hot_metal_ratio=part.read("hot_metal_ratio", _per_tonne, None),
        keep=cast(Keep, part.read("keep", choice_of("mass", "iron"), "mass")),
        scrap=selection(below) if below else Selection(),
        primary=part.words("primary", flow),
    )
    if below:
        below.done()
    if (do.scrap_share is None) == (do.hot_metal_ratio is None):
        part.problems.append(problem("scenario.one-target", part.where()))
    return do


def _recover_gas(part: Fields) -> Action:
    return RecoverGas(
        process=part.read("process", text, "", required=True),
        flow=part.read("flow", flow, "converter_gas"),
        share=part.read("share", share, 0.0, required=True),
        replaces=_chosen(part, "replaces") if part.find("replaces") is not None else None,
    )


def _hydrogen(part: Fields) -> Action:
    value, unit, per = part.read("ratio", _hydrogen_ratio, (0.0, "t", "1000 m3N"), required=True)
    return Hydrogen(
        process=part.read("process", text, "", required=True),
        share=part.read("share", share, 0.0, required=True),
        ratio=value,
        unit=unit,
        per=per,
        fuel=part.read("fuel", flow, "natural_gas"),
        partner=part.read("partner", choice_of("purchased", "site"), "purchased"),
        supply=part.read("supply", text, ""),
    )


def _factors(part: Fields) -> Action:
    return ChooseFactors(
        part.read("role", text, "", required=True), part.read("set", text, "", required=True)
    )


def _amount(written: str) -> tuple[float, str]:
    """An amount with its unit, in the canonical one."""
    quantity = parse_quantity(written)
    unit = _canonical(quantity.unit)
    return float(quantity.to(unit)), unit


def _per_tonne(written: str) -> float:
    return float(parse_quantity(written).to("t/t"))


def _hydrogen_ratio(written: str) -> tuple[float, str, str]:
    """Hydrogen per unit of fuel, such as ``0.2 t/1000 m3N``, with both units canonical."""
    quantity = parse_quantity(written)
    above, _, below = quantity.unit.text.partition("/")
    if not below:
        raise fail("yaml.value", found=written, expected="0.2 t/1000 m3N")
    unit, per = _canonical(parse_unit(above)), _canonical(parse_unit(below))
    return float(quantity.to(f"{unit}/{per}")), unit, per


def _canonical(unit: Unit) -> str:
    for name in _UNITS:
        if parse_unit(name).dimension == unit.dimension:
            return name
    raise fail("unit.mismatch", found=unit.text, expected=", ".join(_UNITS))


_ACTIONS: Mapping[str, Callable[[Fields], Action]] = {
    "scale": _scale,
    "set": _set,
    "swap_fuel": _swap_fuel,
    "charge": _charge,
    "recover_gas": _recover_gas,
    "hydrogen": _hydrogen,
    "factors": _factors,
}
