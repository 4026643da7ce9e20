"""Uncertainty of a plant's results, from a sheet that says how uncertain factors and amounts are."""

from tanlian.accounting.uncertainty.assemble import Ask, assembled, uncertainty
from tanlian.accounting.uncertainty.read import read, read_string
from tanlian.accounting.uncertainty.result import Coverage, Difference, Uncertainty, beside
from tanlian.accounting.uncertainty.sheet import AmountEntry, FactorEntry, Sheet
from tanlian.accounting.uncertainty.variables import Variable
from tanlian.accounting.uncertainty.width import Width, expanded, geometric, half_width, pedigree, standard

__all__ = [
    "AmountEntry",
    "Ask",
    "Coverage",
    "Difference",
    "FactorEntry",
    "Sheet",
    "Uncertainty",
    "Variable",
    "Width",
    "assembled",
    "beside",
    "expanded",
    "geometric",
    "half_width",
    "pedigree",
    "read",
    "read_string",
    "standard",
    "uncertainty",
]
