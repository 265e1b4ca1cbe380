"""Gratuité TCL de la personne qui accompagne un porteur de carte mobilité inclusion."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut

TCL = "https://tcl.fr/solidaire-gratuit-0"


class tcl_accompagnant_cmi_condition_carte(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Détient une carte mobilité inclusion, quelle que soit la mention"
    reference = TCL

    def formula_2021_09(individu, period):
        return (
            individu("cmi_invalidite_percu", period)
            + individu("cmi_priorite_percu", period)
            + individu("cmi_stationnement_percu", period)
        )


class tcl_accompagnant_cmi_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut être accompagné gratuitement sur le réseau TCL"
    reference = TCL

    def formula_2021_09(individu, period):
        return individu("tcl_accompagnant_cmi_condition_carte", period)


class tcl_accompagnant_cmi_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la gratuité de l'accompagnant"

    def formula_2021_09(individu, period):
        eligibilite = individu("tcl_accompagnant_cmi_eligibilite", period)
        return where(eligibilite, Statut.eligible, Statut.non_eligible)
