"""A population computed once, then reforms of which only what they change is computed.

Under a reform, only the operations that it brings are run (:mod:`~openfisca_lyon.engine.joint`), and those that lead
to them from what is known: what was given, and what the first run kept. So the values are those of a whole
run under the reform, bit for bit, and what a reform touches is read off the rules themselves.

What is kept, beside the answers, is the border of what reforms change: for reforms known in advance, the values
that their operations read; for our own rules, the values that these read of national law, so that a reform
of any local right starts from them instead of going back to wages.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from openfisca_lyon.engine import processes
from openfisca_lyon.engine.blocks import Blocks, calculate_blocks
from openfisca_lyon.engine.calculation import Progress, complete, fast_way
from openfisca_lyon.engine.facts import Declined, Key
from openfisca_lyon.engine.fast import Fast
from openfisca_lyon.engine.graph import Untraceable
from openfisca_lyon.engine.households import PERSON, Groups, Households
from openfisca_lyon.engine.intake import Taken
from openfisca_lyon.engine.joint import Joint, column
from openfisca_lyon.engine.plan import Plan
from openfisca_lyon.engine.runtime import Answer, Unsuitable

if TYPE_CHECKING:
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

Array = NDArray[Any]
Values = dict[str, Array]

MEMBERS = {
    PERSON: 2.2,
    "famille": 1.3,
    "foyer_fiscal": 1.4,
    "menage": 1.0,
}  # of a household, to foresee memory
BUDGET = 1_500  # bytes by household, beyond which the border of a reform is computed again rather than kept


@dataclass
class Kept:
    """What is kept of a block.

    Attributes:
        people: who they are, nothing given.
        values: of each variable, and of the nodes of a border; a single value where all are the same.
        left: for each household, whether it was left to plain OpenFisca.
    """

    people: Households
    values: Values
    left: NDArray[np.bool_]

    def read(self, name: str, entity: str) -> Array:
        """Return the values of all members."""
        values = self.values[name]
        count = self.people.persons if entity == PERSON else self.people.groups[entity].count
        return values if len(values) == count else np.broadcast_to(values, count)


class Baseline:
    """A population under the rules in force, from which reforms are computed.

    Args:
        blocks: the population. It is asked again for the blocks of which a reform reads what was not kept.
        variables: what to compute; see :func:`~openfisca_lyon.engine.calculate`.
        period: for which month.
        keep_for: reforms known in advance, made quick.
        local: whether reforms of our own rights are made quick, whatever they are.
        workers: how many processes; one for each core if None.
        progress: see :func:`~openfisca_lyon.engine.calculate_blocks`.

    Attributes:
        variables: what was computed.
        period: for which month.

    Raises:
        InterruptedError: ``progress`` stopped the computation.
        WorkerDied: a process stopped, twice on the same block.
    """

    def __init__(
        self,
        blocks: Blocks,
        variables: Iterable[str],
        period: str,
        *,
        keep_for: Sequence["TaxBenefitSystem"] = (),
        local: bool = True,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.variables = tuple(variables)
        self.period = period
        self._blocks = blocks
        self._fast = fast_way()
        self._joint: Joint | None = None
        try:
            if len(blocks):
                first = blocks[0]
                intake = self._fast.take(first).intake
                self._given = intake.keys
                self._joint = Joint(self._fast, self.variables, period, intake.given, first.partial)
        except (Declined, Untraceable):
            pass  # plain OpenFisca computes all of it, and each reform as a whole
        if self._joint is None:
            self._whole = calculate_blocks(
                blocks, self.variables, period, engine="fast", workers=workers, progress=progress
            )
        else:
            self._compute(self._joint, self._chosen(self._joint, keep_for, local), workers, progress)

    @staticmethod
    def _chosen(joint: Joint, keep_for: Sequence["TaxBenefitSystem"], local: bool) -> frozenset[int]:
        """Choose what to keep, beside the answers."""
        border = joint.local_border() if local else frozenset[int]()
        for reform in keep_for:
            with suppress(Declined, Untraceable), joint.under(fast_way(reform)) as change:
                if joint.size(change.border - border, MEMBERS) <= BUDGET:
                    border |= change.border
        return border

    def _compute(
        self, joint: Joint, border: frozenset[int], workers: int | None, progress: Progress | None
    ) -> None:
        asked = {number: name for name, number in joint.nodes.items() if joint.keeps(number)}
        more = {number: column(number)[0] for number in border if joint.keeps(number) and number not in asked}
        self._known = asked | more
        plan = joint.plan(joint.nodes | {name: number for number, name in more.items()}, None)
        blocks = self._blocks

        def work(number: int) -> tuple[int, Kept]:
            households = blocks[number]
            answer = self._run(self._fast, plan, households, self._checked(self._fast, households), {})
            values = complete(self._fast, answer, households, self.variables, self.period, None)
            every = {name: packed(array) for name, array in (answer.values | values).items()}
            return households.count, Kept(slim(households), every, answer.left)

        found = processes.run(work, len(blocks), blocks.count, workers=workers, progress=progress)
        self._kept = list(found)

    def values(self, names: Iterable[str] | None = None) -> Values:
        """Return what was computed, block after block: these variables, or all of them."""
        asked = self.variables if names is None else tuple(names)
        if self._joint is None:
            return {name: self._whole[name] for name in asked}
        entities = {name: self._fast.facts[name].entity for name in asked}
        return {name: end_to_end([kept.read(name, entities[name]) for kept in self._kept]) for name in asked}

    def affected(self, reform: "TaxBenefitSystem") -> tuple[str, ...]:
        """Return the variables, among those computed, that a reform can change for someone."""
        if self._joint is None:
            return self.variables
        try:
            with self._joint.under(fast_way(reform)) as change:
                return tuple(change.nodes)
        except (Declined, Untraceable):
            return self.variables

    def under(
        self,
        reform: "TaxBenefitSystem",
        also: Iterable[str] = (),
        *,
        workers: int | None = None,
        progress: Progress | None = None,
    ) -> Values:
        """Compute what a reform can change.

        Args:
            reform: the rules to apply instead of those in force.
            also: variables to compute beside those of the baseline: those that the reform creates.
            workers: how many processes; one for each core if None.
            progress: see :func:`~openfisca_lyon.engine.calculate_blocks`.

        Returns:
            The values of the variables of the baseline that the reform can change, and of ``also``, block after
            block. The others are what they were.

        Raises:
            InterruptedError: ``progress`` stopped the computation.
            WorkerDied: a process stopped, twice on the same block.
        """
        fast = fast_way(reform)
        asked = tuple(dict.fromkeys((*self.variables, *also)))
        plan: Plan | None = None
        if self._joint is not None:
            with suppress(Declined, Untraceable), self._joint.under(fast, also) as change:
                plan = self._joint.plan(change.nodes, change.guards, self._known)
        if plan is None:
            return calculate_blocks(
                self._blocks, asked, self.period, reform, engine="fast", workers=workers, progress=progress
            )
        known = {column(number)[0]: name for number, name in self._known.items()}
        given = plan.columns.keys() & set(self._given)
        names = tuple(name for name, _ in plan.outputs)
        if not names:
            return {}

        def work(number: int) -> tuple[int, Values]:
            kept = self._kept[number]
            households = self._blocks[number] if given else kept.people
            taken = self._checked(fast, households) if given else None
            border = {
                (name, period): kept.read(known[name], plan.nodes[node].entity or "")
                for (name, period), node in plan.columns.items()
                if name in known
            }
            answer = self._run(fast, plan, households, taken, border)
            answer.left |= kept.left
            if answer.left.any() and not given:
                households = self._blocks[number]
            return households.count, complete(fast, answer, households, names, self.period, reform)

        found = processes.run(work, len(self._blocks), self._blocks.count, workers=workers, progress=progress)
        parts = list(found)
        return {name: end_to_end([part.pop(name) for part in parts]) for name in names}

    def _checked(self, fast: Fast, households: Households) -> Taken:
        taken = fast.take(households)
        if taken.intake.keys != self._given:
            raise ValueError(
                "Les blocs d'une population doivent donner les mêmes variables aux mêmes périodes."
            )
        return taken

    @staticmethod
    def _run(
        fast: Fast, plan: Plan, households: Households, taken: Taken | None, border: dict[Key, Array]
    ) -> Answer:
        """Run a plan on what is given and on what was kept; what it cannot take is left to plain OpenFisca."""
        columns, pattern = (taken.columns, taken.pattern) if taken else ({}, ())
        same = tuple((key, key) for key in border)
        try:
            answer = fast.execute(plan, households, columns | border, pattern + same)
        except (Unsuitable, Untraceable) as reason:
            everyone = np.ones(households.count, dtype=np.bool_)
            nothing = {name: np.zeros(1, dtype=np.bool_) for name, _ in plan.outputs}
            return Answer(nothing, plan.entities, everyone, {str(reason): households.count})
        for name in answer.values:
            if name in fast.facts and fast.facts[name].loose:
                answer.values[name] = answer.values[name].astype(object)
        return answer


def end_to_end(parts: list[Array]) -> Array:
    """Put values end to end, without the sign of zeros, as ``calculate`` does."""
    whole = np.concatenate(parts)
    return whole + 0 if whole.dtype.kind == "f" else whole


def slim(households: Households) -> Households:
    """Return the same people, nothing given, in as little memory as they need."""
    groups = {
        name: Groups(group.count, group.of_person.astype(np.int32), group.role.astype(np.int8))
        for name, group in households.groups.items()
    }
    return Households(households.persons, groups, {}, households.household.astype(np.int32))


def packed(values: Array) -> Array:
    """Return one value if all are the same, to the last bit."""
    if len(values) < 2:
        return values
    bits = np.ascontiguousarray(values)
    if values.dtype.kind in "fmM":
        bits = bits.view(f"u{values.dtype.itemsize}")
    return values[:1].copy() if (bits == bits[0]).all() else values
