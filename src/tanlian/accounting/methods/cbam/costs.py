"""Certificates and cost of goods per tonne, and of what is imported (2023/956 Art. 6, 9, 22, 31)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tanlian.accounting.methods.cbam.book import Entry, from_line
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.embedded import Specific, System
from tanlian.accounting.methods.cbam.good_lines import good_text
from tanlian.accounting.methods.cbam.prices import is_proven
from tanlian.accounting.statement import Input, Line, Text
from tanlian.inventory.model import Product
from tanlian.problems import Where, problem

_EUR = "EUR"


def write_costs(case: Case, system: System, see: Mapping[str, Line], sefa: Mapping[str, Line]) -> list[str]:
    """Certificates per tonne of every good whose SEFA is known, and the cost where a price is given.

    max(0, SEE - SEFA - carbon price paid / certificate price), SEE as declared, the rest unrounded. Returns
    the lines to read first.
    """
    settings = case.settings
    if settings.paid and not is_proven(settings.paid_evidence, case.inventory):
        found, where = settings.paid_evidence or "–", Where(name="carbon_price_paid")
        expected = "carbon_price_evidence"
        case.book.note(problem("cbam.price-without-evidence", where, found=found, expected=expected))
    shown: list[str] = []
    due: list[_Due] = []
    for product in case.inventory.products:
        if product.id in sefa:
            result = system.specific[case.owner[product.process].id]
            made = _good(product, see[product.id], sefa[product.id], result, case)
            due += made.imported
            shown += [
                line.id for line in (sefa[product.id], made.certificates, made.cost) if line is not None
            ]
        elif product.id in settings.imported:
            where = Where(sheet="products", name=product.id)
            case.book.note(problem("cbam.no-certificates", where, found=product.id, severity="warning"))
    return shown + _totals(due, case)


@dataclass(frozen=True, slots=True)
class _Due:
    """Certificates and cost of what is imported of a good."""

    certificates: Line
    cost: Line | None


@dataclass(frozen=True, slots=True)
class _PerTonne:
    certificates: Line
    cost: Line | None
    imported: tuple[_Due, ...]


def _good(product: Product, see: Line, sefa: Line, result: Specific, case: Case) -> _PerTonne:
    book, price = case.book, case.settings.price
    prefix, names = f"good.{product.id}", {"good": good_text(product)}
    inputs = [from_line("SEE", see), from_line("SEFA", sefa)]
    paid = _paid(product, result, case, names)
    if paid is not None and price is not None:
        parts = (from_line("paid", paid), price)
        line_id = f"{prefix}.carbon_price_certificates"
        value = paid.value / price.value
        entry = Entry("good.carbon_price_certificates", line_id, value, parts, names=names)
        inputs.append(from_line("CP", book.add(entry)))
    net = max(0.0, inputs[0].value - sum(item.value for item in inputs[1:]))
    line_id = f"{prefix}.certificates_per_t"
    certificates = book.add(Entry("good.certificates_per_t", line_id, net, inputs, names=names))
    cost: Line | None = None
    if price is not None:
        parts = (from_line("N", certificates), price)
        cost = book.add(
            Entry("good.cost_per_t", f"{prefix}.cost_per_t", net * price.value, parts, names=names)
        )
    return _PerTonne(certificates, cost, _imported(product, certificates, cost, case, names))


def _paid(product: Product, result: Specific, case: Case, names: Mapping[str, Text]) -> Line | None:
    """EUR per tonne effectively paid: for precursors as suppliers prove, for the own processes as given."""
    settings = case.settings
    inputs: list[Input] = []
    where = Where(sheet="products", name=product.id)
    for currency, line in result.paid.items():
        if currency == _EUR:
            inputs.append(from_line("paid", line))
        elif currency in settings.rates:
            rate = float(settings.rates[currency])
            unit, source = "EUR/t", f"{line.id} * {rate:.6g} EUR/{currency} (option exchange_rate)"
            inputs.append(Input("paid", line.value * rate, unit, source, line.status))
        else:
            found = currency or "–"
            case.book.note(problem("cbam.no-rate", where, found=found, severity="warning"))
    if product.id in settings.paid:
        value, source = float(settings.paid[product.id]), f"evidence, {settings.paid_evidence}"
        inputs.append(Input("paid", value, "EUR/t", source))
    if not inputs:
        return None
    if settings.price is None:
        case.book.note(problem("cbam.price-needed", where, found=product.id, severity="warning"))
    line_id, value = f"good.{product.id}.carbon_price_paid", sum(item.value for item in inputs)
    return case.book.add(Entry("good.carbon_price_paid", line_id, value, inputs, names=names))


def _imported(
    product: Product, certificates: Line, cost: Line | None, case: Case, names: Mapping[str, Text]
) -> tuple[_Due, ...]:
    if product.id not in case.settings.imported:
        return ()
    mass = Input("M", float(case.settings.imported[product.id]), "t", "option imported_t")
    lines: list[Line] = []
    for kind, line in (("certificates", certificates), ("cost", cost)):
        if line is not None:
            parts = (mass, from_line("N" if kind == "certificates" else "cost", line))
            line_id = f"good.{product.id}.{kind}"
            entry = Entry(f"good.{kind}", line_id, mass.value * line.value, parts, names=names)
            lines.append(case.book.add(entry))
    return (_Due(lines[0], lines[1] if len(lines) > 1 else None),)


def _totals(due: Sequence[_Due], case: Case) -> list[str]:
    """Sums over the goods; none of them is below zero, so that one cannot offset another (Q&A 4.32)."""
    if not due:
        return []
    case.book.note(problem("cbam.certificates-unrounded", severity="warning"))
    shown: list[str] = []
    costs = [item.cost for item in due if item.cost is not None]
    for kind, lines in (("import.certificates", [item.certificates for item in due]), ("import.cost", costs)):
        if lines:
            inputs = [from_line("part", line) for line in lines]
            case.book.add(Entry(kind, kind, sum(line.value for line in lines), inputs))
            shown.append(kind)
    return shown
