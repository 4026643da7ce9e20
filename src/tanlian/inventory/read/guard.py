"""Take a workbook apart before it is opened: refuse macros, passwords and bombs, keep what is safe.

The parts that pass are packed anew in memory, so that what was checked is what is read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from tanlian.problems import Where, fail

MOST_BYTES = 1 << 30  # of all parts, unpacked
MOST_RATIO = 400  # identical rows pack to about a hundredth
SMALL = 1 << 24  # a part this small may pack as well as it likes
_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_READ = (".xml", ".rels")
# What zipfile raises on archives that are broken, or stranger than any spreadsheet program writes.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def unpack(path: Path, file: str) -> dict[str, bytes]:
    """The XML parts of a workbook by name.

    Raises ``inventory.file-empty``, ``file-password``, ``file-old``, ``file-damaged``, ``file-macro`` or
    ``file-bomb``.
    """
    where = Where(file=file)
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise fail("inventory.file-empty", where)
    if start == _OLE:
        # Excel wraps an encrypted workbook in the container of its old format.
        locked = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        raise fail("inventory.file-password" if locked else "inventory.file-old", where)
    if not start.startswith(_ZIP):
        raise fail("inventory.file-damaged", where)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check(infos, where)
            return {info.filename: archive.read(info) for info in infos if info.filename.endswith(_READ)}
    except _BROKEN:
        raise fail("inventory.file-damaged", where) from None


def pack(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as one archive in memory, not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    stream.seek(0)
    return stream


def _check(infos: list[zipfile.ZipInfo], where: Where) -> None:
    names = [info.filename.casefold() for info in infos]
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise fail("inventory.file-macro", where)
    if any(info.flag_bits & 1 for info in infos):
        raise fail("inventory.file-password", where)
    if len(set(names)) != len(names):
        raise fail("inventory.file-damaged", where)
    total = sum(info.file_size for info in infos)
    packed_too_well = any(
        info.file_size > SMALL and info.file_size > MOST_RATIO * info.compress_size for info in infos
    )
    if total > MOST_BYTES or packed_too_well:
        raise fail("inventory.file-bomb", where, found=f"{total / 1e6:,.0f} MB")
