"""Allocation aux adultes handicapés (AAH), CSS, art. L. 821-1 et suivants."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F12242"


class aah_condition_handicap(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A le taux d'incapacité et l'âge de l'AAH"
    reference = FICHE

    def formula(individu, period):
        return individu("aah_eligible", period)


class aah_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les ressources laissent une AAH à verser"
    reference = FICHE

    def formula(individu, period):
        return (individu("aah", period) > 0) + ~individu("aah_condition_handicap", period)
