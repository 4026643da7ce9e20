"""Crude steel as cast: what the site pours into slabs, billets, blooms and ingots."""

from __future__ import annotations

from math import fsum

import polars as pl

from tanlian.accounting.methods.common.border import CAST, Crossing
from tanlian.accounting.methods.common.terms import of_line
from tanlian.accounting.statement import Line, Text
from tanlian.catalogue import flows, process_kinds
from tanlian.inventory.model import Inventory


def crude_steel(inventory: Inventory) -> tuple[Crossing, ...]:
    """Outputs of crude steel of the steelmaking processes, whoever takes them; amounts negative.

    Where no such output is recorded, the activity level given for a melting process stands in.
    """
    makers = [item for item in inventory.processes if process_kinds()[item.kind].block == "steelmaking"]
    stages = [item.id for item in flows().values() if item.stage == "crude_steel"]
    frame = inventory.exchanges.filter(
        pl.col("process").is_in([item.id for item in makers]),
        pl.col("direction") == "out",
        pl.col("flow").is_in(stages),
        pl.col("amount").is_not_null(),
    )
    cast = [
        Crossing(
            row=item["row"],
            place=item["place"] or f"row {item['row']}",
            flow=flows()[item["flow"]],
            unit=item["unit"],
            way=CAST,
            amount=-item["amount"],
            process=item["process"],
            carbon_content=item["carbon_content"],
            emission_factor=item["emission_factor"],
        )
        for item in frame.iter_rows(named=True)
    ]
    if cast:
        return tuple(sorted(cast, key=lambda item: (stages.index(item.flow.id), item.row)))
    return tuple(
        Crossing(
            0, f"processes, {item.id}", flows()["crude_steel"], "t", CAST, -item.output_t, process=item.id
        )
        for item in makers
        if item.output_t and process_kinds()[item.kind].melt
    )


def per_tonne(whole: Line, steel: tuple[Crossing, ...], label: Text, unit: str) -> tuple[Line, ...]:
    """Tonnes of crude steel, and a total per tonne of it; nothing where no steel is cast.

    unit : of the result, such as ``t CO2/t``; ``kgce/t`` of a total in tce.
    """
    tonnes = -fsum(item.amount for item in steel)
    if tonnes <= 0:
        return ()
    cast = Line(
        id="crude_steel",
        label=Text("Crude steel cast", "粗钢产量"),
        value=tonnes,
        unit="t",
        formula="sum of rows",
        rows=tuple(item.row for item in steel if item.row),
        group="total",
    )
    kilograms = unit.startswith("kg")
    intensity = Line(
        id="intensity",
        label=label,
        value=whole.value / tonnes * (1000 if kilograms else 1),
        unit=unit,
        formula=f"{whole.id} / crude_steel{' x 1000' if kilograms else ''}",
        inputs=(of_line(whole), of_line(cast)),
        group="total",
        status=whole.status,
    )
    return cast, intensity
