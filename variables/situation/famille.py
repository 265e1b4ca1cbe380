"""La famille : ce qu'elle attend et ce qui la compose."""

from openfisca_core.model_api import ETERNITY, MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import poser, question

poser("enceinte", "Attendez-vous un enfant ?", aide="Répondez oui si vous êtes enceinte.", age=(12, 55))
poser(
    "rsa_isolement_recent",
    "Vous êtes-vous séparé ou retrouvé seul dans les dix-huit derniers mois ?",
    aide="Séparation, décès ou départ de la personne avec qui vous viviez.",
    age=(16, 67),
)
poser(
    "garde_alternee",
    "Vivez-vous une partie du temps chez chacun de vos deux parents séparés ?",
    aide="C'est la résidence alternée, ou garde alternée.",
    age=(0, 20),
)
poser("habite_chez_parents", "Vivez-vous chez vos parents ?", age=(16, 30))
poser(
    "inactif",
    "Dans le couple, un parent a-t-il cessé de travailler pour garder les enfants ?",
    aide="Répondez aussi oui si vous êtes seul et avez cessé de travailler.",
    age=(16, 60),
)
poser(
    "paje_prepare",
    "Combien recevez-vous chaque mois de la Caf pour un congé parental (PreParE) ?",
    domaine=(0, 456),
    age=(16, 60),
)


@question(
    "Faites-vous votre propre déclaration d'impôt, sans être sur celle de vos parents ?",
    age=(16, 30),
)
class declare_ses_impots_seul(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "N'est pas rattaché à la déclaration d'impôt de ses parents"


@question("Êtes-vous une femme ?", aide="Quelques aides sont réservées aux mères isolées.", age=(12, 60))
class femme(Variable):
    value_type = bool
    entity = Individu
    definition_period = ETERNITY
    label = "Femme"
