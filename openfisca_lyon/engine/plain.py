"""Plain OpenFisca: the reference that every faster way must equal."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.periods import period as to_period
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_lyon.engine.households import GROUPS, Groups, Households


def calculate(
    system: TaxBenefitSystem, households: Households, variables: Iterable[str], period: str
) -> dict[str, NDArray[Any]]:
    """Compute variables with OpenFisca's own simulation."""
    simulation = simulate(system, households)
    return {name: read(simulation, name, period) for name in variables}


def simulate(system: TaxBenefitSystem, households: Households) -> Simulation:
    """Build an OpenFisca simulation of these households."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity(system.person_entity.key, [str(i) for i in range(households.persons)])
    for name in GROUPS:
        group = households.groups[name]
        population = builder.declare_entity(name, [str(i) for i in range(group.count)])
        # ``join_with_persons`` reads role names wrongly where roles have sub-roles: the arrays are set here.
        population.members_entity_id = group.of_person
        population.members_role = np.array(population.entity.flattened_roles, dtype=object)[group.role]
    simulation = builder.build(system)
    if households.partial:
        simulation.__class__ = PartlyGiven
        simulation.parts = {
            (name, to_period(at)): (typed(system, name, values), given)
            for (name, at), (values, given) in households.partial.items()
        }
    for (name, given_period), values in households.columns.items():
        variable = system.get_variable(name, check_existence=True)
        if variable.value_type == Enum:
            values = encode(variable, values)
        simulation.set_input(name, given_period, values)
    return simulation


def households_of(simulation: Simulation) -> Households:
    """Return the people of a simulation and what it knows, as one household: the way back of :func:`simulate`."""
    groups = {}
    for name in GROUPS:
        population = simulation.populations[name]
        roles = list(population.entity.flattened_roles)
        groups[name] = Groups(
            population.count,
            np.asarray(population.members_entity_id, dtype=np.int64),
            np.array([roles.index(role) for role in population.members_role], dtype=np.int64),
        )
    columns = {
        (name, str(period)): np.asarray(holder.get_array(period).view(np.ndarray))
        for population in simulation.populations.values()
        for name, holder in population._holders.items()
        for period in holder.get_known_periods()
    }
    people = simulation.persons.count
    return Households(people, groups, columns, np.zeros(people, dtype=np.int64))


class PartlyGiven(Simulation):  # type: ignore[misc]
    """A simulation in which a variable may be given of some members only.

    Attributes:
        parts: by variable and period, values, and of whom they are given.
    """

    def _calculate(self, variable_name: str, period: Any) -> NDArray[Any]:
        found = super()._calculate(variable_name, period)
        part = self.parts.get((variable_name, period))
        if part is None:
            return found  # type: ignore[no-any-return]
        values, given = part
        mixed = np.where(given, values, found)
        return EnumArray(mixed, found.possible_values) if isinstance(found, EnumArray) else mixed


def typed(system: TaxBenefitSystem, name: str, values: NDArray[Any]) -> NDArray[Any]:
    """Return values as a simulation holds those of a variable."""
    variable = system.get_variable(name, check_existence=True)
    if variable.value_type == Enum:
        return np.asarray(encode(variable, values).view(np.ndarray))
    return np.asarray(values).astype(variable.dtype)


def read(simulation: Simulation, name: str, period: str) -> NDArray[Any]:
    """Compute one variable at the period of its definition that contains ``period``."""
    variable = simulation.tax_benefit_system.get_variable(name, check_existence=True)
    month = to_period(period)
    match variable.definition_period:
        case DateUnit.ETERNITY:
            asked: Any = DateUnit.ETERNITY
        case DateUnit.YEAR:
            asked = month.this_year
        case _:
            asked = month
    values = simulation.calculate(name, asked)
    return values.view(np.ndarray) if isinstance(values, EnumArray) else np.asarray(values)


def encode(variable: Any, values: NDArray[Any]) -> EnumArray:
    """Turn names or indices of Enum members into what OpenFisca stores."""
    members = variable.possible_values
    if np.issubdtype(values.dtype, np.integer):
        return EnumArray(values.astype(np.int16), members)
    return members.encode(values.astype(str))
