"""Fill in the EAF form as a newcomer would: make_mini_mill.py [FILE]. Every number is invented."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tanlian.inventory.template import write_template
from tanlian.inventory.xlsx import save

FILE = Path(__file__).parents[1] / "examples" / "mini-mill.xlsx"
INVENTED = "Illustrative: invented, not measured"
NOT_USED = "n/a"

SITE = {
    "Site name": "Illustrative Mini Mill 示例短流程钢厂",
    "Organization": "Illustrative Long Products 示例长材公司",
    "Grid region": "CN",
    "Period": "2025",
    "Factors: residual mix": "cn-grid-co2-2023",
}
# Diesel is weighed: without this row ISO 14404 would ask for it in m3, the unit of its own table.
MORE_SITE = (("factors.direct.diesel", "ndrc-2013"),)
# (process, direction, flow, from or to, scrap origin): amount, carbon content t C/t, supply
EXCHANGES: dict[tuple[str, str, str, str, str], tuple[float | str, float | None, str]] = {
    ("eaf", "in", "Steel scrap", "purchased", "pre-consumer"): (130_000, 0.0028, "SCRAP"),
    ("eaf", "in", "Steel scrap", "purchased", "post-consumer"): (520_000, 0.0028, "SCRAP"),
    ("eaf", "in", "Steel scrap", "bar_mill", "home"): (14_000, 0.0022, ""),
    ("eaf", "in", "Steel scrap", "caster", "same melt unit"): (6_000, 0.0022, ""),
    ("eaf", "in", "Pig iron", "purchased", ""): (NOT_USED, None, ""),
    ("eaf", "in", "Direct reduced iron", "purchased", ""): (NOT_USED, None, ""),
    ("eaf", "in", "Electricity", "purchased", ""): (235_000, None, "GRID"),
    ("eaf", "in", "Natural gas", "purchased", ""): (4_200, None, "GAS"),
    ("eaf", "in", "Oxygen", "purchased", ""): (21_000, None, "AIR"),
    ("eaf", "in", "Charge carbon", "purchased", ""): (7_200, 0.86, "CARBON"),
    ("eaf", "in", "Graphite electrode", "purchased", ""): (900, None, "ELECTRODE"),
    ("eaf", "in", "Burnt lime", "purchased", ""): (24_000, None, "LIME"),
    ("eaf", "in", "Burnt dolomite", "purchased", ""): (3_000, None, "LIME"),
    ("eaf", "in", "Ferrosilicon", "purchased", ""): (1_200, 0.001, "FESI"),
    ("eaf", "in", "Silicomanganese", "purchased", ""): (3_600, 0.018, "SIMN"),
    ("eaf", "in", "Ferromanganese", "purchased", ""): (NOT_USED, None, ""),
    ("eaf", "out", "Liquid steel", "ladle_furnace", ""): (606_000, 0.0015, ""),
    ("eaf", "out", "Steel slag", "sold", ""): (75_000, 0.001, ""),
    ("eaf", "out", "Dust", "sold", ""): (9_600, 0.015, ""),
    ("ladle_furnace", "in", "Liquid steel", "eaf", ""): (606_000, 0.0015, ""),
    ("ladle_furnace", "in", "Electricity", "purchased", ""): (21_000, None, "GRID"),
    ("ladle_furnace", "in", "Graphite electrode", "purchased", ""): (180, None, "ELECTRODE"),
    ("ladle_furnace", "in", "Silicomanganese", "purchased", ""): (3_000, 0.018, "SIMN"),
    ("ladle_furnace", "in", "Ferrosilicon", "purchased", ""): (900, 0.001, "FESI"),
    ("ladle_furnace", "in", "Charge carbon", "purchased", ""): (600, 0.86, "CARBON"),
    ("ladle_furnace", "in", "Burnt lime", "purchased", ""): (3_000, None, "LIME"),
    ("ladle_furnace", "in", "Argon", "purchased", ""): (240, None, "AIR"),
    ("ladle_furnace", "out", "Liquid steel", "caster", ""): (608_000, 0.0022, ""),
    ("caster", "in", "Liquid steel", "ladle_furnace", ""): (608_000, 0.0022, ""),
    ("caster", "in", "Natural gas", "purchased", ""): (900, None, "GAS"),
    ("caster", "in", "Oxygen", "purchased", ""): (600, None, "AIR"),
    ("caster", "in", "Electricity", "purchased", ""): (7_000, None, "GRID"),
    ("caster", "out", "Billet", "bar_mill", ""): (560_000, 0.0022, ""),
    ("caster", "out", "Billet", "sold", ""): (40_000, 0.0022, ""),
    ("caster", "out", "Steel scrap", "eaf", "same melt unit"): (6_000, 0.0022, ""),
    ("caster", "out", "Mill scale", "sold", ""): (1_800, 0.0004, ""),
    ("bar_mill", "in", "Billet", "caster", ""): (560_000, 0.0022, ""),
    ("bar_mill", "in", "Natural gas", "purchased", ""): (17_500, None, "GAS"),
    ("bar_mill", "in", "Electricity", "purchased", ""): (56_000, None, "GRID"),
    ("bar_mill", "out", "Reinforcing bar", "sold", ""): (541_000, 0.0022, ""),
    ("bar_mill", "out", "Steel scrap", "eaf", "home"): (14_000, 0.0022, ""),
    ("bar_mill", "out", "Mill scale", "sold", ""): (5_000, 0.0004, ""),
    ("utilities", "in", "Electricity", "purchased", ""): (9_000, None, "GRID"),
    ("utilities", "in", "Diesel oil (gas oil)", "purchased", ""): (120, None, "DIESEL"),
    ("utilities", "out", "Compressed air", "site", ""): (42_000, None, ""),
}
# Furnace, ladle furnace and caster are one production process of CBAM: what leaves it are billets.
PRODUCTION_PROCESSES = {"eaf": "crude_steel", "ladle_furnace": "crude_steel", "caster": "crude_steel"}
# What is sold: product, process, flow, CN code (billets: under 0.25 % carbon, cast, over 130 mm thick), kind
PRODUCTS = (
    ("rebar", "bar_mill", "Reinforcing bar", "72142000", "reinforcing"),
    ("billet", "caster", "Billet", "72071116", "reinforcing"),
)
# supply: supplier, upstream t CO2, t CH4 per t (1000 m3N, MWh)
SUPPLIES = {
    "SCRAP": ("Scrap yard", 0.018, 0.00002),
    "GRID": ("Power supply company", 0.035, 0.0011),
    "GAS": ("Gas supply company", 0.12, 0.0042),
    "AIR": ("Air separation works", 0.42, 0.0004),
    "CARBON": ("Carbon works", 0.31, 0.0035),
    "ELECTRODE": ("Electrode works", 5.2, 0.012),
    "LIME": ("Lime works", 1.12, 0.0004),
    "FESI": ("Ferro-alloy works A", 6.4, 0.011),
    "SIMN": ("Ferro-alloy works B", 4.3, 0.008),
    "DIESEL": ("Oil company", 0.52, 0.0021),
}


def main(path: Path) -> None:
    """Write the filled form."""
    write_template("eaf", path)
    book = openpyxl.load_workbook(path)
    for row in book["site"].iter_rows(min_row=2):
        if row[0].value in SITE:
            row[1].value = SITE[str(row[0].value)]
    for pair in MORE_SITE:
        book["site"].append(pair)
    _processes(book["processes"])
    _exchanges(book["exchanges"])
    _products(book["products"])
    _supplies(book["supplies"])
    save(book, path)


def _processes(sheet: Worksheet) -> None:
    column = _columns(sheet)
    for row in sheet.iter_rows(min_row=3):
        joint = PRODUCTION_PROCESSES.get(str(row[column["Process"]].value))
        row[column["Production process"]].value = joint


def _products(sheet: Worksheet) -> None:
    column = _columns(sheet)
    heads = ("Product", "Process", "Name", "CN code", "Steel kind")
    for number, row in enumerate(PRODUCTS, start=3):
        values = {**dict(zip(heads, row, strict=True)), "Flow": row[2]}
        for name, value in values.items():
            sheet.cell(number, column[name] + 1).value = value


def _exchanges(sheet: Worksheet) -> None:
    column = _columns(sheet)
    keys = ("Process", "Direction", "Flow", "From or to", "Scrap origin")
    left = dict(EXCHANGES)
    for row in sheet.iter_rows(min_row=3):
        process, direction, flow, partner, origin = (str(row[column[key]].value or "") for key in keys)
        amount, carbon, supply = left.pop((process, direction, flow, partner, origin))
        row[column["Amount"]].value = amount
        row[column["Carbon content"]].value = carbon
        row[column["Supply"]].value = supply or None
    if left:
        raise SystemExit(f"rows the form does not have: {list(left)}")


def _supplies(sheet: Worksheet) -> None:
    column = _columns(sheet)
    for number, (supply, (supplier, co2, ch4)) in enumerate(SUPPLIES.items(), start=3):
        values = {
            "Supply": supply,
            "Supplier": f"{supplier} (invented)",
            "Upstream CO2": co2,
            "Upstream CH4": ch4,
            "Also covers": "transport",
            "Status": "illustrative",
            "Document": INVENTED,
        }
        for name, value in values.items():
            sheet.cell(number, column[name] + 1).value = value


def _columns(sheet: Worksheet) -> Mapping[str, int]:
    return {str(cell.value): index for index, cell in enumerate(sheet[1])}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
