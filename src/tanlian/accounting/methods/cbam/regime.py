"""What the definitive period asks beside the arithmetic, and what this method leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tanlian.accounting.methods.cbam.book import Entry, from_line
from tanlian.accounting.methods.cbam.case import Case
from tanlian.accounting.methods.cbam.direct import Attributed
from tanlian.accounting.methods.cbam.good_lines import rounded
from tanlian.accounting.methods.cbam.precursors import Use
from tanlian.accounting.methods.cbam.settings import FIRST_YEAR
from tanlian.accounting.methods.cbam.sharing import code_problems, sharing_problems, subset_problems
from tanlian.problems import Problem, Where, problem


def regime_problems(
    case: Case, processes: Sequence[Attributed], uses: Sequence[Use], options: Mapping[str, str]
) -> Iterator[Problem]:
    """Errors and warnings of the definitive period."""
    level = {item.group.id: item.level.value for item in processes}
    yield from _period_problems(case, options)
    yield from code_problems(case)
    yield from sharing_problems(case, uses, level)
    yield from subset_problems(case, uses)
    yield from _grid_problems(case, processes)
    yield problem("cbam.not-covered", severity="warning")


def whole_tonnes(case: Case, processes: Sequence[Attributed]) -> None:
    """Emissions of the period in full tonnes, process by process (2547 Annex II A.1(6), IV 1.2(5))."""
    for item in processes:
        for kind, line in (("attributed_direct", item.direct), ("attributed_indirect", item.indirect)):
            if line is not None:
                value, names = float(rounded(line.value, 0)), {"process": item.group.text}
                inputs = (from_line("AttrEm", line),)
                entry = Entry(f"process.{kind}_whole_t", f"{line.id}_whole_t", value, inputs, names=names)
                case.book.add(entry)


def _period_problems(case: Case, options: Mapping[str, str]) -> Iterator[Problem]:
    period, where = case.inventory.period, Where(file=case.inventory.source, sheet="site")
    starts, ends = period.start, period.end
    whole_year = (starts.month, starts.day, ends.month, ends.day) == (1, 1, 1, 1)
    if not (whole_year and ends.year == starts.year + 1):
        yield problem("cbam.not-a-year", where, found=str(period), severity="warning")
    if starts.year < FIRST_YEAR and "year" not in options:
        year = case.settings.year
        yield problem("cbam.before-2026", where, found=str(period), expected=year, severity="warning")


def _grid_problems(case: Case, processes: Sequence[Attributed]) -> Iterator[Problem]:
    """Grid electricity of goods outside Annex II needs the factor of the act (Art. 11(3), Annex II D.4)."""
    chosen = case.sources.choice.of("electricity", "electricity")
    if chosen is None or chosen.header.status == "user":
        return
    counted = [part for item in processes if item.indirect is not None for part in item.indirect.inputs]
    if any(chosen.header.document in part.source for part in counted):
        where = Where(name="factors.electricity")
        yield problem("cbam.grid-factor", where, found=chosen.id, severity="warning")
