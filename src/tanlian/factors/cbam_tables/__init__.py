"""CBAM look-ups by edition and year: default values, benchmarks, mark-ups, CBAM factor, prices."""

from tanlian.factors.cbam_tables.benchmarks import benchmark, indicators
from tanlian.factors.cbam_tables.bundled import bundled_benchmarks, bundled_defaults, headers
from tanlian.factors.cbam_tables.compare import diff_defaults
from tanlian.factors.cbam_tables.dated import cbam_factor, certificate_price, cscf, mark_up
from tanlian.factors.cbam_tables.defaults import defaults, editions, in_all_editions
from tanlian.factors.cbam_tables.model import (
    OTHER,
    UNKNOWN,
    Benchmark,
    BenchmarkTable,
    Dated,
    DefaultTable,
    DefaultValue,
)
from tanlian.factors.cbam_tables.workbook import read_commission_benchmarks, read_commission_defaults

__all__ = [
    "OTHER",
    "UNKNOWN",
    "Benchmark",
    "BenchmarkTable",
    "Dated",
    "DefaultTable",
    "DefaultValue",
    "benchmark",
    "bundled_benchmarks",
    "bundled_defaults",
    "cbam_factor",
    "certificate_price",
    "cscf",
    "defaults",
    "diff_defaults",
    "editions",
    "headers",
    "in_all_editions",
    "indicators",
    "mark_up",
    "read_commission_benchmarks",
    "read_commission_defaults",
]
