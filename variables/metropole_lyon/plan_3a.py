"""Plan 3A, prime à l'accession abordable du Grand Lyon puis de la Métropole de Lyon (2013-2018). Clos."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.statut import Statut, statut

RELANCE_2016 = (
    "http://www.lyonpoleimmo.com/2016/03/22/41370/"
    "metropole-de-lyon-le-plan-3a-daccession-abordable-est-relance/"
)


class plan_3a_conditions_non_encodees(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = "2018-12-31"
    label = "Les conditions de cette prime ancienne ne sont pas encodées"
    reference = RELANCE_2016

    def formula_2013_06(menage, period):
        return menage("reside_metropole_lyon", period)


class plan_3a_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    end = "2018-12-31"
    label = "Statut de la prime du Plan 3A"
    reference = RELANCE_2016
    documentation = "La fin n'est pas connue. Aucune trace n'a été trouvée après 2018."

    def formula_2013_06(menage, period):
        ancien = menage("plan_3a_conditions_non_encodees", period)
        return statut(eligibilite=ancien, a_etudier=ancien, sinon=Statut.eligible_probable)
