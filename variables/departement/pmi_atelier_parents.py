"""Ateliers de la PMI pour les parents de jeunes enfants, dans les Maisons de la Métropole."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

GRAND_LYON = "https://www.grandlyon.com/actualite/parentalite-le-guide-des-premiers-pas"


class pmi_atelier_parents_condition_parent(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Attend un enfant ou élève un jeune enfant"
    reference = GRAND_LYON

    def formula(famille, period, parameters):
        limite = parameters(period).departement.pmi_atelier_parents.age_limite
        age = famille.members("age", period)
        enfant = famille.any((age >= 0) * (age < limite), role=Famille.ENFANT)
        return enfant + famille.any(famille.members("enceinte", period))


class pmi_atelier_parents_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions : Ateliers de la PMI pour les parents"
    reference = GRAND_LYON

    def formula(famille, period):
        return famille("pmi_atelier_parents_condition_parent", period)


class pmi_atelier_parents_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut : Ateliers de la PMI pour les parents"

    def formula(famille, period):
        eligibilite = famille("pmi_atelier_parents_eligibilite", period)
        return statut(eligibilite, a_etudier=eligibilite * False, sinon=Statut.eligible)
