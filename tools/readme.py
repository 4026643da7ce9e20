"""Keep the README true: run its commands and compare, or write their output into it (--write).

A block ``console`` holds commands after ``$`` and what they print; a line ``...`` stands for any lines.
A block ``pycon`` is a session of Python.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ANY = "..."
WIDTH = "100"


def run(command: str) -> str:
    """What a command prints: findings and results, in the order of a terminal."""
    from tanlian.cli.main import main

    out = io.StringIO()
    words = shlex.split(command)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        main(words[1:])
    return out.getvalue()


def console(body: str) -> str:
    """A block with the output its commands have today."""
    parts = []
    for command in re.findall(r"^\$ (.*)$", body, re.MULTILINE):
        parts.append(f"$ {command}\n{run(command)}")
    return "\n".join(parts)


def session(body: str) -> str:
    """A Python session with the output it has today."""
    parts, names = [], {}
    for example in doctest.DocTestParser().get_examples(body):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(example.source, "README", "single"), names)
        source = example.source.rstrip("\n").replace("\n", "\n... ")
        parts.append(f">>> {source}\n{out.getvalue()}")
    return "".join(parts)


def same(written: str, today: str) -> bool:
    """Whether a block agrees with today's; ``...`` stands for any lines."""
    pieces = re.split(rf"^{re.escape(ANY)}\n", written, flags=re.MULTILINE)
    pattern = r"(?:.*\n)*?".join(re.escape(piece) for piece in pieces)
    return re.fullmatch(pattern, today) is not None


def update(text: str, *, write: bool) -> tuple[str, str]:
    """The text with today's blocks, and the differences found."""
    found: list[str] = []

    def fresh(hit: re.Match[str]) -> str:
        kind, body = hit[1], hit[2]
        today = console(body) if kind == "console" else session(body)
        if same(body, today):
            return hit[0]
        found.extend(
            difflib.unified_diff(body.splitlines(), today.splitlines(), "README", "today", lineterm="")
        )
        return f"```{kind}\n{today}```" if write else hit[0]

    return BLOCK.sub(fresh, text), "\n".join(found)


def main(words: list[str]) -> int:
    """Compare or rewrite."""
    os.environ.update(COLUMNS=WIDTH, NO_COLOR="1")
    os.environ.pop("TANLIAN_LANG", None)
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("examples").symlink_to(ROOT / "examples")
        fresh, differences = update(text, write="--write" in words)
        os.chdir(ROOT)
    if "--write" in words:
        README.write_text(fresh, encoding="utf-8")
        return 0
    sys.stdout.write(differences + "\n" if differences else "")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
