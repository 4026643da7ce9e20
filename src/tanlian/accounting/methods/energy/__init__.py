"""Comprehensive energy consumption (综合能耗), with fresh water and main pollutants per tonne."""

from tanlian.accounting.methods.energy.chain import Carried, carried, with_other_energy
from tanlian.accounting.methods.energy.method import COMPREHENSIVE_ENERGY

__all__ = ["COMPREHENSIVE_ENERGY", "Carried", "carried", "with_other_energy"]
