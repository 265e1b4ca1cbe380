"""Aide sociale à l'hébergement des personnes âgées : articles L. 113-1, L. 132-3, L. 231-4 et L. 231-5 du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import (
    MONTH,
    Variable,
    max_,
    min_,
    round_,
    set_input_dispatch_by_period,
    where,
)
from openfisca_france.entities import Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.autonomie import LieuDeVie

METROPOLE = "https://www.grandlyon.com/services/aide-sociale-a-l-hebergement-personnes-agees.html"
MINISTERE = "https://solidarites.gouv.fr/aide-sociale-lhebergement-ash"


@question(
    "L'établissement, ou l'accueillant familial, est-il habilité à l'aide sociale ?",
    aide="Demandez-le à l'accueil : tous ne le sont pas.",
    age=(18, 130),
)
class etablissement_habilite_aide_sociale(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "L'établissement ou l'accueillant familial est habilité à l'aide sociale"


@question(
    "Depuis combien d'années payez-vous seul cet établissement ?",
    seuils=("departement.ash_personne_agee.duree_sejour_payant",),
    age=(60, 130),
)
class annees_sejour_payant(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Années de séjour payé sans aide dans l'établissement"


@question("Recevez-vous l'aide sociale à l'hébergement des personnes âgées ?", age=(60, 130))
class ash_personne_agee_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bénéficie de l'aide sociale à l'hébergement des personnes âgées"

    def formula(individu, period):
        return individu("ash_personne_agee", period) > 0


class ash_personne_agee_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide sociale aux personnes âgées"
    reference = METROPOLE

    def formula(individu, period):
        return individu("aide_sociale_personne_agee", period)


class ash_personne_agee_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est hébergé, ou va l'être, en EHPAD, en résidence autonomie ou chez un accueillant familial"
    reference = METROPOLE

    def formula(individu, period):
        lieu = individu("lieu_de_vie", period)
        return (
            (lieu == LieuDeVie.ehpad)
            + (lieu == LieuDeVie.residence_autonomie)
            + (lieu == LieuDeVie.accueil_familial)
        )


class ash_personne_agee_condition_habilitation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "L'hébergement est habilité à l'aide sociale, ou payé depuis assez longtemps"
    reference = METROPOLE

    def formula(individu, period, parameters):
        duree = parameters(period).departement.ash_personne_agee.duree_sejour_payant
        ancien = individu("annees_sejour_payant", period) >= duree
        return individu("etablissement_habilite_aide_sociale", period) + ancien


class ash_personne_agee_minimum_laisse(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Somme laissée chaque mois à la personne pour ses dépenses"
    reference = MINISTERE

    def formula(individu, period, parameters):
        loi = parameters(period)
        reste = loi.communs.reste_en_etablissement
        vieillesse = loi.prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        plancher = round_(vieillesse.montant_maximum_annuel.personnes_seules * reste.part_minimum_vieillesse)
        return max_(individu("ash_ressources", period) * reste.taux, plancher)


class ash_personne_agee_contribution(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ce que la personne paie chaque mois sur ses propres ressources"
    reference = MINISTERE

    def formula(individu, period, parameters):
        aspa = parameters(period).prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
        ressources = individu("ash_ressources", period)
        garde = individu("ash_personne_agee_minimum_laisse", period)
        seul = max_(0, ressources - garde)
        # Le conjoint resté à domicile garde au moins le minimum vieillesse.
        conjoint = aspa.montant_maximum_annuel.personnes_seules / 12
        a_deux = max_(0, individu.famille("ash_ressources_couple", period) - garde - conjoint)
        reste_a_domicile = individu.famille("conjoint_reste_a_domicile", period)
        contribution = where(reste_a_domicile, min_(seul, a_deux), seul)
        cout = individu("cout_hebergement_mensuel", period)
        due = where(cout > 0, min_(contribution, cout), contribution)
        return individu("ash_personne_agee_condition_lieu", period) * due


class ash_personne_agee_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les ressources ne suffisent pas à payer l'hébergement"
    reference = METROPOLE

    def formula(individu, period):
        cout = individu("cout_hebergement_mensuel", period)
        insuffisantes = individu("ash_personne_agee_contribution", period) < cout
        return insuffisantes + individu("ash_cout_inconnu", period)


class ash_personne_agee_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide sociale à l'hébergement des personnes âgées"
    reference = METROPOLE

    def formula(individu, period):
        return (
            individu("ash_personne_agee_condition_age", period)
            * individu("ash_personne_agee_condition_lieu", period)
            * individu("ash_condition_residence", period)
            * individu("ash_condition_sejour", period)
            * individu("ash_personne_agee_condition_habilitation", period)
            * individu("ash_personne_agee_condition_ressources", period)
        )


class ash_personne_agee(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Part de l'hébergement que la Métropole avance chaque mois, avant celle de la famille"
    reference = METROPOLE

    def formula(individu, period):
        cout = individu("cout_hebergement_mensuel", period)
        manque = max_(0, cout - individu("ash_personne_agee_contribution", period))
        return individu("ash_personne_agee_eligibilite", period) * manque


class ash_personne_agee_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide sociale à l'hébergement des personnes âgées"

    def formula(individu, period):
        return statut(
            eligibilite=individu("ash_personne_agee_eligibilite", period),
            a_etudier=individu("ash_cout_inconnu", period),
            sinon=Statut.eligible_probable,  # la Métropole regarde ce que la famille peut payer
        )
