"""Results as charts: a sentence with its number, the data as a table, a picture in two languages and themes.

>>> from tanlian.standards import grade
>>> graded = grade("less-1.1-qst", {"intensity": "805 kg/t", "scrap_share": 1})
>>> standard_chart("less-1.1-qst", graded).title.en
'LESS 1.1 QST: level D, 125 kg CO₂e/t above C'

`spec` gives the Vega-Lite specification for a page, `svg` and `png` the picture, `table` the data.
"""

from tanlian.charts.difference import Side, difference_waterfall, footprint_difference
from tanlian.charts.energy import energy_balance
from tanlian.charts.fonts import portable, use_fonts
from tanlian.charts.footprint import footprint_waterfall
from tanlian.charts.look import Theme
from tanlian.charts.methods import method_comparison
from tanlian.charts.model import Chart, table
from tanlian.charts.render import png, spec, svg
from tanlian.charts.sankey import carbon_sankey
from tanlian.charts.standard import standard_bands, standard_chart, standard_charts

__all__ = [
    "Chart",
    "Side",
    "Theme",
    "carbon_sankey",
    "difference_waterfall",
    "energy_balance",
    "footprint_difference",
    "footprint_waterfall",
    "method_comparison",
    "png",
    "portable",
    "spec",
    "standard_bands",
    "standard_chart",
    "standard_charts",
    "svg",
    "table",
    "use_fonts",
]
