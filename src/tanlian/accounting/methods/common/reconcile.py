"""The total of a site against the sum of its processes, the difference told flow by flow."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from tanlian.accounting.methods.common.terms import of_line
from tanlian.accounting.statement import Input, Line, Text
from tanlian.catalogue import flows
from tanlian.status import weakest

GROUP = "difference"
_NOISE = 1e-9  # sums in another order differ by less


def reconcile(whole: Line, parts: Line, site: Iterable[Line], processes: Iterable[Line]) -> tuple[Line, ...]:
    """One line a flow that the pools lose or gain, their sum, and its share of the total.

    whole : total of the site. parts : sum of its processes. site, processes : the lines of flows behind
    them, signed so that they add up.
    """
    by_site, by_process = _by_flow(site), _by_flow(processes)
    order = [flow for flow in flows() if flow in by_site or flow in by_process]
    lines = [
        line
        for flow in order
        if (line := _flow(flow, whole.unit, by_site.get(flow, []), by_process.get(flow, []))) is not None
    ]
    value = whole.value - parts.value
    if abs(value) <= _NOISE * max(abs(whole.value), abs(parts.value)):
        value = 0.0
    rest = Line(
        id=GROUP,
        label=Text("Site less sum of processes", "全厂与工序之和的差"),
        value=value,
        unit=whole.unit,
        formula=f"{whole.id} - {parts.id}",
        inputs=(of_line(whole), of_line(parts)),
        group=GROUP,
        status=weakest((whole.status, parts.status)),
    )
    share = Line(
        id="difference_share",
        label=Text("Difference as a share of the total", "差额占总量的比例"),
        value=value / whole.value if whole.value else 0.0,
        unit="1",
        formula=f"{GROUP} / {whole.id}",
        inputs=(of_line(rest), of_line(whole)),
        group=GROUP,
        status=rest.status,
    )
    return (*lines, rest, share)


def _flow(flow: str, unit: str, site: list[Line], processes: list[Line]) -> Line | None:
    outer, inner = fsum(line.value for line in site), fsum(line.value for line in processes)
    if abs(outer - inner) <= _NOISE * max(abs(line.value) for line in (*site, *processes)):
        return None
    name = flows()[flow]
    status = weakest(line.status for line in (*site, *processes))
    return Line(
        id=f"{GROUP}.{flow}",
        label=Text(f"Lost or gained in the pool: {name.en}", f"厂内管网或库存差：{name.zh}"),
        value=outer - inner,
        unit=unit,
        formula="site - processes",
        inputs=(
            Input("site", outer, unit, ", ".join(line.id for line in site), status),
            Input("processes", inner, unit, ", ".join(line.id for line in processes), status),
        ),
        group=GROUP,
        status=status,
    )


def _by_flow(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Lines of parts carry their flow behind the part: ``combustion.coke``, ``at.furnace.coke.GJ``."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.id.removeprefix(f"{line.group}.").split(".")[0], []).append(line)
    return found
