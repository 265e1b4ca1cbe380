"""Reprise de l'aide sociale sur la succession : articles L. 132-8, L. 344-5 et R. 132-12 du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period, where
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut

CASF = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006074069"


@question(
    "Combien l'aide ménagère ou les repas payés par l'aide sociale ont-ils coûté en tout ?",
    aide="La Métropole peut vous donner ce total. Répondez 0 s'il n'y en a pas eu.",
    domaine=(0, 500, 20000),
    age=(60, 130),
)
class aide_menagere_depenses_totales(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Total de l'aide sociale à domicile reçue"


@question(
    "Combien avez-vous reçu en tout d'allocation simple d'aide sociale ?", domaine=(0, 20000), age=(60, 130)
)
class allocation_simple_depenses_totales(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Total de l'allocation simple reçue"


@question(
    "Combien l'aide sociale à l'hébergement des personnes âgées a-t-elle versé en tout ?",
    domaine=(0, 20000),
    age=(60, 130),
)
class ash_personne_agee_depenses_totales(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Total de l'aide sociale à l'hébergement des personnes âgées"


@question(
    "Combien l'aide sociale à l'hébergement des personnes handicapées a-t-elle versé en tout ?",
    domaine=(0, 20000),
    age=(20, 130),
)
class ash_personne_handicapee_depenses_totales(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Total de l'aide sociale à l'hébergement des personnes handicapées"


@question(
    "Que vaut, dettes déduites, ce que vous laisserez à vos héritiers ?",
    aide="Une estimation suffit : logement, épargne, moins les dettes.",
    seuils=("departement.recuperation_succession.seuil_actif_net",),
    age=(60, 130),
)
class succession_actif_net(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Actif net de la succession"


@question(
    "Vos héritiers sont-ils seulement votre conjoint, vos enfants, vos parents ou la personne qui s'occupe de vous ?",
    age=(20, 130),
)
class succession_heritiers_proches(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Les héritiers sont le conjoint, les enfants, les parents ou l'aidant effectif et constant"


class recuperation_succession_domicile(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Reprise de l'aide sociale à domicile, au plus"
    reference = CASF

    def formula(individu, period, parameters):
        loi = parameters(period).departement.recuperation_succession
        depenses = max_(0, individu("aide_menagere_depenses_totales", period) - loi.franchise_depenses)
        actif = max_(0, individu("succession_actif_net", period) - loi.seuil_actif_net)
        return min_(depenses, actif)


class recuperation_succession_allocation_simple(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Reprise de l'allocation simple, au plus"
    reference = CASF

    def formula(individu, period, parameters):
        loi = parameters(period).departement.recuperation_succession
        actif = max_(0, individu("succession_actif_net", period) - loi.seuil_actif_net)
        return min_(individu("allocation_simple_depenses_totales", period), actif)


class recuperation_succession_hebergement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Reprise de l'aide sociale à l'hébergement, au plus"
    reference = CASF

    def formula(individu, period):
        # Personnes âgées : dès le premier euro. Personnes handicapées : pas contre les proches.
        handicap = individu("ash_personne_handicapee_depenses_totales", period)
        handicap = handicap * ~individu("succession_heritiers_proches", period)
        depenses = individu("ash_personne_agee_depenses_totales", period) + handicap
        return min_(depenses, max_(0, individu("succession_actif_net", period)))


class recuperation_succession(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ce qui peut être repris en tout sur la succession, au plus"
    reference = CASF

    def formula(individu, period):
        total = (
            individu("recuperation_succession_domicile", period)
            + individu("recuperation_succession_allocation_simple", period)
            + individu("recuperation_succession_hebergement", period)
        )
        plafond = min_(total, max_(0, individu("succession_actif_net", period)))
        return individu("recuperation_succession_condition_aide", period) * plafond


class recuperation_succession_condition_aide(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit, ou peut recevoir, une aide sociale que la Métropole ou l'État peut reprendre"
    reference = CASF
    documentation = "Ni l'APA, ni la PCH, ni l'ACTP, ni l'AAH ne se reprennent."

    def formula(individu, period):
        proches = individu("succession_heritiers_proches", period)
        return (
            individu("aide_menagere_percu", period)
            + individu("allocation_simple_percu", period)
            + individu("ash_personne_agee_percu", period)
            + individu("ash_personne_handicapee_percu", period) * ~proches
        )


class recuperation_succession_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de la reprise sur la succession"

    def formula(individu, period):
        # Le président de la Métropole peut reporter la reprise ou y renoncer.
        return where(
            individu("recuperation_succession_condition_aide", period),
            Statut.eligible_probable,
            Statut.non_eligible,
        )
