"""What differs between the transitional and the definitive period, as one table of rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tanlian.accounting.statement import Text


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one period. Everything else in this room is the same for both.

    indirect : for which goods indirect emissions count: ``all``, or only goods ``outside_annex_ii`` of
        Reg. (EU) 2023/956 (2547 Annex I 3.1, Art. 3(2)).
    precursors : which inputs carry embedded emissions: those the ``template`` lists for steel, or any
        good of ``annex_i`` (2547 Art. 1(7)).
    exempt_origins : precursors of EU, IS, LI, NO and CH origin count as zero (2547 Annex III B).
    verified : actual data of a precursor needs a verification report (2547 Annex II A.1(4)).
    electricity : what is deducted from direct emissions: electricity ``exported`` (template D(k)) or all
        that is ``produced`` within the process (2547 Annex III A.3, eq. 55).
    see_decimals : decimals of a declared SEE (2547 Annex II A.1(8)).
    whole_tonnes : emissions of a period in full tonnes (2547 Annex II A.1(6)).
    calendar_year : the reporting period is a calendar year (2547 Art. 1(5), 7).
    per_good : the functional unit is the 8-digit CN code (2547 Art. 4(2), (6), Annex II A.4).
    """

    id: str
    title: Text
    document: str
    indirect: Literal["all", "outside_annex_ii"]
    precursors: Literal["template", "annex_i"]
    exempt_origins: bool
    verified: bool
    electricity: Literal["exported", "produced"]
    see_decimals: int | None
    whole_tonnes: bool
    calendar_year: bool
    per_good: bool


TRANSITIONAL_RULES = Rules(
    id="cbam-transitional",
    title=Text("EU CBAM, transitional period", "欧盟 CBAM（过渡期）"),
    document="European Commission, CBAM communication template V2.1 (5 June 2024)",
    indirect="all",
    precursors="template",
    exempt_origins=False,
    verified=False,
    electricity="exported",
    see_decimals=None,
    whole_tonnes=False,
    calendar_year=False,
    per_good=False,
)

DEFINITIVE_RULES = Rules(
    id="cbam-definitive",
    title=Text("EU CBAM, definitive period", "欧盟 CBAM（正式期）"),
    document="Implementing Regulation (EU) 2025/2547 of 10 December 2025",
    indirect="outside_annex_ii",
    precursors="annex_i",
    exempt_origins=True,
    verified=True,
    electricity="produced",
    see_decimals=5,
    whole_tonnes=True,
    calendar_year=True,
    per_good=True,
)
