"""Writing results: whole or not at all, and a place that cannot be written is a problem, not a fault."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tanlian.problems import Where, fail


def write(path: Path, writer: Callable[[Path], object], *, source: Path | None = None) -> None:
    """Let ``writer`` fill a file beside ``path``, then put it in place.

    ``source`` is the file that was read; it is never overwritten. Raises ``cli.over-source``,
    ``cli.output-is-folder``, ``cli.not-writable``.
    """
    where = Where(file=str(path))
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise fail("cli.over-source", where)
    if path.is_dir():
        raise fail("cli.output-is-folder", where)
    beside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        writer(beside)
        beside.replace(path)
    except OSError as error:
        raise fail("cli.not-writable", where, found=error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, source: Path | None = None) -> None:
    """Write UTF-8 text through `write`."""
    write(path, lambda place: place.write_text(text, encoding="utf-8", newline="\n"), source=source)


def make_folder(path: Path) -> None:
    """Make a folder with its parents. Raises ``cli.not-writable``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise fail("cli.not-writable", Where(file=str(path)), found=error.strerror or str(error)) from error
