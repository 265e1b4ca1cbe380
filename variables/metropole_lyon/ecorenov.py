"""Écoréno'v pour les maisons, règlement de la Métropole de Lyon des 11 et 12 décembre 2023."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, min_, set_input_dispatch_by_period, where
from openfisca_france.entities import Menage
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

REGLEMENT = "https://activ-renovation.com/ecorenov-aides-metropole-lyon/"


@question(
    "Combien coûtent les travaux de rénovation énergétique de votre maison ?",
    aide="Le total des devis. Répondez 0 si vous n'avez pas de projet.",
    seuils=("metropole_lyon.ecorenov.seuil_travaux",),
)
class ecorenov_travaux_cout(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coût des travaux de rénovation énergétique de la maison"


@question("Combien coûte l'audit énergétique de votre maison ?", domaine=(0, 1200))
class ecorenov_audit_cout(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coût de l'audit énergétique"


@question(
    "Combien coûte le maître d'œuvre de vos travaux ?",
    aide="C'est l'architecte ou le bureau d'études qui conçoit et suit le chantier.",
    domaine=(0, 10_000),
)
class ecorenov_maitrise_oeuvre_cout(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coût de la maîtrise d'œuvre"


@question(
    "La mission de votre architecte s'arrête-t-elle avant le chantier, à l'avant-projet ?",
    aide="Répondez non s'il suit aussi les travaux.",
)
class ecorenov_arret_avant_projet(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La maîtrise d'œuvre s'arrête à l'avant-projet"


class ecorenov_condition_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est dans la Métropole de Lyon"
    reference = REGLEMENT

    def formula_2015_09(menage, period):
        return menage("reside_metropole_lyon", period)


class ecorenov_condition_maison(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le logement est une maison individuelle"
    reference = REGLEMENT

    def formula_2015_09(menage, period):
        return menage("maison_individuelle", period)


class ecorenov_condition_proprietaire(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Le ménage est propriétaire de son logement"
    reference = REGLEMENT

    def formula_2015_09(menage, period):
        occupation = menage("statut_occupation_logement", period)
        return (occupation == TypesStatutOccupationLogement.proprietaire) + (
            occupation == TypesStatutOccupationLogement.primo_accedant
        )


class ecorenov_condition_anciennete(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "La maison est assez ancienne"
    reference = REGLEMENT

    def formula_2015_09(menage, period, parameters):
        derniere = parameters(period).metropole_lyon.ecorenov.annee_construction_maximum
        return menage("annee_construction_logement", period) <= derniere  # « jusqu'en 2000 » : incluse


class ecorenov_eligibilite(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    label = "Remplit les conditions vérifiables d'Écoréno'v"
    reference = REGLEMENT

    def formula_2015_09(menage, period):
        return (
            menage("ecorenov_condition_residence", period)
            * menage("ecorenov_condition_maison", period)
            * menage("ecorenov_condition_proprietaire", period)
            * menage("ecorenov_condition_anciennete", period)
        )


class ecorenov_bareme_inconnu(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    end = "2023-12-31"
    label = "Les montants du règlement antérieur à 2024 ne sont pas connus en entier"
    reference = REGLEMENT

    def formula_2015_09(menage, period):
        return menage("ecorenov_eligibilite", period)


class ecorenov(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Écoréno'v, aide aux travaux la plus haute possible"
    reference = REGLEMENT

    def formula_2024(menage, period, parameters):
        ecorenov = parameters(period).metropole_lyon.ecorenov
        cout = menage("ecorenov_travaux_cout", period)
        plafond = where(cout < ecorenov.seuil_travaux, ecorenov.travaux, ecorenov.travaux_au_dela)
        return menage("ecorenov_eligibilite", period) * min_(cout, plafond)


class ecorenov_audit(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Écoréno'v, aide à l'audit énergétique"
    reference = REGLEMENT

    def formula_2024(menage, period, parameters):
        ecorenov = parameters(period).metropole_lyon.ecorenov
        aide = ecorenov.audit_taux * menage("ecorenov_audit_cout", period)
        return menage("ecorenov_eligibilite", period) * min_(aide, ecorenov.audit_plafond)


class ecorenov_maitrise_oeuvre(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    label = "Écoréno'v, aide à la maîtrise d'œuvre"
    reference = REGLEMENT

    def formula_2024(menage, period, parameters):
        ecorenov = parameters(period).metropole_lyon.ecorenov
        aide = ecorenov.maitrise_oeuvre_taux * menage("ecorenov_maitrise_oeuvre_cout", period)
        plafond = where(
            menage("ecorenov_arret_avant_projet", period),
            ecorenov.maitrise_oeuvre_plafond_avant_projet,
            ecorenov.maitrise_oeuvre_plafond,
        )
        return menage("ecorenov_eligibilite", period) * min_(aide, plafond)


class ecorenov_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Menage
    definition_period = MONTH
    label = "Statut d'Écoréno'v pour une maison"

    def formula_2015_09(menage, period):
        return statut(
            eligibilite=menage("ecorenov_eligibilite", period),
            a_etudier=menage("ecorenov_bareme_inconnu", period),
            sinon=Statut.eligible_probable,  # le projet est étudié avant les travaux
        )
