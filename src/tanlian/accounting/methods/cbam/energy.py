"""Emission factors of heat and electricity: the row's own, else from the fuels of the unit that makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tanlian.accounting.methods.cbam.carbon import Sources, carbon, net_calorific_value, told
from tanlian.accounting.methods.cbam.groups import PRODUCT
from tanlian.accounting.methods.cbam.rows import Row
from tanlian.accounting.statement import Input, weakest
from tanlian.inventory.model import SITE, Inventory
from tanlian.problems import Problems, Where, fail

# Pressure of top gas, heat of dry quenching: eq. 38 sums the fuels of the power, and there are none.
_WITHOUT_FUEL = "by-product without a fuel of its own: 2025/2547 Annex II D.4.1, eq. 38"


@dataclass(frozen=True, slots=True)
class Energy:
    """What is needed to answer for the heat and electricity of one inventory; it remembers its answers.

    ``heat_fuel`` is the fuel that stands for heat of unknown origin (2547 Annex III A.2.2, A.3), or "".
    """

    inventory: Inventory
    sources: Sources
    heat_fuel: str = ""
    made: dict[tuple[str, str], Input | None] = field(default_factory=dict, compare=False)
    mixed: dict[tuple[str, str, str], Input | None] = field(default_factory=dict, compare=False)
    asked: set[tuple[str, str]] = field(default_factory=set, compare=False)

    @property
    def rows(self) -> Sequence[Row]:
        """All rows of the inventory."""
        return self.sources.rows


def heat_factor(fuel_t_per_TJ: float, efficiency: float) -> float:
    """t CO2 per TJ of heat from the factor of a fuel and the efficiency of the boiler (Annex III eq. 44)."""
    return fuel_t_per_TJ / efficiency


def heat_emissions(row: Row, energy: Energy) -> Input:
    """t CO2 of an amount of heat that enters or leaves. Raises ``cbam.heat-factor`` where none is known."""
    factor = _heat(row, energy)
    joule = _terajoule(row, energy)
    return Input("Q*EF", joule * factor.value, "t CO2e", _told(factor, row), factor.status)


def electricity_emissions(row: Row, energy: Energy) -> Input:
    """t CO2 of an amount of electricity. Raises `Problems` where no factor is known."""
    factor = _electricity(row, energy)
    return Input("E*EF", row.amount * factor.value, "t CO2e", _told(factor, row), factor.status)


def _told(factor: Input, row: Row) -> str:
    where = f"; {factor.source}" if factor.source and factor.source != row.source else ""
    return f"{factor.value:.12g} {factor.unit}; {row.source}{where}"


def _heat(row: Row, energy: Energy) -> Input:
    if row.emission_factor_energy is not None:
        return Input("EF_heat", row.emission_factor_energy, "t CO2/TJ", row.source)
    if row.emission_factor is not None:
        ncv = net_calorific_value(row, energy.sources)
        per_GJ = row.emission_factor / (ncv.value if ncv else 1.0)
        return Input("EF_heat", 1000 * per_GJ, "t CO2/TJ", row.source)
    if row.direction == "out":
        found = _made_by_fuels(row, energy, "heat")
    else:
        found = _mixed(row, energy, lambda item: (_terajoule(item, energy), _heat(item, energy)))
    found = found or _heat_of_set(row, energy)
    if found is None:
        where = Where(sheet="exchanges", name=f"{row.process}, {row.flow}")
        raise fail("cbam.heat-factor", where, found=row.flow)
    return found


def _heat_of_set(row: Row, energy: Energy) -> Input | None:
    """The set's factor of heat, or the standard of the act: the usual fuel at 90 % efficiency."""
    sources = energy.sources
    chosen = sources.choice.of("direct", row.flow)
    if chosen is None:
        return None
    for flow in dict.fromkeys((row.flow, "heat")):
        if factor := chosen.find(flow, "emission", gas="CO2", per="GJ"):
            return Input("EF_heat", 1000 * factor.per("GJ"), "t CO2/TJ", factor.source, factor.status)
    if not energy.heat_fuel:
        return None
    fuel = chosen.need(energy.heat_fuel, "emission_per_energy", gas="CO2")
    boiler = sources.constant("boiler_efficiency", "eta")
    value = heat_factor(fuel.to("t/TJ"), boiler.value)
    source = f"{fuel.source} / {boiler.value:g} ({boiler.source})"
    return Input("EF_heat", value, "t CO2/TJ", source, weakest((fuel.status, boiler.status)))


def _electricity(row: Row, energy: Energy) -> Input:
    if row.emission_factor is not None:
        return Input("EF_el", row.emission_factor, "t CO2/MWh", row.source)
    where = Where(sheet="exchanges", name=f"{row.process}, electricity")
    if row.direction == "out":
        made = _made_by_fuels(row, energy, "electricity")
        if made is None and row.role not in PRODUCT:
            return Input("EF_el", 0.0, "t CO2/MWh", _WITHOUT_FUEL, "official")
        if made is None:
            raise fail("cbam.electricity-factor", where)
        return made
    mixed = _mixed(row, energy, lambda item: (item.amount, _electricity(item, energy)))
    if mixed is not None:
        return mixed
    if row.partner not in {"purchased", SITE}:
        raise fail("cbam.electricity-factor", where)
    site = energy.inventory.site
    factor = energy.sources.choice.need("electricity", "electricity").need(
        "electricity",
        "emission",
        region=row.region or site.region or site.country,
        year=row.year,
        per="MWh",
        where=where,
    )
    return Input("EF_el", factor.per("MWh"), "t CO2/MWh", factor.source, factor.status)


