"""Maison de l'hospitalité, tiers-lieu de la Métropole et de la Ville de Lyon, ouvert le 2 juin 2025."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

PRESSE = "https://www.lyoncapitale.fr"


class maison_hospitalite_ouverte(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "La maison reçoit tout le monde, sans condition"
    reference = PRESSE

    def formula_2025_06(famille, period):
        return famille.filled_array(True)


class maison_hospitalite_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut de l'accueil à la Maison de l'hospitalité"

    def formula_2025_06(famille, period):
        return statut(eligibilite=famille("maison_hospitalite_ouverte", period), sinon=Statut.eligible)
