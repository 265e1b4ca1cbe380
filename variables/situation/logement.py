"""Le logement où vit la personne, celui qu'elle cherche, et ce qu'elle n'arrive pas à payer."""

from datetime import date

from openfisca_core.model_api import ETERNITY, MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille, Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.questions import poser, question

poser(
    "statut_occupation_logement",
    "Êtes-vous locataire, propriétaire, hébergé ou sans logement ?",
    aide="Un logement HLM, un logement vide, un meublé et un foyer ne donnent pas les mêmes droits.",
)


class sans_abri(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "N'a pas de domicile stable"

    def formula(menage, period):
        statut = menage("statut_occupation_logement", period)
        return statut == TypesStatutOccupationLogement.sans_domicile


@question(
    "Dans quelle commune voulez-vous acheter un logement ?",
    aide="Si vous ne dites rien, le calcul prend la commune où vous habitez.",
    domaine=("69123", "69029"),
)
class commune_achat(Variable):
    value_type = str
    max_length = 5
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Code Insee de la commune du logement que le ménage veut acheter"

    def formula(menage, period):
        return menage("depcom", period)


@question(
    "À quelle date avez-vous déposé votre demande de logement social ?",
    aide="La date de la première demande est écrite sur l'attestation, avec le numéro unique.",
    domaine=(-1, 12, 36),
    age=(16, 130),
)
class date_demande_logement_social(Variable):
    value_type = date
    default_value = date(9999, 12, 31)  # aucune demande
    entity = Famille
    definition_period = ETERNITY
    label = "Date de la demande de logement social, renouvelée chaque année depuis"
