"""The entry of the command: language, help, exit status, and no traceback for anyone.

Exit status: 0 done; 2 bad input (a problem, or a command line that cannot be read); 1 a fault of ours;
130 stopped with Ctrl-C.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.exceptions import TyperException

from tanlian.cli.app import app
from tanlian.cli.desk import Desk
from tanlian.cli.help import page
from tanlian.cli.usage import language_of, missing_command, problem_of, unknown_command
from tanlian.problems import Problems, fail

DONE, FAULT, BAD_INPUT, STOPPED = 0, 1, 2, 130


def run() -> None:
    """Entry point of the installed command."""
    _speak_utf8()
    sys.exit(main(sys.argv[1:]))


def main(words: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    language, no_language = language_of(words, os.environ)
    desk = Desk(language, "--json" in words)
    try:
        if no_language:
            raise fail("cli.unknown-language", found=no_language)
        return _dispatch(list(words), desk)
    except Problems as error:
        desk.problems(error.problems)
        return BAD_INPUT
    except KeyboardInterrupt:
        sys.stderr.write(desk.word("stopped") + "\n")
        return STOPPED
    except BrokenPipeError:
        _close_quietly()
        return DONE
    except Exception as error:  # the last net: whatever it is, it is a fault of ours
        from tanlian.cli.faults import report

        report(error, desk)
        return FAULT


def _dispatch(words: list[str], desk: Desk) -> int:
    command: Any = typer.main.get_command(app)
    path, target = _find(words, command)
    asked = bool({"--help", "-h"} & set(words))
    if asked or (hasattr(target, "commands") and "--version" not in words):
        if desk.json and not asked:
            raise Problems([missing_command(" ".join(["tanlian", *path]), list(target.commands))])
        sys.stdout.write(page(path, target, desk.lang))
        sys.stdout.flush()
        return DONE
    try:
        status = command.main(words, prog_name="tanlian", standalone_mode=False, obj=desk)
    except TyperException as error:
        raise Problems([problem_of(error, " ".join(["tanlian", *path]))]) from error
    except SystemExit as stop:  # Typer's own way out of a broken pipe
        if isinstance(stop.__context__, OSError):
            raise BrokenPipeError from stop
        raise
    sys.stdout.flush()
    return status if isinstance(status, int) else DONE


def _find(words: Sequence[str], command: Any) -> tuple[list[str], Any]:
    """The command that the words lead to. Raises ``cli.unknown-command``."""
    path: list[str] = []
    skip = False
    for item in words:
        if not hasattr(command, "commands"):
            break
        if skip or item.startswith("-"):
            skip = item == "--lang"
            continue
        if item not in command.commands:
            raise Problems([unknown_command(item, " ".join(["tanlian", *path]), list(command.commands))])
        path.append(item)
        command = command.commands[item]
    return path, command


def _speak_utf8() -> None:
    """中文 on any console: a Windows code page must not decide what can be said."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _close_quietly() -> None:
    """The reader has gone (``| head``): give Python's exit nothing left to complain about."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    run()
