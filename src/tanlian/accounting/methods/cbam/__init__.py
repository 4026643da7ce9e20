"""EU CBAM for iron and steel: embedded emissions per production process and good, in two periods."""

from tanlian.accounting.methods import Method
from tanlian.accounting.methods.cbam.certificates import DefaultPath, default_path
from tanlian.accounting.methods.cbam.rules import DEFINITIVE_RULES, TRANSITIONAL_RULES, Rules
from tanlian.accounting.methods.cbam.run import runner
from tanlian.accounting.methods.cbam.settings import DEFINITIVE_ONLY, HEAT_FUEL


def _method(rules: Rules) -> Method:
    return Method(
        id=rules.id,
        title=rules.title,
        document=rules.document,
        run=runner(rules),
        defaults={"direct": "eu-2025-2547"},
        options={**HEAT_FUEL, **(DEFINITIVE_ONLY if rules.per_good else {})},
    )


TRANSITIONAL = _method(TRANSITIONAL_RULES)
DEFINITIVE = _method(DEFINITIVE_RULES)

__all__ = ["DEFINITIVE", "TRANSITIONAL", "DefaultPath", "default_path"]
