"""Options and arguments that several commands share. Their explanations stand in ``help.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from tanlian.problems import Lang

AsJson = Annotated[bool, typer.Option("--json")]
Language = Annotated[Lang | None, typer.Option("--lang", metavar="en|zh")]
PlantFile = Annotated[Path, typer.Argument(metavar="FILE")]
MaybePlantFile = Annotated[Path | None, typer.Argument(metavar="[FILE]")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")]
Factors = Annotated[list[str] | None, typer.Option("--factors", metavar="ROLE=SET")]
OwnSets = Annotated[list[Path] | None, typer.Option("--set", metavar="FILE")]
Basis = Annotated[Literal["location", "market"] | None, typer.Option("--basis", metavar="location|market")]
