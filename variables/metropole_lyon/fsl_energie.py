"""FSL énergie : aide à payer l'électricité ou le gaz (règlement du FSL de la Métropole de Lyon)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

PAGE = "https://www.grandlyon.com/services/aides-fonds-solidarite-logement"
REGLEMENT_2025 = (
    "https://www.lyoncapitale.fr/actualite/la-metropole-de-lyon-revalorise-son-fonds-de-solidarite-logement"
)


@question(
    "Quel montant le FSL énergie vous a-t-il déjà accordé cette année ?",
    seuils=("metropole_lyon.fsl_energie.plafond_annuel",),
    age=(18, 130),
)
class fsl_energie_montant_annee(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aides du FSL énergie déjà reçues dans l'année"


class fsl_energie_condition_impaye(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A une facture d'électricité ou de gaz impayée"
    reference = PAGE

    def formula_2019_01(famille, period):
        return famille.demandeur.menage("dette_energie", period) > 0


class fsl_energie_condition_montant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    default_value = True  # avant le règlement de 2026, aucun plafond n'est connu
    label = "N'a pas épuisé l'aide de l'année"
    reference = REGLEMENT_2025

    def formula_2026_01(famille, period, parameters):
        plafond = parameters(period).metropole_lyon.fsl_energie.plafond_annuel
        return famille("fsl_energie_montant_annee", period) < plafond


class fsl_energie_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du FSL énergie"
    reference = PAGE

    def formula_2019_01(famille, period):
        return (
            famille("fsl_condition_residence", period)
            * famille("fsl_condition_ressources", period)
            * famille("fsl_energie_condition_impaye", period)
            * famille("fsl_energie_condition_montant", period)
        )


class fsl_energie(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Aide du FSL énergie, au plus"
    reference = REGLEMENT_2025
    documentation = "Avant 2026, le plafond n'est pas connu."

    def formula_2026_01(famille, period, parameters):
        plafond = parameters(period).metropole_lyon.fsl_energie.plafond_annuel
        reste = max_(0, plafond - famille("fsl_energie_montant_annee", period))
        dette = famille.demandeur.menage("dette_energie", period)
        return famille("fsl_energie_eligibilite", period) * min_(dette, reste)


class fsl_energie_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut du FSL énergie"

    def formula_2019_01(famille, period):
        return statut(
            eligibilite=famille("fsl_energie_eligibilite", period),
            sinon=Statut.eligible_probable,  # une évaluation sociale décide toujours
        )
