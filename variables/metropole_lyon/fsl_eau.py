"""FSL eau : aide à payer l'eau (règlement du FSL de la Métropole de Lyon)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

PAGE = "https://www.grandlyon.com/services/aides-fonds-solidarite-logement"


class fsl_eau_condition_impaye(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A une facture d'eau impayée"
    reference = PAGE

    def formula_2019_01(famille, period):
        return famille.demandeur.menage("dette_eau", period) > 0


class fsl_eau_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du FSL eau"
    reference = PAGE

    def formula_2019_01(famille, period):
        return (
            famille("fsl_condition_residence", period)
            * famille("fsl_condition_ressources", period)
            * famille("fsl_eau_condition_impaye", period)
        )


class fsl_eau_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut du FSL eau"

    def formula_2019_01(famille, period):
        return statut(
            eligibilite=famille("fsl_eau_eligibilite", period),
            sinon=Statut.eligible_probable,  # une évaluation sociale décide toujours
        )
