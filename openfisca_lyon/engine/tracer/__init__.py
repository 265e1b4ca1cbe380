"""Runs one formula on arrays that only record what is asked of them.

``stand_in``
    what stands for an array, and refuses what it does not know;
``functions``
    the numpy functions that it knows;
``parameters``
    parameters, tax scales, and how they are made to take stand-ins;
``populations``
    the people and groups that formulas ask, and the simulation that runs one formula.
"""

from openfisca_lyon.engine.tracer.parameters import noting, patched
from openfisca_lyon.engine.tracer.populations import TracedSimulation
from openfisca_lyon.engine.tracer.stand_in import Trace, dtype_of

__all__ = ["Trace", "TracedSimulation", "dtype_of", "noting", "patched"]
