"""Allocation de rentrée scolaire (ARS), articles L543-1 et R543-2 du CSS : les raisons du montant d'OpenFisca-France."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F1878"


class ars_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un enfant qui a six ans dans l'année, et moins de dix-huit ans à la rentrée"
    reference = FICHE

    def formula(famille, period, parameters):
        conditions = parameters(
            period
        ).prestations_sociales.prestations_familiales.education_presence_parentale.ars.ars_cond
        janvier = period.this_year.first_month
        age = famille.members("age", janvier)
        age_fin = famille.members("age", janvier.offset(11, "month"))
        en_age = (age_fin >= conditions.age_entree_primaire) * (age < conditions.age_sortie_lycee)
        recu = famille("ars_nette_crds", period.this_year) > 0
        return famille.any(en_age, role=Famille.ENFANT) + recu


class ars_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les revenus de la famille laissent une allocation à verser"
    reference = FICHE

    def formula(famille, period):
        return (famille("ars_nette_crds", period.this_year) > 0) + ~famille("ars_condition_enfant", period)
