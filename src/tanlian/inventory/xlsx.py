"""Save a workbook so that the same content gives the same bytes: no clock and no platform in the file."""

from __future__ import annotations

from datetime import datetime
from os import PathLike
from pathlib import Path
from shutil import copyfileobj
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

# The first day a zip file can name; workbooks must name one.
_DATED = datetime(1980, 1, 1)
_UNIX = 3


def save(book: Workbook, path: str | PathLike[str]) -> None:
    """Write a workbook; it does not tell when it was made. Raises OSError where it cannot be written."""
    book.properties.creator = "Tanlian"
    book.properties.created = book.properties.modified = _DATED
    with _Parts(path, "w", ZIP_DEFLATED) as parts:
        ExcelWriter(book, parts).save()


class _Parts(ZipFile):
    """A zip file whose members all bear the same date."""

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *rest: Any, **more: Any) -> None:
        """Add a member from its content."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(self._member(name), data, *rest, **more)

    def write(self, filename: str | PathLike[str], arcname: Any = None, *rest: Any, **more: Any) -> None:
        """Add a member from a file, piece by piece."""
        member = self._member(str(arcname or filename))
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            copyfileobj(source, target)

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name, _DATED.timetuple()[:6])
        member.compress_type = self.compression
        member.create_system = _UNIX
        return member
