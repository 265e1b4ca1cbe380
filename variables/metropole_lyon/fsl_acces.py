"""FSL accès : aide à l'entrée dans un logement loué (règlement du FSL de la Métropole de Lyon)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.logement import EntreeLogement

PAGE = "https://www.grandlyon.com/services/aides-fonds-solidarite-logement"


class fsl_acces_condition_entree(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Entre comme locataire dans un logement de la Métropole, bail à signer ou signé depuis un mois au plus"
    reference = PAGE

    def formula_2019_01(famille, period):
        return famille("entree_logement", period) != EntreeLogement.aucune


class fsl_acces_condition_logement(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Le logement n'est pas dans une résidence sociale"
    reference = PAGE

    def formula_2019_01(famille, period):
        return famille("entree_logement", period) != EntreeLogement.residence_sociale


class fsl_acces_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du FSL accès"
    reference = PAGE

    def formula_2019_01(famille, period):
        return (
            famille("fsl_acces_condition_entree", period)
            * famille("fsl_acces_condition_logement", period)
            * famille("fsl_condition_ressources", period)
        )


class fsl_acces_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut du FSL accès"

    def formula_2019_01(famille, period):
        return statut(
            eligibilite=famille("fsl_acces_eligibilite", period),
            sinon=Statut.eligible_probable,  # une évaluation sociale décide toujours
        )
