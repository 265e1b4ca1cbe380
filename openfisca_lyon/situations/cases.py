"""Reads a raw OpenFisca test case: entities, members, variables by period."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from openfisca_lyon.engine.plain import households_of
from openfisca_lyon.situations.faults import Fault, SituationError
from openfisca_lyon.situations.situation import Situation
from openfisca_lyon.system import load

REFUSED = "OpenFisca refuse ce champ : vérifiez son nom, son entité, sa période, et que chacun n'est que dans un groupe."
NOT_FINITE = "Écrivez un nombre : ni l'infini, ni une valeur qui n'est pas un nombre."


def is_case(content: Any) -> bool:
    """Tell a raw OpenFisca case from a situation in a person's words."""
    return isinstance(content, Mapping) and "individus" in content


def read_case(content: Mapping[str, Any], month: str) -> Situation:
    """Read a raw OpenFisca case of one household. What it does not give is not known.

    Raises:
        SituationError: OpenFisca refuses it, or a number is not one.
    """
    faults = [
        Fault(pointer, NOT_FINITE) for pointer, value in _numbers(content, "") if not math.isfinite(value)
    ]
    if faults:
        raise SituationError(faults)
    system = load()
    builder = SimulationBuilder()
    builder.set_default_period(month)
    try:
        simulation = builder.build_from_entities(system, dict(content))
    except SituationParsingError as error:
        raise SituationError(Fault(pointer, REFUSED) for pointer in _pointers(error.error, "")) from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise SituationError([Fault("", REFUSED)]) from None
    households = households_of(simulation)
    answered = {(name, member) for name, member in _answered(system, content, simulation)}
    return Situation(
        month=month,
        households=households,
        labels={key: tuple(population.ids) for key, population in simulation.populations.items()},
        answered=frozenset(answered),
        complete=False,
        pointers={
            key: tuple(f"/{population.entity.plural}/{one}" for one in population.ids)
            for key, population in simulation.populations.items()
        },
        ages=tuple(None if age < 0 else int(age) for age in simulation.calculate("age", month)),
    )


def _answered(system: Any, content: Mapping[str, Any], simulation: Any) -> Iterator[tuple[str, int]]:
    for population in simulation.populations.values():
        members = content.get(population.entity.plural, content.get(population.entity.key, {}))
        for rank, one in enumerate(population.ids):
            given = members.get(one, {}) if isinstance(members, Mapping) else {}
            for name in given if isinstance(given, Mapping) else ():
                if name in system.variables:
                    yield name, rank


def _numbers(node: Any, pointer: str) -> Iterator[tuple[str, float]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _numbers(value, f"{pointer}/{key}")
    elif isinstance(node, float):
        yield pointer, node


def _pointers(node: Any, pointer: str) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _pointers(value, f"{pointer}/{key}")
    else:
        yield pointer
