"""A standard with what it says of a product: its lines along a fact such as the scrap share, or its bands.

One standard an axis: each has its own intensity and its own scrap share. Several stand side by side, with
axes of equal length (`standard_charts`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache, partial
from importlib.resources import files

import polars as pl

from tanlian.accounting.statement import Text
from tanlian.charts.figures import as_text, shown
from tanlian.charts.ladder import Axis, Ladder, Line, Point, along_text, ticks
from tanlian.charts.model import NOTHING, Chart
from tanlian.charts.scale_bands import draw_bands
from tanlian.charts.scale_lines import draw_lines
from tanlian.charts.texts import run_on, said
from tanlian.problems import Where, fail
from tanlian.standards.library import Standard, load
from tanlian.standards.notes import fact_label
from tanlian.standards.result import Grade

_SCALE_WIDE, _BANDS_WIDE = 440.0, 560.0
# A kind whose lines may bend is drawn through this many points.
_STEPS = 20
_OWN_COLOUR = "ink-3"
# Some room over the last limit, for what lies above it.
_ROOM = 1.03
_ABBREVIATIONS = {"bst", "dri", "eaf", "hrc", "jrc", "qst"}
PRODUCT = "product"


def standard_chart(
    standard: Standard | str, grade: Grade | None = None, product: Text | None = None, *, top: float = 0.0
) -> Chart:
    """One standard's levels, with the product's point where it was graded.

    Lines where the limits run along one number, such as the scrap share; else bands. ``top`` : least value
    that the axis reaches, so that several charts have equal axes.
    Table: level, along (the fact, where there is one), limit, sign, unit; then the product's own row.
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    return _chart(chosen, grade, product, _along(chosen), top)


def standard_bands(
    standard: Standard | str, grade: Grade, product: Text | None = None, *, top: float = 0.0
) -> Chart:
    """The levels as bands from zero, with the limits that hold for the product graded.

    Raises ``chart.no-limits`` where the grade found none. Table as `standard_chart`.
    """
    chosen = load(standard) if isinstance(standard, str) else standard
    return _chart(chosen, grade, product, "", top)


def standard_charts(items: Iterable[tuple[Standard | str, Grade | None]], product: Text) -> tuple[Chart, ...]:
    """Several standards with what they say of one product, each on its own, with axes of equal length."""
    pairs = [(load(item) if isinstance(item, str) else item, grade) for item, grade in items]
    top = max((_ladder(item, grade, _along(item), 0.0).axis.top for item, grade in pairs), default=0.0)
    return tuple(standard_chart(item, grade, product, top=top) for item, grade in pairs)


def _chart(standard: Standard, grade: Grade | None, product: Text | None, along: str, top: float) -> Chart:
    rule = standard.pack.rule
    ladder = _ladder(standard, grade, along, top)
    name = product or said("standard.product")
    title = _title(standard, grade, ladder)
    return Chart(
        id="standard-scale" if along else "standard-bands",
        title=title,
        subtitle=_subtitle(standard, grade, along),
        aria=said("standard.aria", title=title, levels=", ".join(rule.levels)),
        note=_note(standard, grade),
        table=_table(ladder, rule.unit),
        names={"level": {PRODUCT: name}, "unit": {rule.unit: as_text(ladder.axis.unit)}},
        draw=partial(draw_lines if along else draw_bands, ladder, name),
        wide=_SCALE_WIDE if along else _BANDS_WIDE,
    )


def _along(standard: Standard) -> str:
    """The one number that the limits run along, or nothing."""
    rule = standard.pack.rule
    return rule.conditions[0] if len(rule.conditions) == 1 and rule.conditions[0] in rule.bounds else ""


def _ladder(standard: Standard, grade: Grade | None, along: str, top: float) -> Ladder:
    rule = standard.pack.rule
    fact = grade.facts.get(along) if grade and along else None
    at = fact if isinstance(fact, Fraction) else None
    point = None
    if grade and grade.amount and grade.outcome in {"graded", "not-graded"}:
        margin = float(grade.margin.value) if grade.margin else None
        point = Point(float(at or 0), float(grade.amount.value), margin)
    drawn = along or not rule.conditions
    lines = _lines(standard, along, grade) if drawn else _given_lines(standard, grade)
    if not lines:
        raise fail("chart.no-limits", Where(name=standard.id), found=standard.id)
    highest = max(limit for line in lines for _, limit in line.places)
    low, high = rule.bounds[along] if along else (Fraction(0), Fraction(0))
    return Ladder(
        lines=lines,
        above=rule.above.level or "",
        reached=grade.level if grade and point else None,
        following=grade.next_level if grade and point else None,
        point=point,
        axis=Axis(
            low=float(low),
            high=float(high),
            top=ticks(max(_ROOM * highest, point.value if point else 0.0, top))[-1],
            unit=_unit(standard),
            fact=along,
        ),
        colour=_family(standard.id)[0],
    )


