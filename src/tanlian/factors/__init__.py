"""Factor sets: emission factors, calorific values and carbon contents, by document and edition."""

from tanlian.factors.model import Constant, Factor, FactorSet, Header
from tanlian.factors.sets import load, read_file, sets

__all__ = ["Constant", "Factor", "FactorSet", "Header", "load", "read_file", "sets"]
