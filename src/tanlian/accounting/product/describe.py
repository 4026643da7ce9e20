"""What a record says in words: its boundary and how burdens were shared, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import polars as pl
import yaml

from tanlian.accounting.ledger import Ledger
from tanlian.accounting.measure import Credit, Taken
from tanlian.accounting.product.options import Decision
from tanlian.accounting.statement import Text
from tanlian.catalogue import blocks, flow
from tanlian.footprint.works import process_node
from tanlian.problems import Lang


def word(key: str, lang: Lang, **values: object) -> str:
    """A phrase of ``data/words.yaml`` with its values filled in."""
    return _words()[key][lang].format_map(values)


def boundary_text(taken: Taken) -> Text:
    """Which blocks the footprint rests on, own and bought."""
    own = taken.rows.filter(pl.col("kind") == "own")["block"].unique(maintain_order=True).to_list()
    bought = taken.rows.filter(pl.col("kind").is_in(["purchased", "upstream"]))["block"]
    other = bought.unique(maintain_order=True).to_list()

    def told(lang: Lang) -> str:
        return word("boundary", lang, own=_blocks(own, lang), bought=_blocks(other, lang))

    return Text(told("en"), told("zh"))


def allocation_text(
    decision: Decision, made: Ledger, shares: Mapping[str, float], credits: Sequence[Credit]
) -> Text:
    """How the processes that the product comes through share their burdens."""

    def told(lang: Lang) -> str:
        shared = [
            _process(item.id, item.name or item.id, made, lang)
            for item in made.inventory.processes
            if shares.get(process_node(item.id))
        ]
        sources = [
            word("partition_source", lang, source=item.source) for item in decision.options.partition.values()
        ]
        credited = [_credit(item, decision, lang) for item in credits]
        texts = [text for text in shared if text] or [word("one_product", lang)]
        return word(
            "allocation",
            lang,
            rule=decision.rule.title.of(lang),
            told=("" if lang == "zh" else " ").join([*texts, *sources, *credited]),
            scrap=word(decision.scrap, lang),
        )

    return Text(told("en"), told("zh"))


def _process(process: str, name: str, made: Ledger, lang: Lang) -> str:
    rows = made.works.outputs.filter(pl.col("process") == process)
    if rows.height < 2:
        return ""
    told = (
        f"{flow(item).label(lang)} {100 * share:.4g} %"
        for item, share in rows.select("flow", "share").iter_rows()
    )
    outputs = _comma(lang).join(told)
    return word("process", lang, name=name, method=word(rows["method"][0], lang), outputs=outputs)


def _credit(credit: Credit, decision: Decision, lang: Lang) -> str:
    name = credit.flows[0]
    return word(
        "credit",
        lang,
        flow=flow(name).label(lang),
        replaces=decision.options.substitutes[name].replaces,
        value=f"{credit.kg_per_unit:.6g}",
        unit=flow(name).unit,
        source=credit.source,
    )


def _blocks(names: Iterable[str], lang: Lang) -> str:
    labels = [blocks()[name].label(lang) if name in blocks() else name for name in names]
    return _comma(lang).join(labels) or word("nothing", lang)


def _comma(lang: Lang) -> str:
    return "、" if lang == "zh" else ", "


@cache
def _words() -> dict[str, dict[Lang, str]]:
    text = files("tanlian.accounting").joinpath("product/data/words.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[Lang, str]] = yaml.safe_load(text)
    return words
