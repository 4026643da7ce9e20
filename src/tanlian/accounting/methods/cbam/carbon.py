"""CO2 and energy of one row: its own values first, else the chosen factor set, never a zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.statement import Input
from tanlian.factors import Constant, Factor, FactorSet
from tanlian.factors.choice import Choice
from tanlian.inventory.model import SITE
from tanlian.problems import Where

# Which of carbon content, factor per amount and factor per energy is looked for first, by calculation.
_ORDER = {
    "combustion": ("energy", "amount", "content"),
    "process": ("amount", "content", "energy"),
    "mass_balance": ("content", "amount", "energy"),
}
_SET_QUANTITY = {"combustion": "emission_per_energy", "process": "emission", "mass_balance": "carbon_content"}
_GJ_PER_MWH = 3.6
_NO_REDUCTION = "2025/2547 Annex II B.3.1"


@dataclass(frozen=True, slots=True)
class Carbon:
    """CO2 (t) and energy (TJ) of an amount, outputs negative. Energy is None where no NCV is known."""

    fossil: float
    biogenic: float
    energy: float | None
    energy_biogenic: float
    formula: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where carbon data may come from: rows of the same flow on the other side, sets, constants."""

    rows: Sequence[Row]
    choice: Choice
    constants: Mapping[str, Constant]

    def constant(self, name: str, symbol: str) -> Input:
        """A constant of IR (EU) 2025/2547 as an input."""
        item = self.constants[name]
        return Input(symbol, item.number, item.unit, item.source, item.status)


def carbon(row: Row, sources: Sources) -> Carbon | None:
    """CO2 and energy of a row; None where its carbon is not counted. Raises ``factors.missing``."""
    if row.calculation == "none":
        return None
    per_unit = _own(row, sources) or _from_other_side(row, sources) or _from_set(row, sources)
    ncv = net_calorific_value(row, sources)
    kept = _reduction(row, sources) if row.calculation != "mass_balance" else None
    biomass = row.biomass_share or 0.0
    activity = Input("AD", row.sign * row.amount, row.unit, row.source)
    inputs = [activity, *per_unit.inputs]
    formula = f"AD * {per_unit.formula}"
    co2 = activity.value * per_unit.value
    if kept is not None:
        co2 *= kept.value
        inputs.append(kept)
        formula += f" * {kept.symbol}"
    if biomass:
        inputs.append(Input("BF", biomass, "1", row.source))
        formula += " * (1 - BF)"
    energy = activity.value * ncv.value / 1000 if ncv else None
    if ncv and not any(item.symbol == "NCV" for item in inputs):
        inputs.append(ncv)
    return Carbon(
        fossil=co2 * (1 - biomass),
        biogenic=co2 * biomass,
        energy=None if energy is None else energy * (1 - biomass),
        energy_biogenic=0.0 if energy is None else energy * biomass,
        formula=formula,
        inputs=tuple(inputs),
    )


def net_calorific_value(row: Row, sources: Sources) -> Input | None:
    """GJ per unit of a row: its own, the unit itself, that of the other side, else the set's; or None."""
    if row.unit in {"GJ", "MWh"}:
        return Input("NCV", 1.0 if row.unit == "GJ" else _GJ_PER_MWH, f"GJ/{row.unit}", "unit")
    if row.ncv is not None:
        return Input("NCV", row.ncv, f"GJ/{row.unit}", row.source)
    measured = [item for item in other_side(row, sources.rows) if item.ncv is not None]
    if amount := sum(item.amount for item in measured):
        mean = sum(item.amount * (item.ncv or 0.0) for item in measured) / amount
        return Input("NCV", mean, f"GJ/{row.unit}", measured[0].source)
    chosen = sources.choice.of("direct", row.flow)
    factor = chosen.find(row.flow, "ncv", per=row.unit) if chosen else None
    return None if factor is None else _of_set("NCV", factor, f"GJ/{row.unit}", factor.per(row.unit))


def other_side(row: Row, rows: Sequence[Row]) -> list[Row]:
    """Rows at the other end of an internal transfer, in the same unit; those of the same label first."""
    if row.partner == SITE:
        met = [
            item
            for item in rows
            if (item.process == SITE and item.direction == row.direction)
            or (item.partner == SITE and item.direction != row.direction)
        ]
    else:
        met = [item for item in rows if item.process == row.partner and item.partner == row.process]
        met = [item for item in met if item.direction != row.direction]
    same = [item for item in met if item.flow == row.flow and item.unit == row.unit]
    return [item for item in same if item.label == row.label] or same


@dataclass(frozen=True, slots=True)
class _PerUnit:
    """t CO2 per unit, with the arithmetic that gives it."""

    value: float
    formula: str
    inputs: tuple[Input, ...]


