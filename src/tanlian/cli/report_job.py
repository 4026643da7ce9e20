"""Everything a report is made of, from one plant file and the words of a command line."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tanlian.accounting.check import check
from tanlian.accounting.choice import choose
from tanlian.accounting.run import account
from tanlian.accounting.run import method as known_method
from tanlian.accounting.statement import Statement
from tanlian.accounting.uncertainty import Ask, Uncertainty, uncertainty
from tanlian.accounting.uncertainty import read as read_sheet
from tanlian.charts.energy import energy_balance
from tanlian.charts.model import Chart
from tanlian.charts.sankey import carbon_sankey
from tanlian.cli.plant import Named, refuse_unused
from tanlian.cli.uncertainty import flows_of
from tanlian.inventory.model import Inventory
from tanlian.inventory.read import read, read_with_warnings
from tanlian.problems import Lang, Problems, Where, fail, nearest
from tanlian.report import Person, Report, Subject, report
from tanlian.report.build import ROLES


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line names. ``persons`` are names by role, a position after a comma."""

    file: Path
    method: str
    previous: Path | None
    uncertainty: Path | None
    persons: Mapping[str, str]
    date: datetime.date
    options: Mapping[str, str]
    named: Named


def make(asked: Asked, lang: Lang) -> Report:
    """The report. Raises what reading, the method and `report` raise."""
    known_method(asked.method)
    persons = tuple(_persons(asked.persons))
    named = asked.named
    reading = read_with_warnings(asked.file)
    inventory = reading.inventory
    refuse_unused(named, inventory)
    checked = check(inventory, named.roles, named.own)
    subject = Subject(
        inventory,
        _statement(inventory, asked),
        checked.balance,
        problems=(*reading.warnings, *checked.problems),
        previous=_statement(read(asked.previous), asked) if asked.previous else None,
        uncertainty=_uncertainty(inventory, asked),
        charts=tuple(_charts(inventory, asked)),
        own_sets=named.own,
        lang=lang,
    )
    return report(subject, date=asked.date, persons=persons)


def _statement(inventory: Inventory, asked: Asked) -> Statement:
    named = asked.named
    return account(inventory, asked.method, factors=named.roles, options=asked.options, own_sets=named.own)


def _uncertainty(inventory: Inventory, asked: Asked) -> Uncertainty | None:
    if asked.uncertainty is None:
        return None
    ask = Ask(tuple(flows_of(inventory, ())))
    sheet = read_sheet(asked.uncertainty)
    return uncertainty(inventory, sheet, ask, factors=asked.named.roles, own_sets=asked.named.own)


def _charts(inventory: Inventory, asked: Asked) -> Iterator[Chart]:
    """Carbon and energy through the works; a works without one of them has no such picture."""
    choice = choose(inventory, asked.named.roles, None, asked.named.own)
    for draw in (carbon_sankey, energy_balance):
        try:
            yield draw(inventory, choice)
        except Problems:
            continue


def _persons(given: Mapping[str, str]) -> Iterator[Person]:
    for role, words in given.items():
        if role not in ROLES:
            hint = nearest(role, ROLES) or ", ".join(ROLES)
            where = Where(name="--person")
            raise fail("cli.pair-unknown", where, found=role, expected=hint, option="--person")
        name, _, position = words.partition(",")
        yield Person(role, name.strip(), position.strip())
