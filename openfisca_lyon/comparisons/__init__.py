"""What a reform changes, against the rules in force.

``households``
    for households described one by one.
``impact``
    over a population: the whole comparison, and its tables.
``measures``, ``bars``, ``survey``
    the definitions on weighted arrays, their error bars, and both on a population.
``costing``, ``take_up``, ``line``, ``references``
    what can be costed and how, who claims, the poverty line, published figures: each a table and its reader.
``outcomes``, ``simulation``
    what households receive under some rules, and how it is computed.
``laws``, ``spending``, ``touched``, ``groups``, ``tables``
    two sets of rules side by side: what it costs, what the reform touches, who is counted together, the rows of tables.
``curve``, ``cliffs``
    a figure of the law moved over a range; where earning more leaves less.
``provenance``, ``writing``
    what a computation was made with; its files.
"""

from openfisca_lyon.comparisons.households import Comparison, compare_households
from openfisca_lyon.comparisons.impact import Impact, compare
from openfisca_lyon.comparisons.provenance import Provenance
from openfisca_lyon.comparisons.simulation import Baseline, Here

__all__ = ["Baseline", "Comparison", "Here", "Impact", "Provenance", "compare", "compare_households"]
