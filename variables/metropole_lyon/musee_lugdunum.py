"""Entrée au musée Lugdunum, tarifs relevés en juin 2021."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

TARIFS = "https://www.lyoncapitale.fr/actualite/le-musee-lugdunum-a-lyon-devoile-son-agenda-pour-l-ete/"


class musee_lugdunum_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est mineur"
    reference = TARIFS

    def formula_2021_06(individu, period, parameters):
        dernier = parameters(period).metropole_lyon.musee_lugdunum.age_gratuit_maximum
        return individu("age", period) <= dernier


class musee_lugdunum(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix d'entrée au musée Lugdunum, au plus"
    reference = TARIFS
    documentation = "Un tarif réduit existe ; on ne sait pas pour qui."

    def formula_2021_06(individu, period, parameters):
        tarif = parameters(period).metropole_lyon.musee_lugdunum.tarif
        return where(individu("musee_lugdunum_condition_age", period), 0, tarif)


class musee_lugdunum_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'entrée gratuite au musée Lugdunum"

    def formula_2021_06(individu, period):
        return statut(
            eligibilite=individu("musee_lugdunum_condition_age", period),
            sinon=Statut.eligible_probable,  # règle de 2021 : le guichet confirme
        )
