"""What speaks for and against the data: balances and findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from tanlian.inventory.balance import QUANTITIES
from tanlian.inventory.model import SITE
from tanlian.report.model import Cell, Number, Row, Section, Table
from tanlian.report.numbers import decimals
from tanlian.report.subject import Subject, shown
from tanlian.report.words import listed


def balances(subject: Subject) -> Section:
    """Every balance with its closing error against the limit."""
    columns = (
        subject.column("balance", share=1),
        subject.number_column("entered"),
        subject.number_column("left"),
        subject.number_column("to-air"),
        subject.number_column("difference"),
        subject.number_column("closing-error", "%"),
        subject.number_column("limit", "%"),
        subject.column("verdict"),
    )
    rows: list[Row] = []
    for quantity in QUANTITIES:
        shown_rows = subject.balance.frame.filter(pl.col("quantity") == quantity)
        if not shown_rows.is_empty():
            unit = shown(shown_rows["unit"][0])
            rows.append(Row((f"{subject.say(f'quantity.{quantity}')} ({unit})",), "head"))
            places = min(1, decimals(shown_rows["entered"]))
            for item in shown_rows.iter_rows(named=True):
                rows += _balance(item, places, subject)
    table = Table("balances", "", columns, tuple(rows), subject.say("head.id"))
    return subject.section("balances", subject.say("balances.lead"), _open(subject), tables=(table,))


def findings(subject: Subject) -> Section:
    """Errors and warnings, none left out."""
    found = subject.findings
    if not found:
        return subject.section("findings", subject.say("findings.none"))
    columns = (
        subject.column("number"),
        subject.column("severity"),
        subject.column("where", share=2),
        subject.column("what", share=5),
    )
    rows = tuple(
        Row(
            (
                str(index),
                subject.say(f"severity.{item.severity}"),
                str(item.where) or None,
                shown(subject.say("findings.text", what=item.what(subject.lang), do=item.do(subject.lang))),
            ),
            key=item.code,
        )
        for index, item in enumerate(found, start=1)
    )
    table = Table("findings", "", columns, rows, subject.say("head.code"))
    return subject.section("findings", subject.say("findings.lead"), tables=(table,))


def _open(subject: Subject) -> str:
    frame = subject.balance.frame
    judged, still = frame["closes"].count(), subject.balance.open.height
    return subject.say("balances.open" if still else "balances.closed", judged=judged, open=still)


def _balance(item: Mapping[str, Any], places: int, subject: Subject) -> list[Row]:
    verdict = {True: "closes", False: "open", None: None}[item["closes"]]
    cells: tuple[Cell, ...] = (
        _name(item, subject),
        Number(item["entered"], places),
        Number(item["left"], places),
        Number(item["to_air"], places) if item["quantity"] == "carbon" else None,
        Number(item["difference"], places),
        None if item["closing_error"] is None else Number(100 * item["closing_error"], 2),
        Number(100 * item["limit"], 1) if verdict else None,
        subject.say(f"verdict.{verdict}") if verdict else None,
    )
    rows = [Row(cells, key=item["id"])]
    if item["unknown"]:
        names = listed([subject.flow_name(name) for name in item["unknown"].split()], subject.lang)
        rows.append(Row((subject.say("balances.unknown", flows=names),), "note", item["id"]))
    return rows


def _name(item: Mapping[str, Any], subject: Subject) -> str:
    if item["scope"] == SITE:
        return subject.say("balances.site")
    if item["scope"] == "pool":
        return subject.say("balances.pool", flow=subject.flow_name(item["id"]))
    return subject.process_name(item["id"])
