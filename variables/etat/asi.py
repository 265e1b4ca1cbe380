"""Allocation supplémentaire d'invalidité (ASI), CSS, art. L. 815-24."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import poser

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F16940"

poser(
    "pensions_invalidite",
    "Combien recevez-vous par mois de pension d'invalidité ?",
    domaine=(0, 500),
    age=(18, 67),
)


class asi_condition_invalidite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit une pension d'invalidité, ou une retraite anticipée pour handicap, avant l'âge de l'ASPA"
    reference = FICHE

    def formula_2007(individu, period):
        return individu("asi_eligibilite", period)


class asi_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les ressources laissent une ASI à verser"
    reference = FICHE

    def formula_2007(individu, period):
        return (individu("asi", period) > 0) + ~individu("asi_condition_invalidite", period)
