"""Aide sociale à l'hébergement des personnes handicapées : articles L. 344-5 et D. 344-35 et suivants du CASF."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable, max_, min_, set_input_dispatch_by_period, where
from openfisca_france.entities import Famille, Individu

from openfisca_lyon.variables.communs.questions import question
from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.autonomie import LieuDeVie

METROPOLE = "https://www.grandlyon.com/services/aide-sociale-a-l-hebergement-personnes-handicapees"


@question(
    "La maison du handicap (MDMPH) vous a-t-elle orienté vers un foyer, un accueil de jour ou un accueil familial ?",
    age=(16, 130),
)
class orientation_mdmph_hebergement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Orienté par la maison du handicap vers un établissement ou un accueil familial"


@question("Viviez-vous déjà en établissement pour personnes handicapées avant vos 60 ans ?", age=(60, 130))
class etablissement_handicap_avant_60_ans(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vivait en établissement pour personnes handicapées avant 60 ans"


@question("Un taux d'incapacité d'au moins 80 % vous a-t-il été reconnu avant vos 65 ans ?", age=(60, 130))
class incapacite_80_reconnue_avant_65_ans(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Incapacité d'au moins 80 % reconnue avant 65 ans"


@question(
    "Prenez-vous au moins cinq repas par semaine hors du foyer, ou rentrez-vous chaque fin de semaine ?",
    age=(16, 130),
)
class repas_hors_etablissement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Au moins cinq repas par semaine hors de l'établissement, ou internat de semaine"


@question("Recevez-vous l'aide sociale à l'hébergement des personnes handicapées ?", age=(16, 130))
class ash_personne_handicapee_percu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Bénéficie de l'aide sociale à l'hébergement des personnes handicapées"

    def formula(individu, period):
        return individu("ash_personne_handicapee", period) > 0


class ash_personne_handicapee_condition_orientation(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est orienté par la maison du handicap"
    reference = METROPOLE

    def formula(individu, period):
        return individu("orientation_mdmph_hebergement", period)


class ash_personne_handicapee_condition_lieu(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est hébergé, ou va l'être, en établissement pour personnes handicapées ou en accueil familial"
    reference = METROPOLE

    def formula(individu, period):
        lieu = individu("lieu_de_vie", period)
        return (lieu == LieuDeVie.etablissement_handicap) + (lieu == LieuDeVie.accueil_familial)


class ash_personne_handicapee_moins_de_20_ans(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas encore l'âge et gagne déjà sa vie : la Métropole apprécie"
    reference = METROPOLE

    def formula(individu, period, parameters):
        loi = parameters(period).departement.ash_personne_handicapee
        jeune = individu("age", period) < loi.age_minimum
        return jeune * (individu("salaire_net", period) > 0)


class ash_personne_handicapee_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de l'aide, ou vivait déjà en établissement avant"
    reference = METROPOLE

    def formula(individu, period, parameters):
        loi = parameters(period).departement.ash_personne_handicapee
        age = individu("age", period)
        adulte = (age >= loi.age_minimum) * (age < loi.age_maximum)
        maintenu = (
            (age >= loi.age_maximum)
            * individu("etablissement_handicap_avant_60_ans", period)
            * individu("incapacite_80_reconnue_avant_65_ans", period)
        )
        return adulte + maintenu + individu("ash_personne_handicapee_moins_de_20_ans", period)


class ash_nb_parents_sans_travail(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    label = "Adultes du foyer qui ne travaillent pas, demandeur compris"

    def formula(famille, period):
        sans_travail = famille.members("salaire_net", period) <= 0
        return famille.sum(sans_travail, role=Famille.PARENT)


class ash_personne_handicapee_minimum_laisse(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Somme laissée chaque mois à la personne et à sa famille"
    reference = METROPOLE

    def formula(individu, period, parameters):
        loi = parameters(period)
        regle = loi.departement.ash_personne_handicapee
        aah = loi.prestations_sociales.prestations_etat_de_sante.invalidite.aah.montant
        travail = individu("salaire_net", period)
        travaille = travail > 0
        ressources = individu("ash_ressources", period)
        part_plancher = where(travaille, regle.reste_avec_travail, regle.reste_sans_travail)
        part_repas = individu("repas_hors_etablissement", period) * regle.supplement_repas
        plancher = aah * (part_plancher + part_repas)
        part = travail * regle.part_travail + max_(0, ressources - travail) * regle.part_ressources

        parent = individu.has_role(Famille.PARENT)
        autres_sans_travail = individu.famille("ash_nb_parents_sans_travail", period) - (travail <= 0)
        conjoint = parent * (autres_sans_travail > 0) * regle.supplement_conjoint
        enfants = parent * individu.famille.nb_persons(Famille.ENFANT) * regle.supplement_enfant
        return max_(plancher, part) + aah * (conjoint + enfants)


class ash_personne_handicapee_contribution(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Ce que la personne paie chaque mois, aide au logement comprise"
    reference = METROPOLE

    def formula(individu, period):
        garde = individu("ash_personne_handicapee_minimum_laisse", period)
        sur_ressources = max_(0, individu("ash_ressources", period) - garde)
        contribution = sur_ressources + individu.famille("aide_logement", period)
        cout = individu("cout_hebergement_mensuel", period)
        due = where(cout > 0, min_(contribution, cout), contribution)
        return individu("ash_personne_handicapee_condition_lieu", period) * due


class ash_personne_handicapee_condition_ressources(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Les ressources ne suffisent pas à payer l'hébergement"
    reference = METROPOLE

    def formula(individu, period):
        cout = individu("cout_hebergement_mensuel", period)
        insuffisantes = individu("ash_personne_handicapee_contribution", period) < cout
        return insuffisantes + individu("ash_cout_inconnu", period)


class ash_personne_handicapee_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables de l'aide sociale à l'hébergement des personnes handicapées"
    reference = METROPOLE

    def formula(individu, period):
        return (
            individu("ash_personne_handicapee_condition_orientation", period)
            * individu("ash_personne_handicapee_condition_lieu", period)
            * individu("ash_personne_handicapee_condition_age", period)
            * individu("ash_condition_residence", period)
            * individu("ash_condition_sejour", period)
            * individu("ash_personne_handicapee_condition_ressources", period)
        )


class ash_personne_handicapee(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    label = "Part de l'hébergement que la Métropole paie chaque mois"
    reference = METROPOLE

    def formula(individu, period):
        cout = individu("cout_hebergement_mensuel", period)
        manque = max_(0, cout - individu("ash_personne_handicapee_contribution", period))
        return individu("ash_personne_handicapee_eligibilite", period) * manque


class ash_personne_handicapee_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'aide sociale à l'hébergement des personnes handicapées"

    def formula(individu, period):
        return statut(
            eligibilite=individu("ash_personne_handicapee_eligibilite", period),
            a_etudier=individu("ash_cout_inconnu", period)
            + individu("ash_personne_handicapee_moins_de_20_ans", period),
            sinon=Statut.eligible_probable,  # le président de la Métropole décide
        )
