"""Santé Psy Étudiant : la condition, lue par l'explication du droit."""

from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite


class sante_psy_etudiant_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Étudie dans l'enseignement supérieur"
    reference = "https://www.service-public.fr/particuliers/actualites/A14726"

    def formula(individu, period):
        superieur = individu("scolarite", period) == TypesScolarite.enseignement_superieur
        return individu("etudiant", period) * superieur
