"""Tarif progressif de l'eau potable, délibération de la Métropole de Lyon du 11 mars 2024."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, YEAR, Variable, max_
from openfisca_france.entities import Menage

from openfisca_lyon.variables.communs.statut import Statut, statut

TARIF = "https://www.grandlyon.com/actualite/du-changement-sur-vos-factures-deau-au-1er-janvier"
COLLECTIF = "https://revue-ein.com/actualite/la-metropole-grand-lyon-va-mettre-en-place-une-tarification-progressive-de-l-eau"


class tarif_eau_condition_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = TARIF

    def formula_2025(menage, period):
        return menage("reside_metropole_lyon", period)


class tarif_eau(Variable):
    value_type = float
    entity = Menage
    definition_period = YEAR
    label = "Prix hors taxes de l'eau potable consommée dans l'année"
    reference = (TARIF, COLLECTIF)
    documentation = (
        "Ni l'abonnement, ni l'assainissement, ni les redevances, ni la TVA ne sont comptés. Derrière un "
        "compteur collectif, chaque tranche est multipliée par le nombre de logements."
    )

    def formula_2025(menage, period, parameters):
        bareme = parameters(period).metropole_lyon.tarif_eau.bareme
        logements = max_(menage("logements_sur_compteur_eau", period.first_month), 1)
        prix = bareme.calc(menage("consommation_eau_annuelle", period) / logements) * logements
        return menage("tarif_eau_condition_residence", period.first_month) * prix


class tarif_eau_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut du tarif de l'eau"

    def formula_2025(menage, period):
        reside = menage("tarif_eau_condition_residence", period)
        return statut(eligibilite=reside, sinon=Statut.eligible)
