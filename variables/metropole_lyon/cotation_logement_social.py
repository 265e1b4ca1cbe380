"""Cotation de la demande de logement social (article L. 441-2-8 du CCH, délibération n° 2023-1976).

Trois critères de la grille des premières demandes sont connus. Les autres points ne sont pas publiés.
"""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut

CSF = "https://lacsf69.org"


@question(
    "La cotation de votre demande de logement social retient-elle un loyer trop lourd ?",
    aide="Le portail de la demande montre les critères retenus. Sans réponse, le critère ne compte pas.",
    age=(18, 130),
)
class cotation_logement_social_taux_effort(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le critère du taux d'effort trop élevé est retenu"


class cotation_logement_social_condition_demande(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A une demande de logement social en cours"
    reference = CSF

    def formula_2024_01(famille, period):
        return famille("demande_logement_social_mois", period) >= 0


class cotation_logement_social_premiere_demande(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "N'est pas déjà locataire d'un logement social"
    reference = CSF
    documentation = "La grille des demandes de changement de logement social n'est pas connue."

    def formula_2024_01(famille, period):
        occupation = famille.demandeur.menage("statut_occupation_logement", period)
        return occupation != TypesStatutOccupationLogement.locataire_hlm


class cotation_logement_social(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    label = "Points connus de la cotation"
    unit = "points"
    reference = CSF

    def formula_2024_01(famille, period, parameters):
        cotation = parameters(period).metropole_lyon.cotation_logement_social
        seul = famille.nb_persons(Famille.PARENT) == 1
        parent_isole = seul * (famille.nb_persons(Famille.ENFANT) > 0)
        points = (
            famille.demandeur.menage("menace_expulsion", period) * cotation.points_menace_expulsion
            + parent_isole * cotation.points_parent_isole
            + famille("cotation_logement_social_taux_effort", period) * cotation.points_taux_effort
        )
        return (
            famille("cotation_logement_social_condition_demande", period)
            * famille("cotation_logement_social_premiere_demande", period)
            * points
        )


class cotation_logement_social_grille_incomplete(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "La grille des points n'est pas publiée en entier"
    reference = CSF

    def formula_2024_01(famille, period):
        return famille("cotation_logement_social_condition_demande", period)


class cotation_logement_social_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut de la cotation de la demande de logement social"

    def formula_2024_01(famille, period):
        connue_en_partie = famille("cotation_logement_social_grille_incomplete", period)
        return where(connue_en_partie, Statut.a_etudier, Statut.non_eligible)
