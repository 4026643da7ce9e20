"""Allowances of steel in China's national ETS: the rule of 2024, and that of the draft of 2026."""

from tanlian.accounting.methods import Method
from tanlian.accounting.methods.cets_ag_03_01 import CETS_AG_03_01_2024
from tanlian.accounting.methods.cn_ets_allowance.allowance import Allowance, allowance
from tanlian.accounting.methods.cn_ets_allowance.method import OPTIONS_2024, OPTIONS_DRAFT, runner
from tanlian.accounting.methods.cn_ets_allowance.rules import Rule, rule, rules
from tanlian.accounting.statement import Text

_TITLE_2024 = Text(
    "National ETS allowances 2024: equal to verified emissions",
    "全国碳市场配额 2024 年度：等于经核查排放量",
)
_TITLE_DRAFT = Text(
    "National ETS allowances by the 2026 draft: around a balance value",
    "全国碳市场配额 2026 年征求意见稿：行业平衡值法",
)
_PLAN = "2024、2025年度全国碳排放权交易市场钢铁、水泥、铝冶炼行业配额总量和分配方案"
_DRAFT = "2026 年度钢铁等行业配额分配方案（征求意见稿）"


def _method(method_id: str, title: Text, document: str, options: dict[str, Text]) -> Method:
    return Method(
        id=method_id,
        title=title,
        document=document,
        run=runner(method_id, title, document),
        defaults=CETS_AG_03_01_2024.defaults,
        own=CETS_AG_03_01_2024.own,
        options=options,
        countries=("CN",),
        on_request=True,
    )


CN_ETS_ALLOWANCE_2024 = _method("cn-ets-allowance-2024", _TITLE_2024, _PLAN, dict(OPTIONS_2024))
CN_ETS_ALLOWANCE_2026_DRAFT = _method(
    "cn-ets-allowance-2026-draft", _TITLE_DRAFT, _DRAFT, dict(OPTIONS_DRAFT)
)

__all__ = [
    "CN_ETS_ALLOWANCE_2024",
    "CN_ETS_ALLOWANCE_2026_DRAFT",
    "Allowance",
    "Rule",
    "allowance",
    "rule",
    "rules",
]
