"""Allocation d'éducation de l'enfant handicapé (AEEH) : la condition, lue par l'explication du droit."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille


class aeeh_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un enfant assez jeune dont le handicap est reconnu"
    reference = "https://www.service-public.fr/particuliers/vosdroits/F14809"

    def formula_2006(famille, period, parameters):
        regles = parameters(period).prestations_sociales.prestations_familiales
        maximum = regles.education_presence_parentale.aeeh.age_maximum_enfant
        concerne = famille.members("handicap", period) * (famille.members("age", period) < maximum)
        return famille.any(concerne, role=Famille.ENFANT)
