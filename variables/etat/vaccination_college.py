"""Vaccination gratuite au collège (papillomavirus et méningocoques ACWY), campagne 2025-2026."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

ARS = "https://www.auvergne-rhone-alpes.ars.sante.fr/vaccination-hpv-et-meningocoque-acwy-lancement-de-la-campagne-2025-2026-dans-les-colleges"


@question(
    "Vos deux parents ont-ils signé l'autorisation de vaccination au collège ?",
    aide="Le formulaire est donné par le collège en fin d'année civile.",
    age=(10, 16),
)
class autorisation_vaccination_college(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Autorisation de vaccination au collège signée par les deux parents"


class vaccination_college_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de la vaccination au collège"
    reference = ARS

    def formula_2026_01(individu, period, parameters):
        campagne = parameters(period).etat.vaccination_college
        age = individu("age", period)
        return (age >= campagne.age_minimum) * (age <= campagne.age_maximum)


class vaccination_college_condition_college(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est élève au collège"
    reference = ARS

    def formula_2026_01(individu, period):
        return individu("scolarite", period) == TypesScolarite.college


class vaccination_college_condition_autorisation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les parents ont signé l'autorisation"
    reference = ARS

    def formula_2026_01(individu, period):
        return individu("autorisation_vaccination_college", period)


class vaccination_college_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions : Vaccination gratuite au collège"
    reference = ARS

    def formula_2026_01(individu, period):
        return (
            individu("vaccination_college_condition_age", period)
            * individu("vaccination_college_condition_college", period)
            * individu("vaccination_college_condition_autorisation", period)
        )


class vaccination_college_campagne_inconnue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "La campagne de cette année scolaire n'est pas connue"
    reference = ARS

    def formula_2026_09(individu, period):
        return individu("vaccination_college_eligibilite", period)

    def formula_2026_01(individu, period):
        return individu("vaccination_college_eligibilite", period) * False


class vaccination_college_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut : Vaccination gratuite au collège"

    def formula_2026_01(individu, period):
        return statut(
            eligibilite=individu("vaccination_college_eligibilite", period),
            a_etudier=individu("vaccination_college_campagne_inconnue", period),
            sinon=Statut.eligible,
        )
