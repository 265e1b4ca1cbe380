"""Fonds de solidarité pour le logement (FSL) de la Métropole de Lyon : ce que ses quatre aides partagent.

Loi n° 90-449 du 31 mai 1990 ; règlement du 1er janvier 2019, modifié par la délibération n° 2025-2954 du
29 septembre 2025.
"""

from openfisca_core.model_api import MONTH, Variable, max_, round_, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille, Individu

REGLEMENT = "https://fr.readkong.com/page/fonds-de-solidarit-pour-le-logement-9134427"
PAGE = "https://www.grandlyon.com/services/aides-fonds-solidarite-logement"
RESSOURCES = "https://mes-allocs.fr/guides/fsl/fsl-france/fsl-lyon"


class fsl_rsj_recu(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "RSJ reçu dans le mois"

    def formula_2021_06(individu, period, parameters):
        rsj = parameters(period).metropole_lyon.rsj
        travaille = individu("rsj_base_ressources", period) > 0
        montant = where(travaille, rsj.montant_avec_ressources, rsj.montant_sans_ressource)
        return individu("rsj_percu", period) * montant


class fsl_base_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ressources du mois de toute la famille, sans l'aide au logement"
    reference = RESSOURCES
    documentation = (
        "Si les ressources varient, le FSL prend la moyenne des trois derniers mois : ici, le mois demandé. "
        "Compter ou non l'aide au logement n'est pas publié : elle est laissée de côté."
    )

    def formula_2019_01(famille, period):
        activite = (
            famille.members("salaire_net", period)
            + famille.members("remuneration_apprenti", period)
            + famille.members("indemnites_stage", period)
            + famille.members("revenus_stage_formation_pro", period)
            + famille.members("indemnites_volontariat", period)
            + famille.members("rpns_auto_entrepreneur_benefice", period)
        )
        remplacement = (
            famille.members("chomage_net", period)
            + famille.members("retraite_nette", period)
            + famille.members("pensions_invalidite", period)
            + famille.members("indemnites_journalieres", period)
            + famille.members("pensions_alimentaires_percues", period)
        )
        minima_individuels = (
            famille.members("aah", period)
            + famille.members("caah", period)
            + famille.members("ass", period)
            + famille.members("asi", period)
            + famille.members("fsl_rsj_recu", period)
        )
        minima = famille("rsa", period) + famille("ppa", period) + famille("aspa", period)
        prestations = (
            famille("af", period)
            + famille("cf", period)
            + famille("asf", period)
            + famille("paje_base", period)
            + famille("paje_prepare", period)
        )
        return famille.sum(activite + remplacement + minima_individuels) + minima + prestations


class fsl_parts(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Parts du quotient du FSL"
    reference = PAGE

    def formula_2019_01(famille, period, parameters):
        parts = parameters(period).communs.fsl.parts
        enfants = famille.nb_persons(Famille.ENFANT)
        couple = famille.nb_persons(Famille.PARENT) > 1
        sans_enfant = where(couple, parts.couple, parts.seul)
        avec_enfants = parts.premier_enfant + max_(0, enfants - 1) * parts.enfant_suivant
        return where(enfants > 0, avec_enfants, sans_enfant)


class fsl_plafond_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    label = "Plafond mensuel de ressources du FSL"
    reference = PAGE

    def formula_2019_01(famille, period, parameters):
        quotient = parameters(period).communs.fsl.quotient_plafond
        return round_(famille("fsl_parts", period) * quotient, 2)


class fsl_condition_ressources(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Les ressources ne dépassent pas le plafond du FSL"
    reference = PAGE

    def formula_2019_01(famille, period):
        ressources = round_(famille("fsl_base_ressources", period), 2)
        return ressources <= famille("fsl_plafond_ressources", period)  # « plafond » : borne incluse


class fsl_condition_residence(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    label = "Habite la Métropole de Lyon"
    reference = PAGE

    def formula_2019_01(famille, period):
        return famille.demandeur.menage("reside_metropole_lyon", period)
