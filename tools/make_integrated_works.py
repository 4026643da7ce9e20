"""Write the illustrative integrated works as a folder of CSV files: make_integrated_works.py [FOLDER]."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from integrated_works.energy import boiler_house, oxygen_plant, power_plant, purchases, utilities
from integrated_works.ironworks import blast_furnaces, coke_ovens, lime_kiln, pellet_plant, sinter_plant
from integrated_works.laboratory import analyse
from integrated_works.month import SITE, Month, Props
from integrated_works.sheets import (
    EVIDENCE,
    INVENTED,
    PRECURSORS,
    PROCESSES,
    PRODUCTION_PROCESSES,
    PRODUCTS,
    SITE_ROWS,
    SUPPLIES,
    evidence_of,
)
from integrated_works.steelworks import (
    BAR_MILL,
    BILLETS,
    SLABS,
    STRIP_MILL,
    caster,
    charge_scrap,
    cold_mill,
    converters,
    ladle_refining,
    mill,
)

FOLDER = Path(__file__).parents[1] / "examples" / "integrated-works"
HOT_METAL = 330_000.0
# A year: the short month, a summer repair, a strong autumn.
COURSE = (1.02, 0.92, 1.04, 1.01, 1.05, 0.99, 0.96, 0.93, 1.00, 1.05, 1.02, 1.01)
ORDER = {process: index for index, process in enumerate([SITE, *(row[0] for row in PROCESSES)])}
EXCHANGE_COLUMNS = (
    "process",
    "period",
    "direction",
    "flow",
    "label",
    "amount",
    "unit",
    "partner",
    "ncv",
    "carbon_content",
    "iron_content",
    "emission_factor",
    "emission_factor_energy",
    "role",
    "scrap_origin",
    "metallic_share",
    "electricity_source",
    "instrument",
    "instrument_amount",
    "instrument_factor",
    "supply",
    "evidence",
    "note",
)


def month_rows(number: int) -> list[Props]:
    """All exchanges of one month, in the order of the processes."""
    m = Month(f"2025-{number:02d}")
    analyse(m)
    hot_metal = HOT_METAL * m.vary("hot metal", COURSE[number - 1], 0.015)
    burden = blast_furnaces(m, hot_metal)
    coke_ovens(m, burden.coke)
    heats = converters(m, hot_metal)
    refined = ladle_refining(m, heats.steel)
    returned = {
        SLABS: caster(m, SLABS, refined * 0.62, "slab"),
        BILLETS: caster(m, BILLETS, refined * 0.38, "billet"),
    }
    for rolls in (STRIP_MILL, BAR_MILL):
        mill(m, rolls, m.pools[rolls.source] * m.vary(f"{rolls.at} stock", 1.0, 0.012))
        m.settle(rolls.source)
    cold_mill(m, m.pools["hot_rolled_coil"] * m.vary("cold share", 0.25, 0.05))
    for product in ("hot_rolled_coil", "rebar", "cold_rolled_coil"):
        m.sell(product, m.pools[product] * m.vary(f"{product} sales", 1.0, 0.02))
        m.settle(product)
    charge_scrap(m, heats.scrap_iron, returned)
    sinter_plant(m, burden.sinter)
    pellet_plant(m, burden.pellet)
    lime_kiln(m)
    utilities(m)
    oxygen_plant(m)
    boiler_house(m)
    power_plant(m)
    purchases(m)
    return sorted(m.rows, key=lambda row: ORDER[str(row["process"])])


def exchanges() -> list[Props]:
    """The year, and what is said once for all of it."""
    rows = [row for number in range(1, 13) for row in month_rows(number)]
    for row in rows:
        row["evidence"] = evidence_of(
            str(row["direction"]), str(row["unit"]), str(row["partner"]), str(row["flow"])
        )
        if "instrument" in row:
            row["instrument_amount"] = row["amount"]
    no_heat: Props = {
        "process": SITE,
        "period": "",
        "direction": "in",
        "flow": "heat",
        "amount": "n/a",
        "unit": "GJ",
        "partner": "purchased",
        "note": "No heat is bought",
    }
    return [no_heat, *rows]


def write(folder: Path, sheet: str, columns: Iterable[str], rows: Iterable[Props]) -> None:
    with (folder / f"{sheet}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _text(value) for name, value in row.items()} for row in rows)


def _embedded(supply: str, columns: Iterable[str]) -> Props:
    """What the supplier of a CBAM precursor says of it, and the report that says so."""
    if supply not in PRECURSORS:
        return {}
    report = f"Illustrative: verification report {supply}-2025 (invented)"
    return {
        **dict(zip(columns, PRECURSORS[supply], strict=True)),
        "data": "measured",
        "verification": report,
        "verification_period": "2025",
    }


def _text(value: str | float) -> str:
    """Plain decimals without a trailing zero: 12000, 0.866, 0.00054."""
    if isinstance(value, str):
        return value
    return f"{value:.6f}".rstrip("0").rstrip(".")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, "site", ("item", "value"), ({"item": name, "value": value} for name, value in SITE_ROWS))
    write(
        folder,
        "processes",
        ("process", "name", "kind", "production_process", "route"),
        (
            {
                "process": id_,
                "name": name,
                "kind": kind,
                "production_process": PRODUCTION_PROCESSES.get(id_, ""),
                "route": "BF-BOF",
            }
            for id_, kind, name in PROCESSES
        ),
    )
    write(folder, "exchanges", EXCHANGE_COLUMNS, exchanges())
    embedded_columns = ("cn_code", "see_direct", "electricity", "electricity_factor")
    supply_columns = (
        "supply",
        "supplier",
        "country",
        *embedded_columns,
        "data",
        "verification",
        "verification_period",
        "upstream_co2",
        "upstream_ch4",
        "covers",
        "primary_share",
    )
    write(
        folder,
        "supplies",
        (*supply_columns, "status", "document"),
        (
            {
                "supply": id_,
                "supplier": f"{supplier} (invented)",
                "country": country,
                **_embedded(id_, embedded_columns),
                "upstream_co2": co2,
                "upstream_ch4": ch4,
                "covers": "transport",
                "primary_share": primary,
                "status": "illustrative",
                "document": INVENTED,
            }
            for id_, supplier, country, co2, ch4, primary in SUPPLIES
        ),
    )
    product_columns = ("product", "name", "process", "flow", "cn_code", "steel_kind")
    shares = ("mn_share", "cr_share", "ni_share", "other_alloys_share", "carbon_share")
    write(
        folder,
        "products",
        (*product_columns, *shares, "reducing_agent"),
        (
            {**dict(zip((*product_columns, *shares), row, strict=True)), "reducing_agent": "coke and coal"}
            for row in PRODUCTS
        ),
    )
    write(
        folder,
        "evidence",
        ("evidence", "kind", "title", "reference"),
        (
            {"evidence": id_, "kind": kind, "title": title, "reference": INVENTED}
            for id_, kind, title in EVIDENCE
        ),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
