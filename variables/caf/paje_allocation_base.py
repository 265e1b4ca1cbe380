"""Allocation de base de la Paje, article L531-3 du CSS : les raisons du montant d'OpenFisca-France."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F13218"


class paje_allocation_base_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un enfant de moins de trois ans"
    reference = FICHE

    def formula(famille, period, parameters):
        limite = parameters(
            period
        ).prestations_sociales.prestations_familiales.petite_enfance.paje.paje_cm.age_limite_enfant_adopte_non
        en_age = famille.members("age", period) < limite
        return famille.any(en_age, role=Famille.ENFANT) + (famille("paje_base", period) > 0)


class paje_allocation_base_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les revenus de la famille laissent une allocation à verser"
    reference = FICHE

    def formula(famille, period):
        enfant = famille("paje_allocation_base_condition_enfant", period)
        return (famille("paje_base", period) > 0) + ~enfant
