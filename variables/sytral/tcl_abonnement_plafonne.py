"""Abonnement TCL plafonné des élèves qui traversent plusieurs zones, depuis septembre 2025."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, where
from openfisca_france.entities import Individu
from openfisca_france.model.prestations.education import TypesScolarite

from openfisca_lyon.variables.communs.statut import Statut

TCL = "https://jetrouvemaborne.tcl.fr/assistance/le-reseau-tcl/abonnement-plafonne"


class tcl_abonnement_plafonne_condition_scolarite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est collégien ou lycéen"
    reference = TCL

    def formula_2025_09(individu, period):
        scolarite = individu("scolarite", period)
        return (scolarite == TypesScolarite.college) + (scolarite == TypesScolarite.lycee)


class tcl_abonnement_plafonne_condition_secteur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Va dans son établissement de secteur"
    reference = TCL

    def formula_2025_09(individu, period):
        return individu("etablissement_de_secteur", period)


class tcl_abonnement_plafonne_condition_trajet(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Traverse assez de zones pour aller en cours"
    reference = TCL

    def formula_2025_09(individu, period, parameters):
        zones_minimum = parameters(period).sytral.tcl_abonnement_plafonne.zones_minimum
        return individu("trajet_scolaire_zones", period) >= zones_minimum


class tcl_abonnement_plafonne_condition_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Vit avec un représentant légal sur le territoire du réseau"
    reference = TCL
    documentation = "Un seul représentant légal suffit ; celui qui vit ailleurs n'est pas connu."

    def formula_2025_09(individu, period):
        return individu.menage("reside_territoire_sytral", period)


class tcl_abonnement_plafonne_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A droit à l'abonnement TCL plafonné"
    reference = TCL

    def formula_2025_09(individu, period):
        return (
            individu("tcl_abonnement_plafonne_condition_scolarite", period)
            * individu("tcl_abonnement_plafonne_condition_secteur", period)
            * individu("tcl_abonnement_plafonne_condition_trajet", period)
            * individu("tcl_abonnement_plafonne_condition_residence", period)
        )


class tcl_abonnement_plafonne_zone_1(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Habite ou étudie en zone 1 : l'abonnement couvre alors toutes les zones"
    reference = TCL

    def formula_2025_09(individu, period):
        return individu.menage("reside_tcl_zone_1", period) + individu("etablissement_tcl_zone_1", period)


class tcl_abonnement_plafonne(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix mensuel de l'abonnement TCL plafonné"
    reference = TCL

    def formula_2025_09(individu, period, parameters):
        tcl = parameters(period).sytral
        prix = where(
            individu("tcl_abonnement_plafonne_zone_1", period),
            tcl.tcl_abonnement.jeune_11_17.prix,
            tcl.tcl_abonnement_zones.deux_zones_hors_1.jeune_11_17,
        )
        return individu("tcl_abonnement_plafonne_eligibilite", period) * prix


class tcl_abonnement_plafonne_economie(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ce que l'élève paie en moins, chaque mois, que sans le plafond"
    reference = TCL

    def formula_2025_09(individu, period, parameters):
        grille = parameters(period).sytral.tcl_abonnement_zones
        sans_plafond = where(
            individu("tcl_abonnement_plafonne_zone_1", period),
            grille.toutes_zones.jeune_11_17,
            grille.toutes_zones_sauf_1.jeune_11_17,
        )
        ecart = sans_plafond - individu("tcl_abonnement_plafonne", period)
        return individu("tcl_abonnement_plafonne_eligibilite", period) * ecart


class tcl_abonnement_plafonne_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'abonnement TCL plafonné"

    def formula_2025_09(individu, period):
        eligibilite = individu("tcl_abonnement_plafonne_eligibilite", period)
        return where(eligibilite, Statut.eligible, Statut.non_eligible)
