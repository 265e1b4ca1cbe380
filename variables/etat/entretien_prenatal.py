"""Entretien prénatal précoce, article L2122-1 du code de la santé publique, obligatoire depuis le 1er mai 2020."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

GAZETTE = "https://www.lagazettedescommunes.com/842860/lentretien-prenatal-precoce-un-dispositif-obligatoire-depuis-2020-et-encore-peu-realise/"


class entretien_prenatal_condition_grossesse(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Attend un enfant"
    reference = GAZETTE

    def formula_2020_05(individu, period):
        return individu("enceinte", period)


class entretien_prenatal_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Entretien prénatal précoce"
    reference = GAZETTE

    def formula_2020_05(individu, period):
        return individu("entretien_prenatal_condition_grossesse", period)


class entretien_prenatal_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Entretien prénatal précoce"

    def formula_2020_05(individu, period):
        eligibilite = individu("entretien_prenatal_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
