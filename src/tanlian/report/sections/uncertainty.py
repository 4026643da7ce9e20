"""How well the results of the ledger are known, and what makes most of the doubt."""

from __future__ import annotations

from tanlian.accounting.uncertainty import Uncertainty
from tanlian.inventory.model import SITE
from tanlian.report.model import Number, Row, Section, Table
from tanlian.report.numbers import decimals
from tanlian.report.subject import Subject, shown

_TOP = 5


def uncertainty(subject: Subject) -> Section | None:
    """Standard and expanded uncertainty of each result, the largest contributions, and what is left out."""
    found = subject.uncertainty
    if found is None:
        return None
    lead = subject.say(
        "uncertainty.lead",
        sheet=found.sheet,
        hash=found.sheet_hash,
        status=subject.say(f"status.{found.status}"),
    )
    return subject.section(
        "uncertainty", lead, tables=(_results(found, subject), _contributions(found, subject))
    )


def _results(found: Uncertainty, subject: Subject) -> Table:
    columns = (
        subject.column("result", share=1),
        subject.number_column("value"),
        subject.number_column("expanded"),
        subject.column("unit"),
        subject.number_column("u", "%"),
        subject.number_column("covered-factors", "%"),
        subject.number_column("covered-amounts", "%"),
    )
    rows: list[Row] = []
    for name, unit, cover in zip(found.subjects, found.units, found.coverage, strict=True):
        value, u = found.value(name), found.u(name)
        places = decimals([value, u])
        cells = (
            _name(name, subject),
            Number(value, places),
            Number(2 * u, places),
            shown(unit),
            Number(100 * found.relative(name), 1) if value else None,
            Number(100 * cover.factors, 0),
            Number(100 * cover.amounts, 0),
        )
        rows.append(Row(cells, key=name))
        if cover.exact:
            rows.append(Row((subject.say("uncertainty.exact", names=", ".join(cover.exact)),), "note", name))
    return Table("uncertainty", "", columns, tuple(rows), subject.say("head.id"))


def _contributions(found: Uncertainty, subject: Subject) -> Table:
    columns = (
        subject.column("variable", share=1),
        subject.number_column("u", "%"),
        subject.number_column("variance", "%"),
        subject.status_column(),
    )
    rows: list[Row] = []
    for name in found.subjects:
        rows.append(Row((_name(name, subject),), "head", name))
        for item in found.contributions(name).head(_TOP).iter_rows(named=True):
            width, share = Number(100 * item["width"], 1), Number(100 * item["share"], 1)
            rows.append(Row((item["name"], width, share, item["status"]), key=name))
    title = subject.say("table.variance")
    return Table("variance", title, columns, tuple(rows), subject.say("head.id"))


def _name(name: str, subject: Subject) -> str:
    return subject.say("balances.site") if name == SITE else subject.flow_name(name)
