"""Refuse a runtime package whose licence is not permissive: python tools/licences.py LOCK."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

# SPDX names, the old names packages still carry, and the old classifiers, all in one spelling.
PERMISSIVE = {
    "0BSD",
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC License (ISCL)",
    "MIT",
    "MIT License",
    "PSF-2.0",
    "Zlib",
}
ELSEWHERE = {"colorama"}  # locked for Windows only: BSD-3-Clause, read by hand


def licences(package: str) -> list[str]:
    """The licences a package states, all of which apply; an `OR` keeps the permissive side."""
    about = metadata.metadata(package)
    expression = about.get("License-Expression")
    if expression:
        return [choice(part) for part in expression.split(" AND ")]
    classifiers = about.get_all("Classifier") or []
    named = [line.rsplit(" :: ", 1)[1] for line in classifiers if line.startswith("License ::")]
    # The old field holds a name in some packages and the whole text in others: it counts alone, as a name.
    return named or about.get_all("License") or []


def choice(part: str) -> str:
    sides = part.strip("() ").split(" OR ")
    return next((side for side in sides if side in PERMISSIVE), sides[0])


def main(lock: str) -> int:
    packages = re.findall(r"^([\w.-]+)==", Path(lock).read_text(encoding="utf-8"), re.MULTILINE)
    stated = {package: licences(package) for package in packages if package not in ELSEWHERE}
    refused = {name: found for name, found in stated.items() if not found or set(found) - PERMISSIVE}
    for name, found in refused.items():
        print(f"{name}: {', '.join(found) or 'no licence stated'} is not on the list in tools/licences.py")
    if not refused:
        print(f"{len(packages)} runtime packages, all under permissive licences")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
