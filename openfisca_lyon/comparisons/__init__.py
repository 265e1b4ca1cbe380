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
``groups``, ``touched``, ``tables``
    who is counted together, what a reform touches, the rows of the tables.
"""

from openfisca_lyon.comparisons.households import Comparison, compare_households
from openfisca_lyon.comparisons.impact import Impact, Provenance, compare
from openfisca_lyon.comparisons.simulation import Baseline, Here

__all__ = ["Baseline", "Comparison", "Here", "Impact", "Provenance", "compare", "compare_households"]
