"""Allowances from emissions, intensity and the industry's balance value, in exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tanlian.accounting.methods.cn_ets_allowance.rules import Rule
from tanlian.problems import fail


@dataclass(frozen=True, slots=True)
class Allowance:
    """``deviation`` X and ``alpha`` are shares, ``allowance`` and ``surplus`` in t CO2; never rounded."""

    deviation: Fraction
    alpha: Fraction
    allowance: Fraction
    surplus: Fraction


def allowance(emissions: Fraction, intensity: Fraction, balance_value: Fraction, rule: Rule) -> Allowance:
    """Allowances by a rule with a balance value: E x (1 + alpha), alpha from X = (B - CI) / B.

    emissions : E, t CO2. intensity : CI, balance_value : B, t CO2 per t of the same product.
    Raises ``ets.balance-value`` where B is not above zero.
    """
    if balance_value <= 0:
        raise fail("ets.balance-value", found=float(balance_value))
    deviation = (balance_value - intensity) / balance_value
    capped = rule.cap if deviation > 0 else -rule.cap
    alpha = rule.slope * deviation if abs(deviation) < rule.edge else capped
    allocated = emissions * (1 + alpha)
    return Allowance(deviation, alpha, allocated, allocated - emissions)
