"""Carbon through the works as a Sankey: where it flows (`flows`), where it is drawn (`layout`), the marks."""

from tanlian.charts.sankey.carbon import carbon_sankey

__all__ = ["carbon_sankey"]
