"""Abonnement scolaire combiné TCL et TER, des collégiens et des lycéens."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import StatutsEtablissementScolaire, TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut

TCL = "https://jetrouvemaborne.tcl.fr/combine-scolaire-tcl-ter-asr-annuel"


class tcl_combine_scolaire_ter_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'abonnement combiné"
    reference = TCL

    def formula_2025_09(individu, period, parameters):
        age_maximum = parameters(period).sytral.tcl_combine_scolaire_ter.age_maximum
        return individu("age", period) <= age_maximum


class tcl_combine_scolaire_ter_condition_scolarite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est collégien ou lycéen, dans un établissement public ou privé sous contrat"
    reference = TCL

    def formula_2025_09(individu, period):
        scolarite = individu("scolarite", period)
        secondaire = (scolarite == TypesScolarite.college) + (scolarite == TypesScolarite.lycee)
        etablissement = individu("statuts_etablissement_scolaire", period)
        admis = (etablissement == StatutsEtablissementScolaire.public) + (
            etablissement == StatutsEtablissementScolaire.prive_sous_contrat
        )
        return secondaire * admis


class tcl_combine_scolaire_ter_condition_externe(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est externe ou demi-pensionnaire"
    reference = TCL

    def formula_2025_09(individu, period):
        return individu("externe_ou_demi_pensionnaire", period)


class tcl_combine_scolaire_ter_condition_trajet(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Doit prendre le TER en plus du réseau TCL pour aller en cours"
    reference = TCL

    def formula_2025_09(individu, period):
        return individu("trajet_scolaire_ter", period)


class tcl_combine_scolaire_ter_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite une commune desservie par le réseau TCL"
    reference = TCL

    def formula_2025_09(individu, period):
        return individu.menage("reside_territoire_sytral", period)


class tcl_combine_scolaire_ter_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A droit à l'abonnement scolaire combiné TCL et TER"
    reference = TCL

    def formula_2025_09(individu, period):
        return (
            individu("tcl_combine_scolaire_ter_condition_age", period)
            * individu("tcl_combine_scolaire_ter_condition_scolarite", period)
            * individu("tcl_combine_scolaire_ter_condition_externe", period)
            * individu("tcl_combine_scolaire_ter_condition_trajet", period)
            * individu("tcl_combine_scolaire_ter_condition_residence", period)
        )


class tcl_combine_scolaire_ter_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'abonnement scolaire combiné TCL et TER"

    def formula_2025_09(individu, period):
        eligibilite = individu("tcl_combine_scolaire_ter_eligibilite", period)
        return where(eligibilite, Statut.eligible, Statut.non_eligible)
