"""Gratuité TCL des enfants, étendue jusqu'à dix ans par le vote du SYTRAL du 21 novembre 2024."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut

TCL = "https://www.tcl.fr/en/assistance/le-reseau-tcl/jai-un-abonnement-4-10-ans-for-mon-enfant-how-it-works"


class tcl_gratuite_enfants_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de la gratuité des enfants"
    reference = TCL

    def formula_2019_01(individu, period, parameters):
        age_maximum = parameters(period).sytral.tcl_gratuite_enfants.age_maximum
        return individu("age", period) <= age_maximum


class tcl_gratuite_enfants_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Voyage gratuitement parce que c'est un enfant"
    reference = TCL

    def formula_2019_01(individu, period):
        return individu("tcl_gratuite_enfants_condition_age", period)


class tcl_gratuite_enfants_carte(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Doit avoir une carte TCL, gratuite, pour voyager gratuitement"
    reference = TCL

    def formula_2025_09(individu, period, parameters):
        sans_titre = parameters(period).sytral.tcl_gratuite_enfants.age_sans_titre
        return individu("tcl_gratuite_enfants_eligibilite", period) * (individu("age", period) > sans_titre)


class tcl_gratuite_enfants_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la gratuité TCL des enfants"

    def formula_2019_01(individu, period):
        eligibilite = individu("tcl_gratuite_enfants_eligibilite", period)
        return where(eligibilite, Statut.eligible, Statut.non_eligible)
