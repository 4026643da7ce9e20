"""What the parts of a contribution are called, in both languages."""

from __future__ import annotations

from tanlian.accounting.statement import Text
from tanlian.catalogue import blocks, flows

_KINDS = {
    "own": Text("Own emissions", "自有排放"),
    "purchased": Text("Purchased energy", "外购能源"),
    "upstream": Text("Upstream", "上游"),
    "credit": Text("Credit", "抵扣"),
}
_NO_FLOW = Text("Total of a process", "工序合计")


def label_of(column: str, name: str) -> Text:
    """The name of a block, flow or kind; the id itself where it has no other name."""
    if column == "kind":
        return _KINDS.get(name, Text(name, name))
    if column == "flow" and not name:
        return _NO_FLOW
    known = (blocks() if column == "block" else flows() if column == "flow" else {}).get(name)
    return Text(known.en, known.zh) if known else Text(name, name)
