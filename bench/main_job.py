"""The whole main job on one plant against the sum of its parts, in the same process.

    python -m bench.main_job [FILE]

The parts are the library calls a person would make in a notebook: read, check, each statement, ledger,
footprints, grades. The job does the same and writes every result as a file. Prints the seconds of each
part and of the job (medians), and the ratio of job to parts: what the command adds to the library.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from tanlian.accounting.check import check
from tanlian.accounting.choice import choose
from tanlian.accounting.ledger import ledger
from tanlian.accounting.product import footprints
from tanlian.accounting.run import METHODS, account
from tanlian.cli.job import job
from tanlian.inventory.read import read
from tanlian.problems import Problems
from tanlian.standards import standards
from tanlian.standards.plant import grade_plant

ROUNDS = 5
PLANT = Path(__file__).parent.parent / "examples" / "integrated-works"
T = TypeVar("T")


def main(plant: Path = PLANT) -> None:
    """Time the parts and the job, several rounds turn about."""
    parts: dict[str, list[float]] = {}
    whole: list[float] = []
    for _ in range(ROUNDS):
        seconds = _parts(plant)
        for name, value in seconds.items():
            parts.setdefault(name, []).append(value)
        with tempfile.TemporaryDirectory() as folder:
            whole.append(_timed(lambda: job(plant, "bench", Path(folder), "en", lambda _: None))[0])
    print(f"main job on {plant.name}, median of {ROUNDS}")
    for name, values in parts.items():
        print(f"  {name:<28} {median(values):7.3f} s")
    total = sum(median(values) for values in parts.values())
    print(f"  {'sum of the parts':<28} {total:7.3f} s")
    print(f"  {'the job, results written':<28} {median(whole):7.3f} s   ratio {median(whole) / total:.2f}")


def _parts(plant: Path) -> dict[str, float]:
    seconds: dict[str, float] = {}
    seconds["read"], inventory = _timed(lambda: read(plant))
    seconds["check"], _ = _timed(lambda: check(inventory))
    for name in METHODS:
        seconds[f"account {name}"], _ = _timed(partial(_or_refused, partial(account, inventory, name)))
    seconds["ledger"], book = _timed(lambda: ledger(inventory, choose(inventory)))
    seconds["footprints"], _ = _timed(lambda: footprints(book))
    for standard in standards():
        seconds[f"grade {standard.id}"], _ = _timed(
            partial(_or_refused, partial(grade_plant, standard, book))
        )
    return seconds


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


def _or_refused(call: Callable[[], object]) -> object:
    try:
        return call()
    except Problems as refused:
        return refused


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
