"""Who forms a family, and who a tax return, from how people of a household are linked.

The same ages decide here as for one household described in words (:mod:`~openfisca_lyon.situations.reading`).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.situations.reading import ADULT_CHILD, ATTACHED_STUDENT_UNTIL, ATTACHED_UNTIL

Array = NDArray[Any]
Ints = NDArray[np.int64]

REFERENCE, PARTNER, CHILD, OTHER = range(4)


def families(home: Array, place: Array, age: Array) -> tuple[Ints, Ints]:
    """Return the family of each person, and their role in it.

    Args:
        home: the household of each, people of one following one another.
        place: ``REFERENCE``, ``PARTNER``, ``CHILD`` or ``OTHER``; the reference person comes first.
        age: in years.
    """
    return _groups(home, place, age < ADULT_CHILD, np.ones(int(home[-1]) + 1, dtype=np.bool_))


def tax_returns(home: Array, place: Array, age: Array, student: Array, joint: Array) -> tuple[Ints, Ints]:
    """Return the tax return of each person, and their role in it.

    Args:
        home, place, age: see :func:`families`.
        student: whether they study without working.
        joint: for each household, whether the couple files one return.
    """
    attached = (age < ATTACHED_UNTIL) | (student & (age < ATTACHED_STUDENT_UNTIL))
    return _groups(home, place, attached, joint)


def _groups(home: Array, place: Array, young: Array, joint: Array) -> tuple[Ints, Ints]:
    number = np.zeros(len(home), dtype=np.int64)  # 0: the group of the reference person
    role = np.zeros(len(home), dtype=np.int64)
    together = joint[home]
    role[(place == PARTNER) & together] = 1
    role[(place == CHILD) & young] = 2
    apart = (place == OTHER) | ((place == PARTNER) & ~together) | ((place == CHILD) & ~young)
    number[apart] = np.arange(1, int(apart.sum()) + 1)
    return renumbered(home, number), role


def renumbered(homes: Array, numbers: Array) -> Ints:
    """Number groups from 0 in the order of rows; a number means one group only within a household."""
    keys = homes * (int(numbers.max(initial=0)) + 1) + numbers
    return np.unique(keys, return_inverse=True)[1].astype(np.int64)
