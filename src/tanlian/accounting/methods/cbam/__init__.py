"""EU CBAM for iron and steel: embedded emissions per production process and good, in two periods."""

from tanlian.accounting.methods import Method
from tanlian.accounting.methods.cbam.rules import DEFINITIVE_RULES, TRANSITIONAL_RULES, Rules
from tanlian.accounting.methods.cbam.run import OPTIONS, runner


def _method(rules: Rules) -> Method:
    return Method(
        id=rules.id,
        title=rules.title,
        document=rules.document,
        run=runner(rules),
        defaults={"direct": "eu-2025-2547"},
        options=OPTIONS,
    )


TRANSITIONAL = _method(TRANSITIONAL_RULES)
DEFINITIVE = _method(DEFINITIVE_RULES)

__all__ = ["DEFINITIVE", "TRANSITIONAL"]
