"""Droit à l'hébergement opposable (DAHO), article L. 441-2-3, III, du CCH."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.statut import Statut, statut

PREFECTURE = (
    "https://www.rhone.gouv.fr/layout/set/print/Politiques-publiques/"
    "Solidarites-hebergement-logement-et-populations-vulnerables/"
    "Hebergement-logement-social-et-droit-au-logement/"
    "Le-DALO-la-commission-de-mediation-droit-au-logement-opposable"
)


class daho_condition_demande(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A demandé un hébergement sans recevoir de proposition adaptée"
    reference = PREFECTURE
    documentation = "Aucune condition de séjour n'est exigée dans la source consultée."

    def formula_2019_01(famille, period):
        return famille("hebergement_sans_proposition", period)


class daho_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut du recours DAHO"

    def formula_2019_01(famille, period):
        return statut(
            eligibilite=famille("daho_condition_demande", period),
            sinon=Statut.eligible_probable,  # la commission de médiation décide
        )
