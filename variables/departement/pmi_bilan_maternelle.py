"""Bilan de santé à l'école maternelle, article L2112-2 du code de la santé publique."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CODE = (
    "https://french-business-law.com/rench-legislation-art/article-l2112-2-of-the-french-public-health-code"
)


class pmi_bilan_maternelle_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge du bilan"
    reference = CODE

    def formula(individu, period, parameters):
        bilan = parameters(period).departement.pmi_bilan_maternelle
        age = individu("age", period)
        return (age >= bilan.age_minimum) * (age <= bilan.age_maximum)


class pmi_bilan_maternelle_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Bilan de santé à l'école maternelle"
    reference = CODE

    def formula(individu, period):
        return individu("pmi_bilan_maternelle_condition_age", period)


class pmi_bilan_maternelle_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Bilan de santé à l'école maternelle"

    def formula(individu, period):
        eligibilite = individu("pmi_bilan_maternelle_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
