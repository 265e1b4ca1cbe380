"""Aides aux vacances des familles et des enfants, Caf du Rhône, avec Vacaf."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Famille

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

CAF = (
    "https://www.caf.fr/allocataires/caf-du-rhone/actualites-departementales/l-aide-au-temps-libre-vacaf-2024"
)


@question(
    "Avez-vous reçu cette année une prestation familiale de la Caf ?",
    aide="Par exemple les allocations familiales, le complément familial ou l'allocation de soutien familial.",
    age=(16, 130),
)
class prestation_familiale_percue(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La famille a reçu une prestation familiale de la Caf dans l'année"


class aide_vacances_condition_residence(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Habite le Rhône ou la Métropole de Lyon"
    reference = CAF

    def formula_2024(famille, period):
        return famille.demandeur.menage("reside_rhone", period)


class aide_vacances_condition_prestation(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A reçu une prestation familiale dans l'année"
    reference = CAF

    def formula_2024(famille, period):
        return famille("prestation_familiale_percue", period)


class aide_vacances_condition_enfant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un enfant à charge assez jeune"
    reference = CAF

    def formula_2024(famille, period, parameters):
        dernier = parameters(period).caf.aide_vacances.age_enfant_maximum
        jeune = famille.members("age", period) <= dernier  # « moins de 20 ans »
        return famille.any(jeune, role=Famille.ENFANT)


class aide_vacances_condition_quotient(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un quotient familial assez bas"
    reference = CAF

    def formula_2024(famille, period, parameters):
        maximum = parameters(period).caf.aide_vacances.quotient_maximum
        return famille("quotient_familial_cnaf", period) <= maximum


class aide_vacances_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions des aides aux vacances"
    reference = CAF

    def formula_2024(famille, period):
        return (
            famille("aide_vacances_condition_residence", period)
            * famille("aide_vacances_condition_prestation", period)
            * famille("aide_vacances_condition_enfant", period)
            * famille("aide_vacances_condition_quotient", period)
        )


class aide_vacances(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Aides aux vacances, plus grande part du séjour prise en charge, en pour cent"
    unit = "%"
    reference = CAF

    def formula_2024(famille, period, parameters):
        part = parameters(period).caf.aide_vacances.part_maximum
        return famille("aide_vacances_eligibilite", period) * part


class aide_vacances_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut des aides aux vacances"

    def formula_2024(famille, period):
        return statut(
            eligibilite=famille("aide_vacances_eligibilite", period),
            sinon=Statut.eligible_probable,  # dans la limite du budget de la Caf
        )