def _lines(standard: Standard, along: str, grade: Grade | None) -> tuple[Line, ...]:
    """The limit of each level at the ends of the fact, at the product and, where lines may bend, between.

    The other facts of the grade, such as corrections, hold for all of the line.
    """
    rule = standard.pack.rule
    known = {name: fact for name, fact in grade.facts.items() if fact is not None} if grade else {}
    grid = [Fraction(0)]
    if along:
        low, high = rule.bounds[along]
        steps = 1 if rule.kind == "sliding-scale" else _STEPS
        grid = [low + (high - low) * step / steps for step in range(steps + 1)]
        grid += [fact for name, fact in known.items() if name == along and isinstance(fact, Fraction)]
    places: dict[str, list[tuple[float, float]]] = {}
    signs: dict[str, str] = {}
    for place in sorted(set(grid)):
        for limit in rule.limits({**known, along: place} if along else known, standard.pack.tie.sign):
            places.setdefault(limit.level, []).append((float(place), float(limit.value)))
            signs[limit.level] = limit.sign
    return tuple(Line(level, tuple(found), signs[level]) for level, found in places.items())


def _given_lines(standard: Standard, grade: Grade | None) -> tuple[Line, ...]:
    """The limits as a grade found them, where they hang on more than one number."""
    limits = grade.limits if grade else {}
    lines = [
        Line(level, ((0.0, float(limit.value)),), standard.pack.tie.sign)
        for level, limit in limits.items()
        if limit is not None
    ]
    return tuple(lines)


def _title(standard: Standard, grade: Grade | None, ladder: Ladder) -> Text:
    name = standard_name(standard)
    # A level reached by another fact than the value has no point.
    if grade is None or (ladder.point is None and grade.level):
        return said("standard.title-bare", standard=name, count=len(ladder.lines))
    if ladder.point is None:
        return said(f"standard.{grade.outcome}", standard=name)
    values = {
        "standard": name,
        "level": grade.level or "",
        "unit": ladder.axis.unit,
        "next": grade.next_level or "",
    }
    gap = ladder.axis.scale.number(abs(ladder.point.margin or 0.0))
    if grade.level is None:
        return said("standard.title-none", **values, gap=gap)
    return said("standard.title" if grade.next_level else "standard.title-best", **values, gap=gap)


def _subtitle(standard: Standard, grade: Grade | None, along: str) -> Text:
    rule, measure = standard.pack.rule, standard.pack.measure
    stage = said(f"stage.{measure.functional_unit.stage}") if measure else NOTHING
    unit = _unit(standard)
    what = Text(f"{unit} {stage.en}".strip(), f"{unit}{stage.zh}")
    words = {"value": _name(rule.value), "what": what}
    if along:
        return said("standard.subtitle", **words, fact=_name(along))
    first = rule.conditions[0] if rule.conditions else ""
    at = grade.facts.get(first) if grade else None
    if isinstance(at, Fraction):
        where = along_text(float(at), first)
        return said("standard.subtitle-at", **words, fact=_name(first), at=where)
    return said("standard.subtitle-bands", **words)


def _note(standard: Standard, grade: Grade | None) -> Text:
    """Why there is no point, where there is none; and the weakest status that limits and value rest on."""
    status = said("bars.status", status=said(f"status.{grade.status if grade else standard.pack.status}"))
    if grade is None or grade.outcome in {"graded", "not-graded"}:
        return status
    return run_on(Text(grade.reason.of("en"), grade.reason.of("zh")), status)


def _table(ladder: Ladder, unit: str) -> pl.DataFrame:
    rows: list[tuple[str, float | None, float, str, str]] = [
        (line.level, along if ladder.axis.along.en else None, limit, line.sign, unit)
        for line in ladder.lines
        for along, limit in line.places
    ]
    if ladder.point:
        along = ladder.point.along if ladder.axis.along.en else None
        rows.append((PRODUCT, along, ladder.point.value, "=", unit))
    schema = {
        "level": pl.String,
        "along": pl.Float64,
        "limit": pl.Float64,
        "sign": pl.String,
        "unit": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def standard_name(standard: Standard) -> Text:
    """What a standard is called in a chart: its family, the numbers of its id, and its variant.

    The variant is in the words of the id; in Chinese in those of the title after its colon, where it has one.
    """
    _, family, rest = _family(standard.id)
    numbers = " ".join(part for part in rest if not part.isalpha())
    variant = " ".join(part.upper() if part in _ABBREVIATIONS else part for part in rest if part.isalpha())
    _, colon, own = standard.pack.title.zh.rpartition("：")
    in_chinese = own if colon and variant else variant
    return Text(
        " ".join(part for part in (family.en, numbers, variant) if part),
        " ".join(part for part in (family.zh, numbers, in_chinese) if part),
    )


def _family(standard_id: str) -> tuple[str, Text, list[str]]:
    """Colour token and name of the family with the longest matching prefix, and the other parts of the id."""
    for prefix, (colour, name) in _families().items():
        if standard_id == prefix or standard_id.startswith(f"{prefix}-"):
            return colour, name, [part for part in standard_id.removeprefix(prefix).split("-") if part]
    return _OWN_COLOUR, as_text(standard_id), []


@cache
def _families() -> Mapping[str, tuple[str, Text]]:
    """Colour token and name by prefix of the id, long prefixes first."""
    text = files("tanlian.charts").joinpath("data/families.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: -len(row["prefix"]))
    return {row["prefix"]: (row["colour"], Text(row["en"], row["zh"])) for row in rows}


def _unit(standard: Standard) -> str:
    """The unit of the rule with what it counts: ``kg CO₂e/t``."""
    measure, unit = standard.pack.measure, standard.pack.rule.unit
    if measure is None:
        return shown(unit)
    weight, _, per = unit.partition("/")
    return shown(f"{weight} {measure.functional_unit.of}/{per}")


def _name(fact: str) -> Text:
    return Text(fact_label(fact).en, fact_label(fact).zh)