def _own(row: Row, sources: Sources) -> _PerUnit | None:
    for way in _ORDER[row.calculation]:
        if way == "amount" and row.emission_factor is not None:
            return _PerUnit(
                row.emission_factor,
                "EF",
                (Input("EF", row.emission_factor, f"t CO2/{row.unit}", row.source),),
            )
        if way == "content" and row.carbon_content is not None:
            content = Input("CC", row.carbon_content, f"t C/{row.unit}", row.source)
            ratio = sources.constant("carbon_to_co2", "f")
            return _PerUnit(content.value * ratio.value, "CC * f", (content, ratio))
        if way == "energy" and row.emission_factor_energy is not None:
            ncv = net_calorific_value(row, sources)
            if ncv is not None:
                factor = Input("EF", row.emission_factor_energy, "t CO2/TJ", row.source)
                return _PerUnit(ncv.value / 1000 * factor.value, "NCV / 1000 * EF", (ncv, factor))
    return None


def _from_other_side(row: Row, sources: Sources) -> _PerUnit | None:
    """What the source of a draw, or the user of an output, measured of the same flow."""
    if row.partner in {"purchased", "sold", "stock", "waste", "flare"} or row.process == SITE:
        return None
    measured = [item for item in other_side(row, sources.rows) if item.has_carbon_data]
    parts = [(item, _own(item, sources)) for item in measured]
    found = [(item, part) for item, part in parts if part is not None]
    amount = sum(item.amount for item, _ in found)
    if not amount:
        return None
    if len({part.value for _, part in found}) == 1:
        return found[0][1]
    mean = sum(item.amount * part.value for item, part in found) / amount
    source = "; ".join(dict.fromkeys(item.source for item, _ in found if item.source))
    return _PerUnit(mean, "EF", (Input("EF", mean, f"t CO2/{row.unit}", source),))


def _from_set(row: Row, sources: Sources) -> _PerUnit:
    chosen = sources.choice.need("direct", row.flow)
    found = next(_candidates(row, sources, chosen), None)
    if found is not None:
        return found
    per = None if row.calculation == "combustion" else row.unit
    gas = None if row.calculation == "mass_balance" else "CO2"
    where = Where(sheet="exchanges", name=f"{row.process}, {row.label or row.flow}")
    has_factor = chosen.find(row.flow, "emission_per_energy", gas="CO2") is not None
    if row.calculation == "combustion" and has_factor:
        chosen.need(row.flow, "ncv", per=row.unit, where=where)
    chosen.need(row.flow, _SET_QUANTITY[row.calculation], gas=gas, per=per, where=where)
    raise AssertionError("a factor that is found serves a candidate")


def _candidates(row: Row, sources: Sources, chosen: FactorSet) -> Iterator[_PerUnit]:
    for way in _ORDER[row.calculation]:
        if way == "content" and (factor := chosen.find(row.flow, "carbon_content", per=row.unit)):
            content = _of_set("CC", factor, f"t C/{row.unit}", factor.per(row.unit))
            ratio = sources.constant("carbon_to_co2", "f")
            yield _PerUnit(content.value * ratio.value, "CC * f", (content, ratio))
        if way == "amount" and (factor := chosen.find(row.flow, "emission", gas="CO2", per=row.unit)):
            emission = _of_set("EF", factor, f"t CO2/{row.unit}", factor.per(row.unit))
            yield _PerUnit(emission.value, "EF", (emission,))
        if way == "energy" and (ncv := net_calorific_value(row, sources)) is not None:
            if factor := chosen.find(row.flow, "emission_per_energy", gas="CO2"):
                emission = _of_set("EF", factor, "t CO2/TJ", factor.to("t/TJ"))
                yield _PerUnit(ncv.value / 1000 * emission.value, "NCV / 1000 * EF", (ncv, emission))
            elif factor := chosen.find(row.flow, "carbon_per_energy"):
                content = _of_set("CC", factor, "t C/TJ", factor.to("t/TJ"))
                ratio = sources.constant("carbon_to_co2", "f")
                value = ncv.value / 1000 * content.value * ratio.value
                yield _PerUnit(value, "NCV / 1000 * CC * f", (ncv, content, ratio))


def _reduction(row: Row, sources: Sources) -> Input:
    """Oxidation factor of a fuel, conversion factor of a process material; 1 is always allowed."""
    symbol = "OF" if row.calculation == "combustion" else "CF"
    if row.oxidation_share is not None:
        return Input(symbol, row.oxidation_share, "1", row.source)
    chosen = sources.choice.of("direct", row.flow) if symbol == "OF" else None
    factor = chosen.find(row.flow, "oxidation_share") if chosen else None
    if factor is not None:
        return _of_set(symbol, factor, "1", factor.per(row.unit))
    return Input(symbol, 1.0, "1", _NO_REDUCTION, "official")


def _of_set(symbol: str, factor: Factor, unit: str, value: float) -> Input:
    return Input(symbol, value, unit, factor.source, factor.status)
