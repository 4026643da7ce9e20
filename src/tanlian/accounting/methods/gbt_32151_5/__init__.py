"""GB/T 32151.5-2015: combustion + process + net electricity + net heat - carbon in products."""

from tanlian.accounting.methods.common.components import Component, total
from tanlian.accounting.methods.gbt_32151_5.components import enterprise
from tanlian.accounting.methods.gbt_32151_5.method import GBT_32151_5_2015

__all__ = ["GBT_32151_5_2015", "Component", "enterprise", "total"]
