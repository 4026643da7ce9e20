"""A user's own factor set from a file: CSV, XLSX, or a YAML header beside a CSV table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from tanlian.factors.load import factor_set, header_of
from tanlian.factors.model import FactorSet
from tanlian.factors.table import read_csv, read_text, read_xlsx
from tanlian.problems import Where, fail

KINDS = (".csv", ".xlsx", ".yaml", ".yml")
ABOUT = "set"


def read_file(path: Path | str) -> FactorSet:
    """Read a user's own set; its rows have the status ``user``.

    ``.csv``: the table alone, named after the file. ``.yaml``: the header (``id``, ``document`` ...), its
    table in ``rows`` or in the CSV file of the same name. ``.xlsx``: the table in the sheet ``factors``,
    the header in the sheet ``set`` as field and value. Raises `Problems` with file, sheet and cell of every
    fault.
    """
    file = Path(path)
    if file.suffix.lower() not in KINDS:
        raise fail("factors.file-kind", Where(file.name), found=file.suffix, expected=", ".join(KINDS))
    plain: dict[str, object] = {"id": file.stem, "document": file.name}
    if file.suffix.lower() == ".csv":
        return factor_set(header_of(plain, file.name, user=True), read_csv(file), user=True)
    if file.suffix.lower() == ".xlsx":
        rows, about = read_xlsx(file, ABOUT)
        told = {line[0]: line[1] for line in about if len(line) > 1 and line[0]}
        return factor_set(header_of({**plain, **told}, file.name, user=True), rows, user=True)
    head = _yaml(file)
    table = file.parent / str(head.get("rows") or f"{file.stem}.csv")
    return factor_set(header_of({**plain, **head}, file.name, user=True), read_csv(table), user=True)


def _yaml(file: Path) -> Mapping[str, object]:
    try:
        data = yaml.safe_load(read_text(file))
    except yaml.YAMLError:
        raise fail("factors.unreadable", Where(file.name), found=file.name) from None
    if not isinstance(data, dict):
        raise fail("factors.unreadable", Where(file.name), found=file.name)
    return data
