"""``tanlian run``: the whole main job on plant files, the results as files and as tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanlian.cli.desk import Desk, to_json
from tanlian.cli.files import make_folder, write_text
from tanlian.cli.options import AsJson, Language
from tanlian.problems import Where, fail

if TYPE_CHECKING:
    from tanlian.cli.progress import Steps

DONE, REFUSED = 0, 2
_PLANT_FORMS = {".xlsx", ".yaml", ".yml"}


def run(
    context: typer.Context,
    plants: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER")] = Path("results"),
    as_json: AsJson = False,
    lang: Language = None,
) -> int:
    """Run the main job."""
    desk = Desk.of(context, as_json, lang)
    chosen = plants or examples()
    from tanlian.cli.job import job, steps_per_plant, summary
    from tanlian.cli.progress import progress

    make_folder(output)
    made = []
    each = steps_per_plant()
    with progress(each * len(chosen), desk) as steps:
        for index, (name, plant) in enumerate(zip(_names(chosen), chosen, strict=True), start=1):
            made.append(job(plant, name, output / name, desk.lang, partial(_tell, steps, name)))
            steps.reach(each * index)
    document = {"plants": [summary(item, desk.lang) for item in made]}
    write_text(output / "summary.json", to_json(document))
    if desk.json:
        desk.dump(document)
    else:
        from tanlian.cli.run_page import overview, page

        desk.print(*(part for item in made for part in page(item, desk)), overview(made, desk))
        desk.print(desk.word("run.left", folder=output))
    return DONE if all(item.accepted for item in made) else REFUSED


def _tell(steps: Steps, name: str, words: str) -> None:
    steps.begin(f"{name}: {words}")


def examples() -> list[Path]:
    """The example plants: of the folder one stands in, else of the checkout this is installed from.

    Raises ``cli.no-examples``.
    """
    checkout = Path(str(files("tanlian"))).parent.parent
    for root in (Path.cwd(), checkout):
        found = [path for path in sorted((root / "examples").glob("*")) if _is_plant(path)]
        if found:
            return found
    raise fail("cli.no-examples", Where(file=str(Path.cwd())))


def _is_plant(path: Path) -> bool:
    return path.suffix.casefold() in _PLANT_FORMS or (path / "exchanges.csv").is_file()


def _names(plants: Sequence[Path]) -> list[str]:
    """A folder name for each plant; two files of one name get numbers."""
    names: list[str] = []
    for path in plants:
        stem = path.resolve().stem or "plant"
        name, number = stem, 2
        while name in names:
            name, number = f"{stem}-{number}", number + 1
        names.append(name)
    return names
