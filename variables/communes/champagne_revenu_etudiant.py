"""Revenu minimum étudiant de Champagne-au-Mont-d'Or."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesClasse, TypesScolarite

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.communs.territoire import code_insee

AIDES_JEUNES = "https://github.com/betagouv/aides-jeunes"


@question(
    "Depuis combien de mois habitez-vous votre commune ?",
    seuils=("communes.champagne_revenu_etudiant.duree_residence",),
    age=(15, 30),
)
class duree_residence_commune(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois de résidence dans la commune"


class champagne_revenu_etudiant_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite Champagne-au-Mont-d'Or"
    reference = AIDES_JEUNES

    def formula_2026_08(individu, period):
        return individu.menage("commune", period) == code_insee("Champagne-au-Mont-d'Or")


class champagne_revenu_etudiant_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas atteint l'âge limite"
    reference = AIDES_JEUNES

    def formula_2026_08(individu, period, parameters):
        return individu("age", period) < parameters(period).communes.champagne_revenu_etudiant.age_limite


class champagne_revenu_etudiant_condition_etudes(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est en terminale ou dans l'enseignement supérieur"
    reference = AIDES_JEUNES

    def formula_2026_08(individu, period):
        terminale = individu("annee_etude", period) == TypesClasse.terminale
        superieur = individu("scolarite", period) == TypesScolarite.enseignement_superieur
        return terminale + superieur


class champagne_revenu_etudiant_condition_duree_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite la commune depuis assez longtemps"
    reference = AIDES_JEUNES

    def formula_2026_08(individu, period, parameters):
        exigee = parameters(period).communes.champagne_revenu_etudiant.duree_residence
        return individu("duree_residence_commune", period) >= exigee


class champagne_revenu_etudiant_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables du revenu minimum étudiant"
    reference = AIDES_JEUNES

    def formula_2026_08(individu, period):
        return (
            individu("champagne_revenu_etudiant_condition_residence", period)
            * individu("champagne_revenu_etudiant_condition_age", period)
            * individu("champagne_revenu_etudiant_condition_etudes", period)
            * individu("champagne_revenu_etudiant_condition_duree_residence", period)
        )


class champagne_revenu_etudiant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Revenu minimum étudiant de Champagne-au-Mont-d'Or, par an, au plus"
    reference = AIDES_JEUNES

    def formula_2026_08(individu, period, parameters):
        return (
            individu("champagne_revenu_etudiant_eligibilite", period)
            * parameters(period).communes.champagne_revenu_etudiant.montant_maximum
        )


class champagne_revenu_etudiant_ressources_a_apprecier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les ressources et le montant sont appréciés par la commune"
    reference = AIDES_JEUNES

    def formula_2026_08(individu, period):
        return individu("champagne_revenu_etudiant_eligibilite", period)


class champagne_revenu_etudiant_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du revenu minimum étudiant"

    def formula_2026_08(individu, period):
        return statut(
            eligibilite=individu("champagne_revenu_etudiant_eligibilite", period),
            a_etudier=individu("champagne_revenu_etudiant_ressources_a_apprecier", period),
            sinon=Statut.eligible_probable,
        )
