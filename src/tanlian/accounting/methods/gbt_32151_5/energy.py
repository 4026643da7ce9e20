"""Electricity and heat over the border, bought minus sold. Own power counts as the fuel it is made from."""

from __future__ import annotations

from tanlian.accounting.methods.common.border import Crossing, where
from tanlian.accounting.methods.common.checks import asked_for_electricity
from tanlian.accounting.methods.common.fuels import Found
from tanlian.accounting.methods.common.terms import Part, Term, Use, of_row, of_set, product_line
from tanlian.accounting.statement import Text
from tanlian.factors.choice import Choice
from tanlian.inventory.model import Inventory
from tanlian.problems import problem

_ELECTRICITY, _HEAT = Part("electricity", "Electricity", "电力"), Part("heat", "Heat", "热力")


def electricity(inventory: Inventory, items: tuple[Crossing, ...], choice: Choice) -> Found:
    """One line per region and year bought, and per region and year sold (negative)."""
    problems = list(asked_for_electricity(inventory))
    groups: dict[tuple[str, str], list[Use]] = {}
    lacking: dict[tuple[str, str], list[Crossing]] = {}
    for item in items:
        if item.flow.group != "electricity":
            continue
        region = item.region or inventory.site.region or inventory.site.country
        key, term = _grid(item, region, choice)
        if term is None:
            lacking.setdefault((region, str(item.year or "")), []).append(item)
        else:
            side = "purchased" if item.amount >= 0 else "sold"
            groups.setdefault((side, key), []).append(Use(item, (term,)))
    chosen = choice.need("electricity", "electricity")
    known = ", ".join(
        dict.fromkeys(
            f"{row.region} {row.year or ''}".strip() for row in chosen.rows if row.flow == "electricity"
        )
    )
    problems += [
        problem(
            "gbt.no-grid-factor",
            where(inventory, rows_without),
            found=" ".join(part for part in key if part),
            expected=known or "–",
            set=chosen.id,
        )
        for key, rows_without in lacking.items()
    ]
    sides = {
        "purchased": Text("Electricity bought", "净购入电力：购入"),
        "sold": Text("Electricity sold", "净购入电力：外供"),
    }
    lines = [
        product_line(f"electricity.{side}.{key}", _with(sides[side], key), _ELECTRICITY, uses)
        for (side, key), uses in sorted(groups.items())
    ]
    return lines, problems


def heat(inventory: Inventory, items: tuple[Crossing, ...], choice: Choice) -> Found:
    """One line a heat carrier bought and one sold (negative), in GJ."""
    groups: dict[tuple[str, str], list[Use]] = {}
    lacking: dict[str, list[Crossing]] = {}
    for item in items:
        if item.flow.group != "heat" or item.flow.id == "waste_heat":
            continue
        terms = _heat_terms(item, choice)
        if isinstance(terms, str):
            lacking.setdefault(terms, []).append(item)
        else:
            side = "purchased" if item.amount >= 0 else "sold"
            groups.setdefault((side, item.flow.id), []).append(Use(item, terms))
    problems = [
        problem(
            code,
            where(inventory, rows),
            found=rows[0].unit,
            expected="GJ",
            flow=rows[0].flow.id,
            flow_en=rows[0].flow.en,
            flow_zh=rows[0].flow.zh,
            set=choice.need("direct", rows[0].flow.id).id,
        )
        for code, rows in lacking.items()
    ]
    lines = [
        product_line(
            f"heat.{side}.{flow}",
            Text(
                f"{uses[0].crossing.flow.en} {'bought' if side == 'purchased' else 'sold'}",
                f"{uses[0].crossing.flow.zh}{'购入' if side == 'purchased' else '外供'}",
            ),
            _HEAT,
            uses,
        )
        for (side, flow), uses in sorted(groups.items())
    ]
    return lines, problems


def _grid(item: Crossing, region: str, choice: Choice) -> tuple[str, Term | None]:
    """Key of the line and the factor: the row's own, else that of the chosen set for exactly this region."""
    if item.emission_factor is not None:
        return "given", of_row("EF", item.emission_factor, f"t CO2/{item.unit}")
    chosen = choice.need("electricity", "electricity")
    factor = chosen.find("electricity", "emission", gas="CO2", region=region, year=item.year, per=item.unit)
    key = ".".join(part for part in (region, str(item.year or "")) if part)
    return key, of_set("EF", factor, item.unit, f"t CO2/{item.unit}") if factor else None


def _heat_terms(item: Crossing, choice: Choice) -> tuple[Term, ...] | str:
    """Terms of a heat row, or the code of what is wrong with it."""
    if item.emission_factor is not None:
        return (of_row("EF", item.emission_factor, f"t CO2/{item.unit}"),)
    if item.unit == "GJ":
        energy: tuple[Term, ...] = ()
    elif item.ncv is not None:
        energy = (of_row("H", item.ncv, f"GJ/{item.unit}"),)
    else:
        return "gbt.heat-unit"
    chosen = choice.need("direct", item.flow.id)
    factor = chosen.find(item.flow.id, "emission", gas="CO2", per="GJ") or chosen.find(
        "heat", "emission", gas="CO2", per="GJ"
    )
    return (*energy, of_set("EF", factor, "GJ", "t CO2/GJ")) if factor else "gbt.no-factor"


def _with(label: Text, key: str) -> Text:
    return Text(f"{label.en} ({key})", f"{label.zh}（{key}）")
