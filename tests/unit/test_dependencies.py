"""What a formula can read, found in its code, holds all that a computation reads."""

import re
from collections.abc import Iterator
from typing import Any

from openfisca_core.simulation_builder import SimulationBuilder

from openfisca_lyon.catalogue import catalogue
from openfisca_lyon.system import load
from openfisca_lyon.system.dependencies import Dependencies

MONTH = "2026-10"
BOX = re.compile(r"f[1-8][a-z]{2}(_\d{4})?")
"""Boxes of the tax return: OpenFisca-France builds some of their names, and nobody is asked for them."""


def reads(node: Any) -> Iterator[tuple[str, str, str]]:
    """Yield who reads what, and when, down a trace."""
    for child in node.children:
        yield node.name, str(node.period.start), child.name
        yield from reads(child)


def test_nothing_that_is_read_is_missed() -> None:
    system = load()
    people = {
        "mere": {"date_naissance": {MONTH: "1990-03-01"}, "salaire_de_base": {MONTH: 1500}},
        "enfant": {"date_naissance": {MONTH: "2020-05-01"}},
    }
    simulation = SimulationBuilder().build_from_entities(
        system,
        {
            "individus": people,
            "familles": {"f": {"parents": ["mere"], "enfants": ["enfant"]}},
            "foyers_fiscaux": {"f": {"declarants": ["mere"], "personnes_a_charge": ["enfant"]}},
            "menages": {
                "m": {"personne_de_reference": ["mere"], "enfants": ["enfant"], "depcom": {MONTH: "69123"}}
            },
        },
    )
    simulation.trace = True
    entries = [entry for entry in catalogue().values() if entry.montant]
    asked = [entry.variable_statut or entry.montant.variable for entry in entries if entry.montant]
    for name in dict.fromkeys(asked):
        if system.variables[name].definition_period == "month":
            simulation.calculate(name, MONTH)
    known = Dependencies(system, MONTH)
    seen = {edge for tree in simulation.tracer.trees for edge in reads(tree)}
    assert ("ppa", "2026-10-01", "ppa_fictive") in seen
    missed = {
        (parent, child)
        for parent, day, child in seen
        if child != parent
        and system.variables[parent].get_formula(day) is system.variables[parent].get_formula(MONTH)
        and child not in known.direct(parent)
        and not BOX.fullmatch(child)
    }
    assert missed == set()
