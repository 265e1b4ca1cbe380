"""Allocation de solidarité aux personnes âgées (ASPA), CSS, art. L. 815-1."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.questions import poser

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F16871"

poser(
    "duree_possession_titre_sejour",
    "Depuis combien d'années avez-vous un titre de séjour qui permet de travailler ?",
    aide="Si vous êtes français, européen ou réfugié, répondez 0.",
    domaine=(0, 6, 12),
    age=(18, 130),
)


class aspa_condition_age(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Un membre du couple a l'âge de l'ASPA, et le séjour qu'il faut"
    reference = FICHE

    def formula_2006(famille, period):
        return famille.any(famille.members("aspa_eligibilite", period), role=Famille.PARENT)


class aspa_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources laissent une ASPA à verser"
    reference = FICHE

    def formula_2006(famille, period):
        return (famille("aspa", period) > 0) + ~famille("aspa_condition_age", period)