def _mixed(row: Row, energy: Energy, of: Callable[[Row], tuple[float, Input]]) -> Input | None:
    """The factor of what a row is drawn from, weighted by amount; None where that is not on site."""
    if row.process == SITE or row.partner in {"purchased", "stock"}:
        return None
    key = (row.process if row.partner != SITE else "", row.partner, row.flow)
    if key not in energy.mixed:
        energy.mixed[key] = _mean([of(item) for item in _other_end(row, energy.rows)])
    return energy.mixed[key]


def _other_end(row: Row, rows: Sequence[Row]) -> list[Row]:
    """Where energy drawn inside the site comes from: the named process, or all that feed the site's net."""
    same = [item for item in rows if item.flow == row.flow]
    made = [item for item in same if item.direction == "out"]
    if row.partner != SITE:
        return [item for item in made if item.process == row.partner and item.partner in {row.process, SITE}]
    bought = [item for item in same if item.process == SITE and item.partner == "purchased"]
    return [*bought, *(item for item in made if item.partner == SITE)]


def _mean(parts: Sequence[tuple[float, Input]]) -> Input | None:
    amount = sum(weight for weight, _ in parts)
    if not amount:
        return None
    first = parts[0][1]
    if len({item.value for _, item in parts}) == 1:
        return first
    mean = sum(weight * item.value for weight, item in parts) / amount
    source = told(item.source for _, item in parts)
    return Input(first.symbol, mean, first.unit, source, weakest(item.status for _, item in parts))


def _made_by_fuels(row: Row, energy: Energy, group: str) -> Input | None:
    """As `_fuels_per_output`, once per unit process."""
    key = (row.process, group)
    if key in energy.asked:
        raise fail("cbam.heat-loop", Where(sheet="exchanges", name=row.process), found=row.process)
    if key not in energy.made:
        energy.asked.add(key)
        try:
            energy.made[key] = _fuels_per_output(row, energy, group)
        finally:
            energy.asked.discard(key)
    return energy.made[key]


def _fuels_per_output(row: Row, energy: Energy, group: str) -> Input | None:
    """Factor of what a boiler or power plant makes: CO2 of its fuels per TJ of heat or MWh (eq. 38, 44, 45).

    None where the unit makes other products too. A waste gas counts at most like natural gas
    (2547 Annex II D.4.1, Annex III A.2.2).
    """
    made = [item for item in energy.rows if item.process == row.process and item.direction == "out"]
    products = {item.group for item in made if item.role in PRODUCT}
    if group not in products or not products <= {"electricity", "heat"}:
        return None
    where = Where(sheet="exchanges", name=row.process)
    if len(products) > 1:
        raise fail("cbam.cogeneration", where, found=row.process)
    fuels = [item for item in energy.rows if item.process == row.process and item.direction == "in"]
    emissions = [part for item in fuels if (part := _fuel_emissions(item, energy)) is not None]
    if group == "electricity":
        output = sum(item.amount for item in made if item.group == group)
        symbol, unit = "EF_el", "t CO2/MWh"
    else:
        output = sum(_terajoule(item, energy) for item in made if item.group == group)
        symbol, unit = "EF_heat", "t CO2/TJ"
    source = told(item.source for item in emissions)
    total = sum(item.value for item in emissions)
    return Input(symbol, total / output, unit, source, weakest(item.status for item in emissions))


def _fuel_emissions(row: Row, energy: Energy) -> Input | None:
    if row.group == "electricity":
        return None
    if row.group == "heat":
        return heat_emissions(row, energy)
    found = carbon(row, energy.sources)
    if found is None:
        return None
    value, source = found.fossil, row.source
    status = weakest(item.status for item in found.inputs)
    if row.group == "process_gas":
        cap = energy.sources.constant("natural_gas_emission_factor", "EF_NG")
        limit = cap.value * ((found.energy or 0.0) + found.energy_biogenic)
        if found.energy is None:
            raise _no_ncv(row)
        if value > limit:
            value, source, status = limit, f"{row.source}; {cap.source}", weakest((status, cap.status))
    return Input("Em", value, "t CO2", source, status)


def _terajoule(row: Row, energy: Energy) -> float:
    ncv = net_calorific_value(row, energy.sources)
    if ncv is None:
        raise _no_ncv(row)
    return row.amount * ncv.value / 1000


def waste_gas_energy(row: Row, sources: Sources) -> Input:
    """TJ of a waste gas. Raises ``cbam.gas-energy`` where its calorific value is unknown."""
    ncv = net_calorific_value(row, sources)
    if ncv is None:
        raise _no_ncv(row)
    return Input("Q_WG", row.amount * ncv.value / 1000, "TJ", row.source or ncv.source, ncv.status)


def _no_ncv(row: Row) -> Problems:
    return fail("cbam.no-ncv", Where(sheet="exchanges", name=f"{row.process}, {row.flow}"), found=row.flow)
