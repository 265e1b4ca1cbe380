"""Accompagnement social lié au logement (ASLL), volet du FSL de la Métropole de Lyon."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.logement import EntreeLogement

PRESSE = (
    "https://www.lyonmag.com/article/123065/"
    "metropole-de-lyon-un-million-d-euros-supplementaire-alloue-au-fonds-de-solidarite-logement"
)


class accompagnement_logement_condition_difficulte(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Entre dans un logement, ou risque de perdre le sien"
    reference = PRESSE

    def formula_2019_01(famille, period):
        return (
            (famille("entree_logement", period) != EntreeLogement.aucune)
            + (famille.demandeur.menage("dette_loyer", period) > 0)
            + famille.demandeur.menage("menace_expulsion", period)
        )


class accompagnement_logement_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'accompagnement lié au logement"
    reference = PRESSE

    def formula_2019_01(famille, period):
        return (
            famille("fsl_condition_residence", period)
            * famille("fsl_condition_ressources", period)
            * famille("accompagnement_logement_condition_difficulte", period)
        )


class accompagnement_logement_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut de l'accompagnement social lié au logement"

    def formula_2019_01(famille, period):
        return statut(
            eligibilite=famille("accompagnement_logement_eligibilite", period),
            sinon=Statut.eligible_probable,  # un travailleur social le propose, la Métropole l'accorde
        )
