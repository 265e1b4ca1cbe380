"""Protection de l'enfance en danger : être écouté, signaler, être aidé (code de l'action sociale et des familles, article L221-1)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

ALLO_119 = "https://www.allo119.gouv.fr"


class protection_enfance_condition_ouvert(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Une personne de la famille, quel que soit son âge"
    reference = ALLO_119

    def formula(famille, period):
        return famille.nb_persons() > 0


class protection_enfance_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions : Enfant en danger, être écouté et protégé"
    reference = ALLO_119

    def formula(famille, period):
        return famille("protection_enfance_condition_ouvert", period)


class protection_enfance_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut : Enfant en danger, être écouté et protégé"

    def formula(famille, period):
        eligibilite = famille("protection_enfance_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
