"""FSL maintien : aide à payer une dette de loyer (règlement du FSL de la Métropole de Lyon)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

PAGE = "https://www.grandlyon.com/services/aides-fonds-solidarite-logement"
REGLEMENT_2025 = (
    "https://www.lyoncapitale.fr/actualite/la-metropole-de-lyon-revalorise-son-fonds-de-solidarite-logement"
)


@question(
    "Combien de fois le FSL vous a-t-il aidé pour une dette de loyer ces deux dernières années ?",
    seuils=("metropole_lyon.fsl_maintien.aides_24_mois",),
    age=(18, 130),
)
class fsl_maintien_aides_24_mois(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Aides du FSL maintien reçues depuis vingt-quatre mois"


@question(
    "Quel montant le FSL vous a-t-il accordé pour une dette de loyer ces deux dernières années ?",
    seuils=("metropole_lyon.fsl_maintien.plafond_24_mois",),
    age=(18, 130),
)
class fsl_maintien_montant_24_mois(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Montant des aides du FSL maintien reçues depuis vingt-quatre mois"


class fsl_maintien_condition_dette(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A une dette de loyer"
    reference = PAGE

    def formula_2019_01(famille, period):
        return famille.demandeur.menage("dette_loyer", period) > 0


class fsl_maintien_condition_locataire(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Est locataire de son logement"
    reference = PAGE

    def formula_2019_01(famille, period):
        statut_occupation = famille.demandeur.menage("statut_occupation_logement", period)
        return (
            (statut_occupation == TypesStatutOccupationLogement.locataire_hlm)
            + (statut_occupation == TypesStatutOccupationLogement.locataire_vide)
            + (statut_occupation == TypesStatutOccupationLogement.locataire_meuble)
            + (statut_occupation == TypesStatutOccupationLogement.locataire_foyer)
        )


class fsl_maintien_condition_nombre(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "N'a pas épuisé le nombre d'aides sur vingt-quatre mois"
    reference = REGLEMENT_2025

    def formula_2019_01(famille, period, parameters):
        permises = parameters(period).metropole_lyon.fsl_maintien.aides_24_mois
        return famille("fsl_maintien_aides_24_mois", period) < permises


class fsl_maintien_condition_montant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    default_value = True  # avant le règlement de 2026, aucun plafond n'est connu
    label = "N'a pas épuisé le montant d'aide sur vingt-quatre mois"
    reference = REGLEMENT_2025

    def formula_2026_01(famille, period, parameters):
        plafond = parameters(period).metropole_lyon.fsl_maintien.plafond_24_mois
        return famille("fsl_maintien_montant_24_mois", period) < plafond


class fsl_maintien_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du FSL maintien"
    reference = PAGE

    def formula_2019_01(famille, period):
        return (
            famille("fsl_condition_residence", period)
            * famille("fsl_condition_ressources", period)
            * famille("fsl_maintien_condition_dette", period)
            * famille("fsl_maintien_condition_locataire", period)
            * famille("fsl_maintien_condition_nombre", period)
            * famille("fsl_maintien_condition_montant", period)
        )


class fsl_maintien_residence_sociale(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Habite un foyer ou une résidence sociale"
    reference = PAGE
    documentation = "Les résidences sociales sont exclues du FSL accès. Pour le maintien, rien n'est publié."

    def formula_2019_01(famille, period):
        statut_occupation = famille.demandeur.menage("statut_occupation_logement", period)
        return statut_occupation == TypesStatutOccupationLogement.locataire_foyer


class fsl_maintien(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Aide du FSL maintien, au plus"
    reference = REGLEMENT_2025
    documentation = "La commission fixe l'aide, en prêt ou en don. Avant 2026, son plafond n'est pas connu."

    def formula_2026_01(famille, period, parameters):
        plafond = parameters(period).metropole_lyon.fsl_maintien.plafond_24_mois
        reste = max_(0, plafond - famille("fsl_maintien_montant_24_mois", period))
        dette = famille.demandeur.menage("dette_loyer", period)
        return famille("fsl_maintien_eligibilite", period) * min_(dette, reste)


class fsl_maintien_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut du FSL maintien"

    def formula_2019_01(famille, period):
        return statut(
            eligibilite=famille("fsl_maintien_eligibilite", period),
            a_etudier=famille("fsl_maintien_residence_sociale", period),
            sinon=Statut.eligible_probable,  # une évaluation sociale décide toujours
        )
