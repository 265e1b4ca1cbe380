"""People, groups and holders that formulas ask, and the simulation in which one formula is alone.

They are OpenFisca's own, with the methods that touch arrays replaced; values of other variables are
placeholders, listed in the order in which they were asked for.
"""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import numpy as np
from openfisca_core import projectors
from openfisca_core.entities import Role
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import Period
from openfisca_core.periods import period as to_period
from openfisca_core.populations import GroupPopulation, Population
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine.facts import TEXT
from openfisca_lyon.engine.graph import Untraceable
from openfisca_lyon.engine.tracer.functions import INDEX, choose
from openfisca_lyon.engine.tracer.parameters import noting, patched
from openfisca_lyon.engine.tracer.stand_in import (
    Labels,
    Selection,
    Trace,
    Traced,
    constant,
    dtype_of,
    uniform,
)

_Method = TypeVar("_Method", bound=Callable[..., Any])
projectable: Callable[[_Method], _Method] = projectors.projectable


def default_of(trace: Trace, variable: Any) -> Traced:
    """Return the default value of a variable."""
    array = np.asarray(variable.default_array(1)).astype(dtype_of(variable))
    enum = variable.possible_values if variable.value_type == Enum else None
    return uniform(trace, variable.entity.key, array.view(np.ndarray), enum)


class Probe:
    """A holder of which a formula may ask what is known."""

    def __init__(self, trace: Trace, variable: Any) -> None:
        self._trace = trace
        self._variable = variable

    def get_known_periods(self) -> list[Period]:
        """Return the periods at which the variable is given or already computed."""
        return list(self._trace.probe(self._variable.name))

    def get_array(self, period: Period) -> Traced:
        """Return what is known, without computing anything."""
        if period not in self._trace.probe(self._variable.name):
            self._trace.fail(f"reads {self._variable.name} at a period at which it is not known")
        return self._trace.call("peek", self._variable, period)

    def default_array(self) -> Traced:
        """Return the default value."""
        return default_of(self._trace, self._variable)

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._trace.fail(f"reads .{name} of a holder")


class _Tracing:
    """What the populations of a traced simulation have in common."""

    simulation: Any
    entity: Any

    @property
    def trace(self) -> Trace:
        return self.simulation.trace_of_formula  # type: ignore[no-any-return]

    @property
    def count(self) -> int:
        self.trace.fail("asks how many there are")

    @count.setter
    def count(self, value: int) -> None:
        pass

    @property
    def ids(self) -> Any:
        self.trace.fail("asks for identifiers")

    @ids.setter
    def ids(self, value: Any) -> None:
        pass

    def filled_array(self, value: Any, dtype: Any = None) -> Traced:
        if isinstance(value, Enum):
            self.trace.fail("fills an array with an Enum member")
        return uniform(self.trace, self.entity.key, np.full(1, value, dtype))

    def empty_array(self) -> Traced:
        return uniform(self.trace, self.entity.key, np.zeros(1, np.float32))

    def get_holder(self, name: str) -> Probe:
        self.entity.check_variable_defined_for_entity(name)
        return Probe(self.trace, self.entity.get_variable(name))

    def check_array_compatible_with_entity(self, array: Any) -> None:
        if not isinstance(array, Traced) or isinstance(array, Selection):
            self.trace.fail("gives OpenFisca something else than an array")
        if array.entity != self.entity.key:
            self.trace.fail(f"takes values of {array.entity} for values of {self.entity.key}")


class TracedPopulation(_Tracing, Population):  # type: ignore[misc]
    """People, of whom formulas ask."""

    @projectable
    def has_role(self, role: Role) -> Traced:
        """Tell who has a role."""
        self.entity.check_role_validity(role)
        positions = ", ".join(map(str, role_positions(self.trace, role)))
        source = f"{role.entity.key}.has_role({positions})"
        return Traced(self.trace, self.trace.graph.group(source, (), np.bool_, self.entity.key))

    @projectable
    def get_rank(self, entity: Any, criteria: Any, condition: Any = True) -> Traced:
        """Rank people in their group."""
        group = entity.reference_entity if isinstance(entity, projectors.Projector) else entity
        self.check_array_compatible_with_entity(criteria)
        numbers = (
            criteria.node,
            condition.node if isinstance(condition, Traced) else constant(self.trace, condition),
        )
        source = f"{group.entity.key}.rank({{}}, {{}})"
        return Traced(self.trace, self.trace.graph.group(source, numbers, np.int64, self.entity.key))


