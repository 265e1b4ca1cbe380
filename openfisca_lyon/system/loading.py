"""Puts our parameters and variables on top of OpenFisca-France's.

Rules are imported as ordinary modules (one copy of each Enum, real names in tracebacks) rather than
through ``add_variables_from_directory``, which executes each file a second time.
"""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from openfisca_core.parameters import ParameterNode
from openfisca_core.variables import Variable
from openfisca_france import FranceTaxBenefitSystem

import openfisca_lyon.parameters
import openfisca_lyon.variables
from openfisca_lyon.system.overlays import overlay

PARAMETERS = Path(openfisca_lyon.parameters.__file__).parent
NATIONAL = "national"
MONTH = "2026-01"
# OpenFisca's web API computes its example at start: ours gives the national rights and takes no time.
EXAMPLE: dict[str, dict[str, dict[str, Any]]] = {
    "individus": {
        "Inès": {
            "age": {MONTH: 21},
            "salaire_net": {MONTH: 180},
            "titre_sejour": {MONTH: "francais"},
            "date_arrivee_metropole": {"ETERNITY": "2023-02-01"},
            "soutien_financier_parents_ou_tiers": {MONTH: "aucun"},
            "chomage_net": {MONTH: 0},
            "aah_percu": {MONTH: False},
            "aeeh_percue": {MONTH: False},
            "remuneration_apprenti": {MONTH: 0},
            "rpns_auto_entrepreneur_benefice": {MONTH: 0},
            "rsj": {MONTH: None},
            "rsj_statut": {MONTH: None},
        }
    },
    "familles": {"famille": {"parents": ["Inès"], "rsa_percu": {MONTH: False}}},
    "foyers_fiscaux": {"foyer": {"declarants": ["Inès"]}},
    "menages": {"logement": {"personne_de_reference": ["Inès"], "depcom": {MONTH: "69256"}}},
}


class CountryTaxBenefitSystem(FranceTaxBenefitSystem):  # type: ignore[misc]
    """OpenFisca-France with the rights granted in the Métropole de Lyon.

    OpenFisca's own commands (``openfisca test``, ``openfisca serve``) load this class by its name.

    Raises:
        OverlayError: a figure of ``parameters/national`` no longer fits OpenFisca-France.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open_api_config = {
            "variable_example": "rsj",
            "parameter_example": "metropole_lyon.rsj.montant_sans_ressource",
            "simulation_example": EXAMPLE,
        }
        for branch in sorted(path for path in PARAMETERS.iterdir() if path.is_dir()):
            if branch.name == NATIONAL:
                overlay(self.parameters, branch)
            elif any(branch.rglob("*.yaml")):
                node = ParameterNode(branch.name, directory_path=str(branch))
                self.parameters.add_child(branch.name, node)
        for module in rule_modules():
            # A mend takes the place of France's variable; anywhere else a name already taken is a mistake,
            # except a variable that France leaves empty.
            for variable in variables_of(module):
                self._install(variable, mends=f".{NATIONAL}." in module.__name__)

    def _install(self, variable: type[Variable], *, mends: bool) -> None:
        name = variable.__name__
        existing = self.variables.get(name)
        if existing is None:
            self.add_variable(variable)
        elif mends:
            self._mend(variable, existing)
        elif not existing.formulas:
            self.replace_variable(variable)
        else:
            raise ValueError(f"{name} belongs to OpenFisca-France: mend it in variables/{NATIONAL}/")

    def _mend(self, variable: type[Variable], existing: Variable) -> None:
        """Put our formulas in the place of France's of the same dates; France's others stay.

        Left alone, OpenFisca drops every formula of France that is later than our first one.
        """
        mended = self.update_variable(variable)
        for start, formula in existing.formulas.items():
            mended.formulas.setdefault(start, formula)


def rule_modules() -> Iterator[ModuleType]:
    """Yield each module of ``openfisca_lyon.variables``, in a stable order."""
    package = openfisca_lyon.variables
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    for info in sorted(found, key=lambda info: info.name):
        yield import_module(info.name)


def variables_of(module: ModuleType) -> Iterator[type[Variable]]:
    """Yield the variables that a module defines, not those it imports."""
    for member in vars(module).values():
        if (
            isinstance(member, type)
            and issubclass(member, Variable)
            and member is not Variable
            and member.__module__ == module.__name__
        ):
            yield member


@cache
def load() -> CountryTaxBenefitSystem:
    """Return the rules in force, loaded once in a process (three to five seconds the first time)."""
    return CountryTaxBenefitSystem()
