"""Fonds d'aide aux jeunes (FAJ), CASF, art. L263-3.

Le règlement de la Métropole n'est pas publié : ni plafond, ni montant, ni liste de publics ne sont encodés.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CASF = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000027572543"


class faj_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge du Fonds d'aide aux jeunes"
    reference = CASF

    def formula(individu, period, parameters):
        faj = parameters(period).departement.faj
        age = individu("age", period)
        return (age >= faj.age_minimum) * (age <= faj.age_maximum)


class faj_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = CASF
    documentation = "La loi interdit d'exiger une durée de résidence, et de compter l'obligation alimentaire."

    def formula(individu, period):
        return individu.menage("reside_metropole_lyon", period)


class faj_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions légales du Fonds d'aide aux jeunes"
    reference = CASF

    def formula(individu, period):
        return individu("faj_condition_age", period) * individu("faj_condition_residence", period)


class faj_difficulte_a_apprecier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "La difficulté et le besoin sont appréciés, sans barème publié"
    reference = CASF

    def formula(individu, period):
        return individu("faj_eligibilite", period)


class faj_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du Fonds d'aide aux jeunes"

    def formula(individu, period):
        return statut(
            eligibilite=individu("faj_eligibilite", period),
            a_etudier=individu("faj_difficulte_a_apprecier", period),
            sinon=Statut.eligible_probable,
        )