def role_positions(trace: Trace, role: Role) -> list[int]:
    """Return the positions of a role, or of its sub-roles, among the flattened roles of its entity."""
    flat = list(role.entity.flattened_roles)
    return [flat.index(each) for each in (role.subroles or [role])]


class TracedGroup(_Tracing, GroupPopulation):  # type: ignore[misc]
    """Groups of people, of whom formulas ask."""

    def _of(self, array: Any) -> Traced:
        self.members.check_array_compatible_with_entity(array)
        return array  # type: ignore[no-any-return]

    def _roles(self, role: Any) -> str:
        self.entity.check_role_validity(role)
        if role.entity.key != self.entity.key:
            self.trace.fail(f"asks {self.entity.key} for a role of {role.entity.key}")
        return "".join(f", {position}" for position in role_positions(self.trace, role))

    def _group(self, source: str, numbers: tuple[int, ...], dtype: Any, enum: Any = None) -> Traced:
        graph = self.trace.graph
        return Traced(
            self.trace, graph.group(f"{self.entity.key}.{source}", numbers, dtype, self.entity.key), enum
        )

    @projectable
    def sum(self, array: Any, role: Any = None) -> Traced:
        """Add up the values of members."""
        array = self._of(array)
        if array.dtype.kind not in "bif" or array.objects:
            self.trace.fail("adds up something else than numbers")
        if role is not None and role.entity.key != self.entity.key:
            # OpenFisca lets a role of another entity choose who counts; adding 0 for the others is the same.
            array = choose(self.trace, self.members.has_role(role), array, 0)
            role = None
        roles = "" if role is None else self._roles(role)
        return self._group(f"sum({{}}{roles})", (array.node,), np.float64)

    @projectable
    def reduce(self, array: Any, reducer: Any, neutral_element: Any, role: Any = None) -> Traced:
        """Reduce the values of members."""
        name = getattr(reducer, "__name__", "")
        if name not in ("maximum", "minimum", "logical_and", "logical_or", "add"):
            self.trace.fail(f"reduces by {name}")
        array = self._of(array)
        if array.enum is not None:
            self.trace.fail("reduces an Enum")
        trace = self.trace
        condition = True if role is None else self.members.has_role(role)
        filtered = choose(trace, condition, array, neutral_element)
        neutral = trace.graph.constant(neutral_element)
        sample = getattr(np, name)(np.full(1, neutral_element), np.ones(1, filtered.dtype))
        return self._group(f"reduce({{}}, {name!r}, {{}})", (filtered.node, neutral), sample.dtype)

    @projectable
    def nb_persons(self, role: Any = None) -> Traced:
        """Count members."""
        if role:
            return self.sum(self.members.has_role(role))
        return self._group("size()", (), np.int64)

    @projectable
    def value_from_person(self, array: Any, role: Any, default: Any = 0) -> Traced:
        """Return the value of the member who has a role that only one has."""
        array = self._of(array)
        if role.max != 1 or array.objects:
            self.trace.fail("takes the value of a role that several may have")
        roles = self._roles(role)
        return self._value(f"value_of({{}}, {{}}{roles})", array, default)

    @projectable
    def value_nth_person(self, n: int, array: Any, default: Any = 0) -> Traced:
        """Return the value of the member at a position."""
        return self._value(f"value_nth({{}}, {int(n)}, {{}})", self._of(array), default)

    def _value(self, source: str, array: Traced, default: Any) -> Traced:
        filled = self.trace.graph.constant(np.full(1, default, dtype=array.dtype))
        return self._group(source, (array.node, filled), array.dtype, array.enum)

    def project(self, array: Any, role: Any = None) -> Traced:
        """Give each member the value of the group."""
        self.check_array_compatible_with_entity(array)
        trace = self.trace
        source = f"{self.entity.key}.project({{}})"
        number = trace.graph.group(source, (array.node,), array.dtype, self.members.entity.key)
        result = Traced(trace, number, array.enum, objects=array.objects)
        if role is None:
            return result
        return choose(trace, self.members.has_role(role), result, 0)

    def _refuse(self, *value: Any) -> NoReturn:
        self.trace.fail("reads who is in which group")

    members_entity_id = property(_refuse, lambda self, value: None)
    members_role = property(_refuse, lambda self, value: None)
    members_position = property(_refuse, lambda self, value: None)
    ordered_members_map = property(_refuse)


