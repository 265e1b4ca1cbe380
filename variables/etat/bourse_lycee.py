"""Bourse de lycée : les raisons du montant, que calcule ``variables/national/bourse_college.py``."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille
from openfisca_france.model.prestations.education import TypesScolarite

FICHE = "https://www.service-public.fr/particuliers/vosdroits/F616"


class bourse_lycee_condition_eleve(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un enfant au lycée"
    reference = FICHE

    def formula(famille, period):
        scolarite = famille.members("scolarite", period)
        return famille.any(scolarite == TypesScolarite.lycee, role=Famille.ENFANT)


class bourse_lycee_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les revenus de la famille laissent une bourse à verser"
    reference = FICHE

    def formula(famille, period):
        return famille("bourse_lycee_echelon", period) > 0
