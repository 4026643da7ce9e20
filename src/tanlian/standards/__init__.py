"""Standards as data: load a pack, grade a subject, and say why.

>>> grade("less-1.1-qst", {"intensity": "805 kg/t", "scrap_share": 1}).level
'D'

The products of a plant: `tanlian.standards.plant`, which loads the ledger and with it the numeric libraries.
"""

from typing import TYPE_CHECKING, Any

from tanlian.standards.check import Check, test_pack
from tanlian.standards.energy_index import energy_efficiency_index
from tanlian.standards.evaluate import Subject, grade, grade_measured, limits, used_facts
from tanlian.standards.library import Standard, load, loads, schema, standards
from tanlian.standards.result import Amount, Gap, Grade

if TYPE_CHECKING:
    from tanlian.standards.columns import grade_columns, level_index

__all__ = [
    "Amount",
    "Check",
    "Gap",
    "Grade",
    "Standard",
    "Subject",
    "energy_efficiency_index",
    "grade",
    "grade_columns",
    "grade_measured",
    "level_index",
    "limits",
    "load",
    "loads",
    "schema",
    "standards",
    "test_pack",
    "used_facts",
]


def __getattr__(name: str) -> Any:
    """Grading by column brings Polars; one subject graded by its facts starts without it."""
    if name in {"grade_columns", "level_index"}:
        from tanlian.standards import columns

        return getattr(columns, name)
    raise AttributeError(name)
