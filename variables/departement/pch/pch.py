"""PCH : le total mensuel et le statut du droit."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut

FICHE = "https://www.service-public.gouv.fr/particuliers/vosdroits/F14202"


class pch(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Prestation de compensation du handicap, total des éléments payés chaque mois"
    reference = FICHE
    documentation = (
        "Aide humaine, charges spécifiques et aide humaine à la parentalité. Le reste est payé sur facture."
    )

    def formula_2019(individu, period):
        return (
            individu("pch_aide_humaine", period)
            + individu("pch_charges_specifiques", period)
            + individu("pch_parentalite_aide_humaine", period)
        )


class pch_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la PCH"

    def formula_2019(individu, period):
        return statut(
            eligibilite=individu("pch_eligibilite", period),
            a_etudier=individu("pch_a_verifier", period) + individu("pch_taux_a_verifier", period),
            sinon=Statut.eligible_probable,  # la commission (CDAPH) décide
        )
