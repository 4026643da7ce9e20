"""What a report is about, put together once, with the names that tables need."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tanlian.accounting.statement import Statement
from tanlian.accounting.uncertainty import Uncertainty
from tanlian.catalogue import flows, regions
from tanlian.charts.model import Chart
from tanlian.factors.model import FactorSet
from tanlian.inventory.balance import Balance
from tanlian.inventory.model import SITE, Inventory
from tanlian.inventory.words import choices
from tanlian.problems import Lang, Problem
from tanlian.report.model import Column, Picture, Section, Table
from tanlian.report.words import word, words

_PRINTED = {"CO2": "CO₂", "CH4": "CH₄", "N2O": "N₂O", "m3": "m³", "10^4": "10⁴"}
_TYPED = re.compile(r"\b(?:CO2|CH4|N2O)(?=e?\b)|\bm3(?=N?\b)|\b10\^4\b", re.ASCII)
_TIMES = re.compile(r" [x*] ")
_MINUS = re.compile(r"(?<= )-(?= )|(?<![^(; ])-(?=[^\W\d])")
_OTHER_WORDS = re.compile(r"(?<![\w.*])[a-z]{3,}(?![\w.*])")
_NAMES = sorted((key.removeprefix("symbol.") for key in words() if key.startswith("symbol.")), key=len)
_WORDS = re.compile(rf"(?<![\w.])(?:{'|'.join(reversed(_NAMES))})(?![\w.])")


@dataclass(frozen=True, slots=True)
class Subject:
    """The inputs of a report and its language.

    ``problems`` are those of reading and checking the inventory; the statement's own are added.
    ``previous`` is the statement of the period before, by the same method. ``own_sets`` are factor sets
    that are not bundled.
    """

    inventory: Inventory
    statement: Statement
    balance: Balance
    problems: Sequence[Problem] = ()
    previous: Statement | None = None
    uncertainty: Uncertainty | None = None
    charts: Sequence[Chart] = ()
    own_sets: Mapping[str, FactorSet] = field(default_factory=dict)
    lang: Lang = "en"

    def say(self, key: str, **values: object) -> str:
        """A word or sentence of the report."""
        return word(key, self.lang, **values)

    def section(
        self,
        name: str,
        *paragraphs: str,
        tables: tuple[Table, ...] = (),
        pictures: tuple[Picture, ...] = (),
    ) -> Section:
        """A section under the heading of its name; empty paragraphs are left out."""
        told = tuple(text for text in paragraphs if text)
        return Section(name, self.say(f"section.{name}"), told, tables, pictures)

    def column(self, key: str, unit: str = "", share: float = 0) -> Column:
        """A column of text."""
        return Column(self.say(f"head.{key}"), shown(unit), "text", share)

    def number_column(self, key: str, unit: str = "") -> Column:
        """A column of numbers."""
        return Column(self.say(f"head.{key}"), shown(unit), "number")

    def status_column(self) -> Column:
        """The column of statuses."""
        return Column(self.say("head.status"), kind="status")

    def process_name(self, process_id: str) -> str:
        """The name of a process, or of the site."""
        if process_id == SITE:
            return self.say("site")
        return self._processes.get(process_id) or process_id

    def flow_name(self, flow_id: str) -> str:
        """The name of a flow of the catalogue."""
        return flows()[flow_id].label(self.lang) if flow_id in flows() else flow_id

    def region_name(self, region_id: str) -> str:
        """The name of a country or grid region."""
        return regions()[region_id].label(self.lang) if region_id in regions() else region_id

    def choice_name(self, field: str, value: str) -> str:
        """The word of a closed list of the inventory, such as ``evidence.kind``; else the value."""
        return next((item.label(self.lang) for item in choices(field) if item.id == value), value)

    def partner_name(self, partner: str) -> str:
        """Where an exchange comes from or goes to: the market, the stock, the site, another process."""
        word = self.choice_name("exchanges.partner", partner)
        return self.process_name(partner) if partner in self._processes else word

    @property
    def _processes(self) -> dict[str, str]:
        return {item.id: item.name for item in self.inventory.processes}

    @property
    def options(self) -> str:
        """The options of the method in one line."""
        told = (f"{name} = {value}" for name, value in self.statement.options.items())
        return self.say("list.parts").join(told)

    @property
    def findings(self) -> tuple[Problem, ...]:
        """Everything found, each once, errors first."""
        unique = {item.text(self.lang): item for item in (*self.problems, *self.statement.warnings)}
        return tuple(sorted(unique.values(), key=lambda item: item.severity != "error"))


def shown(text: str) -> str:
    """Units and formulas as they are printed: lowered figures in formulas of gases, true signs."""
    return _TYPED.sub(lambda hit: _PRINTED[hit[0]], text)


def formula(text: str, lang: Lang) -> str:
    """A formula in print: × and − for the letters of a keyboard, and its words in the language.

    A formula with words that have no translation stays as its method wrote it.
    """
    signs = shown(_MINUS.sub("−", _TIMES.sub(" × ", text)))
    if _OTHER_WORDS.search(_WORDS.sub("", signs)):
        return signs
    return _WORDS.sub(lambda hit: symbol(hit[0], lang), signs)


def symbol(name: str, lang: Lang) -> str:
    """The name of an input; an abbreviation stays as it is."""
    return word(f"symbol.{name}", lang) if f"symbol.{name}" in words() else shown(name)
