"""Footprints of products: a plain cradle-to-gate figure, and the full record of a product rule.

>>> record = pcf(ledger, "hot_rolled_coil", rule("iso-14067-2018"))   # doctest: +SKIP
>>> as_pact(record, identity, issue)                                 # doctest: +SKIP
"""

from tanlian.accounting.product.footprint import BASES, PARTS, ProductFootprint, cradle_to_gate, footprints
from tanlian.accounting.product.issue import Identity, Issue, Verified
from tanlian.accounting.product.options import Exemption, Loop, Options, Partition, Ratings, Substitute
from tanlian.accounting.product.pact import as_pact
from tanlian.accounting.product.pcf import pcf
from tanlian.accounting.product.received import Received, read_pact, read_pact_with_warnings
from tanlian.accounting.product.record import Pcf
from tanlian.accounting.product.rule import FullRule, Rule, rule, rules
from tanlian.accounting.product.substitution import from_set, from_supply

__all__ = [
    "BASES",
    "PARTS",
    "Exemption",
    "FullRule",
    "Identity",
    "Issue",
    "Loop",
    "Options",
    "Partition",
    "Pcf",
    "ProductFootprint",
    "Ratings",
    "Received",
    "Rule",
    "Substitute",
    "Verified",
    "as_pact",
    "cradle_to_gate",
    "footprints",
    "from_set",
    "from_supply",
    "pcf",
    "read_pact",
    "read_pact_with_warnings",
    "rule",
    "rules",
]
