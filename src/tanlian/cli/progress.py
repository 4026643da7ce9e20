"""Progress in words and counts: a bar in a terminal, plain lines elsewhere, on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tanlian.cli.desk import Desk

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@dataclass
class Steps:
    """Counts steps towards ``total`` and tells of each in words."""

    total: int
    desk: Desk
    bar: Progress | None = None
    task: TaskID | None = None
    begun: int = 0

    def begin(self, words: str) -> None:
        """Tell of a step that begins now."""
        self.begun += 1
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, completed=self.begun - 1, description=words)
        else:
            self.desk.note(f"{self.begun:>{len(str(self.total))}}/{self.total}  {words}")

    def reach(self, begun: int) -> None:
        """Go on to a count: steps that were not needed are left behind."""
        self.begun = begun
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, completed=begun)


@contextmanager
def progress(total: int, desk: Desk) -> Iterator[Steps]:
    """Steps to be told of, with a bar where stderr is a terminal."""
    if not desk.err.is_terminal:
        yield Steps(total, desk)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar_column = BarColumn(bar_width=24, complete_style="blue", finished_style="blue")
    columns = (bar_column, MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, TimeElapsedColumn(), console=desk.err, transient=True) as bar:
        yield Steps(total, desk, bar, bar.add_task("", total=total))
