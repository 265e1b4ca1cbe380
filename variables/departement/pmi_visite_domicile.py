"""Visites à domicile de la PMI, article L2112-2 du code de la santé publique."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

CODE = (
    "https://french-business-law.com/rench-legislation-art/article-l2112-2-of-the-french-public-health-code"
)


class pmi_visite_domicile_condition_public(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Attend un enfant, ou est un enfant de moins de six ans"
    reference = CODE

    def formula(individu, period, parameters):
        limite = parameters(period).departement.pmi_visite_domicile.age_limite
        age = individu("age", period)
        enfant = (age >= 0) * (age < limite)
        return individu("enceinte", period) + enfant


class pmi_visite_domicile_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Visites à domicile de la PMI"
    reference = CODE

    def formula(individu, period):
        return individu("pmi_visite_domicile_condition_public", period)


class pmi_visite_domicile_besoin(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "La PMI propose une visite selon le besoin de la famille"
    reference = CODE

    def formula(individu, period):
        return individu("pmi_visite_domicile_eligibilite", period)


class pmi_visite_domicile_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Visites à domicile de la PMI"

    def formula(individu, period):
        return statut(
            eligibilite=individu("pmi_visite_domicile_eligibilite", period),
            a_etudier=individu("pmi_visite_domicile_besoin", period),
            sinon=Statut.eligible_probable,
        )
