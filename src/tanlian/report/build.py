"""Put a report together from an inventory, a statement of it, and what was found on the way."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from tanlian.inventory.content import content_hash
from tanlian.problems import Where, fail
from tanlian.report.model import KeyFigure, Number, Person, Report, Role
from tanlian.report.numbers import decimals
from tanlian.report.sections.boundary import boundary
from tanlian.report.sections.change import changes
from tanlian.report.sections.checks import balances, findings
from tanlian.report.sections.exchanges import evidence, exchanges, supplies
from tanlian.report.sections.factors import sources
from tanlian.report.sections.lines import calculations, lines, results
from tanlian.report.sections.pictures import pictures
from tanlian.report.sections.uncertainty import uncertainty
from tanlian.report.subject import Subject, shown
from tanlian.report.words import counted, day, days

ROLES: tuple[Role, ...] = ("prepared", "checked", "approved")
_SECTIONS = (
    results,
    findings,
    pictures,
    boundary,
    lines,
    calculations,
    sources,
    exchanges,
    evidence,
    supplies,
    balances,
    uncertainty,
    changes,
)
_LEADING_TOTALS = 2


def report(subject: Subject, *, date: datetime.date, persons: Sequence[Person] = ()) -> Report:
    """The report of a statement, as plain data in the language of the subject.

    ``date`` is printed as the day of the report. Raises ``report.other-inventory``,
    ``report.other-method``, ``report.other-site``, ``report.not-before``.
    """
    _refuse(subject)
    statement = subject.statement
    title = statement.title.of(subject.lang)
    made = (make(subject) for make in _SECTIONS)
    return Report(
        lang=subject.lang,
        title=subject.say("title"),
        subtitle=title,
        running=subject.say(
            "running", site=statement.site.name, method=title, period=days(statement.period, subject.lang)
        ),
        facts=tuple(_facts(subject, date)),
        figures=tuple(_figures(subject)),
        alert=_alert(subject),
        sections=tuple(section for section in made if section is not None),
        persons=tuple(_persons(persons)),
        date=date,
    )


def _refuse(subject: Subject) -> None:
    inventory, statement, previous = subject.inventory, subject.statement, subject.previous
    if (statement.site, statement.period) != (inventory.site, inventory.period):
        raise fail("report.other-inventory", Where(name=inventory.site.name), found=statement.site.name)
    if previous is not None:
        where = Where(name=str(previous.period))
        if previous.method != statement.method:
            raise fail("report.other-method", where, found=previous.method, expected=statement.method)
        if previous.site.name != statement.site.name:
            raise fail("report.other-site", where, found=previous.site.name, expected=statement.site.name)
        if previous.period.start >= statement.period.start:
            raise fail("report.not-before", where, found=previous.period, expected=statement.period)


def _facts(subject: Subject, date: datetime.date) -> Iterator[tuple[str, str]]:
    inventory, statement = subject.inventory, subject.statement
    site = inventory.site
    yield subject.say("fact.site"), site.name
    yield subject.say("fact.organization"), site.organization
    yield (
        subject.say("fact.plant"),
        subject.say(
            "fact.plant-of",
            kind=subject.choice_name("site.plant_type", site.plant_type),
            country=subject.region_name(site.country),
        ),
    )
    yield subject.say("fact.period"), days(inventory.period, subject.lang)
    yield subject.say("fact.method"), f"{statement.title.of(subject.lang)} ({statement.method})"
    yield subject.say("fact.document"), statement.document
    if statement.options:
        yield (
            subject.say("fact.options"),
            "; ".join(f"{key} = {value}" for key, value in statement.options.items()),
        )
    yield subject.say("fact.sets"), ", ".join(statement.factor_sets)
    if inventory.source:
        yield subject.say("fact.file"), inventory.source
    yield subject.say("fact.inventory-hash"), content_hash(inventory)
    yield subject.say("fact.date"), day(date, subject.lang)


def _figures(subject: Subject) -> Iterator[KeyFigure]:
    """The first totals, the weakest status, and what was found."""
    statement = subject.statement
    for line_id in statement.totals[:_LEADING_TOTALS]:
        line = statement.line(line_id)
        number = Number(line.value, decimals([line.value]))
        status = subject.say("figure.status", status=subject.say(f"status.{line.status}"))
        yield KeyFigure(line.label.of(subject.lang), number, shown(line.unit), status)
    weakest = subject.say(f"status.{statement.status}")
    yield KeyFigure(
        subject.say("figure.weakest"), weakest, context=subject.say(f"meaning.{statement.status}")
    )
    errors = sum(item.severity == "error" for item in subject.findings)
    warnings = len(subject.findings) - errors
    yield KeyFigure(
        subject.say("figure.findings"),
        counted("error" if errors else "warning", errors or warnings, subject.lang),
        context=counted("warning", warnings, subject.lang) if errors else subject.say("figure.no-error"),
    )


def _alert(subject: Subject) -> str:
    errors = sum(item.severity == "error" for item in subject.findings)
    return subject.say("alert", errors=counted("error", errors, subject.lang)) if errors else ""


def _persons(persons: Sequence[Person]) -> Iterator[Person]:
    """Those given, in the order of the roles; a role nobody is named for stands open."""
    for role in ROLES:
        named = [person for person in persons if person.role == role]
        yield from named or [Person(role)]
