"""Domiciliation des personnes sans domicile stable (articles L. 264-1 et suivants du CASF)."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille
from openfisca_france.model.base import TypesStatutOccupationLogement

from openfisca_lyon.variables.communs.statut import Statut, statut

CASF = "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006074069/"


class domiciliation_condition_domicile(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "N'a pas de domicile stable"
    reference = CASF

    def formula_2019_01(famille, period):
        structure = famille.demandeur.menage("heberge_structure", period)
        stable = famille.demandeur.menage("logement_stable", period)
        return (
            famille.demandeur.menage("sans_abri", period)
            + ~stable * structure
            + famille("domiciliation_heberge_proche", period)
        )


class domiciliation_condition_lien(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "A un lien avec la commune"
    reference = CASF

    def formula_2019_01(famille, period):
        return famille("lien_commune_domiciliation", period)


class domiciliation_condition_asile(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Ne demande pas l'asile : les demandeurs d'asile ont leur propre domiciliation"
    reference = CASF

    def formula_2019_01(famille, period):
        return ~famille("asile_demandeur", period)


class domiciliation_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de la domiciliation"
    reference = CASF

    def formula_2019_01(famille, period):
        return (
            famille("domiciliation_condition_domicile", period)
            * famille("domiciliation_condition_lien", period)
            * famille("domiciliation_condition_asile", period)
        )


class domiciliation_heberge_proche(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Est hébergé gratuitement chez un proche"
    reference = CASF
    documentation = "Seul un hébergement qui peut cesser, ou sans courrier, ouvre la domiciliation."

    def formula_2019_01(famille, period):
        occupation = famille.demandeur.menage("statut_occupation_logement", period)
        return occupation == TypesStatutOccupationLogement.loge_gratuitement


class domiciliation_usage_limite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "N'a pas de titre de séjour : l'adresse ne sert qu'à quelques droits"
    reference = CASF

    def formula_2019_01(famille, period):
        return ~famille.any(famille.members("sejour_regulier", period), role=Famille.PARENT)


class domiciliation_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Famille
    definition_period = MONTH
    label = "Statut de la domiciliation"

    def formula_2019_01(famille, period):
        return statut(
            eligibilite=famille("domiciliation_eligibilite", period),
            a_etudier=famille("domiciliation_heberge_proche", period)
            + famille("domiciliation_usage_limite", period),
            sinon=Statut.eligible_probable,  # le CCAS ou l'organisme agréé vérifie le lien
        )
