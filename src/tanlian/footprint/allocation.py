"""How the burden of a process is shared among its outputs.

A burden is shared as a whole: the shares of the outputs of a process sum to one, whatever the method, so
that nothing is lost or made. Outputs that take no share (wastes, residues, and by default process gas and
recovered heat and power) leave without burden. System expansion shares like the main product does; what a
sold co-product stands in for is a credit of the measure, not of the chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import polars as pl

from tanlian.inventory.model import SITE
from tanlian.problems import Problem, Where, problem, raise_errors

Method = Literal["main_product", "mass", "energy", "economic", "partition", "system_expansion"]
Part = Literal["share", "residue", "system_expansion"]
METHODS: tuple[Method, ...] = get_args(Method)
PARTS: tuple[Part, ...] = get_args(Part)

# Carriers of energy that come of a process besides its product; the carbon of a gas counts where it burns.
RECOVERED = ("process_gas", "electricity", "heat")
_MAIN = ("product", "co_product")
_LOST = ("waste", "flare")
# Shares given by hand sum to one as far as decimals do.
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class Allocation:
    """``processes`` holds a method by process id or kind, ``flows`` the part of an output in the sharing,
    by flow or ``process/flow``; ``partition`` the shares by process id or kind, then by flow."""

    method: Method = "main_product"
    processes: Mapping[str, Method] = field(default_factory=dict)
    flows: Mapping[str, Part] = field(default_factory=dict)
    partition: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def of(self, process: str, kind: str) -> Method:
        """The method of a process: its own, else that of its kind, else the general one."""
        return self.processes.get(process) or self.processes.get(kind) or self.method

    def part(self, process: str, kind: str, flow: str) -> Part | None:
        """What was said of one output, the most special word first; None where nothing was."""
        return self.flows.get(f"{process}/{flow}") or self.flows.get(f"{kind}/{flow}") or self.flows.get(flow)

    def given(self, process: str, kind: str) -> Mapping[str, float]:
        """The partition of a process, empty where none is given."""
        return self.partition.get(process) or self.partition.get(kind) or {}


@dataclass(frozen=True, slots=True)
class Output:
    """All that a process gave out of a flow in a unit. ``price`` and ``energy_GJ`` are None where unknown."""

    flow: str
    unit: str
    group: str
    main: bool
    residue: bool
    fuel: bool
    amount: float  # without what is wasted or flared, where it is not the main product
    energy_GJ: float | None
    price: float | None


def allocate(exchanges: pl.DataFrame, allocation: Allocation) -> pl.DataFrame:
    """Which outputs carry the burden of their process, and what part of it.

    exchanges : frame of `inventory.carbon.with_contents`.
    Returns process, flow, unit, amount, share (of the process's burden) and method. Raises `Problems` with
    every mass, energy content or price that a method needs and the rows do not give.
    """
    rows: list[dict[str, object]] = []
    faults: list[Problem] = []
    for process, kind, outputs in _outputs(exchanges):
        method = allocation.of(process, kind)
        sharing = [
            item for item in outputs if _shares(item, method, allocation.part(process, kind, item.flow))
        ]
        weights = _weights(process, method, sharing, allocation.given(process, kind), faults)
        total = sum(weights)
        rows += [
            {
                "process": process,
                "flow": item.flow,
                "unit": item.unit,
                "amount": item.amount,
                "share": weight / total if total else 0.0,
                "method": method,
            }
            for item, weight in zip(sharing, weights, strict=True)
            if item.main or weight
        ]
    raise_errors(faults)
    return pl.DataFrame(
        rows,
        schema={
            "process": pl.String,
            "flow": pl.String,
            "unit": pl.String,
            "amount": pl.Float64,
            "share": pl.Float64,
            "method": pl.String,
        },
    )


def _outputs(exchanges: pl.DataFrame) -> Iterator[tuple[str, str, list[Output]]]:
    """The outputs of each process in the order of the rows."""
    out = exchanges.filter(pl.col("direction") == "out")
    main, lost = pl.col("role").is_in(_MAIN), pl.col("partner").is_in(_LOST)
    prices = dict(_prices(out.filter(~lost), ["flow"]))
    of_process = dict(_prices(out.filter((pl.col("process") != SITE) & ~lost), ["process", "flow"]))
    made = out.filter((pl.col("process") != SITE) & (main | ~lost))
    found = made.group_by("process", "process_kind", "flow", "unit", "group", maintain_order=True).agg(
        main=main.any(),
        residue=(pl.col("role") == "residue").all(),
        fuel=(pl.col("calculation") == "combustion").any() | pl.col("group").is_in(RECOVERED).any(),
        amount=pl.col("amount").sum(),
        energy=pl.when(pl.col("energy_GJ").is_null().any()).then(None).otherwise(pl.col("energy_GJ").sum()),
    )
    for (process, kind), frame in found.group_by("process", "process_kind", maintain_order=True):
        yield (
            str(process),
            str(kind or ""),
            [
                Output(
                    flow=row["flow"],
                    unit=row["unit"],
                    group=row["group"],
                    main=row["main"],
                    residue=row["residue"],
                    fuel=row["fuel"],
                    amount=row["amount"],
                    energy_GJ=row["energy"],
                    price=of_process.get((process, row["flow"]), prices.get((row["flow"],))),
                )
                for row in frame.iter_rows(named=True)
            ],
        )


def _prices(out: pl.DataFrame, by: list[str]) -> Iterator[tuple[tuple[object, ...], float]]:
    """Mean price by amount, over the rows that give one."""
    priced = out.filter(pl.col("price").is_not_null())
    mean = (pl.col("price") * pl.col("amount")).sum() / pl.col("amount").sum()
    plain = pl.col("price").mean()
    for *key, price in (
        priced.group_by(by, maintain_order=True)
        .agg(pl.when(pl.col("amount").sum() > 0).then(mean).otherwise(plain))
        .iter_rows()
    ):
        yield tuple(key), price


def _shares(item: Output, method: Method, part: Part | None) -> bool:
    """Whether an output takes part in the sharing."""
    if part is not None:
        return part == "share"
    if item.main:
        return True
    if item.residue or method in {"main_product", "system_expansion"}:
        return False
    return method in {"energy", "partition"} or item.group not in RECOVERED


def _weights(
    process: str, method: Method, outputs: list[Output], given: Mapping[str, float], faults: list[Problem]
) -> list[float]:
    """What each output counts for. Adds what is missing to ``faults``."""
    where = Where(name=process)
    if len({item.flow for item in outputs}) < len(outputs):
        faults.append(problem("footprint.mixed-units", where, found=process))
    if method == "partition":
        return _partition(where, outputs, given, faults)
    if len(outputs) < 2:
        return [1.0 for _ in outputs]
    if method == "energy":
        weights = [(item, _energy(item)) for item in outputs]
        code = "allocation.no-energy"
    elif method == "economic":
        weights = [(item, None if item.price is None else item.price * item.amount) for item in outputs]
        code = "allocation.no-price"
    elif method == "mass":
        weights = [(item, item.amount if item.unit == "t" else None) for item in outputs]
        code = "allocation.no-mass"
    else:
        _refuse_mixed_units(where, outputs, faults)
        return [item.amount for item in outputs]
    lacking = [item for item, weight in weights if weight is None]
    faults += [problem(code, where, found=item.flow, expected=item.unit) for item in lacking]
    known = [weight or 0.0 for _, weight in weights]
    if not lacking and not any(known):
        names = ", ".join(item.flow for item in outputs)
        faults.append(problem("allocation.worth-nothing", where, found=names))
    return known


def _energy(item: Output) -> float | None:
    """Energy of an output; what is no fuel holds none, but a main product must hold some."""
    return item.energy_GJ or (None if item.main or item.fuel else 0.0)


def _partition(
    where: Where, outputs: list[Output], given: Mapping[str, float], faults: list[Problem]
) -> list[float]:
    made = [item.flow for item in outputs]
    if not given and len(outputs) > 1:
        faults.append(problem("allocation.no-partition", where, found=", ".join(made)))
    for flow in given:
        if flow not in made:
            faults.append(problem("allocation.not-made", where, found=flow, expected=", ".join(made)))
    if given and abs(sum(given.values()) - 1) > _WHOLE:
        total = f"{sum(given.values()):.6g}"
        faults.append(problem("allocation.not-whole", where, found=total, expected=", ".join(given)))
    return [given.get(item.flow, 0.0) for item in outputs] if given else [1.0 for _ in outputs]


def _refuse_mixed_units(where: Where, outputs: list[Output], faults: list[Problem]) -> None:
    if len({item.unit for item in outputs}) > 1:
        faults.append(problem("footprint.mixed-units", where, found=where.name))
