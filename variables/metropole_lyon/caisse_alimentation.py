"""Caisse de l'alimentation de Lyon 8e, expérimentation 2024-2026 de Territoires à VivreS, aidée par la Métropole."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, set_input_dispatch_by_period
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

METROPOLE = "https://www.grandlyon.com/actualite/une-caisse-de-lalimentation-pour-les-plus-precaires"
FIN = "2026-12-31"


@question("Êtes-vous membre de la Caisse de l'alimentation de Lyon 8e ?")
class caisse_alimentation_percu(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    set_input = set_input_dispatch_by_period
    label = "Membre de la Caisse de l'alimentation"


class caisse_alimentation_condition_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Habite Lyon 8e"
    reference = METROPOLE

    def formula_2024_09(menage, period, parameters):
        code = parameters(period).metropole_lyon.caisse_alimentation.code_arrondissement
        return menage("depcom", period) == code.encode()  # l'arrondissement, que la commune ne dit pas


class caisse_alimentation_condition_candidature(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Est déjà membre, ou peut encore candidater"
    reference = METROPOLE

    def formula_2024_10(menage, period):
        return menage("caisse_alimentation_percu", period)

    def formula_2024_09(menage, period):
        return menage("caisse_alimentation_condition_residence", period)


class caisse_alimentation_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Remplit les conditions de la Caisse de l'alimentation"
    reference = METROPOLE

    def formula_2024_09(menage, period):
        return menage("caisse_alimentation_condition_residence", period) * menage(
            "caisse_alimentation_condition_candidature", period
        )


class caisse_alimentation_enfant(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Un enfant du foyer ouvre un crédit dont le montant n'est pas connu"
    reference = METROPOLE

    def formula_2024_09(menage, period, parameters):
        seuil = parameters(period).metropole_lyon.caisse_alimentation.age_enfant
        return menage.any(menage.members("age", period) < seuil)


class caisse_alimentation(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Crédit alimentaire mensuel, sans les enfants de moins de 14 ans"
    reference = METROPOLE

    def formula_2024_09(menage, period, parameters):
        caisse = parameters(period).metropole_lyon.caisse_alimentation
        autres = max_(menage.sum(menage.members("age", period) >= caisse.age_enfant) - 1, 0)
        credit = caisse.credit + autres * caisse.credit_supplementaire
        return menage("caisse_alimentation_eligibilite", period) * credit


class caisse_alimentation_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    end = FIN
    label = "Statut de la Caisse de l'alimentation"

    def formula_2024_09(menage, period):
        return statut(
            eligibilite=menage("caisse_alimentation_eligibilite", period),
            a_etudier=menage("caisse_alimentation_enfant", period),
            sinon=Statut.eligible_probable,  # places limitées
        )
