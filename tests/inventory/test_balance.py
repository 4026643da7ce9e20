"""Balances by hand: what closes, what does not, and what cannot be judged."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tanlian.accounting.choice import choose
from tanlian.inventory.balance import BALANCE_SCHEMA, balance
from tests.works import exchange, inventory, loop_works


def row(frame: pl.DataFrame, scope: str, name: str, quantity: str) -> dict[str, object]:
    return frame.row(
        by_predicate=(pl.col("scope") == scope) & (pl.col("id") == name) & (pl.col("quantity") == quantity),
        named=True,
    )


def test_a_furnace_keeps_its_carbon_and_a_power_plant_burns_it() -> None:
    inv = loop_works()
    frame = balance(inv, choose(inv)).frame
    assert frame.schema == BALANCE_SCHEMA
    furnace = row(frame, "process", "BF", "carbon")
    assert (furnace["entered"], furnace["left"], furnace["difference"]) == (80, 62, 18)
    assert furnace["closing_error"] == pytest.approx(0.225)
    assert furnace["closes"] is False
    plant = row(frame, "process", "PP", "carbon")
    assert (plant["to_air"], plant["difference"], plant["closes"]) == (60, 0, None)


def test_the_site_misses_what_its_processes_and_pools_miss() -> None:
    inv = loop_works()
    lossy = inventory(
        [("BF", "blast_furnace"), ("PP", "power_plant")],
        inv.exchanges.with_columns(
            amount=pl.when((pl.col("process") == "PP") & (pl.col("flow") == "blast_furnace_gas"))
            .then(29.0)
            .otherwise("amount")
        ).to_dicts(),
    )
    frame = balance(lossy, choose(lossy)).frame
    site = row(frame, "site", "site", "carbon")
    pool = row(frame, "pool", "blast_furnace_gas", "carbon")
    assert pool["difference"] == 2
    assert site["difference"] == pytest.approx(18 + 2)
    assert row(frame, "pool", "electricity", "energy")["closes"] is True


def test_bought_heat_and_power_bring_no_carbon_whatever_factor_they_carry() -> None:
    inv = inventory(
        [("M", "hot_rolling")],
        [
            exchange("M", "in", "slab", 10, "t", "purchased", carbon_content=0.002),
            exchange("M", "in", "steam", 5, "GJ", "purchased", emission_factor=0.11),
            exchange("M", "in", "steam", 2, "t", "purchased", ncv=2.8, emission_factor_energy=110.0),
            exchange("M", "in", "electricity", 5, "MWh", "purchased", emission_factor=0.6),
            exchange("M", "out", "hot_rolled_coil", 10, "t", "sold", carbon_content=0.002),
        ],
    )
    mill = row(balance(inv, choose(inv)).frame, "process", "M", "carbon")
    assert (mill["entered"], mill["left"]) == (0.02, 0.02)


def test_more_carbon_out_than_in_never_passes() -> None:
    inv = inventory(
        [("K", "lime_kiln")],
        [
            exchange("K", "in", "natural_gas", 1, "1000 m3N", "purchased", carbon_content=0.5),
            exchange("K", "out", "burnt_lime", 10, "t", "sold", carbon_content=0.1),
        ],
    )
    result = balance(inv, choose(inv))
    kiln = row(result.frame, "process", "K", "carbon")
    assert (kiln["difference"], kiln["closes"]) == (-0.5, False)
    assert result.open.height


def test_a_content_that_nobody_gave_leaves_no_verdict() -> None:
    inv = inventory(
        [("C", "continuous_casting")],
        [
            exchange("C", "in", "liquid_steel", 100, "t", "purchased"),
            exchange("C", "out", "billet", 98, "t", "sold", carbon_content=0.004, iron_content=0.97),
        ],
    )
    frame = balance(inv, choose(inv)).frame
    for quantity in ("carbon", "iron"):
        caster = row(frame, "process", "C", quantity)
        assert (caster["closes"], caster["unknown"]) == (None, "liquid_steel")
        assert row(frame, "site", "site", quantity)["closes"] is None


def test_limits_are_the_users_to_set() -> None:
    inv = loop_works()
    frame = balance(inv, choose(inv), {"carbon": 0.25}).frame
    assert row(frame, "process", "BF", "carbon")["closes"] is True


def test_gas_flared_by_the_site_itself_goes_to_air() -> None:
    rows = [
        *loop_works().exchanges.to_dicts()[:4],
        exchange("PP", "in", "blast_furnace_gas", 25, "1000 m3N", "site", carbon_content=2.0),
        exchange("site", "out", "blast_furnace_gas", 5, "1000 m3N", "flare", carbon_content=2.0),
        *loop_works().exchanges.to_dicts()[5:],
    ]
    inv = inventory([("BF", "blast_furnace"), ("PP", "power_plant")], rows)
    site = row(balance(inv, choose(inv)).frame, "site", "site", "carbon")
    assert (site["to_air"], site["difference"]) == (60, 18)


def test_a_site_with_given_emissions_has_no_carbon_verdict() -> None:
    inv = loop_works()
    told = replace(inv, processes=(replace(inv.processes[0], direct_emissions_t=66.0), inv.processes[1]))
    assert row(balance(told, choose(told)).frame, "site", "site", "carbon")["closes"] is None
