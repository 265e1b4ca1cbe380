"""Hébergement d'urgence, droit sans condition (article L. 345-2-2 du code de l'action sociale et des familles)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.statut import Statut, statut

CASF = "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006074069/"


class hebergement_urgence_condition_sans_abri(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "N'a nulle part où dormir"
    reference = CASF

    def formula_2019_01(menage, period):
        return menage("sans_abri", period)


class hebergement_urgence_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut de l'hébergement d'urgence"

    def formula_2019_01(menage, period):
        return statut(
            eligibilite=menage("hebergement_urgence_condition_sans_abri", period),
            sinon=Statut.eligible,  # le droit est sans condition, les places manquent
        )
