"""``tanlian factors load``: check a file of one's own and show what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tanlian.cli.desk import Desk
from tanlian.cli.options import AsJson, Language
from tanlian.problems import Problems

if TYPE_CHECKING:
    from tanlian.factors.cbam_tables import BenchmarkTable, DefaultTable
    from tanlian.factors.model import FactorSet

# A workbook that is none of the Commission's is read as a set of the user's own.
_NOT_DEFAULTS, _NOT_BENCHMARKS = "factors.workbook-defaults", "factors.workbook-benchmarks"


def load(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    as_json: AsJson = False,
    lang: Language = None,
) -> None:
    """Check a set of one's own, or a workbook of the Commission recognised by its layout."""
    desk = Desk.of(context, as_json, lang)
    found = _read(file)
    if desk.json:
        from tanlian.cli.factor_page import header_dict

        desk.dump(
            {"file": str(file), "kind": _kind(found), **header_dict(found.header, desk.lang), **_held(found)}
        )
        return
    from tanlian.cli.facts import facts

    held = _held(found)
    coverage = getattr(found, "coverage", {}).get(desk.lang, "")
    rows = [
        (desk.word("head.kind"), desk.word(f"load.{_kind(found)}")),
        (desk.word("head.set"), found.header.id),
        (
            desk.word("head.document"),
            ", ".join(x for x in (found.header.document, found.header.edition) if x),
        ),
        (desk.word("head.status"), desk.word(f"status.{found.header.status}")),
        *((desk.word(f"head.{key}"), f"{held[key]:,}") for key in _COUNTS if isinstance(held.get(key), int)),
        (desk.word("head.coverage"), coverage),
        (desk.word("head.hash"), found.content_hash),
    ]
    desk.print(facts(rows))
    if _kind(found) == "factors":
        from tanlian.cli.factor_page import factor_table
        from tanlian.factors.model import FactorSet

        if isinstance(found, FactorSet):
            desk.print("", factor_table(found.rows, desk, with_note=True))
    desk.note(desk.word(f"load.next.{_kind(found)}", file=file, set=found.header.id))


_COUNTS = ("factors", "flows", "origins", "codes", "lines")


def _read(file: Path) -> FactorSet | DefaultTable | BenchmarkTable:
    from tanlian.factors.sets import read_file

    if file.suffix.casefold() != ".xlsx":
        return read_file(file)
    from tanlian.factors.cbam_tables import read_commission_benchmarks, read_commission_defaults

    for read, other in (
        (read_commission_defaults, _NOT_DEFAULTS),
        (read_commission_benchmarks, _NOT_BENCHMARKS),
    ):
        try:
            return read(file)
        except Problems as error:
            if [item.code for item in error.problems] != [other]:
                raise
    return read_file(file)


def _kind(found: FactorSet | DefaultTable | BenchmarkTable) -> str:
    from tanlian.factors.cbam_tables import BenchmarkTable, DefaultTable

    if isinstance(found, DefaultTable):
        return "defaults"
    return "benchmarks" if isinstance(found, BenchmarkTable) else "factors"


def _held(found: FactorSet | DefaultTable | BenchmarkTable) -> dict[str, object]:
    from tanlian.factors.cbam_tables import BenchmarkTable, DefaultTable

    if isinstance(found, DefaultTable | BenchmarkTable):
        held: dict[str, object] = {
            "lines": len(found.rows),
            "codes": len({row.cn for row in found.rows}),
            "sectors": sorted(found.sectors),
            "content_hash": found.content_hash,
        }
        return held | ({"origins": len(found.complete)} if isinstance(found, DefaultTable) else {})
    return {
        "factors": len(found.rows),
        "flows": len({row.flow for row in found.rows}),
        "content_hash": found.content_hash,
    }
