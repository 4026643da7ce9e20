"""Scope 1: the carbon of every process that no output carries away, fossil and biogenic apart."""

from __future__ import annotations

import polars as pl

from tanlian.accounting.ledger.schema import LEDGER_SCHEMA, OWN, ledger_frame
from tanlian.factors.choice import Choice
from tanlian.footprint.works import process_node
from tanlian.inventory.carbon import CO2_PER_C
from tanlian.inventory.model import SITE, Inventory
from tanlian.problems import Problem, problem

_IN, _OUT = pl.col("direction") == "in", pl.col("direction") == "out"
_AT_SITE = pl.col("process") == SITE
_FLARED = _OUT & (pl.col("partner") == "flare")


def own_rows(inventory: Inventory, exchanges: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """Carbon in minus carbon out of every process, one row an exchange.

    Carbon that enters a pool and is not drawn again is counted at the pool, so that the site's own
    emissions equal the carbon that crosses its border. Where a process has its emissions given they
    are taken as they are, and pools are not closed: the arithmetic is then not ours.
    """
    given = [item for item in inventory.processes if item.direct_emissions_t is not None]
    bearing = exchanges.filter(
        (pl.col("carbon") != 0) | pl.col("carbon").is_null(),
        ~pl.col("process").is_in([item.id for item in given]),
    )
    parts = [_given_rows(inventory, exchanges), _process_rows(bearing.filter(~_AT_SITE & ~_FLARED), choice)]
    if not given:
        parts.append(_pool_rows(bearing.filter(_AT_SITE | (pl.col("partner") == SITE))))
    return pl.concat(parts)


def given_warnings(inventory: Inventory) -> tuple[Problem, ...]:
    """A warning that names the processes whose emissions were given, not computed."""
    names = ", ".join(item.id for item in inventory.processes if item.direct_emissions_t is not None)
    return (problem("ledger.given", severity="warning", found=names),) if names else ()


def _given_rows(inventory: Inventory, exchanges: pl.DataFrame) -> pl.DataFrame:
    blocks = dict(exchanges.select("process", "process_block").unique().iter_rows())
    return ledger_frame(
        {
            "node": process_node(item.id),
            "block": blocks.get(item.id) or "auxiliaries",
            "gas": "CO2e",
            "gwp": "unstated",
            "kg": 1000 * item.direct_emissions_t,
            "source": item.direct_emissions_source,
            "primary": 1.0,
            "data": "own",
        }
        for item in inventory.processes
        if item.direct_emissions_t is not None
    )


def _process_rows(exchanges: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    sets = {flow: _set_of(choice, flow) for flow in exchanges["flow"].unique()}
    own = (pl.col("carbon_source") == "row").fill_null(value=False)
    biomass = _biomass_share()
    kg_per_unit = pl.col("carbon") * CO2_PER_C * 1000
    signed = pl.when(_IN).then(pl.col("amount")).otherwise(-pl.col("amount"))
    rows = exchanges.with_columns(
        node=pl.concat_str([pl.lit("process:"), pl.col("process")]),
        block=pl.coalesce("process_block", pl.lit("auxiliaries")),
        amount=signed,
        factor=kg_per_unit,
        source=pl.col("carbon_source").fill_null(""),
        status=pl.col("carbon_status").fill_null("user"),
        primary=own.cast(pl.Float64),
        data=pl.when(own).then(pl.lit("own")).when(pl.col("carbon").is_not_null()).then(pl.lit("set")),
        factor_set=pl.when(~own & pl.col("carbon").is_not_null()).then(
            pl.col("flow").replace_strict(sets, default="", return_dtype=pl.String)
        ),
        region=pl.lit(""),
        year=None,
        missing=pl.when(pl.col("carbon").is_null())
        .then(pl.concat_str([pl.lit("carbon "), pl.col("flow")]))
        .otherwise(pl.lit("")),
    )
    parts = (("fossil", 1 - biomass), ("biogenic", biomass))
    return pl.concat(
        [
            _in_schema(
                rows.filter(share > 0)
                .with_columns(pl.col("amount") * share, origin=pl.lit(origin))
                .with_columns(kg=pl.col("amount") * pl.col("factor"))
            )
            for origin, share in parts
        ]
    )


def _set_of(choice: Choice, flow: str) -> str:
    chosen = choice.of("direct", flow)
    return chosen.id if chosen else ""


def _pool_rows(exchanges: pl.DataFrame) -> pl.DataFrame:
    """Carbon that entered each pool less what was drawn: a loss counts as emitted, a gain is taken back."""
    fills = (_AT_SITE & _IN) | (~_AT_SITE & _OUT)
    sign = pl.when(fills).then(1.0).otherwise(-1.0)
    origins = pl.concat(
        [
            exchanges.filter(~(_AT_SITE & _FLARED)).with_columns(origin=pl.lit(origin), part=part)
            for origin, part in (("fossil", 1 - _biomass_share()), ("biogenic", _biomass_share()))
        ]
    )
    return _in_schema(
        origins.group_by("flow", "group", "unit", "origin", maintain_order=True)
        .agg(
            (sign * pl.col("amount") * pl.col("part")).sum().alias("amount"),
            (sign * pl.col("carbon_t") * pl.col("part")).sum().alias("net_t"),
            pl.col("carbon").is_null().any().alias("unknown"),
        )
        .filter(~pl.col("unknown") & (pl.col("net_t") != 0))
        .with_columns(
            node=pl.concat_str([pl.lit("pool:"), pl.col("flow")]),
            block=pl.lit("auxiliaries"),
            source=pl.lit("closing of the pool"),
            primary=pl.lit(1.0),
            data=pl.lit("own"),
            kg=pl.col("net_t") * CO2_PER_C * 1000,
        )
    )


def _biomass_share() -> pl.Expr:
    return pl.coalesce("biomass_share", pl.when(pl.col("group") == "biomass").then(1.0).otherwise(0.0))


def _in_schema(rows: pl.DataFrame) -> pl.DataFrame:
    """The ledger's columns in their order; what the rows do not carry takes the values of `OWN`."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(OWN.get(name))).cast(kind).alias(name)
        for name, kind in LEDGER_SCHEMA.items()
    ).with_columns(pl.col("data", "factor_set").fill_null(""))
