"""Side by side: two footprints, two statements, two choices of factors, a plant and a scenario."""

from tanlian.accounting.compare.contributions import Comparison, compare_footprints, compare_taken
from tanlian.accounting.compare.factors import FactorEffect, factor_effect
from tanlian.accounting.compare.statements import StatementComparison, compare_statements
from tanlian.accounting.compare.waterfall import Bar, Move, Waterfall, waterfall
from tanlian.accounting.compare.whatif import WhatIf, whatif

__all__ = [
    "Bar",
    "Comparison",
    "FactorEffect",
    "Move",
    "StatementComparison",
    "Waterfall",
    "WhatIf",
    "compare_footprints",
    "compare_statements",
    "compare_taken",
    "factor_effect",
    "waterfall",
    "whatif",
]
