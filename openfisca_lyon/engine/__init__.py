"""Computes variables of the law for many households at once.

Why the fast way gives OpenFisca's own values, in the order in which the parts can be read:

``graph``
    holds numpy operations, each written once, and folds only what cannot change a value.
``tracer``
    runs one formula on stand-ins that record what is done with them, and refuse what they do not know.
``opaque``
    runs as they are the formulas that look texts up value by value, once for each distinct text.
``templates``
    keeps each formula so recorded, with holes for the values it asks for. A reform takes over those it
    leaves alone.
``linker``
    goes through ``Simulation.calculate`` on templates, with its cache, its spirals and its purges.
``plan``
    holds what was joined, for all that may be given.
``program``
    narrows a plan to what is given, as a list of numpy calls.
``runtime``
    checks who may take a plan, cuts households in blocks, runs its program.
``facts``, ``intake``
    know variables without OpenFisca, and make of columns what ``set_input`` makes of them.
``store``
    keeps plans and templates on disk, under a fingerprint of all they depend on.
``fast``
    finds the plan of a question, or has ``builder`` make it.
``calculation``
    the one face: picks the way, and leaves to ``plain`` whatever the fast way declines.
``blocks``
    computes a population block by block, by several ``processes``.
``incremental``
    computes of a reform only what it changes, by a ``joint`` graph of the rules in force and the reform.
``verify``
    draws awkward households, and compares both ways; ``cases`` does on OpenFisca's own tests.
"""

from openfisca_lyon.engine.blocks import Blocks, Cut, calculate_blocks, each_block
from openfisca_lyon.engine.calculation import calculate, coverage, make_when_wanted, warm
from openfisca_lyon.engine.households import Groups, Households, Partial, stack
from openfisca_lyon.engine.incremental import Baseline
from openfisca_lyon.engine.processes import WorkerDied

__all__ = [
    "Baseline",
    "Blocks",
    "Cut",
    "Groups",
    "Households",
    "Partial",
    "WorkerDied",
    "calculate",
    "calculate_blocks",
    "coverage",
    "each_block",
    "make_when_wanted",
    "stack",
    "warm",
]
