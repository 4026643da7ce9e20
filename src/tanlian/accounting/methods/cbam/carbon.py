"""CO2 and energy of one row: its own values first, else the chosen factor set, never a zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
class OtherSide:
    """What the other end of a transfer measured: NCV and t CO2 per unit, None where nobody did."""

    ncv: Input | None
    per_unit: PerUnit | None


@dataclass(frozen=True, slots=True)
class PerUnit:
    """t CO2 per unit of an amount, with the arithmetic that gives it."""

    value: float
    formula: str
    inputs: tuple[Input, ...]


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
    """Where carbon data may come from: rows of the same flow on the other side, sets, constants.

    ``met`` remembers the other side of a transfer, which many rows share.
    """

    rows: Sequence[Row]
    choice: Choice
    constants: Mapping[str, Constant]
    met: dict[tuple[str, ...], OtherSide] = field(default_factory=dict, compare=False)

    def constant(self, name: str, symbol: str) -> Input:
        """A constant of IR (EU) 2025/2547 as an input."""
        item = self.constants[name]
        return Input(symbol, item.number, item.unit, item.source, item.status)


def carbon(row: Row, sources: Sources) -> Carbon | None:
    """CO2 and energy of a row; None where its carbon is not counted. Raises ``factors.missing``."""
    if row.calculation == "none":
        return None
    per_unit = _own(row, sources) or other_side(row, sources).per_unit or _from_set(row, sources)
    ncv = net_calorific_value(row, sources)
    kept = _reduction(row) if row.calculation != "mass_balance" else None
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
    if (measured := other_side(row, sources).ncv) is not None:
        return measured
    chosen = sources.choice.of("direct", row.flow)
    factor = chosen.find(row.flow, "ncv", per=row.unit) if chosen else None
    return None if factor is None else _of_set("NCV", factor, f"GJ/{row.unit}", factor.per(row.unit))


def other_side(row: Row, sources: Sources) -> OtherSide:
    """What the source of a draw, or the user of an output, measured of the same flow in the same unit."""
    if row.process == SITE or row.partner in {"purchased", "sold", "stock", "waste", "flare"}:
        return OtherSide(None, None)
    key = (
        row.process if row.partner != SITE else "",
        row.partner,
        row.direction,
        row.flow,
        row.unit,
        row.label,
    )
    if key not in sources.met:
        sources.met[key] = OtherSide(None, None)  # a loop of transfers measures nothing
        found = _other_rows(row, sources.rows)
        sources.met[key] = OtherSide(_measured_ncv(found), _measured_carbon(found, sources))
    return sources.met[key]


def _other_rows(row: Row, rows: Sequence[Row]) -> list[Row]:
    """Rows at the other end; those of the same label, if there are any."""
    same = [item for item in rows if item.flow == row.flow and item.unit == row.unit]
    if row.partner == SITE:
        met = [
            item
            for item in same
            if (item.process == SITE and item.direction == row.direction)
            or (item.partner == SITE and item.direction != row.direction)
        ]
    else:
        met = [
            item
            for item in same
            if (item.process, item.partner) == (row.partner, row.process) and item.direction != row.direction
        ]
    return [item for item in met if item.label == row.label] or met


def _measured_ncv(rows: Sequence[Row]) -> Input | None:
    measured = [item for item in rows if item.ncv is not None]
    amount = sum(item.amount for item in measured)
    if not amount:
        return None
    mean = sum(item.amount * (item.ncv or 0.0) for item in measured) / amount
    return Input("NCV", mean, f"GJ/{measured[0].unit}", told(item.source for item in measured))


def _measured_carbon(rows: Sequence[Row], sources: Sources) -> PerUnit | None:
    parts = [(item, _own(item, sources)) for item in rows if item.calculation != "none"]
    found = [(item, part) for item, part in parts if part is not None]
    amount = sum(item.amount for item, _ in found)
    if not amount:
        return None
    if len({part.value for _, part in found}) == 1:
        return found[0][1]
    mean = sum(item.amount * part.value for item, part in found) / amount
    source = told(item.source for item, _ in found)
    return PerUnit(mean, "EF", (Input("EF", mean, f"t CO2/{found[0][0].unit}", source),))


def told(sources: Iterable[str]) -> str:
    """The first source and how many more there are."""
    found = list(dict.fromkeys(source for source in sources if source))
    return found[0] + (f" +{len(found) - 1}" if len(found) > 1 else "") if found else ""


def _own(row: Row, sources: Sources) -> PerUnit | None:
    for way in _ORDER[row.calculation]:
        if way == "amount" and row.emission_factor is not None:
            return PerUnit(
                row.emission_factor,
                "EF",
                (Input("EF", row.emission_factor, f"t CO2/{row.unit}", row.source),),
            )
        if way == "content" and row.carbon_content is not None:
            content = Input("CC", row.carbon_content, f"t C/{row.unit}", row.source)
            ratio = sources.constant("carbon_to_co2", "f")
            return PerUnit(content.value * ratio.value, "CC * f", (content, ratio))
        if way == "energy" and row.emission_factor_energy is not None:
            ncv = net_calorific_value(row, sources)
            if ncv is not None:
                factor = Input("EF", row.emission_factor_energy, "t CO2/TJ", row.source)
                return PerUnit(ncv.value / 1000 * factor.value, "NCV / 1000 * EF", (ncv, factor))
    return None


def _from_set(row: Row, sources: Sources) -> PerUnit:
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


def _candidates(row: Row, sources: Sources, chosen: FactorSet) -> Iterator[PerUnit]:
    for way in _ORDER[row.calculation]:
        if way == "content" and (factor := chosen.find(row.flow, "carbon_content", per=row.unit)):
            content = _of_set("CC", factor, f"t C/{row.unit}", factor.per(row.unit))
            ratio = sources.constant("carbon_to_co2", "f")
            yield PerUnit(content.value * ratio.value, "CC * f", (content, ratio))
        if way == "amount" and (factor := chosen.find(row.flow, "emission", gas="CO2", per=row.unit)):
            emission = _of_set("EF", factor, f"t CO2/{row.unit}", factor.per(row.unit))
            yield PerUnit(emission.value, "EF", (emission,))
        if way == "energy" and (ncv := net_calorific_value(row, sources)) is not None:
            if factor := chosen.find(row.flow, "emission_per_energy", gas="CO2"):
                emission = _of_set("EF", factor, "t CO2/TJ", factor.to("t/TJ"))
                yield PerUnit(ncv.value / 1000 * emission.value, "NCV / 1000 * EF", (ncv, emission))
            elif factor := chosen.find(row.flow, "carbon_per_energy"):
                content = _of_set("CC", factor, "t C/TJ", factor.to("t/TJ"))
                ratio = sources.constant("carbon_to_co2", "f")
                value = ncv.value / 1000 * content.value * ratio.value
                yield PerUnit(value, "NCV / 1000 * CC * f", (ncv, content, ratio))


def _reduction(row: Row) -> Input:
    """Oxidation factor of a fuel, conversion factor of a process material: the row's own, else 1.

    It is the carbon this plant finds in its ash (eq. 7), so that of a set does not serve: its 0.9 for
    coking coal would let carbon vanish that the ovens pass on as coke and gas.
    """
    symbol = "OF" if row.calculation == "combustion" else "CF"
    if row.oxidation_share is not None:
        return Input(symbol, row.oxidation_share, "1", row.source)
    return Input(symbol, 1.0, "1", _NO_REDUCTION, "official")


def _of_set(symbol: str, factor: Factor, unit: str, value: float) -> Input:
    return Input(symbol, value, unit, factor.source, factor.status)
