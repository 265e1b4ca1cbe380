"""Dépistage des infections sexuellement transmissibles sans ordonnance avant 26 ans."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

SOURCE = "https://aide-sociale.fr/preservatif-gratuit"


class depistage_ist_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de la gratuité"
    reference = SOURCE

    def formula_2024_09(individu, period, parameters):
        limite = parameters(period).etat.depistage_ist.age_limite
        return individu("age", period) < limite


class depistage_ist_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Dépistage gratuit des infections sexuelles"
    reference = SOURCE

    def formula_2024_09(individu, period):
        return individu("depistage_ist_condition_age", period)


class depistage_ist_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Dépistage gratuit des infections sexuelles"

    def formula_2024_09(individu, period):
        eligibilite = individu("depistage_ist_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
