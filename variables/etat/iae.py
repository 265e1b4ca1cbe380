"""Insertion par l'activité économique (IAE), Code du travail L. 5132-1 et R. 5132-1-7, arrêté du 1er septembre 2021."""

from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import MONTH, Variable
from openfisca_france.entities import Famille, Individu
from openfisca_france.model.base import TypesActivite, TypesNiveauDiplome

from openfisca_lyon.variables.communs.statut import Statut, statut
from openfisca_lyon.variables.situation.sejour import TitreSejour, mois_entiers

ARRETE = "https://juriblio.fr/arretes/arrete-du-4-septembre-2025/186416235/annexe/320633972"
CODE = "https://french-business-law.com/rench-legislation-art/article-r5132-1-7-of-the-french-labour-code"


class iae_mois_inscription(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    label = "Mois entiers d'inscription à France Travail"
    reference = CODE

    def formula_2021_09(individu, period):
        inscription = individu("date_inscription_france_travail", period).astype("datetime64[D]")
        return mois_entiers(inscription, period)


class iae_critere_suffisant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Reçoit le RSA, l'ASS ou l'AAH, ou cherche un emploi depuis très longtemps"
    reference = CODE

    def formula_2021_09(individu, period, parameters):
        iae = parameters(period).etat.iae
        parent = individu.has_role(Famille.PARENT)
        return (
            parent * individu.famille("rsa_percu", period)
            + individu("ass_percu", period)
            + individu("aah_percu", period)
            # Article R. 5132-1-7 : « depuis au moins vingt-quatre mois », borne incluse.
            + (individu("iae_mois_inscription", period) >= iae.duree_inscription_tres_longue)
        )


class iae_critere_diplome(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "N'a pas de diplôme au-dessus du CAP ou du BEP"
    reference = ARRETE

    def formula_2021_09(individu, period):
        niveau = individu("plus_haut_diplome_niveau", period)
        return (
            (niveau == TypesNiveauDiplome.niveau_1)
            + (niveau == TypesNiveauDiplome.niveau_2)
            + (niveau == TypesNiveauDiplome.niveau_3)
        )


class iae_critere_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A moins de 26 ans, ou 50 ans et plus"
    reference = ARRETE

    def formula_2021_09(individu, period, parameters):
        iae = parameters(period).etat.iae
        age = individu("age", period)
        return (age <= iae.age_jeune_maximum) + (age >= iae.age_senior_minimum)


class iae_critere_longue_duree(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Cherche un emploi depuis un an ou plus"
    reference = ARRETE

    def formula_2021_09(individu, period, parameters):
        duree = parameters(period).etat.iae.duree_inscription_longue
        return individu("iae_mois_inscription", period) >= duree


class iae_critere_parent_isole(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Élève seul un enfant"
    reference = ARRETE

    def formula_2021_09(individu, period):
        seul = individu.famille.nb_persons(Famille.PARENT) == 1
        enfant = individu.famille.nb_persons(Famille.ENFANT) > 0
        return individu.has_role(Famille.PARENT) * seul * enfant


class iae_critere_refugie(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est réfugié ou protégé par la France"
    reference = ARRETE

    def formula_2021_09(individu, period):
        return individu("titre_sejour", period) == TitreSejour.protection_internationale


class iae_criteres(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    label = "Nombre de critères complémentaires remplis"
    reference = ARRETE

    def formula_2021_09(individu, period):
        return (
            individu("iae_critere_diplome", period) * 1
            + individu("iae_critere_age", period) * 1
            + individu("iae_critere_longue_duree", period) * 1
            + individu("iae_critere_parent_isole", period) * 1
            + individu("iae_critere_refugie", period) * 1
            + individu("reconnu_travailleur_handicape", period) * 1
            + individu("confie_ase_avant_majorite", period) * 1
            + individu("sorti_detention", period) * 1
            + individu.menage("sans_abri", period) * 1
            + individu.menage("quartier_prioritaire", period) * 1
        )


class iae_condition_age(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "A l'âge de travailler"
    reference = CODE

    def formula_2021_09(individu, period, parameters):
        return individu("age", period) >= parameters(period).etat.iae.age_minimum


class iae_condition_sans_emploi(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Est sans emploi"
    reference = CODE

    def formula_2021_09(individu, period):
        activite = individu("activite", period)
        return (activite == TypesActivite.chomeur) + (activite == TypesActivite.inactif)


class iae_condition_criteres(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit un critère suffisant, ou assez de critères pour l'intérim d'insertion"
    reference = ARRETE

    def formula_2021_09(individu, period, parameters):
        exiges = parameters(period).etat.iae.criteres_interim
        return individu("iae_critere_suffisant", period) + (individu("iae_criteres", period) >= exiges)


class iae_condition_criteres_chantier(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit un critère suffisant, ou assez de critères pour un chantier d'insertion"
    reference = ARRETE

    def formula_2021_09(individu, period, parameters):
        exiges = parameters(period).etat.iae.criteres
        return individu("iae_critere_suffisant", period) + (individu("iae_criteres", period) >= exiges)


class iae_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    label = "Remplit les conditions vérifiables d'un parcours d'insertion"
    reference = CODE

    def formula_2021_09(individu, period):
        return (
            individu("iae_condition_age", period)
            * individu("iae_condition_sans_emploi", period)
            * individu("iae_condition_criteres", period)
        )


class iae_chantier_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut du parcours en entreprise ou en chantier d'insertion"

    def formula_2021_09(individu, period):
        return statut(
            eligibilite=individu("iae_eligibilite", period)
            * individu("iae_condition_criteres_chantier", period),
            sinon=Statut.eligible_probable,  # un prescripteur habilité fait le diagnostic
        )


class iae_statut(Variable):
    value_type = Enum
    possible_values = Statut
    default_value = Statut.hors_periode
    entity = Individu
    definition_period = MONTH
    label = "Statut de l'insertion par l'activité économique"

    def formula_2021_09(individu, period):
        return statut(
            eligibilite=individu("iae_eligibilite", period),
            sinon=Statut.eligible_probable,  # un prescripteur habilité fait le diagnostic
        )
