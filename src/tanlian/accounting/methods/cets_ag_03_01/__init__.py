"""CETS-AG-03.01-V01-2024: direct emissions only, at enterprise level and process by process."""

from tanlian.accounting.methods.cets_ag_03_01.components import enterprise, processes
from tanlian.accounting.methods.cets_ag_03_01.method import CETS_AG_03_01_2024

__all__ = ["CETS_AG_03_01_2024", "enterprise", "processes"]
