"""The main job on one plant: check, statements, ledger, footprints, grades; every result a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tanlian.accounting.check import Check, check
from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import Ledger, ledger
from tanlian.accounting.methods import Method
from tanlian.accounting.product import ProductFootprint, footprints
from tanlian.accounting.run import METHODS, account
from tanlian.accounting.statement import Statement
from tanlian.accounting.workbook import write_workbook
from tanlian.cli.chart_files import write_charts
from tanlian.cli.desk import to_json
from tanlian.cli.files import make_folder, write, write_text
from tanlian.cli.words import word
from tanlian.inventory.model import Inventory
from tanlian.inventory.read import read_with_warnings
from tanlian.problems import Lang, Problem, Problems
from tanlian.standards import Standard, standards
from tanlian.standards.plant import PlantGrade, grade_plant

Tell = Callable[[str], None]

# Words of `words.yaml`, one step each; every method and standard is a step too.
STEPS = ("step.read", "step.balance", "step.ledger", "step.footprints", "step.charts")


@dataclass
class Made:
    """What the job made of one plant. ``refused`` names each result that could not be made, and why."""

    name: str
    folder: Path
    inventory: Inventory | None = None
    checked: Check | None = None
    problems: tuple[Problem, ...] = ()
    statements: dict[str, Statement] = field(default_factory=dict)
    ledger: Ledger | None = None
    footprints: tuple[ProductFootprint, ...] = ()
    grades: dict[str, tuple[PlantGrade, ...]] = field(default_factory=dict)
    refused: dict[str, tuple[Problem, ...]] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether the plant file could be read and nothing stands against it."""
        return self.inventory is not None and not any(item.severity == "error" for item in self.problems)


def steps_per_plant() -> int:
    """How many steps the job tells of for one plant."""
    return len(STEPS) + len(_methods()) + len(_measured())


def job(plant: Path, name: str, folder: Path, lang: Lang, tell: Tell) -> Made:
    """Run the main job on one plant file and leave the results in ``folder``.

    A result that cannot be made is named with its problems and the job goes on. Raises `Problems` only
    where the folder cannot be written.
    """
    make_folder(folder)
    made = Made(name, folder)
    _read(plant, made, lang, tell)
    if made.inventory is not None:
        _statements(made.inventory, made, lang, tell)
        _ledger(made.inventory, made, lang, tell)
        _grades(made, lang, tell)
        tell(word(STEPS[4], lang))
        write_charts(made.inventory, made.footprints, folder, lang)
    write_text(folder / "summary.json", to_json(summary(made, lang)))
    return made


def summary(made: Made, lang: Lang) -> dict[str, Any]:
    """What was made of a plant, in short: JSON form."""
    inventory = made.inventory
    return {
        "plant": made.name,
        "site": inventory.site.name if inventory else None,
        "period": str(inventory.period) if inventory else None,
        "accepted": made.accepted,
        "problems": [item.as_dict(lang) for item in made.problems],
        "statements": {name: _headline(item, lang) for name, item in made.statements.items()},
        "footprints": [_short_footprint(item, lang) for item in made.footprints],
        "grades": {name: _grade_dicts(grades, lang) for name, grades in made.grades.items()},
        "refused": {
            name: [item.as_dict(lang) for item in problems] for name, problems in made.refused.items()
        },
    }


def _read(plant: Path, made: Made, lang: Lang, tell: Tell) -> None:
    try:
        tell(word(STEPS[0], lang))
        reading = read_with_warnings(plant)
        inventory, made.problems = reading.inventory, reading.warnings
        tell(word(STEPS[1], lang))
        made.checked = check(inventory)
        made.inventory = inventory
        made.problems += made.checked.problems
        write_text(made.folder / "balance.csv", made.checked.balance.frame.write_csv())
    except Problems as error:
        made.problems += error.problems


def _methods() -> dict[str, Method]:
    return {name: method for name, method in METHODS.items() if not method.on_request}


def _statements(inventory: Inventory, made: Made, lang: Lang, tell: Tell) -> None:
    for name, method in _methods().items():
        tell(name)
        if method.countries and inventory.site.country not in method.countries:
            continue
        paths = [made.folder / f"statement.{name}.{form}" for form in ("json", "xlsx")]
        try:
            statement = account(inventory, name)
        except Problems as error:
            made.refused[name] = error.problems
            _remove(*paths)
            continue
        made.statements[name] = statement
        write_text(paths[0], to_json(statement.as_dict(lang)))
        write(paths[1], _workbook_writer(statement, lang))


def _workbook_writer(statement: Statement, lang: Lang) -> Callable[[Path], None]:
    return lambda path: write_workbook(statement, path, lang)


def _ledger(inventory: Inventory, made: Made, lang: Lang, tell: Tell) -> None:
    paths = [made.folder / name for name in ("ledger.parquet", "ledger.csv", "footprints.json")]
    tell(word(STEPS[2], lang))
    try:
        made.ledger = ledger(inventory, choose(inventory))
        tell(word(STEPS[3], lang))
        made.footprints = footprints(made.ledger)
    except Problems as error:
        made.refused["ledger"] = error.problems
        _remove(*paths)
        return
    frame = made.ledger.frame
    write(paths[0], frame.write_parquet)
    write(paths[1], frame.write_csv)
    write_text(paths[2], to_json([item.as_dict(lang) for item in made.footprints]))


def _grades(made: Made, lang: Lang, tell: Tell) -> None:
    for standard in _measured():
        tell(standard.id)
        if made.ledger is None:
            continue
        try:
            made.grades[standard.id] = grade_plant(standard, made.ledger)
        except Problems as error:
            made.refused[standard.id] = error.problems
    graded = {name: _grade_dicts(grades, lang) for name, grades in made.grades.items()}
    write_text(made.folder / "grades.json", to_json(graded))


def _measured() -> list[Standard]:
    """The standards that a plant can be graded by: those with a measure of its ledger."""
    return [standard for standard in standards() if standard.pack.measure is not None]


def _grade_dicts(grades: tuple[PlantGrade, ...], lang: Lang) -> list[dict[str, Any]]:
    return [{"product": item.product, **item.grade.as_dict(lang)} for item in grades]


def _headline(statement: Statement, lang: Lang) -> dict[str, Any]:
    told: Mapping[str, Any] = statement.as_dict(lang)
    return {key: told[key] for key in ("title", "status", "totals", "factor_sets", "warnings")}


def _short_footprint(item: ProductFootprint, lang: Lang) -> dict[str, Any]:
    told = item.as_dict(lang)
    for basis in told["bases"].values():
        del basis["contributions"], basis["factor_sets"]
    return told


def _remove(*paths: Path) -> None:
    """An old result must not stand for one that could not be made."""
    for path in paths:
        path.unlink(missing_ok=True)
