"""What no single cell shows: duplicates, overlaps, references that lead nowhere, misplaced instruments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from tanlian import catalogue
from tanlian.inventory.model import Evidence, Process, Product, Supply
from tanlian.inventory.read.sheet import Sheet
from tanlian.problems import Problem, problem

# What makes two rows the same exchange.
KEY = (
    "process",
    "direction",
    "flow",
    "label",
    "partner",
    "scrap_origin",
    "electricity_source",
    "instrument",
    "supply",
)
_NEEDED = ["process", "direction", "flow", "partner", "start", "end"]


def repeated(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Problem]:
    """Rows given twice, and rows of one exchange whose periods overlap."""
    # Sorted by key and time (words as whole numbers, which sort fast), what belongs together is adjacent.
    keys = [pl.col(name).cast(pl.Categorical).to_physical() for name in KEY]
    rows = (
        frame.with_row_index("index")
        .drop_nulls(_NEEDED)
        .select(*keys, "start", "end", "index")
        .sort(pl.all(), nulls_last=True)
        .with_columns(same=pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in KEY))
        .with_columns(
            key=pl.col("same").not_().cum_sum(),
            again=pl.col("same")
            & (pl.col("start") == pl.col("start").shift(1))
            & (pl.col("end") == pl.col("end").shift(1)),
        )
        .with_columns(
            first=pl.when(pl.col("again").not_()).then("index").forward_fill(),
            # The furthest end so far among the periods of the same exchange, and the row before.
            before=pl.col("end").cum_max().shift(1).over("key"),
            previous=pl.col("index").shift(1).over("key"),
        )
    )
    for index, first in rows.filter("again").select("index", "first").iter_rows():
        at = sheet.where("flow", first).cell
        yield problem(
            "inventory.duplicate-row", sheet.where("flow", index), found=_written(sheet, index), at=at
        )
    overlapping = rows.filter(pl.col("again").not_() & (pl.col("start") < pl.col("before")))
    for index, previous in overlapping.select("index", "previous").iter_rows():
        yield problem(
            "inventory.period-overlap",
            sheet.where("period", index),
            found=sheet.column("period").text(index) or f"{frame['start'][index]}/{frame['end'][index]}",
            expected=sheet.column("period").text(previous)
            or f"{frame['start'][previous]}/{frame['end'][previous]}",
            at=sheet.where("period", previous).cell,
        )


def instruments(sheet: Sheet, frame: pl.DataFrame) -> Iterator[Problem]:
    """Instruments on anything but purchased power, without a name, or beyond the amount."""
    rows = frame.with_row_index("index")
    named = pl.col("instrument").is_not_null()
    source = pl.col("electricity_source")
    misplaced = named & (
        (pl.col("flow") != "electricity")
        | source.is_in(["process_gas", "other_own"])
        | (pl.col("direction") != "in")
        | (pl.col("partner") != "purchased")
    )
    for (index,) in rows.filter(misplaced).select("index").iter_rows():
        yield problem(
            "inventory.instrument-misplaced",
            sheet.where("instrument", index),
            found=frame["instrument"][index],
        )
    unnamed = ~named & pl.any_horizontal(pl.col("instrument_amount", "instrument_factor").is_not_null())
    for (index,) in rows.filter(unnamed).select("index").iter_rows():
        yield problem("inventory.instrument-unnamed", sheet.where("instrument", index))
    beyond = rows.filter(pl.col("instrument_amount") > pl.col("amount") * (1 + 1e-9))
    for index, covered, amount in beyond.select("index", "instrument_amount", "amount").iter_rows():
        yield problem(
            "inventory.instrument-beyond",
            sheet.where("instrument_amount", index),
            found=f"{covered:,.10g}",
            expected=f"{amount:,.10g}",
        )


def outputs(sheet: Sheet, frame: pl.DataFrame, made: tuple[Process, ...]) -> Iterator[Problem]:
    """Processes that take in but give out nothing."""
    rows = _rows(sheet, "process")
    takes = set(frame.filter(pl.col("direction") == "in")["process"])
    # A row whose direction or flow could not be read may be the output that is missed.
    gives = set(frame.filter(pl.col("direction").ne_missing("in"))["process"])
    for item in made:
        if item.id in takes and item.id not in gives and item.output_t is None:
            yield problem("inventory.no-output", sheet.where("process", rows[item.id]), found=item.id)


def goods(
    sheet: Sheet, frame: pl.DataFrame, made: tuple[Process, ...], sold: tuple[Product, ...]
) -> Iterator[Problem]:
    """Products whose process does not put out their flow."""
    rows = _rows(sheet, "product")
    out = frame.filter(pl.col("direction").ne_missing("in")).select("process", "flow")
    by_process: dict[str, list[str | None]] = {}
    for process, flow in out.unique(maintain_order=True).iter_rows():
        by_process.setdefault(process, []).append(flow)
    given = {item.id for item in made if item.output_t is not None}
    for item in sold:
        flows = by_process.get(item.process, [])
        if item.flow in flows or None in flows or (item.process in given and not flows):
            continue
        yield problem(
            "inventory.product-not-made",
            sheet.where("flow", rows[item.id]),
            found=item.flow,
            expected=", ".join(filter(None, flows)) or "–",
            process=item.process,
            flow_en=(flow := catalogue.flow(item.flow)).en,
            flow_zh=flow.zh,
        )


def unused(sheet: Sheet, frame: pl.DataFrame, supplied: tuple[Supply, ...]) -> Iterator[Problem]:
    """Supplies that no exchange refers to."""
    rows = _rows(sheet, "supply")
    used = set(frame["supply"].drop_nulls())
    for item in supplied:
        if item.id not in used:
            at = sheet.where("supply", rows[item.id])
            yield problem("inventory.supply-unused", at, found=item.id, severity="warning")


def expired(sheet: Sheet, frame: pl.DataFrame, documents: tuple[Evidence, ...]) -> Iterator[Problem]:
    """Evidence that ends before the exchanges that rest on it do; its last day still counts."""
    rows = _rows(sheet, "evidence")
    latest = dict(frame.drop_nulls("evidence").group_by("evidence").agg(pl.col("end").max()).iter_rows())
    for item in documents:
        end = latest.get(item.id)
        if item.valid_until is not None and end is not None and item.valid_until < end - timedelta(days=1):
            yield problem(
                "inventory.evidence-expired",
                sheet.where("valid_until", rows[item.id]),
                found=item.valid_until,
                expected=end - timedelta(days=1),
                severity="warning",
                id=item.id,
            )


def _rows(sheet: Sheet, key: str) -> dict[str, int]:
    """Data row of each id, the first where there are several."""
    rows: dict[str, int] = {}
    for row, name in enumerate(sheet.column(key).as_text()):
        rows.setdefault(name or "", row)
    return rows


def _written(sheet: Sheet, row: int) -> str:
    return ", ".join(
        filter(None, (sheet.column(name).text(row) for name in ("process", "direction", "flow")))
    )
