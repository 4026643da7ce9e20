"""The command line itself: help, languages, usage errors, faults, exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanlian.cli import grade as grade_command
from tanlian.cli.help import entries
from tanlian.cli.words import _words
from tests.cli.conftest import Run

COMMANDS = [name for name in entries() if name not in {"shared", "tanlian"}]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_in_both_languages(run: Run, command: str, lang: str) -> None:
    ran = run(*command.split(), "--help", "--lang", lang)
    assert ran.status == 0
    assert ran.out.startswith("Usage: tanlian" if lang == "en" else "用法：tanlian")
    assert ("--lang" in ran.out) or command in {"factors", "standards"}
    assert max(len(line) for line in ran.out.splitlines()) <= 100


def test_words_exist_in_both_languages() -> None:
    for key, entry in _words().items():
        assert set(entry) == {"en", "zh"}, key
        assert all(entry.values()), key


def test_language_of_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANLIAN_LANG", "zh_CN.UTF-8")
    assert "标准编号" in run("grade", "--help").out
    assert "Standard id" in run("grade", "--help", "--lang", "en").out
    monkeypatch.setenv("TANLIAN_LANG", "klingon")
    assert run("standards", "list").status == 2


def test_version_and_options_before_the_command(run: Run) -> None:
    assert run("--version").out.startswith("tanlian ")
    assert run("--json", "--lang", "zh", "standards", "list").json["standards"][0]["title"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("grad",), "cli.unknown-command"),
        (("standards", "shw"), "cli.unknown-command"),
        (("grade",), "cli.missing-argument"),
        (("grade", "iea-2022", "--fcat", "a=b"), "cli.unknown-option"),
        (("grade", "iea-2022", "--fact"), "cli.option-needs-value"),
        (("grade", "iea-2022", "a", "b"), "cli.extra-argument"),
        (("grade", "iea-2022", "--basis", "both"), "cli.bad-choice"),
        (("footprint", "x", "--top", "a"), "cli.bad-value"),
        (("grade", "iea-2022", "--json=1"), "cli.usage"),
        (("standards", "show", "iea"), "standard.unknown"),
        (("factors", "show", "ndrc"), "factors.unknown-set"),
        (("factors", "show", "no-such-file.csv"), "factors.unreadable"),
        (("factors", "search", "unobtainium"), "cli.nothing-found"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_status_2(run: Run, words: tuple[str, ...], code: str) -> None:
    for lang in ("en", "zh"):
        ran = run("--json", "--lang", lang, *words)
        assert (ran.status, ran.json["problems"][0]["code"]) == (2, code)
        plain = run("--lang", lang, *words)
        assert (plain.status, plain.out) == (2, "")
        assert plain.err


def test_a_group_without_a_command_shows_its_help(run: Run) -> None:
    assert "search" in run("factors").out
    ran = run("factors", "--json")
    assert (ran.status, ran.json["problems"][0]["code"]) == (2, "cli.missing-command")


def test_a_fault_of_ours_is_one_calm_line_and_status_1(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(grade_command, "pairs", broken)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = run("grade", "iea-2022", "--fact", "intensity=1 kg/t")
    assert (ran.status, ran.out) == (1, "")
    assert len(ran.err.splitlines()) == 1
    assert "secret" not in ran.err
    (log,) = tmp_path.glob("tanlian-fault-*.log")
    assert log.name in ran.err
    assert "secret of the house" in log.read_text(encoding="utf-8")
    again = run("grade", "iea-2022", "--fact", "intensity=1 kg/t", "--json")
    assert again.json["fault"]["reference"] in ran.err


WORDS = st.sampled_from(["grade", "factors", "standards", "show", "search", "list", "iea-2022", "ndrc-2013"])
OPTIONS = st.sampled_from(
    ["--fact", "--flow", "--json", "--lang", "zh", "--", "-o", "x=1", "intensity=1", ""]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS | OPTIONS | st.text(max_size=12), max_size=6))
def test_any_words_end_calmly(run: Run, words: list[str]) -> None:
    assert run(*words).status in {0, 2}


def test_the_installed_command_in_any_terminal() -> None:
    command = [sys.executable, "-m", "tanlian.cli.main", "standards", "list", "--lang", "zh"]
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1", "COLUMNS": "40"}
    done = subprocess.run(command, capture_output=True, env=env, check=False)
    assert done.returncode == 0
    assert "状态" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout


def test_a_reader_that_leaves_is_no_fault() -> None:
    command = f"{sys.executable} -m tanlian.cli.main factors show ndrc-2013 --json | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