class TracedSimulation(Simulation):  # type: ignore[misc]
    """A simulation in which a formula is alone: what it asks for is a placeholder."""

    def __init__(self, system: TaxBenefitSystem) -> None:
        people = TracedPopulation(system.person_entity)
        populations: dict[str, Any] = {system.person_entity.key: people}
        for entity in system.group_entities:
            populations[entity.key] = TracedGroup(entity, people)
        self.trace_of_formula = Trace(lambda name: ())
        super().__init__(system, populations)

    def calculate(self, variable_name: str, period: Any) -> Traced:
        """Return the placeholder of a variable."""
        if not isinstance(period, Period):
            period = to_period(period)
        variable = self.tax_benefit_system.get_variable(variable_name, check_existence=True)
        self._check_period_consistency(period, variable)
        return self.trace_of_formula.call("calculate", variable, period)

    def _run_formula(self, variable: Any, population: Any, period: Period) -> Any:
        """Run a formula; building the tree of parameters is not reading it."""
        formula = variable.get_formula(period)

        def parameters_at(instant: Any) -> Any:
            with noting(None):
                return self.tax_benefit_system.get_parameters_at_instant(instant)

        if formula.__code__.co_argcount == 2:
            return formula(population, period)
        return formula(population, period, parameters_at)

    def get_holder(self, variable_name: str) -> Probe:
        """Return what a formula may ask of a holder."""
        return self.get_variable_population(variable_name).get_holder(variable_name)  # type: ignore[no-any-return]

    def get_array(self, variable_name: str, period: Any) -> Any:
        """Refuse: the answer depends on what was computed before."""
        self.trace_of_formula.fail("reads what happens to be computed")

    def run(
        self, variable: Any, period: Period, known: Callable[[str], tuple[Period, ...]]
    ) -> tuple[Trace, int]:
        """Trace a formula.

        Raises:
            Untraceable: it does something that cannot be recorded.
        """
        trace = self.trace_of_formula = Trace(known)
        with patched():
            try:
                with noting(trace.reads):
                    value = self._run_formula(variable, self.populations[variable.entity.key], period)
                number = result_of(trace, variable, value)
            except Untraceable as reason:
                trace.failure = trace.failure or str(reason)
                raise
            except Exception as error:
                trace.fail(f"{type(error).__name__}: {error}")
        if trace.failure:
            raise Untraceable(trace.failure)
        return trace, number


def result_of(trace: Trace, variable: Any, value: Any) -> int:
    """Cast what a formula returns as OpenFisca does."""
    graph = trace.graph
    if value is None:
        return default_of(trace, variable).node
    dtype = dtype_of(variable)
    if isinstance(value, Selection):
        trace.fail("returns a part of an array")
    if isinstance(value, Traced) and isinstance(value.enum, Labels):
        if variable.value_type == Enum:
            members = variable.possible_values._member_names_
            if not all(text in members for text in value.enum):
                trace.fail("returns a text that is no member of the Enum")
            table = np.array([members.index(text) for text in value.enum], dtype=np.int16)
        elif dtype.kind in "SU":
            table = np.array(list(value.enum)).astype(dtype)
        else:
            trace.fail("returns texts")
        padded = table if len(table) > 1 else np.repeat(table, 2)
        return graph.make("({}).take({})", (graph.constant(padded), value.node))
    if variable.value_type == Enum:
        if not isinstance(value, Traced):
            trace.fail("returns something else than an array of Enum members")
        if value.entity != variable.entity.key:
            trace.fail(f"returns values of {value.entity}")
        if value.enum is not None:
            if value.enum != variable.possible_values and (
                value.objects or len(value.enum) > len(variable.possible_values)
            ):
                trace.fail("returns members of another Enum")
            return value.node
        if value.dtype.kind not in "iu":
            trace.fail(f"returns {value.dtype} for an Enum")
        size = len(variable.possible_values)
        graph.guard(
            graph.make("np.greater_equal({}, {})", (value.node, graph.constant(size))), "no such member"
        )
        return graph.cast(value.node, INDEX)
    if dtype == TEXT and not (isinstance(value, Traced) and value.dtype.kind == "U"):
        trace.fail("returns something else than texts, for a text without max_length")
    if not isinstance(value, Traced):
        if isinstance(value, np.ndarray) and value.ndim:
            trace.fail("returns an array of its own")
        value = uniform(trace, variable.entity.key, np.full(1, value))
    if value.enum is not None:
        if value.objects:
            trace.fail("returns Enum members")
        return graph.cast(value.node, dtype)
    node = graph.nodes[value.node]
    if node.entity != variable.entity.key:
        trace.fail(f"returns values of {node.entity}")
    return graph.cast(value.node, dtype)
