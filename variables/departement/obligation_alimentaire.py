"""Obligation alimentaire pour l'hébergement d'une personne âgée : article L. 132-6 du CASF, règle locale de 2004."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, set_input_dispatch_by_period
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut

METROPOLE = "https://www.grandlyon.com/services/aide-sociale-a-l-hebergement-personnes-agees.html"
LOI_2024 = (
    "https://www.actu-juridique.fr/civil/personnes-famille/du-nouveau-en-matiere-dobligation-alimentaire-"
    "limpact-de-la-loi-du-8-avril-2024-relative-au-bien-vieillir-sur-les-debiteurs-daliment/"
)


class LienDemandeurAsh(Enum):
    __order__ = "aucun conjoint parent enfant conjoint_enfant petit_enfant autre"
    aucun = "Aucun proche n'a demandé cette aide"
    conjoint = "Son mari ou sa femme"
    parent = "Son père ou sa mère"
    enfant = "Son fils ou sa fille"
    conjoint_enfant = "Marié avec son fils ou sa fille"
    petit_enfant = "Son petit-fils ou sa petite-fille"
    autre = "Un autre lien : frère, sœur, neveu, concubin…"


@question(
    "Un proche demande-t-il l'aide sociale pour payer sa maison de retraite ? Que lui êtes-vous ?",
    aide="Il s'agit de l'aide sociale à l'hébergement (ASH) des personnes âgées.",
    age=(25, 130),
)
class lien_demandeur_ash(Variable):
    value_type = Enum
    possible_values = LienDemandeurAsh
    default_value = LienDemandeurAsh.aucun
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Lien avec le proche qui demande l'aide sociale à l'hébergement"


@question(
    "Enfant, combien de mois avez-vous vécu loin de ce parent, sur décision d'un juge, avant vos 12 ans ?",
    seuils=("departement.obligation_alimentaire.mois_retrait_dispense",),
    age=(18, 130),
)
class mois_retrait_judiciaire_enfance(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois passés hors du milieu familial sur décision du juge, avant 12 ans"


@question(
    "Un juge a-t-il retiré l'autorité parentale à ce parent, ou l'a-t-il condamné pour des faits contre sa famille ?",
    age=(18, 130),
)
class parent_autorite_retiree_ou_condamne(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le parent qui demande l'aide s'est vu retirer l'autorité parentale, ou a été condamné"


class obligation_alimentaire_condition_lien(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est le conjoint, le parent, l'enfant, le gendre ou la belle-fille du demandeur"
    reference = METROPOLE
    documentation = "La Métropole ne sollicite plus les petits-enfants depuis 2004, vingt ans avant la loi."

    def formula(individu, period):
        lien = individu("lien_demandeur_ash", period)
        return (
            (lien == LienDemandeurAsh.conjoint)
            + (lien == LienDemandeurAsh.parent)
            + (lien == LienDemandeurAsh.enfant)
            + (lien == LienDemandeurAsh.conjoint_enfant)
        )


class obligation_alimentaire_condition_dispense(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas été retiré assez longtemps à ce parent par le juge pour être dispensé"
    reference = LOI_2024

    def formula(individu, period, parameters):
        seuil = parameters(period).departement.obligation_alimentaire.mois_retrait_dispense
        return individu("mois_retrait_judiciaire_enfance", period) < seuil  # « au moins 36 mois » dispense


class obligation_alimentaire_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Peut être appelé à participer"
    reference = METROPOLE

    def formula(individu, period):
        return individu("obligation_alimentaire_condition_lien", period) * individu(
            "obligation_alimentaire_condition_dispense", period
        )


class obligation_alimentaire_dispense_a_examiner(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Une dispense nouvelle, liée à la conduite du parent, est peut-être ouverte"
    reference = LOI_2024

    def formula_2024_05(individu, period):
        return individu("parent_autorite_retiree_ou_condamne", period)


class obligation_alimentaire_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'obligation alimentaire"

    def formula(individu, period):
        return statut(
            eligibilite=individu("obligation_alimentaire_eligibilite", period),
            a_etudier=individu("obligation_alimentaire_dispense_a_examiner", period),
            sinon=Statut.eligible_probable,  # la Métropole calcule la part de chacun, ou n'en demande pas
        )
