"""What things are called: flows, process kinds, boundary blocks, regions, GWP sets, in English and 中文."""

from tanlian.catalogue.load import (
    block,
    blocks,
    flow,
    flows,
    gases,
    gwp,
    gwp_sets,
    process_kind,
    process_kinds,
    ranges,
    region,
    regions,
)
from tanlian.catalogue.model import Block, Calculation, Flow, Gwp, ProcessKind, Range, Region, Status

__all__ = [
    "Block",
    "Calculation",
    "Flow",
    "Gwp",
    "ProcessKind",
    "Range",
    "Region",
    "Status",
    "block",
    "blocks",
    "flow",
    "flows",
    "gases",
    "gwp",
    "gwp_sets",
    "process_kind",
    "process_kinds",
    "ranges",
    "region",
    "regions",
]
