"""Abonnement TCL pour d'autres zones que les zones 1 et 2, depuis septembre 2025."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, select
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.transport import TclZones
from openfisca_lyon.variables.sytral.tcl_abonnement import FormuleTcl

TARIFS_2025 = "https://www.lyon-mobilite.fr/tarifs-de-transport"
ZONES_2025 = "https://venissieuxinfos.fr/?p=43500"


class tcl_abonnement_zones_condition_zones(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Voyage au-delà des zones 1 et 2, ou sans la zone 1"
    reference = ZONES_2025

    def formula_2025_09(individu, period):
        return individu("tcl_zones", period) != TclZones.zones_1_2


class tcl_abonnement_zones_condition_abonnement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut acheter un abonnement au tarif de son âge"
    reference = ZONES_2025

    def formula_2025_09(individu, period):
        return individu("tcl_abonnement_eligibilite", period)


class tcl_abonnement_zones_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut acheter un abonnement pour d'autres zones"
    reference = ZONES_2025

    def formula_2025_09(individu, period):
        return individu("tcl_abonnement_zones_condition_zones", period) * individu(
            "tcl_abonnement_zones_condition_abonnement", period
        )


class tcl_abonnement_zones_prix(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix mensuel de l'abonnement pour d'autres zones ; zéro s'il n'est pas connu"
    reference = TARIFS_2025

    def formula_2025_09(individu, period, parameters):
        grille = parameters(period).sytral.tcl_abonnement_zones
        formule = individu("tcl_abonnement_formule", period)
        zones = individu("tcl_zones", period)
        jeune = formule == FormuleTcl.jeune_11_17
        majeur = (formule == FormuleTcl.jeune_18_25) + (formule == FormuleTcl.etudiant_26_27)
        adulte = formule == FormuleTcl.adulte_26_64
        senior = formule == FormuleTcl.senior_65
        toutes = zones == TclZones.toutes_zones
        hors_1 = zones == TclZones.deux_zones_hors_1
        sauf_1 = zones == TclZones.toutes_zones_sauf_1
        return select(
            [
                toutes * jeune,
                toutes * majeur,
                toutes * adulte,
                toutes * senior,
                hors_1 * jeune,
                hors_1 * majeur,
                hors_1 * adulte,
                hors_1 * senior,
                sauf_1 * jeune,
            ],
            [
                grille.toutes_zones.jeune_11_17,
                grille.toutes_zones.jeune_18_25,
                grille.toutes_zones.adulte_26_64,
                grille.toutes_zones.senior_65,
                grille.deux_zones_hors_1.jeune_11_17,
                grille.deux_zones_hors_1.jeune_18_25,
                grille.deux_zones_hors_1.adulte_26_64,
                grille.deux_zones_hors_1.senior_65,
                grille.toutes_zones_sauf_1.jeune_11_17,
            ],
            default=0,
        )


class tcl_abonnement_zones(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Prix mensuel de l'abonnement pour d'autres zones, pour qui peut l'acheter"
    reference = TARIFS_2025

    def formula_2025_09(individu, period):
        return individu("tcl_abonnement_zones_eligibilite", period) * individu(
            "tcl_abonnement_zones_prix", period
        )


class tcl_abonnement_zones_prix_a_verifier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Le prix de ces zones n'a pas été trouvé"
    reference = TARIFS_2025

    def formula_2025_09(individu, period):
        return ~(individu("tcl_abonnement_zones_prix", period) > 0)


class tcl_abonnement_zones_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'abonnement TCL pour d'autres zones"

    def formula_2025_09(individu, period):
        return statut(
            eligibilite=individu("tcl_abonnement_zones_eligibilite", period),
            a_etudier=individu("tcl_abonnement_zones_prix_a_verifier", period),
            sinon=Statut.eligible,
        )
