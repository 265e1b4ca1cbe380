"""Fonds social collégien : aide décidée dans chaque collège, par le chef d'établissement."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut, statut

COLLEGE = "https://clgjeanjacquesrousseau.blogs.laclasse.com/?p=5221"


class fonds_social_collegien_condition_college(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est élève au collège"
    reference = COLLEGE

    def formula(individu, period):
        return individu("scolarite", period) == TypesScolarite.college


class fonds_social_collegien_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut demander le fonds social collégien"
    reference = COLLEGE

    def formula(individu, period):
        return individu("fonds_social_collegien_condition_college", period)


class fonds_social_collegien_besoin_a_apprecier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Une commission du collège apprécie les difficultés de la famille"
    reference = COLLEGE
    documentation = "Aucun plafond de ressources n'est publié."

    def formula(individu, period):
        return individu("fonds_social_collegien_eligibilite", period)


class fonds_social_collegien_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du fonds social collégien"

    def formula(individu, period):
        return statut(
            eligibilite=individu("fonds_social_collegien_eligibilite", period),
            a_etudier=individu("fonds_social_collegien_besoin_a_apprecier", period),
            sinon=Statut.eligible_probable,
        )
