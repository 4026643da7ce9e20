"""A fault of ours: one calm line with a reference; the full trace only in a log file or on request."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
import traceback
from importlib.metadata import version
from pathlib import Path

from tanlian.cli.desk import Desk


def report(error: BaseException, desk: Desk) -> None:
    """Tell of an unexpected exception without a traceback, and leave the traceback in a log file.

    The reference is the hash of the trace: the same fault has the same reference.
    """
    trace = "".join(traceback.format_exception(error))
    reference = hashlib.sha256(trace.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    log = _write_log(trace, reference)
    if desk.json:
        desk.dump({"fault": {"reference": reference, "log": log}})
    key = "fault.logged" if log else "fault.unlogged"
    sys.stderr.write(desk.word(key, reference=reference, log=log) + "\n")
    if os.environ.get("TANLIAN_DEBUG"):
        sys.stderr.write(trace)


def _write_log(trace: str, reference: str) -> str:
    head = f"tanlian {version('tanlian')}, Python {platform.python_version()}, {platform.system()}\n\n"
    path = Path(tempfile.gettempdir()) / f"tanlian-fault-{reference}.log"
    try:
        path.write_text(head + trace, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return ""
    return str(path)
