"""La famille : ce qu'elle attend et ce qui la compose."""

from openfisca_core.model_api import ETERNITY, Variable
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import poser, question

poser("enceinte", "Attendez-vous un enfant ?", aide="Répondez oui si vous êtes enceinte.", age=(12, 55))
poser(
    "rsa_isolement_recent",
    "Vous êtes-vous séparé ou retrouvé seul dans les dix-huit derniers mois ?",
    aide="Séparation, décès ou départ de la personne avec qui vous viviez.",
    age=(16, 67),
)


@question("Êtes-vous une femme ?", aide="Quelques aides sont réservées aux mères isolées.", age=(12, 60))
class femme(Variable):
    value_type = bool
    entity = Individu
    definition_period = ETERNITY
    label = "Femme"
